"""Forms of role profiles and competencies."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from expectations import fields
from expectations.forms import TypedField
from expectations.models import Competency, OccupationFact, ProfileVersion
from expectations.queries.profiles import WantedProfiles

MOST_INDICATORS = 8  # of one level


class ProfileFilterForm(forms.Form):
    """Sent by GET. What makes no sense asks for nothing."""

    q = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[("", gettext_lazy("In use")), ("archived", gettext_lazy("Archived"))],
    )

    def wanted(self) -> WantedProfiles:
        self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return WantedProfiles(data.get("q", ""), data.get("show") == "archived")

    def tags(self) -> list[tuple[str, str]]:
        """Filters in force, with the parameter each hangs on."""
        wanted = self.wanted()
        tags = [(wanted.q, "q")] if wanted.q else []
        return tags + ([(_("Archived"), "show")] if wanted.archived else [])


class ProfileForm(forms.Form):
    """The names of a profile."""

    name = TypedField(
        fields.line_of_text(120),
        label=gettext_lazy("Name of the role"),
        error_messages={"required": gettext_lazy("Name the role.")},
    )
    also_called = TypedField(
        fields.line_of_text(300),
        label=gettext_lazy("Also called"),
        help_text=gettext_lazy(
            "Other names of the job, with commas between. A person with such a title is offered"
            " this profile."
        ),
        required=False,
    )


class ProfileNewForm(ProfileForm):
    """The names, and what to begin with. ``editions`` are those one may copy."""

    copy_of = forms.ChoiceField(label=gettext_lazy("Begin with"), required=False)

    def __init__(self, *args: Any, editions: list[ProfileVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {str(each.pk): each for each in editions}
        choice = self.fields["copy_of"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            ("", _("A blank page")),
            *(
                (key, _("A copy of %(name)s") % {"name": each.profile.name})
                for key, each in self.editions.items()
            ),
        ]

    def clean_copy_of(self) -> ProfileVersion | None:
        return self.editions.get(self.cleaned_data["copy_of"])


class CompetencyForm(forms.Form):
    """A competency, and by level what one sees people do."""

    name = TypedField(
        fields.line_of_text(120),
        label=gettext_lazy("Competency"),
        error_messages={"required": gettext_lazy("Name the competency.")},
    )
    meaning = TypedField(
        fields.line_of_text(500), label=gettext_lazy("What it means"), required=False
    )

    def __init__(self, *args: Any, competency: Competency | None, **kwargs: Any) -> None:
        if competency is not None:
            kwargs["initial"] = _stored(competency)
        super().__init__(*args, **kwargs)
        for level in range(1, 6):
            self.fields[f"level_{level}"] = TypedField(
                fields.text(fields.LONGEST_TEXT),
                label=_("Level %(n)s: what one sees") % {"n": level},
                help_text=_("One behaviour on each line.") if level == 1 else "",
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for level in range(1, 6):
            lines = [each for each in data.get(f"level_{level}", "").split("\n") if each.strip()]
            if len(lines) > MOST_INDICATORS:
                problem = _("At most %(n)s behaviours for a level.") % {"n": MOST_INDICATORS}
                self.add_error(f"level_{level}", ValidationError(problem))
            elif any(len(each.strip()) > 300 for each in lines):
                self.add_error(f"level_{level}", _("A behaviour has at most 300 characters."))
            data[f"level_{level}"] = [each.strip() for each in lines]
        if not self.errors and not any(data[f"level_{level}"] for level in range(1, 6)):
            self.add_error("level_3", _("Say for one level at least what one sees people do."))
        return data

    @property
    def levels(self) -> dict[int, list[str]]:
        return {level: self.cleaned_data[f"level_{level}"] for level in range(1, 6)}


def _stored(competency: Competency) -> dict[str, Any]:
    by_level: dict[int, list[str]] = {}
    for each in competency.indicators.all():
        by_level.setdefault(each.level, []).append(each.text)
    levels = {f"level_{level}": "\n".join(texts) for level, texts in by_level.items()}
    return {"name": competency.name, "meaning": competency.meaning, **levels}


class OccupationFilterForm(forms.Form):
    """Sent by GET. What makes no sense asks for nothing."""

    q = forms.CharField(
        label=gettext_lazy("Occupation or job title"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def words(self) -> str:
        self.is_valid()
        words: str = getattr(self, "cleaned_data", {}).get("q", "")
        return words


class TakeForm(forms.Form):
    """Which facts go into which draft; facts are ticked on the page itself."""

    draft = forms.ChoiceField(
        label=gettext_lazy("Take into"),
        error_messages={
            "required": gettext_lazy("Choose the draft of a profile."),
            "invalid_choice": gettext_lazy("Choose a draft that you write."),
        },
    )

    def __init__(
        self,
        *args: Any,
        drafts: list[ProfileVersion],
        facts: Mapping[str, OccupationFact],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.drafts = {str(each.pk): each for each in drafts}
        self.facts = facts
        choice = self.fields["draft"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            (key, _("%(name)s, edition %(n)s") % {"name": each.profile.name, "n": each.number})
            for key, each in self.drafts.items()
        ]

    def clean_draft(self) -> ProfileVersion:
        return self.drafts[self.cleaned_data["draft"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ticked = self.data.getlist("facts") if hasattr(self.data, "getlist") else []
        data["facts"] = [self.facts[each] for each in ticked if each in self.facts]
        if not data["facts"]:
            self.add_error(None, _("Tick what the profile should take."))
        return data
