"""The activity types that most sales organisations count, offered where the list is empty.

What one takes, and what it leads to, is where a company begins to think about it: a call with its
note six minutes, a meeting an hour, a proposal an hour and a half. All of it can be changed.
"""

from dataclasses import dataclass

from activities.models import ActivityType


@dataclass(frozen=True)
class StandardType:
    """One of the usual types; ``leads_to`` is the name of another one."""

    name: str
    unit: str = ActivityType.Unit.COUNT
    minutes: int | None = None
    leads_to: str = ""


STANDARD_TYPES = (
    StandardType("Calls", minutes=6, leads_to="First meetings"),
    StandardType("First meetings", minutes=60, leads_to="Proposals sent"),
    StandardType("Proposals sent", minutes=90),
    StandardType("Account reviews", minutes=60),
    StandardType("Referrals asked for", minutes=10),
    StandardType("Practice", unit=ActivityType.Unit.HOURS),
)
