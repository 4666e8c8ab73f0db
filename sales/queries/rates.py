"""Single deals as planning needs them: who opened and who decided what, and when."""

from datetime import date
from typing import NamedTuple

from django.db.models import Q

from sales.models import Deal, Stage
from sales.queries.results import People, chosen

_DECIDED = (Stage.Kind.WON, Stage.Kind.LOST)


class DealFact(NamedTuple):
    """One deal. ``minor`` is its value in minor units; None when nobody wrote one."""

    owner: int
    kind: str
    opened_on: date | None
    closed_on: date | None
    minor: int | None
    currency: str

    @property
    def won(self) -> bool:
        return self.kind == Stage.Kind.WON

    def decided_within(self, start: date, end: date) -> bool:
        return (
            self.kind in _DECIDED and self.closed_on is not None and start <= self.closed_on <= end
        )

    def opened_within(self, start: date, end: date) -> bool:
        return self.opened_on is not None and start <= self.opened_on <= end


def deal_facts(
    people: People, *, decided_since: date, opened_since: date, until: date
) -> list[DealFact]:
    """The deals that were decided, or opened, from these days until ``until``. One query.

    As with results_by_person, whoever calls it has asked whom the figures may be told.
    """
    decided = Q(stage__kind__in=_DECIDED, closed_on__gte=decided_since, closed_on__lte=until)
    opened = Q(opened_on__gte=opened_since, opened_on__lte=until)
    rows = (
        Deal.objects.filter(decided | opened, owner__in=chosen(people))
        .order_by()
        .values_list("owner_id", "stage__kind", "opened_on", "closed_on", "value_minor", "currency")
    )
    return [DealFact(*row) for row in rows]
