"""What one cell of the week is to become, and what stood in the way. Plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Change:
    """One cell as it was typed: ``quantity`` None empties it, ``was`` is what the page showed."""

    activity_type_id: int
    day: date
    quantity: Decimal | None
    was: Decimal | None
    typed: str = ""


@dataclass(frozen=True)
class Conflict:
    """Somebody, perhaps the person in another window, wrote ``stands`` meanwhile."""

    change: Change
    stands: Decimal | None


class WeekIsSubmittedError(Exception):
    """The week was submitted; it is written again only after it was reopened."""
