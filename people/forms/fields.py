"""Fields that several forms of people share, with what they say when something is wrong."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person, Team
from people.models.person import validate_one_line
from salesperf.web.long_select import LongSelect

# Long enough for every password manager; a whole file is no password.
LONGEST_PASSWORD = 256
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)


class LineField(forms.CharField):
    """One line of text: a name, a title."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Write at least one letter.")})
        super().__init__(validators=[validate_one_line], **kwargs)


class EmailField(forms.EmailField):
    """An address to sign in with: its case does not matter."""

    default_error_messages = {
        "required": _("Write an e-mail address like anna@company.example."),
        "invalid": _("This is no e-mail address. Write one like anna@company.example."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("E-mail"), max_length=254, **kwargs)
        self.validators[0].message = self.error_messages["invalid"]  # type: ignore[attr-defined]

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).strip().lower()


class DayField(forms.DateField):
    """A day of the calendar, in a range in which companies have people."""

    default_error_messages = {
        "required": _("Write a day like 28 Feb 2026."),
        "invalid": _("This is no day of the calendar. Write one like 28 Feb 2026."),
        "range": _("Choose a day between 1950 and 2100."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y"])
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(self.error_messages["range"], code="range")
        return day


class PersonChoiceField(forms.ModelChoiceField):
    """Somebody of a queryset, by name; the title tells two of the same name apart."""

    widget = LongSelect
    default_error_messages = {
        "required": _("Choose somebody."),
        "invalid_choice": _("Choose somebody of the list; this person is not in it any more."),
    }

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj.name}, {obj.title}" if obj.title else obj.name


class TeamChoiceField(forms.ModelChoiceField):
    """A team, by name."""

    default_error_messages = {
        "invalid_choice": _("Choose a team of the list; this one is not in it any more.")
    }

    def label_from_instance(self, obj: Team) -> str:
        return obj.name


class PasswordField(forms.CharField):
    """A secret: never trimmed, never shown again."""

    default_error_messages = {"required": _("Write the password.")}

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        super().__init__(
            max_length=LONGEST_PASSWORD,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
            **kwargs,
        )
