"""Days off, one a line, and days away."""

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import queries
from people.forms.fields import EARLIEST, LATEST, DayField, TeamChoiceField
from people.models.person import validate_one_line

MOST_LINES = 400
LONGEST_NAME = 120
_DAYS = (
    (re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\b"), "%Y-%m-%d"),
    (re.compile(r"(\d{1,2}\.\d{1,2}\.\d{4})\b"), "%d.%m.%Y"),
    (re.compile(r"(\d{1,2} [A-Za-z]{3} \d{4})\b"), "%d %b %Y"),
    (re.compile(r"(\d{1,2} [A-Za-z]{4,9} \d{4})\b"), "%d %B %Y"),
)


class DaysOffForm(forms.Form):
    """Days, one a line, each with its name: what one types, or pastes from a list."""

    lines = forms.CharField(
        label=gettext_lazy("Days, one a line"),
        help_text=gettext_lazy("Like 25 Dec 2026 Christmas Day, or 2026-12-25 Christmas Day."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write at least one day with its name.")},
    )
    team = TeamChoiceField(
        label=gettext_lazy("For"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Everybody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = queries.teams()  # type: ignore[attr-defined]

    def clean_lines(self) -> list[tuple[date, str]]:
        texts = self.cleaned_data["lines"].splitlines()
        if len(texts) > MOST_LINES:
            raise ValidationError(_("Write at most %(n)s lines at once.") % {"n": MOST_LINES})
        found: dict[date, str] = {}
        problems = []
        for number, text in enumerate(texts, start=1):
            if not text.strip():
                continue
            try:
                day, name = read_day_off(" ".join(re.split(r"[\s,;]+", text.strip())))
            except ValidationError as problem:
                problems.append(
                    _("Line %(n)s: %(problem)s") % {"n": number, "problem": problem.messages[0]}
                )
                continue
            if found.get(day, name) != name:
                problems.append(_("Line %(n)s: this day is there twice.") % {"n": number})
            found[day] = name
        if problems:
            raise ValidationError(problems[:20])
        return list(found.items())


def read_day_off(text: str) -> tuple[date, str]:
    """A day and its name. Raises ValidationError with a sentence that says how to write it."""
    for pattern, layout in _DAYS:
        match = pattern.match(text)
        if match is None:
            continue
        try:
            day = datetime.strptime(match[1], layout).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            raise ValidationError(
                _("%(day)s is no day of the calendar.") % {"day": match[1]}
            ) from None
        name = text[match.end() :].strip()
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(DayField.default_error_messages["range"])
        if not name or len(name) > LONGEST_NAME:
            raise ValidationError(_("Write the name of the day behind it, up to 120 characters."))
        validate_one_line(name)
        return day, name
    raise ValidationError(_("Begin with the day, like 25 Dec 2026."))


class AwayForm(forms.Form):
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
