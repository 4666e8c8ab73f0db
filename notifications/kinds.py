"""The kinds of things people are told, and what is usual for each.

A kind is worded by two templates, ``templates/notifications/<name>.subject.txt`` (one line, also
the line in the inbox) and ``<name>.txt`` (the mail). They get ``data`` of the notification as
variables, with ``recipient``, ``link`` (a full address) and ``company``; ``example`` below shows
what data a kind needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """``in_inbox``: people find it in their inbox. ``may_switch_off``: they choose about its
    e-mail. ``by_email``: e-mail unless they chose. ``example``: data for its wording.
    """

    name: str
    label: Any
    in_inbox: bool = True
    by_email: bool = True
    may_switch_off: bool = True
    example: Mapping[str, Any] = field(default_factory=dict)


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; rooms above call it from ``AppConfig.ready``."""
    if _KINDS.get(kind.name, kind) != kind:
        raise ValueError(f"There are two kinds of notification named {kind.name}.")
    _KINDS[kind.name] = kind


def get(name: str) -> Kind:
    """Return the kind; ``ValueError`` for a name that nobody registered."""
    try:
        return _KINDS[name]
    except KeyError:
        raise ValueError(f"No kind of notification is named {name}.") from None


def known(name: str) -> bool:
    return name in _KINDS


def label(name: str) -> Any:
    """What a kind is called on pages; the name itself for one that is gone."""
    return _KINDS[name].label if name in _KINDS else name


def all_kinds() -> list[Kind]:
    return list(_KINDS.values())


def switchable() -> list[Kind]:
    """The kinds that a person chooses about, in the order of the loop."""
    return [kind for kind in _KINDS.values() if kind.may_switch_off]


def _mail_only(name: str, label: Any, example: Mapping[str, Any]) -> Kind:
    """One-time links: they come by e-mail or they are useless."""
    return Kind(name, label, in_inbox=False, may_switch_off=False, example=example)


def register_all(kinds: Iterable[Kind]) -> None:
    for kind in kinds:
        register(kind)


register_all(
    [
        _mail_only(
            "people.invitation",
            _("Invitations"),
            {"invited_by": "Ines Falk", "days": 7},
        ),
        _mail_only("people.password_reset", _("Password resets"), {"minutes": 60}),
        Kind(
            "expectations.shared",
            _("An expectation document is shared with me"),
            example={"document": "Account executive 2027", "by": "Ines Falk"},
        ),
        Kind(
            "expectations.commented",
            _("Somebody comments on an expectation document of mine"),
            example={"document": "Account executive 2027", "by": "Ines Falk"},
        ),
        Kind(
            "expectations.signed",
            _("Somebody signs an expectation document of mine"),
            example={"document": "Account executive 2027", "by": "Ines Falk"},
        ),
        Kind(
            "expectations.active",
            _("An expectation document of mine is in force"),
            example={"document": "Account executive 2027"},
        ),
        Kind(
            "activities.week_due",
            _("My week is not submitted yet"),
            by_email=False,
            example={"week": "9 to 15 Nov 2026"},
        ),
        Kind(
            "imports.done",
            _("An import of mine is done"),
            by_email=False,
            example={"file": "sales_pipeline.csv", "new": 8800, "changed": 0, "problems": 0},
        ),
    ]
)
