"""What a reader of the directory asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people import queries
from people.forms.fields import PersonChoiceField, TeamChoiceField
from people.models import Person
from people.queries import Wanted

STATES = [
    (queries.HERE, _("Working here")),
    (queries.GONE, _("Left or switched off")),
    (queries.WAITING, _("Has not signed in yet")),
    (queries.LOOSE, _("Needs a manager")),
]


class DirectoryForm(forms.Form):
    """Sent by GET. What makes no sense asks for nothing, and the page says so."""

    q = forms.CharField(
        label=_("Name, e-mail or title"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    team = TeamChoiceField(label=_("Team"), queryset=None, required=False, empty_label=_("All"))
    manager = PersonChoiceField(
        label=_("Manager"), queryset=None, required=False, empty_label=_("All")
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)

    def __init__(self, *args: Any, managers: Any, keeps_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = queries.teams()  # type: ignore[attr-defined]
        self.fields["manager"].queryset = managers  # type: ignore[attr-defined]
        if not keeps_people:
            del self.fields["state"]

    def wanted(self) -> Wanted:
        """The filter; fields with a mistake are left out of it."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            words=queries.split_words(said.get("q", "")),
            team=said.get("team"),
            manager=said.get("manager"),
            state=said.get("state") or queries.HERE,
        )

    def tags(self) -> list[tuple[str, str]]:
        """The filters in force: what they say, and which parameter drops them."""
        said = self.cleaned_data
        manager: Person | None = said.get("manager")
        found = [
            (said.get("q", ""), "q"),
            (said["team"].name if said.get("team") else "", "team"),
            (_("led by %(name)s") % {"name": manager.name} if manager else "", "manager"),
            (self._state_word(said.get("state", "")), "state"),
        ]
        return [(str(label), drop) for label, drop in found if label]

    @staticmethod
    def _state_word(state: str) -> Any:
        return dict(STATES)[state] if state and state != queries.HERE else ""
