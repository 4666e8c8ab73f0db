"""Where a person stands: totals, quotas, targets, metrics and service, at the end of each period.

A window is found from the last day of a pay period, so that a pay period never lies in two
windows. Quotas and targets are prorated here, at the one point where they are rounded (half away
from zero, in minor units).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from calc.commission import plan as p
from calc.commission.calendar import ANNIVERSARY, EVER, MONTH, QUARTER, Calendar, months_between
from calc.commission.counting import Entry, PeriodOfDay, entries
from calc.commission.numbers import ONE, UNIT, Ratio, half_away
from calc.commission.values import EVERY, Credit, Figures, Person, cannot
from calc.periods import Period, month


class Tally:
    """What one measure counted for one person."""

    def __init__(self, measure: p.Measure, counted: list[Entry]) -> None:
        self.measure = measure
        self.entries = counted


class Standing:
    """One person under one plan over the pay periods of a run."""

    def __init__(
        self,
        plan: p.Plan,
        person: Person,
        credits: Sequence[Credit],
        periods: tuple[str, ...],
        period_of: PeriodOfDay,
    ) -> None:
        self.plan = plan
        self.person = person
        self.credits = credits
        self.periods = tuple(key for key in periods if self._is_here(plan.calendar.span(key)))
        self._period_of = period_of
        self._measures = plan.all_measures
        self._tallies: dict[str, Tally] = {}
        self._totals: dict[str, dict[str, int]] = {}
        self._places: dict[str, dict[str, tuple[int, int]]] = {}
        self._quotas: dict[tuple[str, str], int] = {}
        self._windows: dict[tuple[str, str], str] = {}

    # --- time -------------------------------------------------------------------------------
    def window(self, kind: str, period: str) -> str:
        """The key of the window of ``kind`` that a pay period belongs to."""
        if kind == self.plan.period:
            return period
        found = self._windows.get((kind, period))
        if found is None:
            end = self.plan.calendar.span(period).end
            found = self.plan.calendar.key(kind, end, self.person.start)
            self._windows[kind, period] = found
        return found

    def tenure(self, day: date) -> int:
        """The number of the month of service that holds a day: 1 in the first month."""
        if self.person.start is None:
            raise cannot("no_start", f"people/{self.person.id}/start", "The first day is missing.")
        return max(months_between(self.person.start, day) + 1, 0)

    def last_day(self, period: str) -> date:
        end = self.plan.calendar.span(period).end
        return min(end, self.person.end) if self.person.end else end

    def _is_here(self, span: Period) -> bool:
        begin, end = self.person.start or date.min, self.person.end or date.max
        return begin <= span.end and span.start <= end

    # --- counts -----------------------------------------------------------------------------
    def tally(self, name: str) -> Tally:
        """What the measure counted, as entries in order."""
        if name not in self._tallies:
            measure = self._measures[name]
            counted = (
                entries(measure, self.credits, self._period_of)
                if measure.hangs_on_deals
                else self._without_deals(measure)
            )
            self._tallies[name] = Tally(measure, counted)
        return self._tallies[name]

    def _without_deals(self, measure: p.Measure) -> list[Entry]:
        """One entry for each period, or for the first period of each window."""
        kind, name = measure.base.kind, measure.base.name
        found: list[Entry] = []
        seen: set[str] = set()
        for period in self.periods:
            window = self.window(measure.window, period)
            if kind in {p.WINDOW, p.TARGET}:
                if window in seen:
                    continue
                seen.add(window)
            if kind == p.TARGET:
                base = self.target(name, measure.window, period)
            elif kind == p.METRIC:
                base = self._pieces(name, period)
            else:
                base = UNIT
            day = self.last_day(period)
            found.append((Credit("", self.person.id, day, 0, self.plan.currency), period, base))
        return found

    def _pieces(self, name: str, period: str) -> int:
        pieces, rest = divmod(self.metric(name, period), ONE // UNIT)
        if rest:
            at = f"people/{self.person.id}/metrics/{name}"
            raise cannot("too_fine", at, "A count has at most 3 decimals.")
        return pieces

    def total(self, name: str, period: str) -> int:
        """What the measure has counted in its window up to the end of a period."""
        totals = self._totals.get(name)
        if totals is None:
            totals = self._totals[name] = self._totals_of(self.tally(name))
        return totals.get(period, 0)

    def _totals_of(self, tally: Tally) -> dict[str, int]:
        counted: dict[str, int] = {}
        for _, period, base in tally.entries:
            counted[period] = counted.get(period, 0) + base
        totals, running, window = {}, 0, ""
        for period in sorted({*self.periods, *counted}):
            current = self.window(tally.measure.window, period)
            if current != window:
                running, window = 0, current
            running += counted.get(period, 0)
            totals[period] = running
        return totals

    def places(self, name: str) -> dict[str, tuple[int, int]]:
        """Where the measure stood before and after each credit of the person, counted or not."""
        if name in self._places:
            return self._places[name]
        measure = self._measures[name]
        counted = {credit.id: base for credit, _, base in self.tally(name).entries}
        places, running, window = {}, 0, ""
        for credit in self.credits:
            current = self.window(measure.window, self._period_of[credit.date])
            if current != window:
                running, window = 0, current
            before = running
            running += counted.get(credit.id, 0)
            places[credit.id] = before, running
        self._places[name] = places
        return places

    # --- figures ----------------------------------------------------------------------------
    def quota(self, name: str, period: str) -> int:
        """The quota of a measure for the window of a period, prorated. Never 0."""
        measure = self._measures[name]
        key = self.window(measure.window, period)
        found = self._quotas.get((name, key))
        if found is None:
            rule = self.plan.proration
            whole = self._figure("quotas", self.person.quotas, self.plan.quotas, measure.quota, key)
            found = (
                self._prorated(whole, measure.window, period, rule.ramp) if rule.quota else whole
            )
            if found <= 0:
                at = f"people/{self.person.id}/quotas/{measure.quota}/{key}"
                raise cannot("no_quota", at, f"The quota for {key} is not above zero.")
            self._quotas[name, key] = found
        return found

    def target(self, name: str, kind: str, period: str) -> int:
        """The target incentive for the window of a period, prorated."""
        key = self.window(kind, period)
        whole = self._figure("targets", self.person.targets, self.plan.targets, name, key)
        return self._prorated(whole, kind, period, ()) if self.plan.proration.target else whole

    def metric(self, name: str, period: str) -> int:
        return self._figure("metrics", self.person.metrics, (), name, period)

    def _figure(
        self,
        what: str,
        own: Figures,
        standard: tuple[tuple[str, int], ...],
        name: str,
        key: str,
    ) -> int:
        """The person's own figure for a window, or for the periods that make it up, or for every
        one; else the plan's. A missing figure is a finding, not 0."""
        by_key = own.get(name, {})
        if key in by_key:
            return by_key[key]
        parts = _parts_of(self.plan.calendar, key, by_key)
        if parts:
            return sum(by_key[part] for part in parts)
        if EVERY in by_key:
            return by_key[EVERY]
        for known, figure in standard:
            if known == name:
                return figure
        at = f"people/{self.person.id}/{what}/{name}/{key}"
        raise cannot(f"no_{what[:-1]}", at, f"There is no figure “{name}” for {key}.")

    def _prorated(self, whole: int, kind: str, period: str, ramp: tuple[int, ...]) -> int:
        rule = self.plan.proration
        if kind in {EVER, ANNIVERSARY} or (rule.by == "none" and not ramp):
            return whole
        span = self.plan.calendar.span(self.window(kind, period))
        here, of = self._presence(span, rule.by)
        if ramp:
            steps = [ramp[min(max(self.tenure(m.end), 1), len(ramp)) - 1] for m in _months(span)]
            here, of = here * sum(steps), of * len(steps) * ONE
        return half_away(whole * here, of)

    def _presence(self, span: Period, by: str) -> Ratio:
        if by == "none":
            return 1, 1
        if by == "days" or _is_short(span):
            return self._days_here(span), (span.end - span.start).days + 1
        months = _months(span)
        here = sum(2 * self._days_here(m) >= (m.end - m.start).days + 1 for m in months)
        return here, len(months)

    def _days_here(self, span: Period) -> int:
        begin = max(span.start, self.person.start or span.start)
        end = min(span.end, self.person.end or span.end)
        if end < begin:
            return 0
        days = (end - begin).days + 1
        for away in self.person.absences:
            low, high = max(begin, away.start), min(end, away.end)
            days -= max((high - low).days + 1, 0)
        return max(days, 0)

    # --- positions --------------------------------------------------------------------------
    def position(self, axis: p.Axis, period: str) -> Ratio:
        """The figure of an axis at the end of a period, exact, at the axis's scale."""
        if axis.kind == p.TOTAL:
            return self.total(axis.name, period), 1
        if axis.kind == p.ATTAINMENT:
            return self.total(axis.name, period) * ONE, self.quota(axis.name, period)
        if axis.kind == p.METRIC:
            return self.metric(axis.name, period), 1
        return self.tenure(self.last_day(period)), 1


def _months(span: Period) -> list[Period]:
    months = [month(span.start)]
    while months[-1].end < span.end:
        months.append(month(date.fromordinal(months[-1].end.toordinal() + 1)))
    return months


def _is_short(span: Period) -> bool:
    """Whether a span is shorter than a month, so that months cannot be counted in it."""
    return (span.end - span.start).days < 27


def _parts_of(calendar: Calendar, key: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """The quarters or months of a window, when there is a figure for every one of them."""
    if not known or key == EVER or key.startswith("Y"):
        return ()
    span = calendar.span(key)
    for kind in (QUARTER, MONTH):
        parts = calendar.keys(kind, span.start, span.end)
        if len(parts) > 1 and all(part in known for part in parts):
            return parts
    return ()
