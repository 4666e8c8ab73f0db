"""What a plan is made of when somebody hands it over: plain values, no rows yet."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class PlannedActivity:
    """An activity and how much of it a week; ``serves`` is the key result area, in words."""

    activity_type_id: int
    weekly_quantity: Decimal
    serves: str = ""


@dataclass(frozen=True)
class PlannedSkill:
    """A skill to practise, with the level now and the level needed (1 to 5) where known."""

    name: str
    level_now: int | None = None
    level_needed: int | None = None
