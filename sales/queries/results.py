"""What was won and lost, by person and by day.

Amounts of two currencies are never added: a result holds one amount per currency. A deal counts
on the day it closed; a decided deal without a closing date counts in no period.

These functions take people, not a viewer: whoever calls them has asked ``visible_to`` of what
the figures stand on (a document, a team), or hands in ``deals`` that went through it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Aggregate, Count, Q, QuerySet, Sum

from calc.funnel import Share
from calc.money import Money
from people.models import Person
from sales.models import Deal, Stage
from sales.models.deals import DealQuerySet
from salesperf.imports.models import ImportFile

People = Iterable[int] | QuerySet[Person]


@dataclass(frozen=True)
class SalesResult:
    """Decided deals of one person in one period.

    ``won_values`` has one amount per currency in which something was won, by its code.
    """

    won_count: int = 0
    lost_count: int = 0
    won_values: tuple[Money, ...] = ()

    def won_value(self, currency: str) -> Money:
        """What was won in this currency; 0 if nothing was."""
        for value in self.won_values:
            if value.currency == currency:
                return value
        return Money(0, currency)

    @property
    def decided(self) -> int:
        return self.won_count + self.lost_count

    @property
    def win_rate(self) -> Share:
        """Won of decided deals, by number and whatever their currency."""
        return Share(self.won_count, self.decided)


NOTHING = SalesResult()


@dataclass(frozen=True)
class DayWon:
    """What was won on one day: the deals, and one amount per currency."""

    day: date
    count: int
    values: tuple[Money, ...]

    def value(self, currency: str) -> Money:
        """What was won in this currency; 0 if nothing was."""
        return SalesResult(won_values=self.values).won_value(currency)


def results_by_person(
    people: People, start: date, end: date, *, deals: DealQuerySet | None = None
) -> dict[int, SalesResult]:
    """Return what each person won and lost from ``start`` to ``end``, both included. One query.

    ``people`` are ids or a queryset. Who decided nothing is not in it: ``.get(pk, NOTHING)``.
    """
    rows = (
        _of(people, deals)
        .closed_within(start, end)
        .filter(stage__kind__in=[Stage.Kind.WON, Stage.Kind.LOST])
        .order_by()
        .values_list("owner_id", "stage__kind", "currency")
        .annotate(Count("pk"), Sum("value_minor"))
    )
    sums: dict[int, Tally] = {}
    for owner, kind, currency, count, value in rows:
        sums.setdefault(owner, Tally()).add(kind, currency, count, value)
    return {owner: found.result() for owner, found in sums.items()}


def won_by_day(person: Person, start: date, end: date) -> list[DayWon]:
    """Return the days on which ``person`` won something, in order. One query."""
    return won_by_day_of([person.pk], start, end).get(person.pk, [])


def won_by_day_of(
    people: People, start: date, end: date, *, deals: DealQuerySet | None = None
) -> dict[int, list[DayWon]]:
    """Return the days on which each person won something, in order. One query for all."""
    rows = (
        _of(people, deals)
        .won()
        .closed_within(start, end)
        .order_by("owner_id", "closed_on", "currency")
        .values_list("owner_id", "closed_on", "currency")
        .annotate(Count("pk"), Sum("value_minor"))
    )
    days: dict[tuple[int, date], Tally] = {}
    for owner, day, currency, count, value in rows:
        days.setdefault((owner, day), Tally()).add(Stage.Kind.WON, currency, count, value)
    by_person: dict[int, list[DayWon]] = {}
    for (owner, day), found in days.items():
        won = DayWon(day, found.won, found.result().won_values)
        by_person.setdefault(owner, []).append(won)
    return by_person


@dataclass(frozen=True)
class Days:
    """What one person decided, by the day: any stretch of it can be added up without asking."""

    by_day: dict[date, SalesResult]

    def within(self, start: date, end: date) -> SalesResult:
        """What was won and lost from ``start`` to ``end``, both included."""
        tally = Tally()
        for day, result in self.by_day.items():
            if start <= day <= end:
                tally.join(result)
        return tally.result()


def decided_by_day_of(people: People, start: date, end: date) -> dict[int, Days]:
    """What each person won and lost on each day. One query for all."""
    rows = (
        _of(people, None)
        .closed_within(start, end)
        .filter(stage__kind__in=[Stage.Kind.WON, Stage.Kind.LOST])
        .order_by()
        .values_list("owner_id", "closed_on", "stage__kind", "currency")
        .annotate(Count("pk"), Sum("value_minor"))
    )
    tallies: dict[int, dict[date, Tally]] = {}
    for owner, day, kind, currency, count, value in rows:
        tallies.setdefault(owner, {}).setdefault(day, Tally()).add(kind, currency, count, value)
    return {
        owner: Days({day: tally.result() for day, tally in days.items()})
        for owner, days in tallies.items()
    }


Span = tuple[date, date]


@dataclass(frozen=True)
class OwnerWon:
    """What one owner won in several spans of days, in the order they were asked for."""

    owner: int
    team: int | None
    results: tuple[SalesResult, ...]


def won_in_spans(spans: Sequence[Span]) -> list[OwnerWon]:
    """What everybody won in each of these spans, both days included. One query, none without spans.

    It is for sums of a company or a team; the team is that of the owner today.
    """
    if not spans:
        return []
    sums: dict[str, Aggregate] = {}
    for place, (start, end) in enumerate(spans):
        within = Q(closed_on__gte=start, closed_on__lte=end)
        sums[f"n{place}"] = Count("pk", filter=within)
        sums[f"v{place}"] = Sum("value_minor", filter=within)
    rows = (
        Deal.objects.won()
        .closed_within(min(start for start, _ in spans), max(end for _, end in spans))
        .order_by()
        .values_list("owner_id", "owner__team_id", "currency")
        .annotate(**sums)
    )
    tallies: dict[tuple[int, int | None], list[Tally]] = {}
    for owner, team, currency, *figures in rows:
        of_owner = tallies.setdefault((owner, team), [Tally() for _ in spans])
        for place, tally in enumerate(of_owner):
            count, value = figures[2 * place : 2 * place + 2]
            if count:
                tally.add(Stage.Kind.WON, currency, count, value)
    return [
        OwnerWon(owner, team, tuple(tally.result() for tally in found))
        for (owner, team), found in tallies.items()
    ]


def deals_as_of() -> datetime | None:
    """When deals last came in from a file: the date of the data. None before the first time."""
    return (
        ImportFile.objects.filter(kind="deals", state=ImportFile.State.IMPORTED)
        .order_by("-imported_at")
        .values_list("imported_at", flat=True)
        .first()
    )


def chosen(people: People) -> list[int] | QuerySet[Person]:
    """The people as a condition takes them: a subquery, or ids."""
    return people if isinstance(people, QuerySet) else list(people)


def _of(people: People, deals: DealQuerySet | None) -> DealQuerySet:
    return (Deal.objects.all() if deals is None else deals).filter(owner__in=chosen(people))


@dataclass
class Tally:
    """Adds up rows of a grouped query into one SalesResult."""

    won: int = 0
    lost: int = 0
    values: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, currency: str, count: int, value: int | None) -> None:
        if kind == Stage.Kind.LOST:
            self.lost += count
            return
        self.won += count
        self.values[currency] = self.values.get(currency, 0) + (value or 0)

    def join(self, other: SalesResult) -> None:
        """Add what is added up already."""
        self.won += other.won_count
        self.lost += other.lost_count
        for money in other.won_values:
            self.values[money.currency] = self.values.get(money.currency, 0) + money.minor

    def result(self) -> SalesResult:
        values = tuple(Money(minor, code) for code, minor in sorted(self.values.items()))
        return SalesResult(self.won, self.lost, values)
