"""Pages of the week and of the activity types."""

from activities.views.of_person import person_fragment, person_week
from activities.views.types import (
    type_archiving,
    type_edit,
    type_place,
    type_return,
    types,
    usual_types,
)
from activities.views.week import entries, remarks, reopening, submission, week, week_of

__all__ = [
    "entries",
    "person_fragment",
    "person_week",
    "remarks",
    "reopening",
    "submission",
    "type_archiving",
    "type_edit",
    "type_place",
    "type_return",
    "types",
    "usual_types",
    "week",
    "week_of",
]
