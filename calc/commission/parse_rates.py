"""Reads rates, tiers, curves, matrices, axes and conditions of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from calc.commission import plan as p
from calc.commission.numbers import ONE, UNIT
from calc.commission.reader import Fields, Node
from calc.commission.tables import EXTEND, FLAT, LOWER, UPPER, Curve, Table, Tiers

RUNNING = frozenset({p.TOTAL, p.ATTAINMENT})
OF_A_CREDIT = frozenset({p.DEAL, p.MARGIN_SHARE, p.FACT, p.TENURE})
OF_A_PERIOD = frozenset({p.TOTAL, p.ATTAINMENT, p.METRIC, p.TENURE})
WORDS = frozenset({p.PRODUCT, p.TAG})
NAMED = frozenset({p.FACT, p.METRIC})
AXES = (*sorted(RUNNING | OF_A_CREDIT | OF_A_PERIOD), p.PAYOUT)

_RATE_FIELDS = (
    "tiers",
    "curve",
    "matrix",
    "each",
    "by",
    "method",
    "at_bound",
    "beyond",
    "limit",
    "times",
    "per_quota",
    "true_up",
)


@dataclass(frozen=True)
class Place:
    """What a rate has to know of the plan and the component around it."""

    currency: str
    pieces: Mapping[str, bool]  # by the id of a measure: counted in pieces, not in money?
    own: str = ""  # the measure that is meant when none is named


def axis(node: Node, place: Place, allowed: frozenset[str] | tuple[str, ...]) -> p.Axis:
    """An axis such as "attainment:bookings", "metric:nps", "deal"."""
    kind, _, name = node.text().partition(":")
    if kind not in allowed:
        node.error("no_choice", f"“{kind}” is none of: {', '.join(sorted(allowed))}.")
        return p.Axis(p.TENURE)
    if kind in RUNNING:
        name = name or place.own
        if name not in place.pieces:
            text = (
                f"There is no measure or component “{name}”." if name else "Say of which measure."
            )
            node.error("unknown_measure", text)
            return p.Axis(p.TENURE)
    elif kind in NAMED and not name:
        node.error("missing", f"Say which {kind}: {kind}:name.")
    elif name and kind not in NAMED:
        node.error("no_choice", f"“{kind}” takes no name.")
    return p.Axis(kind, name)


def along(node: Node, of: p.Axis, place: Place) -> int:
    """A figure on an axis, at the axis's own scale."""
    if of.kind in {p.ATTAINMENT, p.MARGIN_SHARE}:
        return node.rate()
    if of.kind == p.TENURE:
        return node.whole()
    if of.kind in NAMED:
        return node.figure()
    if of.kind != p.PAYOUT and place.pieces.get(of.name or place.own):
        return node.pieces()
    return node.money(place.currency)


def condition(node: Node, place: Place, depth: int = 0) -> p.Condition:
    """A condition on figures at the end of a period."""
    relations = ("at_least", "above", "at_most", "below")
    fields = node.fields("all", "any", "not", "value", *relations)
    if depth > 5:
        node.error("too_deep", "Conditions nest too deep.")
        return p.Condition("all")
    if "value" in fields:
        of = axis(fields["value"], place, OF_A_PERIOD)
        relation = fields.one_of(*relations, "all", "any", "not")
        if relation not in relations:
            return p.Condition("all")
        return p.Condition(relation, of, along(fields[relation], of, place))
    joint = fields.one_of("all", "any", "not")
    if not joint:
        return p.Condition("all")
    nodes = [fields["not"]] if joint == "not" else fields[joint].items(20)
    if not nodes:
        fields[joint].error("missing", "A condition is missing here.")
    return p.Condition(joint, parts=tuple(condition(part, place, depth + 1) for part in nodes))


def worth(node: Node, kind: str, place: Place) -> int:
    """What a tier, point or cell pays: a rate of money, or an amount for each piece."""
    in_pieces = place.pieces.get(place.own, False)
    if kind == "rate":
        if in_pieces:
            node.error("unit", "A rate needs money as its base; this counts pieces: write “each”.")
        return node.rate()
    if not in_pieces:
        node.error("unit", "An amount for each needs pieces as its base (units, deals, period).")
    return node.money(place.currency) * (ONE // UNIT)


def cell(fields: Fields, place: Place) -> int:
    kind = fields.one_of("rate", "each")
    return worth(fields[kind], kind, place) if kind else 0


def rate(node: Node, place: Place, placed_by: str) -> p.Rate:
    """The rate of a component."""
    if isinstance(node.value, str):
        return p.Rate(p.FLAT, (Tiers((), (worth(node, "rate", place),)),))
    fields = node.fields(*_RATE_FIELDS)
    kind = fields.one_of("tiers", "curve", "matrix", "each")
    times = fields["times"].rate() if "times" in fields else ONE
    per_quota = fields["per_quota"].name() if "per_quota" in fields else ""
    if kind == "each":
        amount = worth(fields["each"], "each", place)
        return p.Rate(p.FLAT, (Tiers((), (amount,)),), times=times)
    lookup = Place(place.currency, place.pieces, placed_by or place.own)
    columns = None
    if kind == "matrix":
        by, tables, columns = _matrix(fields, place, lookup)
    else:
        by, tables = _table(fields, kind, place, lookup)
    method = _method(fields, kind, by)
    true_up = fields.choice("true_up", p.SAME_PERIOD, p.NEXT_PERIOD, p.WINDOW_END)
    if true_up != p.SAME_PERIOD and (
        kind == "curve" or by.kind not in RUNNING or method != p.RETROACTIVE
    ):
        text = (
            "A later true-up needs retroactive tiers by total or attainment: it first pays slices."
        )
        fields["true_up"].error("combination", text)
    _say_the_side(fields, method)
    return p.Rate(method, tables, by, columns, times, per_quota, true_up)


def factors(node: Node, place: Place) -> tuple[Table, p.Axis]:
    """A table of factors, looked up by a figure at the end of a period."""
    fields = node.fields("tiers", "curve", "by", "at_bound", "beyond", "limit")
    kind = fields.one_of("tiers", "curve")
    rates_only = Place(place.currency, {**place.pieces, "": False}, "")
    by, tables = _table(fields, kind, rates_only, place, OF_A_PERIOD)
    return tables[0], by


def _method(fields: Fields, kind: str, by: p.Axis) -> str:
    if by.kind == p.PAYOUT:
        methods: tuple[str, ...] = (p.MARGINAL,)
    elif by.kind == p.DEAL:
        methods = (p.MARGINAL, p.BY_DEAL)
    elif by.kind in RUNNING:
        methods = (p.MARGINAL, p.RETROACTIVE, p.BY_PERIOD, p.BY_DEAL)
    elif by.kind == p.METRIC:
        methods = (p.BY_PERIOD, p.RETROACTIVE)
    else:
        methods = (p.BY_DEAL,)
    if kind == "curve":
        methods = tuple(method for method in methods if method != p.MARGINAL)
    if not methods:
        fields.node.error("combination", f"A curve cannot be read by {by.kind}.")
        return p.BY_DEAL
    if len(methods) == 1 and "method" not in fields:
        return methods[0]
    return fields["method"].choice(*methods)


def _say_the_side(fields: Fields, method: str) -> None:
    if method != p.MARGINAL and "at_bound" not in fields and "curve" not in fields:
        fields.node.findings.note(
            "bound_side",
            fields.node.at,
            "It is not said which tier a figure exactly on a bound has; it has the upper one. "
            "Write at_bound.",
        )


def _table(
    fields: Fields,
    kind: str,
    place: Place,
    lookup: Place,
    allowed: frozenset[str] | tuple[str, ...] = AXES,
) -> tuple[p.Axis, tuple[Table, ...]]:
    by = axis(fields["by"], lookup, allowed)
    limit = along(fields["limit"], by, lookup) if "limit" in fields else None
    if kind == "curve":
        beyond = fields.choice("beyond", FLAT, EXTEND)
        return by, (Curve(_points(fields["curve"], by, place, lookup), beyond, limit),)
    side = fields.choice("at_bound", UPPER, LOWER)
    if kind != "tiers":
        return by, (Tiers((), (0,)),)
    bounds, rates = _tiers(fields["tiers"], by, place, lookup)
    return by, (Tiers(bounds, rates, side, limit),)


def _points(node: Node, by: p.Axis, place: Place, lookup: Place) -> tuple[tuple[int, int], ...]:
    points = []
    for item in node.items():
        fields = item.fields("at", "rate", "each")
        points.append((along(fields["at"], by, lookup), cell(fields, place)))
    if len(points) < 2:
        node.error("too_few", "A curve needs two points.")
        return ((0, 0),)
    for number, ((x0, _), (x1, _)) in enumerate(pairwise(points), start=1):
        if x1 <= x0:
            node.child(number).error("order", "The points have to go up along the axis.")
            return ((0, 0),)
    return tuple(points)


def _tiers(
    node: Node, by: p.Axis, place: Place, lookup: Place
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Tiers that lie end to end from 0 on: a gap or an overlap is a finding, never a guess."""
    lows: list[int] = []
    rates: list[int] = []
    before: Node | None = None
    reached: int | None = 0
    for number, item in enumerate(node.items()):
        fields = item.fields("from", "to", "rate", "each")
        low = along(fields["from"], by, lookup) if "from" in fields or number else 0
        if number == 0 and low > 0:
            fields["from"].error("gap", "Nothing is said for figures below this; begin at 0.")
        if number and before is not None:
            _meet(before, fields, reached, low, lows[-1])
        reached = along(fields["to"], by, lookup) if "to" in fields else None
        if reached is not None and reached <= low:
            fields["to"].error("order", "This tier ends where it starts, or before.")
        lows.append(low)
        rates.append(cell(fields, place))
        before = item
    if before is None:
        node.error("missing", "There is no tier.")
        return (), (0,)
    if reached is not None:
        before.child("to").error(
            "open_end", "Nothing is said for figures above this; leave “to” out, or add a tier."
        )
    return tuple(lows[1:]), tuple(rates)


def _meet(before: Node, fields: Fields, reached: int | None, low: int, last_low: int) -> None:
    """Check that a tier begins where the one before it ends."""
    start = fields["from"]
    if low <= last_low:
        start.error("order", "Tiers have to go up.")
    if reached is None or reached == low:
        return
    if reached > low:
        start.error("overlap", "This tier begins before the one before it ends.")
        return
    ending = str(before.child("to").value)
    hint = (
        " Bounds are half-open: end the tier at the very figure the next one begins with, not at "
        "one ending in 9."
        if ending.rstrip("%").endswith("9")
        else ""
    )
    start.error("gap", f"Between {ending} and {start.value} no rate is said.{hint}")


def _matrix(
    fields: Fields, place: Place, lookup: Place
) -> tuple[p.Axis, tuple[Table, ...], p.Columns]:
    node = fields["matrix"]
    inner = node.fields("rows", "columns", "rates", "each")
    side = fields.choice("at_bound", UPPER, LOWER)
    rows = inner["rows"].fields("by", "from")
    by = axis(rows["by"], lookup, AXES)
    limit = along(fields["limit"], by, lookup) if "limit" in fields else None
    bounds = _lows(rows["from"], by, lookup)
    columns, width = _columns(inner["columns"], lookup, side)
    kind = inner.one_of("rates", "each")
    grid: list[list[int]] = []
    lines = inner[kind].items() if kind else []
    for line in lines:
        cells = line.items()
        if len(cells) != width:
            line.error("ragged", f"This row has {len(cells)} cells; there are {width} columns.")
        grid.append([worth(one, kind.removesuffix("s"), place) for one in cells])
    if kind and len(lines) != len(bounds) + 1:
        inner[kind].error("ragged", f"There are {len(lines)} rows; the axis has {len(bounds) + 1}.")
    if not grid or any(len(line) != width for line in grid) or len(grid) != len(bounds) + 1:
        return by, (Tiers((), (0,)),), columns
    tables = tuple(Tiers(bounds, tuple(column), side, limit) for column in zip(*grid, strict=True))
    return by, tables, columns


def _lows(node: Node, by: p.Axis, place: Place) -> tuple[int, ...]:
    lows = [along(item, by, place) for item in node.items()]
    if not lows or lows[0] != 0:
        node.error("gap", "The first entry has to be 0, or figures below it have no rate.")
        return ()
    for number, (low, high) in enumerate(pairwise(lows), start=1):
        if high <= low:
            node.child(number).error("order", "The entries have to go up.")
    return tuple(lows[1:])


def _columns(node: Node, place: Place, side: str) -> tuple[p.Columns, int]:
    fields = node.fields("by", "from", "values")
    by = axis(fields["by"], place, OF_A_CREDIT | OF_A_PERIOD | WORDS)
    if by.kind in WORDS:
        labels = tuple(item.text() for item in fields["values"].items())
        if len(set(labels)) < len(labels):
            fields["values"].error("twice", "A value stands here twice.")
        return p.Columns(by, labels=labels), len(labels)
    if "values" in fields:
        fields["values"].error("combination", "Values are for product and tag; write “from”.")
    bounds = _lows(fields["from"], by, place)
    table = Tiers(bounds, tuple(range(len(bounds) + 1)), side)
    return p.Columns(by, table), len(bounds) + 1
