"""A team and its members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people import queries
from people.forms.fields import LineField, PersonChoiceField, TeamChoiceField
from people.models import Team


class TeamForm(forms.Form):
    name = LineField(label=_("Name"), max_length=120)
    parent = TeamChoiceField(
        label=_("Part of"), queryset=None, required=False, empty_label=_("No other team")
    )

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        if team is not None:
            kwargs.setdefault("initial", {"name": team.name, "parent": team.parent_id})
        super().__init__(*args, **kwargs)
        others = queries.teams()
        self.fields["parent"].queryset = (  # type: ignore[attr-defined]
            others.exclude(pk=team.pk) if team else others
        )


class MembersForm(forms.Form):
    person = PersonChoiceField(
        label=_("Add a member"), queryset=None, empty_label=_("Choose somebody")
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]
