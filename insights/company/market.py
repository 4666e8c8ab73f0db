"""What the reps of a made-up company sold: accounts, products, deals and how they moved."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from zlib import crc32

from insights.company import words
from insights.company.batches import in_batches
from insights.company.log import SEASON
from insights.company.staff import hired
from people.models import Person
from sales.builders import Market, deal_rows, make_product, make_stages
from sales.models import Account, Deal, DealRevision, Product, Stage

BATCH = 5_000
USUAL_WON_PERCENT = 60
CHUNK_WEEKS = 13  # the number of deals follows the season from quarter to quarter


def sell(
    *,
    reps: Sequence[Person],
    skill: dict[int, int],
    weeks: int,
    random: Random,
    today: date,
    deals_a_week: int = 1,
) -> None:
    """Write ``weeks`` weeks of deals of each rep; better ones win more of what they decide."""
    stages, products = make_stages(), _products()
    accounts = _accounts(max(60, len(reps) * 2), random)
    start = today - timedelta(weeks=weeks)
    numbers = count(1)
    for group in _of_like_skill(reps, skill):
        market = Market(
            stages=stages,
            products=products,
            accounts=accounts,
            deals_a_week=deals_a_week,
            won_percent=USUAL_WON_PERCENT * skill[group[0].pk] // 100,
        )
        for batch in in_batches(_rows(group, market, start, weeks, today, random), BATCH):
            _write(batch, market.kinds[Stage.Kind.OPEN], numbers, start)


def _products() -> list[Product]:
    return [
        Product.objects.filter(name=name).first()
        or make_product(name=name, series=series, list_price=price)
        for name, series, price in words.PRODUCTS
    ]


def _accounts(number: int, random: Random) -> list[Account]:
    names = words.account_names(random)[:number]
    Account.objects.bulk_create(
        [
            Account(name=name, sector=sector, location=random.choice(words.PLACES))
            for name, sector in names
        ],
        ignore_conflicts=True,
    )
    return list(Account.objects.filter(name__in=[name for name, _ in names]))


def _of_like_skill(reps: Sequence[Person], skill: dict[int, int]) -> Iterator[list[Person]]:
    """Reps in groups of about the same skill; each group has a market of its own."""
    tiers: dict[int, list[Person]] = {}
    for rep in reps:
        tiers.setdefault(skill[rep.pk] // 8, []).append(rep)
    for tier in sorted(tiers):
        yield tiers[tier]


def _rows(
    reps: Sequence[Person], market: Market, start: date, weeks: int, today: date, random: Random
) -> Iterator[Deal]:
    for first in range(0, weeks, CHUNK_WEEKS):
        begin = start + timedelta(weeks=first)
        length = min(CHUNK_WEEKS, weeks - first)
        length = max(1, length * SEASON[begin.month - 1] // 100)
        deals = deal_rows(
            people=reps, market=market, start=begin, weeks=length, today=today, random=random
        )
        yield from filter(_worked_here, deals)


def _worked_here(deal: Deal) -> bool:
    """Nobody sells before being hired, or after leaving."""
    owner, opened = deal.owner, deal.opened_on
    if opened is None:
        return owner.left_on is None
    return hired(owner) <= opened and (owner.left_on is None or opened <= owner.left_on)


def _write(
    deals: list[Deal], open_stages: Sequence[Stage], numbers: Iterator[int], start: date
) -> None:
    for deal in deals:
        deal.number = f"NW-{next(numbers):06}"
        deal.revision = len(_way(deal, open_stages)) + 1
    Deal.objects.bulk_create(deals)
    DealRevision.objects.bulk_create(
        revision for deal in deals for revision in _revisions(deal, open_stages, start)
    )


def _way(deal: Deal, open_stages: Sequence[Stage]) -> Sequence[Stage]:
    """The open stages that a decided deal went through: all when it was won, else some."""
    if deal.closed_on is None:
        return ()
    if deal.stage.kind == Stage.Kind.WON:
        return open_stages
    return open_stages[: 1 + crc32(deal.number.encode()) % len(open_stages)]


def _revisions(deal: Deal, open_stages: Sequence[Stage], start: date) -> Iterator[DealRevision]:
    """An open deal was entered; a decided one was entered as open, moved and then decided."""
    opened, now = deal.opened_on or start, deal.as_values()
    way = _way(deal, open_stages)
    length = (deal.closed_on or opened) - opened
    for place, stage in enumerate(way):
        values = {**now, "stage": stage.pk, "closed_on": None, "value_minor": None}
        at = _evening(opened + length * place // len(way))
        yield DealRevision(deal=deal, number=place + 1, at=at, values=values)
    at = _evening(deal.closed_on or opened)
    yield DealRevision(deal=deal, number=len(way) + 1, at=at, values=now)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(18), UTC)
