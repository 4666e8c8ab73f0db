"""What a view hands to the parts that every page has."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next, shown directly under the title of a page.

    ``act`` is a sentence ("Fill in today."), ``why`` gives the reason and the time it takes.
    ``button`` says what happens and leads to ``url``; with ``post`` it is a form that sends
    there. ``main`` is off when the page has its one main button elsewhere; ``elsewhere`` is on when
    the act is done on the page itself and the bar needs no button. ``seen`` goes along with ``post``:
    the fingerprint of what was on the page; ``progress`` is said while a long act runs. Otherwise a bar without a button
    is calm: nothing waits for the reader, and ``why`` says when something will.
    """

    act: str
    why: str = ""
    url: str = ""
    button: str = ""
    post: bool = False
    main: bool = True
    elsewhere: bool = False
    seen: str = ""
    progress: str = ""

    @property
    def calm(self) -> bool:
        """Whether there is nothing to do."""
        return not self.button and not self.elsewhere
