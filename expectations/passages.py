"""What a difference between two wordings is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A passage that differs: where it stands, what it was, what it is now ("" for nothing)."""

    place: str
    was: str
    now: str
