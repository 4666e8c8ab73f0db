"""Reading plans and logs: one week in full, many weeks in short, sums."""

from activities.queries.sheet import Cell, Row, Sheet
from activities.queries.short import WeekInShort, recent_weeks, weeks_in_short
from activities.queries.totals import done_by_day_of, done_by_person
from activities.queries.weeks import readable_people, week_sheet, week_so_far

__all__ = [
    "Cell",
    "Row",
    "Sheet",
    "WeekInShort",
    "done_by_day_of",
    "done_by_person",
    "readable_people",
    "recent_weeks",
    "week_sheet",
    "week_so_far",
    "weeks_in_short",
]
