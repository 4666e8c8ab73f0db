"""Forms of the talk about a document: commenting, proposing, answering."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from expectations import fields
from expectations.actions.talk import Answer
from expectations.forms import TypedField
from expectations.models import Comment
from expectations.places import Place

_LONG = {"text", "position_goal"}  # fields that are whole sentences
_NEVER_EMPTY = {"text", "position_goal", "title", "name", "weekly_quantity"}


class CommentForm(forms.Form):
    """A comment on a place; for who may propose, its fields as they stand, to be changed."""

    use_required_attribute = False

    text = TypedField(
        fields.text(fields.LONGEST_TEXT),
        label=gettext_lazy("Comment"),
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, place: Place, stored: dict[str, str], proposes: bool
    ) -> None:
        super().__init__(data, prefix=place.key)
        self.stored = stored if proposes else {}
        self.place = place
        for name in self.stored:
            self.fields[name_of(name)] = TypedField(
                place.name(name).rules,
                label=place.fields[name],
                initial=stored[name],
                required=name in _NEVER_EMPTY and bool(stored[name]),
                widget=forms.Textarea(attrs={"rows": 2}) if name in _LONG else forms.TextInput,
                error_messages={"required": _("Leave words here; to take it out, comment.")},
            )

    @property
    def proposals(self) -> list[Any]:
        """The fields one may change, as they are drawn."""
        return [self[name_of(name)] for name in self.stored]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("text") and not self.changes:
            message = _("Write a comment, or change the words below to propose others.")
            self.add_error("text", message if self.stored else _("Write a comment."))
        return data

    @property
    def changes(self) -> dict[str, dict[str, str]]:
        """What is proposed: the fields whose words differ from the stored ones."""
        typed = {
            name: self.place.name(name).rules.show(self.cleaned_data.get(name_of(name)))
            for name in self.stored
        }
        return {
            name: {"was": was, "to": typed[name]}
            for name, was in self.stored.items()
            if typed[name] != was
        }


def name_of(field: str) -> str:
    """The form's name for a field of the line; ``text`` is the comment itself."""
    return f"new_{field}"


class AnswersForm(forms.Form):
    """A verdict and a word for each proposal; what is left open stays open."""

    ACCEPT, DECLINE, LATER = "accept", "decline", "later"

    def __init__(self, *args: Any, proposals: Sequence[Comment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = list(proposals)
        for each in self.proposals:
            self.fields[f"verdict_{each.pk}"] = forms.ChoiceField(
                label=_("Your answer"),
                choices=[
                    (self.ACCEPT, _("Accept: these words go into the draft")),
                    (self.DECLINE, _("Decline")),
                    (self.LATER, _("Later")),
                ],
                widget=forms.RadioSelect,
                initial=self.LATER,
                required=False,
            )
            self.fields[f"word_{each.pk}"] = TypedField(
                fields.text(fields.LONGEST_TEXT),
                label=_("A word of why"),
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
            )

    @property
    def rows(self) -> list[tuple[Comment, Any, Any]]:
        """Each proposal with its two fields, as they are drawn."""
        return [
            (each, self[f"verdict_{each.pk}"], self[f"word_{each.pk}"]) for each in self.proposals
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken: set[tuple[str, str]] = set()
        for each in self.proposals:
            verdict = data.get(f"verdict_{each.pk}")
            if verdict == self.DECLINE and not data.get(f"word_{each.pk}"):
                self.add_error(f"word_{each.pk}", _("Say in a word why you decline."))
            if verdict == self.ACCEPT:
                names = {(Place.of(each).key, name) for name in each.changes}
                if names & taken:
                    message = _("Two proposals for the same words: accept one of them.")
                    self.add_error(f"verdict_{each.pk}", message)
                taken |= names
        if not self.errors and not self.answers:
            self.add_error(None, _("Accept or decline at least one."))
        return data

    @property
    def answers(self) -> list[Answer]:
        data = self.cleaned_data
        return [
            Answer(each, data[f"verdict_{each.pk}"] == self.ACCEPT, data[f"word_{each.pk}"])
            for each in self.proposals
            if data.get(f"verdict_{each.pk}") in (self.ACCEPT, self.DECLINE)
        ]


class DisagreementForm(forms.Form):
    text = TypedField(
        fields.text(fields.LONGEST_TEXT),
        label=gettext_lazy("Why you disagree"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Everybody who may read the document reads it: both of you, those above, human"
            " resources. Do not write what is only between the two of you."
        ),
        error_messages={"required": gettext_lazy("Say in a sentence why.")},
    )


class PutInForceForm(forms.Form):
    text = TypedField(
        fields.text(fields.LONGEST_TEXT),
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("It stands beside the reason, for everybody who may read both."),
        error_messages={"required": gettext_lazy("Answer the reason in a sentence.")},
    )
    talked = forms.BooleanField(
        label=gettext_lazy("We have talked about it"),
        error_messages={"required": gettext_lazy("Talk about it first.")},
    )
