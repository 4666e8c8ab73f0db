"""Forms of those who are not signed in, and of passwords."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.forms.fields import EmailField, PasswordField
from people.models import Person
from people.throttle import Turn


def _email_widget() -> forms.EmailInput:
    return forms.EmailInput(
        attrs={
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
    )


class SignInForm(forms.Form):
    email = EmailField(widget=_email_widget())
    password = PasswordField(label=_("Password"), autocomplete="current-password")

    def refuse(self, turn: Turn, pause: int) -> None:
        """Say that the two do not belong together, and how many more tries there are."""
        self.add_error("password", refusal(turn, pause))


class ResetForm(forms.Form):
    email = EmailField(widget=_email_widget())


class NewPasswordForm(forms.Form):
    """A new password, written once: who mistypes it asks for another link."""

    password = PasswordField(
        label=_("New password"),
        autocomplete="new-password",
        help_text=_("At least 12 characters. Several words are better than odd signs."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, self.person)
        return password


class PasswordChangeForm(NewPasswordForm):
    """The same for somebody who is signed in and knows the present one."""

    old_password = PasswordField(label=_("Present password"), autocomplete="current-password")
    field_order = ["old_password", "password"]

    def refuse(self, turn: Turn, pause: int) -> None:
        self.add_error("old_password", refusal(turn, pause, _("This is not your password.")))


def refusal(turn: Turn, pause: int, wrong: Any = None) -> str:
    """What somebody reads who was wrong, or who has to wait."""
    if not turn.allowed:
        return ngettext(
            "Too many tries. Wait one minute or choose a new password.",
            "Too many tries. Wait %(n)s minutes or choose a new password.",
            turn.wait,
        ) % {"n": turn.wait}
    if wrong is None:
        wrong = _("E-mail and password do not belong together.")
    if turn.left == 0:
        rest = ngettext(
            "Wait one minute or choose a new password.",
            "Wait %(n)s minutes or choose a new password.",
            pause,
        ) % {"n": pause}
    else:
        rest = ngettext(
            "One more try, then wait %(pause)s minutes or choose a new password.",
            "%(n)s more tries, then wait %(pause)s minutes or choose a new password.",
            turn.left,
        ) % {"n": turn.left, "pause": pause}
    return f"{wrong} {rest}"
