"""Reads deals, people and rates from JSON, strictly: a row that cannot be read is a finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from calc.commission.aftermath import History
from calc.commission.crediting import (
    CREDIT_SPLIT,
    PAYOUT_SPLIT,
    Deal,
    ExchangeRate,
    Reporting,
    Split,
)
from calc.commission.numbers import ONE
from calc.commission.payment import Progress
from calc.commission.plan import Plan
from calc.commission.reader import Fields, Node, figures
from calc.commission.values import OVERLAY, Person
from calc.periods import Period

MOST_ROWS = 1_000_000
_HISTORY = ("payments", "events", "lost", "term")


@dataclass(frozen=True)
class People:
    """Who is paid under a plan, and who leads whom."""

    people: tuple[Person, ...]
    reporting: tuple[Reporting, ...]


def deals_of(rows: Iterable[Node], plan: Plan) -> tuple[Deal, ...]:
    """Deals as in docs/commission-plans.md, amounts in major units of each deal's currency."""
    return tuple(_deal(row, plan) for row in rows)


def _deal(node: Node, plan: Plan) -> Deal:
    fields = node.fields(
        "id",
        "owner",
        "date",
        "amount",
        "currency",
        "product",
        "units",
        "cost",
        "tags",
        "facts",
        "splits",
        *_HISTORY,
    )
    currency = fields["currency"].text() if "currency" in fields else plan.currency
    splits = fields["splits"].items(50) if "splits" in fields else []
    return Deal(
        id=fields["id"].text() if "id" in fields else node.at.rpartition("/")[2],
        owner=fields["owner"].text() if "owner" in fields or not splits else "",
        date=fields["date"].date(),
        amount=fields["amount"].money(currency, negative=True),
        currency=currency,
        product=fields["product"].text() if "product" in fields else "",
        units=fields["units"].pieces(negative=True) if "units" in fields else 0,
        cost=fields["cost"].money(currency, negative=True) if "cost" in fields else 0,
        tags=frozenset(i.text() for i in fields["tags"].items(50))
        if "tags" in fields
        else frozenset(),
        facts={name: value.figure() for name, value in fields["facts"].named()}
        if "facts" in fields
        else {},
        splits=_splits(fields["splits"], splits) if splits else (),
    )


def histories_of(rows: Iterable[Node], plan: Plan) -> dict[str, History]:
    """How the deals of these rows went on, by the id of the deal; only where a row says so.

    Call it after ``deals_of``, which has checked the other fields of the same rows.
    """
    found = {}
    for row in rows:
        values = row.value if isinstance(row.value, dict) else {}
        said = {name: values[name] for name in _HISTORY if values.get(name) is not None}
        if said:
            id_, amount = row.child("id"), row.child("amount")
            name = id_.text() if "id" in values else row.at.rpartition("/")[2]
            currency = values.get("currency") or plan.currency
            fields = Node(said, row.at, row.findings).fields(*_HISTORY)
            found[name] = _history(fields, amount, str(currency))
    return found


def _history(fields: Fields, amount: Node, currency: str) -> History:
    cash, losses = [], []
    for item in fields.list("payments"):
        inner = item.fields("date", "amount")
        cash.append((inner["date"].date(), inner["amount"].money(currency, negative=True)))
    for item in fields.list("lost"):
        inner = item.fields("date", "share")
        losses.append((inner["date"].date(), inner["share"].rate() if "share" in inner else ONE))
    if sum(share for _, share in losses) > ONE:
        fields["lost"].error("too_much", "More than all of the deal is lost.")
    events = (
        {name: child.date() for name, child in fields["events"].named()}
        if "events" in fields
        else {}
    )
    value = amount.money(currency, negative=True)
    term = fields["term"].whole(1, 1200) if "term" in fields else None
    return History(Progress(value, tuple(cash), events), tuple(losses), term)


def _splits(node: Node, items: list[Node]) -> tuple[Split, ...]:
    """Percentages of those who share have to total 100 %; weights are exact for thirds."""
    found: list[tuple[str, str, int, bool]] = []
    for item in items:
        fields = item.fields("payee", "share", "weight", "kind")
        kind = fields.choice("kind", CREDIT_SPLIT, PAYOUT_SPLIT, OVERLAY)
        by_share = fields.one_of("share", "weight") != "weight"
        if by_share:
            part = fields["share"].rate() if "share" in fields else 0
        else:
            part = fields["weight"].whole(1, 1_000_000)
        found.append((fields["payee"].text(), kind, part, by_share))
    sharing = [row for row in found if row[1] != OVERLAY]
    total = sum(part for _, _, part, _ in sharing)
    if len({(kind, by_share) for _, kind, _, by_share in sharing}) > 1:
        node.error(
            "combination",
            "Those who share a deal do it in one way: all by credit or all by payout, all by share or all by weight.",
        )
    elif sharing and sharing[0][3] and total != ONE:
        percent = f"{total // 10**7}.{total // 10**5 % 100:02}"
        node.error(
            "split", f"The shares total {percent} %, not 100 %. For equal parts write weights."
        )
    return tuple(
        Split(payee, part, ONE if kind == OVERLAY else total or 1, kind)
        for payee, kind, part, _ in found
    )


def read_people(node: Node, plan: Plan) -> People:
    """People with their days, quotas, targets, metrics and managers."""
    return people_of(node.items(MOST_ROWS), plan)


def people_of(rows: Iterable[Node], plan: Plan) -> People:
    people: list[Person] = []
    reporting: list[Reporting] = []
    for item in rows:
        fields = item.fields(
            "id", "start", "end", "absences", "quotas", "targets", "metrics", "manager", "opening"
        )
        person = _person(fields, plan)
        people.append(person)
        if "manager" in fields:
            reporting.append(Reporting(person.id, fields["manager"].text()))
    return People(tuple(people), tuple(reporting))


def _person(fields: Fields, plan: Plan) -> Person:
    in_pieces = plan.quota_names(in_pieces=True)
    opening = (
        fields["opening"] if "opening" in fields else Node({}, fields.node.at, fields.node.findings)
    )
    brought = opening.fields("owed", "debt")
    return Person(
        id=fields["id"].text(),
        start=fields["start"].date() if "start" in fields else None,
        end=fields["end"].date() if "end" in fields else None,
        absences=tuple(_span(i) for i in fields["absences"].items(100))
        if "absences" in fields
        else (),
        quotas=figures(fields["quotas"], plan.currency, in_pieces) if "quotas" in fields else {},
        targets=figures(fields["targets"], plan.currency) if "targets" in fields else {},
        metrics=figures(fields["metrics"]) if "metrics" in fields else {},
        owed=brought["owed"].money(plan.currency) if "owed" in brought else 0,
        debt=brought["debt"].money(plan.currency) if "debt" in brought else 0,
    )


def _span(node: Node) -> Period:
    fields = node.fields("from", "to")
    start, end = fields["from"].date(), fields["to"].date()
    if end < start:
        fields["to"].error("order", "This ends before it starts.")
        return Period(start, start)
    return Period(start, end)


def read_rates(node: Node) -> tuple[ExchangeRate, ...]:
    """Exchange rates: one unit of "from" is "rate" units of "into" from "date" on."""
    return rates_of(node.items(MOST_ROWS))


def rates_of(rows: Iterable[Node]) -> tuple[ExchangeRate, ...]:
    found = []
    for item in rows:
        fields = item.fields("from", "into", "date", "rate", "source")
        rate = fields["rate"].ratio()
        source = fields["source"].text() if "source" in fields else ""
        found.append(
            ExchangeRate(
                fields["from"].text(), fields["into"].text(), fields["date"].date(), rate, source
            )
        )
    return tuple(found)
