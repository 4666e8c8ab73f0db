"""Writing the weekly plan, the week's log and the list of activity types."""

from activities.actions.log import keep_remarks, log_cells, remarks_token, reopen, submit
from activities.actions.plan import write_plan
from activities.actions.types import (
    add_standard_types,
    add_type,
    archive_type,
    change_type,
    move_type,
    restore_type,
)
from activities.plans import PlannedActivity, PlannedSkill

__all__ = [
    "PlannedActivity",
    "PlannedSkill",
    "add_standard_types",
    "add_type",
    "archive_type",
    "change_type",
    "keep_remarks",
    "log_cells",
    "move_type",
    "remarks_token",
    "reopen",
    "restore_type",
    "submit",
    "write_plan",
]
