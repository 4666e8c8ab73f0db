"""The activity types that most sales organisations count, offered where the list is empty."""

from activities.models import ActivityType

COUNT, HOURS = ActivityType.Unit.COUNT, ActivityType.Unit.HOURS

STANDARD_TYPES = (
    ("Calls", COUNT),
    ("First meetings", COUNT),
    ("Proposals sent", COUNT),
    ("Account reviews", COUNT),
    ("Referrals asked for", COUNT),
    ("Practice", HOURS),
)
