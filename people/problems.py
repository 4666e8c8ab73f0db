"""Why something cannot be done with a person, in words for whoever asked for it."""

from typing import Any


class PeopleProblem(Exception):  # noqa: N818 a refusal with a reason, no failure of the program
    """An act on people was refused, and nothing was changed.

    ``text`` says what is wrong and what to do. ``field`` names the field of a form that it is
    about, ``person`` the person, for an import that has to find the row.
    """

    def __init__(self, text: Any, *, field: str = "", person: Any = None) -> None:
        super().__init__(str(text))
        self.text = text
        self.field = field
        self.person = person


class LinkEnded(PeopleProblem):
    """A one-time link is used, withdrawn, too old, or never was one. Nobody is told which."""
