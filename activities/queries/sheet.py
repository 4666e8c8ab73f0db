"""A week as a page shows it: rows of cells, what is expected beside what was done. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from activities.models import ActivityType, PlanSkill, Week
from calc.pace import NO_DATA, Pace
from people.models import Person

NOT_JUDGED = Pace(NO_DATA)
_DAY = timedelta(days=1)
_ZERO, _HALF, _ONE = Decimal(0), Decimal("0.5"), Decimal(1)


def plain(quantity: Decimal | None) -> str:
    """A quantity as one types it: no grouping, no zeros behind the point."""
    if quantity is None:
        return ""
    return f"{quantity.normalize():f}" if quantity else "0"


@dataclass(frozen=True)
class Cell:
    """One activity on one day: what counts, what the source said, and what was refused.

    ``typed`` is text that could not be kept, with ``problem`` saying why.
    """

    day: date
    activity_type_id: int
    quantity: Decimal | None = None
    imported: Decimal | None = None
    source: str = ""
    typed: str | None = None
    problem: str = ""

    @property
    def text(self) -> str:
        return plain(self.quantity) if self.typed is None else self.typed

    @property
    def was(self) -> str:
        return plain(self.quantity)

    @property
    def key(self) -> str:
        return f"{self.activity_type_id}-{self.day.isoformat()}"

    @property
    def corrected(self) -> bool:
        return self.imported is not None and self.imported != self.quantity


@dataclass(frozen=True)
class Row:
    """One activity over the week. ``expected`` is None where no plan names the activity.

    ``mark`` is what is expected by now, None once the whole week is. ``past`` holds the sums of
    ten weeks, this one last; None for a week without a log.
    """

    activity_type: ActivityType
    cells: tuple[Cell, ...]
    serves: str = ""
    expected: Decimal | None = None
    mark: Decimal | None = None
    pace: Pace = NOT_JUDGED
    past: tuple[Decimal | None, ...] = ()

    @cached_property
    def done(self) -> Decimal:
        return sum((cell.quantity for cell in self.cells if cell.quantity is not None), _ZERO)

    @property
    def logged(self) -> bool:
        return any(cell.quantity is not None for cell in self.cells)

    @property
    def last_week(self) -> Decimal | None:
        return self.past[-2] if len(self.past) > 1 else None

    @property
    def decimals(self) -> int | None:
        """Hours always show one decimal; counts show those they have."""
        return 1 if self.activity_type.unit == ActivityType.Unit.HOURS else None

    @property
    def step(self) -> Decimal:
        """By how much the minus and plus of a phone change a cell."""
        return _HALF if self.activity_type.unit == ActivityType.Unit.HOURS else _ONE


@dataclass(frozen=True)
class Sheet:
    """A person's week. ``mark_day`` is the evening up to which something is expected.

    Once the week is over, or submitted, all of it is (``finished``) and there is no mark.
    """

    person: Person
    monday: date
    today: date
    week: Week | None
    rows: tuple[Row, ...]
    skills: tuple[PlanSkill, ...]
    practised: dict[str, int]  # by lower-case name: in how many of the last ten weeks
    free_types: tuple[ActivityType, ...]  # what a row can be added for
    added: tuple[int, ...]  # rows that stand there because they were asked for
    mark_day: date | None
    weekend: bool = False

    @property
    def sunday(self) -> date:
        return self.monday + 6 * _DAY

    @property
    def days(self) -> list[date]:
        return [self.monday + place * _DAY for place in range(7 if self.weekend else 5)]

    @property
    def last_day(self) -> date:
        return self.days[-1]

    @property
    def number(self) -> int:
        """ISO week number: the first week of a year has its first Thursday."""
        return self.monday.isocalendar().week

    @property
    def has_plan(self) -> bool:
        return any(row.expected is not None for row in self.rows)

    @property
    def finished(self) -> bool:
        return is_finished(self.monday, self.today, submitted=self.is_submitted)

    @property
    def is_submitted(self) -> bool:
        return self.week is not None and self.week.is_submitted

    @property
    def is_current(self) -> bool:
        return self.monday <= self.today <= self.sunday

    @cached_property
    def logged_days(self) -> frozenset[date]:
        return frozenset(
            cell.day for row in self.rows for cell in row.cells if cell.quantity is not None
        )

    @property
    def logged_to(self) -> date | None:
        return max(self.logged_days, default=None)

    @property
    def sources(self) -> list[str]:
        """Where cells came from that were not typed."""
        cells = (cell for row in self.rows for cell in row.cells)
        return sorted({cell.source for cell in cells if cell.imported is not None})

    @property
    def skill(self) -> PlanSkill | None:
        """The planned skill that was practised, where it is one of the plan."""
        named = self._skill_named
        return next((skill for skill in self.skills if skill.name.lower() == named), None)

    @property
    def times_practised(self) -> int:
        return self.practised.get(self._skill_named, 0)

    @property
    def _skill_named(self) -> str:
        return "" if self.week is None else self.week.skill_practised.strip().lower()

    @property
    def planned_rows(self) -> list[Row]:
        return [row for row in self.rows if row.expected is not None]

    def with_typed(self, refused: Iterable[Cell]) -> "Sheet":
        """The same sheet with the text that could not be kept, and why, in its cells."""
        by_key = {cell.key: cell for cell in refused}
        if not by_key:
            return self
        rows = tuple(
            replace(row, cells=tuple(_refused(cell, by_key.get(cell.key)) for cell in row.cells))
            for row in self.rows
        )
        return replace(self, rows=rows)


def is_finished(monday: date, today: date, *, submitted: bool) -> bool:
    """Is the week over? It is when its Sunday has passed or the person says so."""
    return submitted or monday + 6 * _DAY < today


def mark_day(monday: date, today: date, last_logged: date | None) -> date:
    """Up to which evening something is expected: today's once today is logged, else yesterday's.

    The day before the week begins means that nothing is expected yet.
    """
    has_today = last_logged is not None and last_logged >= today
    return max(monday - _DAY, today if has_today else today - _DAY)


def _refused(cell: Cell, refused: Cell | None) -> Cell:
    if refused is None:
        return cell
    return replace(cell, typed=refused.typed, problem=refused.problem)
