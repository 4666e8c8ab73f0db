"""Reads a plan from JSON. The form is documented in docs/commission-plans.md.

``parse`` never raises for what stands in the text: it gives a plan, or findings that say what is
wrong and where.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from calc.commission import parse_terms as terms
from calc.commission import plan as p
from calc.commission.calendar import ANNIVERSARY, PERIODS, WINDOWS, Calendar
from calc.commission.numbers import HALF_AWAY, HALF_EVEN
from calc.commission.parse_rates import Place, condition, factors, rate
from calc.commission.reader import Fields, Node, load
from calc.commission.values import COMMISSION, OVERLAY, OWN, ROLES, Finding, Findings

_PLAN_FIELDS = (
    "schema",
    "name",
    "currency",
    "period",
    "year_starts",
    "rounding",
    "round_at",
    "measures",
    "components",
    "adjustments",
    "caps",
    "settlement",
    "payment",
    "clawback",
    "pools",
    "proration",
    "quotas",
    "targets",
    "earned",
    "fx",
    "leaver",
    "tests",
)
_MEASURE_FIELDS = ("id", "name", "base", "where", "window", "quota")
_BASES = (p.REVENUE, p.MARGIN, p.UNITS, p.DEALS, p.PERIOD, p.WINDOW, p.COMMISSION)


@dataclass(frozen=True)
class Reading:
    """A plan, unless there are errors among the findings."""

    plan: p.Plan | None
    findings: tuple[Finding, ...]


def parse(text: str | bytes) -> Reading:
    """Read a plan from JSON text."""
    findings = Findings()
    node = load(text, findings)
    return Reading(None, tuple(findings)) if node is None else _reading(node, findings)


def parse_data(data: Any) -> Reading:
    """Read a plan from JSON that was parsed elsewhere. Floats in it are refused."""
    findings = Findings()
    return _reading(Node(data, "", findings), findings)


def _reading(node: Node, findings: Findings) -> Reading:
    fields = node.fields(*_PLAN_FIELDS)
    plan = _plan(fields)
    if not findings.has_errors:
        plan = replace(plan, quotas=_quotas(fields, plan))
    return Reading(None if findings.has_errors else plan, tuple(findings))


def _quotas(fields: Fields, plan: p.Plan) -> tuple[tuple[str, int], ...]:
    """The plan's own quotas, as money or as counts: whatever is measured against them."""
    in_pieces = plan.quota_names(in_pieces=True)
    for name in sorted(in_pieces & plan.quota_names(in_pieces=False)):
        text = f"The quota “{name}” is money for one measure and a count for another; name two."
        fields["quotas"].error("unit", text)
    return _plain_figures(fields, "quotas", plan.currency, in_pieces)


def _plan(fields: Fields) -> p.Plan:
    fields["schema"].choice(p.SCHEMA)
    currency = _currency(fields["currency"])
    period = fields["period"].choice(*PERIODS)
    first_month = fields["year_starts"].whole(1, 12) if "year_starts" in fields else 1
    measures = fields.list("measures", 50)
    components = fields["components"].items(100)
    if not components and fields["components"].value == []:
        fields["components"].error("missing", "A plan needs a component.")
    pieces = _ids([*measures, *components])
    place = Place(currency, pieces, next(iter(pieces)) if len(pieces) == 1 else "")
    read = tuple(_component(item, place, period) for item in components)
    plain = tuple(_measure(item, item.fields(*_MEASURE_FIELDS), period) for item in measures)
    ids = [component.id for component in read]
    return p.Plan(
        name=fields["name"].text(),
        currency=currency,
        period=period,
        components=read,
        calendar=Calendar(first_month),
        rounding=fields.choice("rounding", HALF_AWAY, HALF_EVEN),
        round_at=fields.choice("round_at", p.LINE, p.SLICE, p.WHOLE_TOTAL),
        measures=plain,
        adjustments=tuple(_adjustment(i, place, ids) for i in fields.list("adjustments", 50)),
        caps=tuple(_cap(item, currency) for item in fields.list("caps", 10)),
        settlement=terms.settlement(fields["settlement"], currency, ids)
        if "settlement" in fields
        else p.Settlement(),
        payment=terms.payment(fields["payment"]) if "payment" in fields else (),
        clawback=terms.clawback(fields["clawback"]) if "clawback" in fields else None,
        pools=tuple(terms.pool(item, place, period) for item in fields.list("pools", 10)),
        proration=terms.proration(fields["proration"]) if "proration" in fields else p.Proration(),
        targets=_plain_figures(fields, "targets", currency),
        earned_on=fields["earned"].choice("booking", "invoice", "delivery", "payment")
        if "earned" in fields
        else "",
        fx_date=fields["fx"].choice("deal", "payment", "period_end") if "fx" in fields else "",
        leaver=fields["leaver"].choice("keeps_earned", "forfeits_unpaid")
        if "leaver" in fields
        else "",
        tests=tuple(_test(item) for item in fields.list("tests", 200)),
    )


def _currency(node: Node) -> str:
    text = node.text()
    if text and not (len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()):
        node.error("no_currency", "A currency is its ISO 4217 code of three letters such as USD.")
        return "USD"
    return text


def _ids(nodes: list[Node]) -> dict[str, bool]:
    """Which measures there are, and whether each is counted in pieces."""
    found: dict[str, bool] = {}
    for node in nodes:
        values = node.value if isinstance(node.value, dict) else {}
        name = values.get("id")
        if isinstance(name, str):
            if name in found:
                node.child("id").error("twice", f"“{name}” stands here twice.")
            base = values.get("base", p.REVENUE)
            kind = base.partition(":")[0] if isinstance(base, str) else ""
            found[name] = kind in {p.UNITS, p.DEALS, p.PERIOD, p.WINDOW, p.METRIC}
    return found


def _measure(node: Node, fields: Fields, period: str) -> p.Measure:
    base = _base(fields["base"]) if "base" in fields else p.Axis(p.REVENUE)
    window = fields["window"].choice(*WINDOWS) if "window" in fields else period
    if WINDOWS.index(window) < WINDOWS.index(period):
        fields["window"].error(
            "combination", f"A window of a {window} is shorter than the pay period."
        )
    roles = frozenset({COMMISSION}) if base.kind == p.COMMISSION else frozenset({OWN, OVERLAY})
    where = _where(fields["where"], roles) if "where" in fields else p.Where(roles)
    quota = fields["quota"].name() if "quota" in fields else "quota"
    return p.Measure(fields["id"].name(), base, where, window, quota)


def _base(node: Node) -> p.Axis:
    text = node.text()
    kind, _, name = text.partition(":")
    if kind in {p.TARGET, p.METRIC}:
        if not name:
            node.error("missing", f"Say which {kind}: {kind}:name.")
        return p.Axis(kind, name)
    if text not in _BASES:
        node.error("no_choice", f"“{text}” is none of: {', '.join(_BASES)}, target:…, metric:….")
        return p.Axis(p.REVENUE)
    return p.Axis(kind)


def _where(node: Node, roles: frozenset[str]) -> p.Where:
    fields = node.fields("role", "product", "tag", "not_tag", "from", "to")
    if "role" in fields:
        roles = frozenset(item.choice(*ROLES) for item in fields["role"].items(10))
    start = fields["from"].date() if "from" in fields else None
    end = fields["to"].date() if "to" in fields else None
    if start and end and end < start:
        fields["to"].error("order", "This window ends before it starts.")
    return p.Where(
        roles,
        _texts(fields, "product"),
        _texts(fields, "tag"),
        _texts(fields, "not_tag"),
        start,
        end,
    )


def _texts(fields: Fields, name: str) -> frozenset[str]:
    if name not in fields:
        return frozenset()
    found = frozenset(item.text() for item in fields[name].items())
    if not found:
        fields[name].error("missing", "An empty list would match nothing; leave the field out.")
    return found


def _component(node: Node, place: Place, period: str) -> p.Component:
    fields = node.fields(*_MEASURE_FIELDS, "measure", "rate", "floors", "caps")
    measure = _measure(node, fields, period)
    placed_by = fields["measure"].name() if "measure" in fields else ""
    if placed_by and placed_by not in place.pieces:
        fields["measure"].error("unknown_measure", f"There is no measure “{placed_by}”.")
        placed_by = ""
    own = Place(place.currency, {**place.pieces, measure.id: measure.in_pieces}, measure.id)
    found = rate(fields["rate"], own, placed_by)
    _fits(fields["rate"], measure, found, period)
    return p.Component(
        measure=measure,
        rate=found,
        name=fields["name"].text() if "name" in fields else "",
        placed_by=placed_by,
        floors=tuple(_floor(item, place.currency) for item in fields.list("floors", 2)),
        caps=tuple(_cap(item, place.currency) for item in fields.list("caps", 5)),
    )


def _fits(node: Node, measure: p.Measure, found: p.Rate, period: str) -> None:
    """A base that hangs on no deal cannot be applied in every way."""
    if measure.hangs_on_deals:
        return
    elsewhere = found.axis.name != measure.id
    if found.method == p.MARGINAL and (elsewhere or found.axis.kind == p.PAYOUT):
        node.error("combination", "Only deals can be cut into slices along another total.")
    once = measure.base.kind in {p.WINDOW, p.TARGET} and measure.window != period
    if once and found.method not in {p.FLAT, p.RETROACTIVE}:
        text = (
            f"This is paid once for each {measure.window} but the pay period is a {period}: only "
            "the retroactive method can bring it up to date in later periods."
        )
        node.error("combination", text)


def _cap(node: Node, currency: str) -> p.Cap:
    fields = node.fields("per", "at", "excess")
    per = fields["per"].choice(p.CREDIT, p.PERIOD, *WINDOWS)
    excess = fields.choice("excess", p.LOST, p.WITHHELD)
    if excess == p.WITHHELD and per in {p.CREDIT, ANNIVERSARY}:
        fields["excess"].error(
            "combination", "What is withheld needs a later window of the calendar."
        )
    return p.Cap(per, fields["at"].money(currency), excess)


def _floor(node: Node, currency: str) -> p.Cap:
    fields = node.fields("per", "at")
    return p.Cap(fields["per"].choice(p.CREDIT, p.PERIOD), fields["at"].money(currency))


def _adjustment(node: Node, place: Place, ids: list[str]) -> p.Adjustment:
    fields = node.fields("id", "components", "when", "multiply", "pay", "cap")
    chosen = tuple(terms.known(fields["components"], ids)) if "components" in fields else tuple(ids)
    when = condition(fields["when"], place) if "when" in fields else None
    found = p.Adjustment(fields["id"].name(), chosen, when)
    match fields.one_of("multiply", "pay", "cap"):
        case "pay":
            fields["pay"].choice("nothing")
            return p.Adjustment(found.id, chosen, when, factor=0)
        case "cap":
            return p.Adjustment(found.id, chosen, when, cap=fields["cap"].money(place.currency))
        case "multiply" if isinstance(fields["multiply"].value, dict):
            table, by = factors(fields["multiply"], place)
            return p.Adjustment(found.id, chosen, when, table=table, axis=by)
        case "multiply":
            return p.Adjustment(found.id, chosen, when, factor=fields["multiply"].rate())
    return found


def _plain_figures(
    fields: Fields, name: str, currency: str, in_pieces: Collection[str] = ()
) -> tuple[tuple[str, int], ...]:
    if name not in fields:
        return ()
    return tuple(
        (key, child.pieces() if key in in_pieces else child.money(currency))
        for key, child in fields[name].named()
    )


def _test(node: Node) -> p.PlanTest:
    from_object = node.value if isinstance(node.value, dict) else {}
    if "name" not in from_object:
        node.child("name").error("missing", "A test needs a name that says what it shows.")
    return p.PlanTest(str(from_object.get("name", ""))[:200], node.at, node.value)
