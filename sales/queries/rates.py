"""Single deals as planning needs them: who opened and who decided what, when, and how far it got."""

from datetime import date
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from calc.periods import Period
from sales.models import Deal, DealRevision, Stage
from sales.queries.results import People, chosen

_DECIDED = (Stage.Kind.WON, Stage.Kind.LOST)


class DealFact(NamedTuple):
    """One deal. ``minor`` is its value in minor units; None when nobody wrote one.

    ``furthest`` is the furthest open stage that the revisions of a decided deal show; None where
    they show none.
    """

    owner: int
    kind: str
    opened_on: date | None
    closed_on: date | None
    minor: int | None
    currency: str
    furthest: int | None

    @property
    def won(self) -> bool:
        return self.kind == Stage.Kind.WON

    def decided_within(self, start: date, end: date) -> bool:
        return (
            self.kind in _DECIDED and self.closed_on is not None and start <= self.closed_on <= end
        )

    def opened_within(self, start: date, end: date) -> bool:
        return self.opened_on is not None and start <= self.opened_on <= end


class OpenStage(NamedTuple):
    """An open stage, and whether the record shows a decided deal that once stood in it."""

    pk: int
    name: str
    recorded: bool


def deal_facts(
    people: People, *, decided_since: date, opened_since: date, until: date
) -> list[DealFact]:
    """The deals that were decided, or opened, from these days until ``until``. One query.

    As with results_by_person, whoever calls it has asked whom the figures may be told.
    """
    decided = Q(stage__kind__in=_DECIDED, closed_on__gte=decided_since, closed_on__lte=until)
    opened = Q(opened_on__gte=opened_since, opened_on__lte=until)
    stood_in = DealRevision.objects.filter(deal=OuterRef(OuterRef("pk"))).values_list(_stage_then())
    furthest = (
        Stage.objects.filter(kind=Stage.Kind.OPEN, pk__in=stood_in)
        .order_by("-position", "-pk")
        .values("pk")[:1]
    )
    rows = (
        Deal.objects.filter(decided | opened, owner__in=chosen(people))
        .order_by()
        .values_list(
            *("owner_id", "stage__kind", "opened_on", "closed_on", "value_minor", "currency"),
            Case(When(stage__kind__in=_DECIDED, then=Subquery(furthest))),
        )
    )
    return [DealFact(*row) for row in rows]


def open_stages(people: People, span: Period | None) -> list[OpenStage]:
    """The open stages in their order; what is recorded is asked of the deals that these people
    decided in ``span``. One query.
    """
    revisions: QuerySet[DealRevision] = DealRevision.objects.none()
    if span is not None:
        revisions = DealRevision.objects.filter(
            deal__owner__in=chosen(people),
            deal__stage__kind__in=_DECIDED,
            deal__closed_on__gte=span.start,
            deal__closed_on__lte=span.end,
        )
    stood = revisions.annotate(then=_stage_then()).filter(then=OuterRef("pk"))
    recorded = ExpressionWrapper(Exists(stood), BooleanField())
    rows = Stage.objects.filter(kind=Stage.Kind.OPEN).values_list("pk", "name", recorded)
    return [OpenStage(*row) for row in rows]


def _stage_then() -> Cast:
    """The stage that a revision shows."""
    return Cast(KT("values__stage"), BigIntegerField())
