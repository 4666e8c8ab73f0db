"""How each standard of a signed document stands: now, expected by now, and the target.

Deals and logged activities are counted in their rooms; what no room knows is entered by hand, or
imported, with its evidence. A sum grows evenly over its working days from nothing to the target.
A level or a share is expected to hold at any time; one with a baseline moves from there, up or
down. A milestone is done or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain, takewhile
from typing import Protocol

from activities.queries import done_by_day_of
from calc.document import BETWEEN, BY_DATE, LEVEL, MILESTONE, StandardWords, Wording
from calc.funnel import TOO_FEW
from calc.pace import NO_DATA, Pace, expected_by, level_of, milestone, pace
from calc.periods import Period, month, quarter, week
from expectations.models import DocumentVersion, Standard, StandardResult
from expectations.queries.words import words_of
from people.models import Person
from sales.queries import (
    NOTHING,
    SalesResult,
    deals_as_of,
    decided_by_day_of,
    results_by_person,
)

RATIOS = frozenset({"%", "×", "x"})
_ZERO = Decimal(0)
DONE, NOT_DONE = Decimal(1), Decimal(0)  # the results of a milestone
_From = Standard.ActualFrom
_OF_DEALS = frozenset({_From.WON_VALUE, _From.WON_COUNT, _From.WIN_RATE})


@dataclass(frozen=True)
class Standing:
    """One standard on one day. Figures are in the standard's unit.

    ``window`` is the stretch that is judged: the whole period, or the week, month or quarter that
    holds the day. ``n`` is what a rate was taken from; with too few there is no judgement before
    the time is up; of a share, ``part`` and ``whole`` are its counts. ``result`` is the entered
    or imported result, if any; ``done_on`` the day a milestone was done. ``level`` is where the
    figure stands among the levels of the standard (calc.pace.level_of), "" without any.
    """

    standard: StandardWords
    window: Period
    actual: Decimal | None
    expected: Decimal | None
    target: Decimal | None
    pace: Pace
    as_of: date | None
    n: int | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    result: StandardResult | None = None
    done_on: date | None = None
    level: str = ""

    @property
    def is_milestone(self) -> bool:
        return self.standard.comparison == MILESTONE

    @property
    def is_entered(self) -> bool:
        return self.standard.actual_from == _From.ENTERED

    @property
    def too_few(self) -> bool:
        """Is the rate taken from too few cases to conclude anything?"""
        return self.n is not None and self.n < TOO_FEW


def in_force(person: Person, today: date) -> DocumentVersion | None:
    """The version that holds for a person on a day. One query.

    Whoever calls it has asked ``visible_to`` of the person's page.
    """
    return (
        DocumentVersion.objects.in_force_on(today)
        .filter(document__person=person)
        .select_related("document__person__team", "author")
        .order_by("-document__starts_on")
        .first()
    )


def standing(
    version: DocumentVersion, today: date, *, wording: Wording | None = None
) -> dict[str, Standing]:
    """How each standard stands, by its ``line``, in the order of the document.

    One query for the entered results and one for each source and stretch of time that a
    standard asks for (usually four in all, with the date of the deals), whatever the number of standards.
    Nothing stands anywhere before the period has begun.
    """
    words = wording or words_of(version, today)
    if today < words.starts_on:
        return {}
    period = Period(words.starts_on, words.ends_on)
    day = min(today, period.end)
    figures = _Figures(version, day)
    return {
        each.line: _judged(each, window_of(each, period, day), figures, today)
        for each in words.standards
    }


class Spanned(Protocol):
    """What decides over which days a standard is judged: its words, or its row."""

    @property
    def comparison(self) -> str: ...

    @property
    def cadence(self) -> str: ...

    @property
    def due_on(self) -> date | None: ...


def window_of(standard: Spanned, period: Period, day: date) -> Period:
    """The days over which a standard of a document of ``period`` is judged on ``day``."""
    if standard.comparison in (BY_DATE, MILESTONE):
        due = standard.due_on or period.end
        return Period(period.start, max(due, period.start))
    spans = {"week": week, "month": month, "quarter": quarter}
    if standard.cadence in spans:
        return spans[standard.cadence](day)
    if standard.due_on is not None and period.start <= standard.due_on:
        return Period(period.start, standard.due_on)
    return period


class _Figures:
    """Actual figures, asked for once per source and stretch."""

    def __init__(self, version: DocumentVersion, day: date) -> None:
        self.person = version.document.person
        self.day = day
        self.document_id = version.document_id
        self._deals: dict[Period, SalesResult] = {}
        self.starts_on = version.document.starts_on
        self._logged: list[tuple[date, int, Decimal]] | None = None
        self._logged_from = date.max
        self._entered: dict[str, list[StandardResult]] | None = None

    def deals(self, window: Period) -> SalesResult:
        if window not in self._deals:
            found = results_by_person([self.person.pk], window.start, min(window.end, self.day))
            self._deals[window] = found.get(self.person.pk, NOTHING)
        return self._deals[window]

    @cached_property
    def deals_on(self) -> date:
        """The day on which deals last came in; without imports they are as of today."""
        came_in = deals_as_of()
        return min(came_in.date(), self.day) if came_in else self.day

    def done(self, window: Period, activity_type: int | None) -> Decimal:
        """How much of an activity was logged; the whole period is read once, for every window."""
        if self._logged is None or window.start < self._logged_from:
            self._logged_from = min(window.start, self.starts_on)
            days = done_by_day_of([self.person.pk], None, self._logged_from, self.day)
            self._logged = days.get(self.person.pk, [])
        last = min(window.end, self.day)
        return sum(
            (
                amount
                for day, kind, amount in self._logged
                if kind == activity_type and window.start <= day <= last
            ),
            _ZERO,
        )

    def results(self, line: str, window: Period) -> list[StandardResult]:
        """What was entered or imported from the first day of the window on, the newest first."""
        if self._entered is None:
            self._entered = {}
            rows: Iterable[StandardResult] = StandardResult.objects.filter(
                document=self.document_id
            )
            for row in rows:
                self._entered.setdefault(str(row.line), []).append(row)
        return [row for row in self._entered.get(line, ()) if row.as_of >= window.start]


@dataclass(frozen=True)
class _Actual:
    """A figure and what it was taken from."""

    value: Decimal | None = None
    n: int | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    result: StandardResult | None = None


def _judged(standard: StandardWords, window: Period, figures: _Figures, today: date) -> Standing:
    if standard.comparison == MILESTONE:
        return _milestone(standard, window, figures, today)
    actual = _actual(standard, window, figures)
    lower, upper = _expected(standard, window, figures.day)
    finished = today > window.end
    judged = pace(
        actual.value,
        lower,
        standard.target,
        standard.comparison,
        finished=finished,
        target_to=standard.target_to,
        expected_to=upper,
        unit=_ZERO if is_share(standard) else Decimal(1),
        stops_at_behind=standard.cadence == Standard.Cadence.WEEK,
    )
    if actual.n is not None and actual.n < TOO_FEW and not finished:
        judged = Pace(NO_DATA)
    return Standing(
        standard=standard,
        window=window,
        actual=actual.value,
        expected=lower,
        target=standard.target,
        pace=judged,
        as_of=_as_of(standard, actual, figures),
        n=actual.n,
        part=actual.part,
        whole=actual.whole,
        result=actual.result,
        level=_level(standard, actual.value, finished),
    )


def _milestone(standard: StandardWords, window: Period, figures: _Figures, today: date) -> Standing:
    """Done since the first of the last results that say so."""
    results = figures.results(standard.line, window)
    done = list(takewhile(lambda each: each.value >= DONE, results))
    done_on = done[-1].as_of if done else None
    result = results[0] if results else None
    return Standing(
        standard=standard,
        window=window,
        actual=None if result is None else (DONE if done else NOT_DONE),
        expected=None,
        target=DONE,
        pace=milestone(done_on, window.end, today),
        as_of=result.as_of if result else None,
        result=result,
        done_on=done_on,
    )


def _level(standard: StandardWords, actual: Decimal | None, finished: bool) -> str:
    """A sum that still grows has no level yet, unless it has reached the target already."""
    if actual is None or standard.target is None or not standard.has_levels:
        return ""
    if standard.minimum is None and standard.outstanding is None:
        return ""
    found = level_of(
        actual,
        standard.target,
        minimum=standard.minimum,
        outstanding=standard.outstanding,
        falling=standard.is_falling,
    )
    settled = finished or _holds(standard)
    if settled or (found in ("satisfactory", "outstanding") and not standard.is_falling):
        return found
    return ""


def _actual(standard: StandardWords, window: Period, figures: _Figures) -> _Actual:
    source = standard.actual_from
    if source == _From.ACTIVITY:
        done = figures.done(window, standard.activity_type)
        if not standard.is_share:
            return _Actual(done)
        return _share(done, figures.done(window, standard.activity_type_whole))
    if source not in _OF_DEALS:
        results = figures.results(standard.line, window)
        result = results[0] if results else None
        if result is None:
            return _Actual()
        return _Actual(result.value, part=result.part, whole=result.whole, result=result)
    deals = figures.deals(window)
    if source == _From.WON_COUNT:
        return _Actual(Decimal(deals.won_count))
    if source == _From.WON_VALUE:
        return _Actual(deals.won_value(_currency(standard, figures.person)).amount)
    return _share(Decimal(deals.won_count), Decimal(deals.decided))


def share_in_percent(part: Decimal, whole: Decimal) -> Decimal:
    """x of y in percent, to four decimals, rounded half to even. ``whole`` is not 0."""
    return round(part * 100 / whole, 4)


def _share(part: Decimal, whole: Decimal) -> _Actual:
    """x of y in percent, to four decimals; of nothing there is no share."""
    percent = None if whole == 0 else share_in_percent(part, whole)
    return _Actual(percent, n=int(whole), part=part, whole=whole)


def _as_of(standard: StandardWords, actual: _Actual, figures: _Figures) -> date | None:
    """The date of the data: when deals last came in, the day of an entered result, or today."""
    if actual.result is not None:
        return actual.result.as_of
    if actual.value is None:
        return None
    return figures.deals_on if standard.actual_from in _OF_DEALS else figures.day


def _expected(
    standard: StandardWords, window: Period, day: date
) -> tuple[Decimal | None, Decimal | None]:
    """What the figure should be by now; for a range its lower and upper end."""
    target = standard.target
    if target is None:
        return None, None
    if _holds(standard) and standard.baseline is None:
        return target, standard.target_to
    start = (standard.baseline if _holds(standard) else None) or _ZERO
    lower = expected_by(day, window, target, baseline=start)
    if standard.comparison != BETWEEN or standard.target_to is None:
        return lower, None
    return lower, expected_by(day, window, standard.target_to, baseline=start)


def is_share(standard: StandardWords) -> bool:
    """A share of something, whether its counts are named or only its unit says so."""
    return standard.is_share or standard.unit.strip() in RATIOS


def _holds(standard: StandardWords) -> bool:
    """Does the figure stand somewhere at any time, or grow from nothing over the time?

    A sum starts at nothing whatever was reached before; a level or a share starts where it was.
    """
    return standard.figure == LEVEL or is_share(standard)


def _currency(standard: StandardWords, person: Person) -> str:
    unit = standard.unit.strip()
    is_code = len(unit) == 3 and unit.isascii() and unit.isalpha() and unit.isupper()
    return unit if is_code else person.currency


# --- of many people at once ------------------------------------------------------------------------
class _SharedFigures:
    """The actual figures of many versions: four queries at most, whatever their number and the
    stretches of time their standards ask for.
    """

    def __init__(
        self, versions: Sequence[DocumentVersion], kinds: Iterable[int], today: date
    ) -> None:
        people = [version.document.person_id for version in versions]
        # A week, month or quarter that is judged can begin before the period of the document.
        start = min(_earliest(version, today) for version in versions)
        self.deals = decided_by_day_of(people, start, today)
        self.done = done_by_day_of(people, kinds, start, today)
        came_in = deals_as_of()
        self.deals_on = came_in.date() if came_in else today
        self.entered: dict[int, dict[str, list[StandardResult]]] = {}
        documents = [version.document_id for version in versions]
        results: Iterable[StandardResult] = StandardResult.objects.filter(document__in=documents)
        for row in results:
            of_document = self.entered.setdefault(row.document_id, {})
            of_document.setdefault(str(row.line), []).append(row)


def _earliest(version: DocumentVersion, today: date) -> date:
    document = version.document
    day = min(today, document.ends_on)
    return min(document.starts_on, quarter(day).start, week(day).start)


class _PartFigures(_Figures):
    """The figures of one version, taken from those of many."""

    def __init__(self, version: DocumentVersion, day: date, shared: _SharedFigures) -> None:
        super().__init__(version, day)
        self._shared = shared
        self._entered = shared.entered.get(version.document_id, {})
        self.deals_on = min(shared.deals_on, day)

    def deals(self, window: Period) -> SalesResult:
        days = self._shared.deals.get(self.person.pk)
        return days.within(window.start, min(window.end, self.day)) if days else NOTHING

    def done(self, window: Period, activity_type: int | None) -> Decimal:
        end = min(window.end, self.day)
        return sum(
            (
                quantity
                for day, kind, quantity in self._shared.done.get(self.person.pk, ())
                if kind == activity_type and window.start <= day <= end
            ),
            _ZERO,
        )


def _counted(standards: Iterable[StandardWords]) -> set[int]:
    """The activity types whose log standards are judged by."""
    return {
        kind
        for each in standards
        if each.actual_from == _From.ACTIVITY
        for kind in (each.activity_type, each.activity_type_whole)
        if kind is not None
    }


def standing_of_many(
    lines: Mapping[DocumentVersion, Sequence[StandardWords]], today: date
) -> dict[int, dict[str, Standing]]:
    """How the given standards of many versions stand, by version and ``line``: what
    :func:`standing` says of each, in four queries for all. Versions bring document and person.
    """
    begun = [version for version in lines if version.document.starts_on <= today]
    if not begun:
        return {}
    shared = _SharedFigures(begun, _counted(chain(*lines.values())), today)
    found = {}
    for version in begun:
        period = Period(version.document.starts_on, version.document.ends_on)
        day = min(today, period.end)
        figures = _PartFigures(version, day, shared)
        found[version.pk] = {
            each.line: _judged(each, window_of(each, period, day), figures, today)
            for each in lines[version]
        }
    return found
