"""Facts about a person, the manager, and the last day."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people import queries, seen
from people.forms.fields import (
    DayField,
    EmailField,
    LineField,
    PersonChoiceField,
    TeamChoiceField,
)
from people.models import Person


class PersonForm(forms.Form):
    name = LineField(label=_("Name"), max_length=150)
    email = EmailField(
        help_text=_(
            "The name to sign in with. A new one has to confirm it, and the old one can stop it for a day."
        )
    )
    title = LineField(label=_("Job title"), max_length=150, required=False)
    team = TeamChoiceField(label=_("Team"), queryset=None, required=False, empty_label=_("None"))
    hired_on = DayField(label=_("Hired on"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    FACTS = ("name", "email", "title", "team", "hired_on")

    def __init__(self, *args: Any, person: Person, may_change_email: bool, **kwargs: Any) -> None:
        self.person = person
        shown = facts_of(person)
        kwargs.setdefault("initial", {**shown, seen.FIELD: seen.fingerprint(shown)})
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = queries.teams()  # type: ignore[attr-defined]
        if not may_change_email:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("Only an administrator changes this one.")

    def facts(self) -> dict[str, Any]:
        """What was typed, without the fingerprint."""
        return {name: self.cleaned_data[name] for name in self.FACTS if name in self.cleaned_data}

    def show_again(self, person: Person, **values: Any) -> None:
        """Keep what was typed, but for these values, over what the person is now."""
        data: dict[str, Any] = dict(self.data.items())
        data[seen.FIELD] = seen.fingerprint(facts_of(person))
        for name, value in values.items():
            data[name] = self.fields[name].prepare_value(value)
        self.data = data


def facts_of(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in PersonForm.FACTS}


class ManagerForm(forms.Form):
    manager = PersonChoiceField(
        label=_("Manager"), queryset=None, required=False, empty_label=_("Nobody")
    )
    starts_on = DayField(
        label=_("From"), help_text=_("The line of before ends the day before this one.")
    )

    def __init__(self, *args: Any, person: Person, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = candidates.exclude(pk=person.pk)  # type: ignore[attr-defined]


class DepartureForm(forms.Form):
    left_on = DayField(
        label=_("Last day"), help_text=_("The day after it, nobody signs in under this name.")
    )

    def __init__(self, *args: Any, today: date, person: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"left_on": person.left_on or today})
        super().__init__(*args, **kwargs)
