"""Finding people, accounts, deals and documents by a few letters; only what one may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from expectations.models import DocumentVersion, State
from people.models import Person
from sales.models import Account, Deal

SHORTEST, LONGEST = 2, 100
SHOWN = 8


@dataclass(frozen=True)
class Found:
    """The first hits of each kind; one more than SHOWN says that there are more."""

    people: Sequence[Any] = ()
    accounts: Sequence[Any] = ()
    deals: Sequence[Any] = ()
    documents: Sequence[Any] = ()

    @property
    def nothing(self) -> bool:
        return not (self.people or self.accounts or self.deals or self.documents)


def words_of(text: str) -> list[str]:
    """What is searched for: at most five words of at most LONGEST characters in all."""
    return text.replace("\x00", "").strip()[:LONGEST].split()[:5]


def find_all(viewer: Person, text: str, today: date) -> Found:
    """Find what holds every word. Four queries."""
    words = words_of(text)
    if sum(map(len, words)) < SHORTEST:
        return Found()
    deals = Deal.objects.visible_to(viewer, today)
    return Found(
        people=_first(
            _holding(Person.objects.visible_to(viewer, today), words, "name", "title", "email")
            .select_related("team")
            .order_by("name", "pk")
        ),
        accounts=_first(_holding(_accounts_of(deals), words, "name").order_by("name", "pk")),
        deals=_first(
            _holding(deals, words, "number", "account__name", "product__name")
            .select_related("account", "product", "owner", "stage")
            .order_by("-opened_on", "pk")
        ),
        documents=_first(
            _holding(
                DocumentVersion.objects.visible_to(viewer, today), words, "document__person__name"
            )
            .exclude(state=State.SUPERSEDED)
            .select_related("document__person")
            .order_by("document__person__name", "-document__starts_on", "pk")
        ),
    )


def _accounts_of(deals: QuerySet[Deal]) -> QuerySet[Account]:
    """Accounts are seen beside a deal that one may see."""
    return Account.objects.filter(Exists(deals.filter(account=OuterRef("pk"))))


def _holding(rows: QuerySet[Any], words: Sequence[str], *fields: str) -> QuerySet[Any]:
    """Rows of which each word is part of one of the fields."""
    for word in words:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def _first(rows: QuerySet[Any]) -> list[Any]:
    return list(rows[: SHOWN + 1])
