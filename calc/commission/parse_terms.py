"""Reads what a plan says about money on its way: settlement, payment, clawback, pools, proration."""

from calc.commission import plan as p
from calc.commission.calendar import PERIODS
from calc.commission.numbers import ONE
from calc.commission.parse_rates import Place, condition, factors
from calc.commission.reader import Node
from calc.commission.tables import Tiers


def known(node: Node, ids: list[str]) -> list[str]:
    found = []
    for item in node.items():
        text = item.text()
        if text not in ids:
            item.error("unknown_component", f"There is no component “{text}”.")
        found.append(text)
    return found


def settlement(node: Node, currency: str, ids: list[str]) -> p.Settlement:
    fields = node.fields("greater_of", "guarantee", "draw")
    groups = tuple(tuple(known(item, ids)) for item in fields.list("greater_of", 5))
    return p.Settlement(
        groups,
        _phases(fields["guarantee"], currency) if "guarantee" in fields else (),
        _draw(fields["draw"], currency, ids) if "draw" in fields else None,
    )


def _phases(node: Node, currency: str) -> tuple[p.Phase, ...]:
    """An amount for every period, or amounts from periods on; null ends it."""
    if not isinstance(node.value, list):
        return (p.Phase("", node.money(currency)),)
    found = []
    for item in node.items():
        fields = item.fields("from", "amount")
        amount = fields["amount"].money(currency) if "amount" in fields else None
        found.append(p.Phase(fields["from"].key(), amount))
    if not found:
        node.error("missing", "No amount is said.")
        return (p.Phase("", 0),)
    return tuple(sorted(found, key=lambda phase: phase.start))


def _draw(node: Node, currency: str, ids: list[str]) -> p.Draw:
    fields = node.fields("kind", "amount", "timing", "recovery", "forgiven_at", "counts")
    kind = fields["kind"].choice("recoverable", "non_recoverable")
    recovery = (
        fields["recovery"]
        if "recovery" in fields
        else Node({}, f"{node.at}/recovery", node.findings)
    )
    terms = recovery.fields("from", "share", "floor")
    if kind == "non_recoverable" and ("recovery" in fields or "forgiven_at" in fields):
        node.error(
            "combination", "What is not recoverable is not recovered and needs no forgiving."
        )
    return p.Draw(
        kind=kind,
        amounts=_phases(fields["amount"], currency),
        timing=fields.choice("timing", "top_up", "advance"),
        recovery_start=terms["from"].key() if "from" in terms else "",
        recovery_share=terms["share"].rate() if "share" in terms else ONE,
        recovery_floor=terms["floor"].money(currency) if "floor" in terms else 0,
        forgiven_at=fields["forgiven_at"].key() if "forgiven_at" in fields else "",
        counts=tuple(known(fields["counts"], ids)) if "counts" in fields else (),
    )


def payment(node: Node) -> tuple[p.Part, ...]:
    """Parts with weights (any), or with shares (that total 100 %)."""
    parts, shares, weights = [], 0, 0
    for item in node.items(60):
        fields = item.fields("share", "weight", "months", "event", "on_cash")
        if fields.one_of("share", "weight") == "share":
            weight = fields["share"].rate()
            shares += weight
        else:
            weight = fields["weight"].whole(1, 1_000_000) if "weight" in fields else 0
            weights += weight
        due = fields.one_of("months", "event", "on_cash")
        parts.append(
            p.Part(
                weight,
                fields["months"].whole(0, 240) if due == "months" else None,
                fields["event"].name() if due == "event" else "",
                fields["on_cash"].flag() if due == "on_cash" else False,
            )
        )
    if shares and (weights or shares != ONE):
        node.error("parts", "The shares of the parts have to total 100 %; for thirds use weights.")
    if not parts and node.value == []:
        node.error("missing", "There is no part, so nothing would ever be paid.")
    return tuple(parts)


def clawback(node: Node) -> p.Clawback:
    fields = node.fields("basis", "by", "steps", "within_months")
    by = fields["by"].choice("full", "age", "unserved")
    within = fields["within_months"].whole(0, 1200) if "within_months" in fields else None
    steps = None
    if by == "age":
        lows, shares = [], []
        for item in fields["steps"].items(60):
            inner = item.fields("from_month", "share")
            lows.append(inner["from_month"].whole(0, 1200))
            shares.append(inner["share"].rate())
        if not lows or lows[0] != 0 or lows != sorted(set(lows)):
            fields["steps"].error("gap", "The steps begin at month 0 and go up.")
        else:
            steps = Tiers(tuple(lows[1:]), tuple(shares))
    elif "steps" in fields:
        fields["steps"].error("combination", "Steps are for a clawback by age.")
    return p.Clawback(fields["basis"].choice("paid", "earned"), by, steps, within)


def pool(node: Node, place: Place, period: str) -> p.Pool:
    fields = node.fields("id", "amount", "window", "shared_by", "among", "scaled")
    table, by = None, p.Axis(p.ATTAINMENT)
    if "scaled" in fields:
        table, by = factors(fields["scaled"], place)
        if by.kind != p.ATTAINMENT:
            text = "A pool is scaled by the team's attainment of a measure."
            fields["scaled"].error("combination", text)
    shared_by = fields["shared_by"].name() if "shared_by" in fields else ""
    if shared_by and shared_by not in place.pieces:
        fields["shared_by"].error("unknown_measure", f"There is no measure “{shared_by}”.")
    return p.Pool(
        fields["id"].name(),
        fields["amount"].money(place.currency),
        fields["window"].choice(*PERIODS) if "window" in fields else period,
        shared_by,
        condition(fields["among"], place) if "among" in fields else None,
        by.name,
        table,
    )


def proration(node: Node) -> p.Proration:
    fields = node.fields("by", "of", "ramp")
    of = [item.choice("quota", "target") for item in fields.list("of", 2)] or ["quota", "target"]
    return p.Proration(
        fields["by"].choice("none", "days", "months"),
        "quota" in of,
        "target" in of,
        tuple(item.rate() for item in fields.list("ramp", 60)),
    )
