"""What a person chooses about e-mails."""

from collections.abc import Sequence
from typing import Any

from django import forms

from notifications.queries import Choice


class ChoicesForm(forms.Form):
    """One box per kind; a box that is not sent is not wanted."""

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice in choices:
            self.fields[_name(choice)] = forms.BooleanField(
                label=choice.kind.label, required=False, initial=choice.by_email
            )
        self._choices = choices

    def chosen(self) -> dict[str, bool]:
        """What was chosen, by the name of the kind."""
        return {choice.kind.name: self.cleaned_data[_name(choice)] for choice in self._choices}


def _name(choice: Choice) -> str:
    return choice.kind.name.replace(".", "-")
