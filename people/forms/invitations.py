"""Inviting one or several new people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people import queries
from people.forms.fields import (
    DayField,
    EmailField,
    LineField,
    PersonChoiceField,
    TeamChoiceField,
)

MOST_AT_ONCE = 20


class InviteForm(forms.Form):
    """One new person. A line that is wholly empty is left out."""

    name = LineField(label=_("Name"), max_length=150)
    email = EmailField()
    title = LineField(label=_("Job title"), max_length=150, required=False)
    team = TeamChoiceField(label=_("Team"), queryset=None, required=False, empty_label=_("None"))
    manager = PersonChoiceField(
        label=_("Manager"), queryset=None, required=False, empty_label=_("Nobody")
    )
    hired_on = DayField(label=_("Hired on"), required=False)

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = queries.teams()  # type: ignore[attr-defined]
        self.fields["manager"].queryset = candidates  # type: ignore[attr-defined]


class _InviteFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        """The same address twice would be the same person."""
        emails: set[str] = set()
        for form in self.forms:
            email = form.cleaned_data.get("email") if form.is_valid() else None
            if email in emails:
                form.add_error("email", _("This address stands above already."))
            if email:
                emails.add(email)


InviteFormSet = forms.formset_factory(
    InviteForm,
    formset=_InviteFormSet,
    extra=1,
    min_num=0,
    max_num=MOST_AT_ONCE,
    absolute_max=MOST_AT_ONCE,
    validate_max=True,
)
