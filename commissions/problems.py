"""What cannot be done, said so that a page or a terminal can show it."""


class NotPossible(Exception):  # noqa: N818 what it is
    """It cannot be done now. ``message`` says why, in a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
