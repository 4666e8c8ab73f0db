"""What people are told about people, beside the links of notifications.kinds."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind

_ADDRESSES = {
    "by": "Ines Falk",
    "old_email": "j.wirth@northwind.example",
    "new_email": "jonas@northwind.example",
    "days": 7,
    "hours": 24,
}

KINDS = (
    Kind(
        "people.password_changed",
        _("My password was changed"),
        in_inbox=False,
        may_switch_off=False,
    ),
    Kind(
        "people.email_changed",
        _("The address I sign in with was changed"),
        in_inbox=False,
        may_switch_off=False,
        example={"by": "Ines Falk", "new_email": "jonas@northwind.example"},
    ),
    Kind(
        "people.email_confirm",
        _("Another address to sign in with is to be confirmed"),
        in_inbox=False,
        may_switch_off=False,
        example=_ADDRESSES,
    ),
    Kind(
        "people.email_stop",
        _("The address I sign in with is to be changed"),
        in_inbox=False,
        may_switch_off=False,
        example=_ADDRESSES,
    ),
    Kind(
        "people.role_changed",
        _("A role is given to me or taken from me"),
        may_switch_off=False,
        example={"role": "Executive", "granted": True, "by": "Ines Falk"},
    ),
    Kind(
        "people.manager_changed",
        _("Somebody gets another manager, and it is about me"),
        example={"person": "Jonas Wirth", "manager": "Ines Falk", "starts_on": "1 Apr 2026"},
    ),
)
