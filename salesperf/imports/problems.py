"""Why an import did not happen, in words for whoever pressed the button."""

from typing import Any


class ImportRefused(Exception):  # noqa: N818 a refusal with a reason, no failure of the program
    """Nothing was saved. ``text`` says why and what to do."""

    def __init__(self, text: Any) -> None:
        super().__init__(str(text))
        self.text = text


class SeenOtherwise(ImportRefused):
    """What would happen is no longer what the person saw; they look again and decide anew."""
