"""Why something cannot be done now, in a sentence for the page."""

from django.utils.translation import gettext as _


class NotPossible(Exception):  # noqa: N818 what it is, in the words of the page
    """The act does not fit the state of things; the message says why and what to do."""

    def __init__(self, message: str, url: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.url = url


class OtherWords(Exception):  # noqa: N818 what it is: not the words that were on the screen
    """The words on the screen are not the ones that are stored."""


class NotDraft(NotPossible):
    """Only drafts are written in."""

    def __init__(self) -> None:
        super().__init__(_("These words were shared and cannot be changed. Take them back first."))
