"""Sentences of the planning page: where a rate comes from, what fits, how likely a target is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calc.funnel import TOO_FEW, Share
from calc.money import Money
from calc.periods import Period
from calc.planning.capacity import Load
from calc.planning.rates import OWN, TEAM, Rate, Size, Spread
from calc.planning.realism import Place
from expectations.models import ExpectedActivity
from expectations.planning import STAGE, Evidence, Plan, PlannedStep
from salesperf.web import format as shown


def percent(value: Fraction | Decimal, places: int = 1) -> str:
    """ "35%", "33.3%": no more decimals than it has."""
    number = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
    rounded = round(number * 100, places).normalize()
    return _("%(n)s%%") % {"n": shown.number(rounded)}


def whole_money(minor: Fraction | Decimal | int, currency: str) -> str:
    """An amount in whole units: "2,361 USD"."""
    return shown.money(Money(round(minor), currency), "whole currency")


# --- rates ---------------------------------------------------------------------------------------
def cases(share: Share | None) -> str:
    """ "70 of 200, 95% range 28.7 to 41.8%"; with too few, that nothing is taken from them."""
    if share is None:
        return ""
    numbers = {"hits": shown.number(share.hits), "n": shown.number(share.n)}
    if share.too_few:
        return _("%(hits)s of %(n)s: too few to take a rate from") % numbers
    interval = share.interval
    if interval is None:
        return ""
    return _("%(hits)s of %(n)s, 95%% range %(low)s to %(high)s") % {
        **numbers,
        "low": percent(interval.low).removesuffix("%"),
        "high": percent(interval.high),
    }


def of_whom(source: str, name: str) -> str:
    """ "Rhea's own", "the team's", "entered"."""
    if source == OWN:
        return _("%(name)s’s own") % {"name": name}
    return _("the team’s") if source == TEAM else _("entered")


def rate(found: Rate | None, name: str) -> str:
    """ "10%, Rhea's own"."""
    if found is None:
        return ""
    return _("%(rate)s, %(source)s") % {
        "rate": percent(found.value),
        "source": of_whom(found.source, name),
    }


def sizes(found: Spread | None, currency: str) -> str:
    """ "mean of 220 won deals, 95% range 2,140 to 2,583 USD"."""
    if found is None:
        return ""
    if found.too_few or found.low is None or found.high is None:
        return ngettext(
            "one won deal: too few to take a mean from",
            "%(n)s won deals: too few to take a mean from",
            found.n,
        ) % {"n": shown.number(found.n)}
    return _("mean of %(n)s won deals, 95%% range %(low)s to %(high)s") % {
        "n": shown.number(found.n),
        "low": shown.money(Money(round(found.low), currency), "whole"),
        "high": whole_money(found.high, currency),
    }


def size(found: Size | None, name: str, currency: str) -> str:
    """ "2,361 USD, Rhea's own"."""
    if found is None:
        return ""
    return _("%(size)s, %(source)s") % {
        "size": whole_money(found.value, currency),
        "source": of_whom(found.source, name),
    }


def counted_when(evidence: Evidence) -> str:
    """Over which days deals and logs were counted."""
    said = []
    if evidence.deals_span:
        said.append(_("deals decided %(days)s") % {"days": _days(evidence.deals_span)})
    if evidence.logs_span:
        said.append(_("weeks logged %(days)s") % {"days": _days(evidence.logs_span)})
    if not said:
        return _("Nothing was decided or logged yet: the entered rates count.")
    return _("Counted from %(what)s.") % {"what": _(" and ").join(said)}


def stages(evidence: Evidence) -> str:
    """Whether stages of deals can be steps, and what is counted of them."""
    if evidence.deals_span is None:
        return ""
    if not evidence.offered_stages:
        return _(
            "Stages of deals are no steps here: the record does not show how decided deals moved"
            " from one open stage to the next, only where deals stand now."
        )
    return _(
        "Deals in a stage are counted from how decided deals moved: a deal reached a stage when it"
        " stood in it or in a later one, or was won; the first stage is counted in opened deals"
        " where an activity leads to it."
    )


def _days(span: Period) -> str:
    return shown.day_range(span.start, span.end)


# --- what is missing -----------------------------------------------------------------------------
def lacks(plan: Plan) -> list[tuple[str, str]]:
    """What has to be entered before anything can be reckoned, with the field it is about."""
    found = []
    if "target" in plan.lacks:
        found.append((_("Enter the revenue target of the period."), "id_target"))
    if "days" in plan.lacks:
        found.append((_("There is no working day left in this period."), "days"))
    if "nothing" in plan.lacks:
        found.append((_("The ramp leaves nothing of the target in this period."), "id_ramp"))
    if "size" in plan.lacks:
        found.append((_("Enter a deal size: too few deals were won to take one from."), "id_size"))
    if "steps" in plan.lacks:
        found.append((_("Choose at least one step that leads to a deal."), "id_step-0-what"))
    for place, each in enumerate(plan.steps):
        if each.rate is None:
            said = _("Enter a rate for %(step)s: too little was counted to take one from.")
            found.append((said % {"step": step_name(each)}, f"id_step-{place}-percent"))
    return found


def step_name(step: PlannedStep) -> str:
    if step.step.kind == STAGE:
        return _("Deals in %(stage)s") % {"stage": step.name}
    return step.name or _("Opportunities")


# --- hours ---------------------------------------------------------------------------------------
def hours(minutes: Fraction | Decimal) -> str:
    """Minutes as hours, rounded up to a tenth: "14.2"."""
    tenths = ceil(Fraction(minutes) / 6)
    return shown.number((Decimal(tenths) / 10).normalize())


@dataclass(frozen=True)
class Way:
    """One way to make the week fit: a sentence with its figures."""

    text: str


def does_it_fit(load: Load) -> str:
    """The week and its hours, in a sentence."""
    figures = {"takes": hours(load.takes), "has": hours(load.has)}
    if load.fits:
        return _("The week takes %(takes)s of its %(has)s hours. It fits.") % figures
    said = _("The week takes %(takes)s hours and has %(has)s: %(over)s too many.")
    return said % {**figures, "over": hours(load.over)}


def ways(plan: Plan) -> list[Way]:
    """What would make the week fit; empty when it does."""
    load, size = plan.load, plan.size
    if load is None or load.fits or plan.deals is None or size is None or plan.asked is None:
        return []
    found = []
    for step, better in zip(plan.steps, load.rates, strict=True):
        if better is not None and step.rate is not None:
            said = _("If %(to)s of %(step)s led on instead of %(from)s, everything would fit.")
            found.append(Way(said % {
                "to": percent(better), "step": _lower(step), "from": percent(step.rate.value),
            }))  # fmt: skip
    for fewer in load.fewer:
        step = plan.steps[fewer.step]
        if fewer.fits and step.weekly is not None:
            said = _(
                "There is time for %(most)s %(step)s a week instead of %(now)s, if nothing else"
                " gives way: %(less)s fewer."
            )
            found.append(Way(said % {
                "most": shown.number(fewer.most), "step": _lower(step),
                "now": shown.number(step.weekly), "less": shown.number(step.weekly - fewer.most),
            }))  # fmt: skip
    part = min(plan.asked.minor, ceil(size.value * load.deals))
    said = ngettext(
        "As it is, there is time for one of %(all)s deals: %(amount)s, %(share)s of the target.",
        "As it is, there is time for %(n)s of %(all)s deals: %(amount)s, %(share)s of the target.",
        load.deals,
    )
    found.append(Way(said % {
        "n": shown.number(load.deals), "all": shown.number(plan.deals),
        "amount": whole_money(part, plan.asked.currency),
        "share": percent(Fraction(part, plan.asked.minor), 0),
    }))  # fmt: skip
    return found


def _lower(step: PlannedStep) -> str:
    name = step_name(step)
    return name[:1].lower() + name[1:]


# --- realism -------------------------------------------------------------------------------------
def reached_before(place: Place, own: bool, name: str) -> str:
    """How often the target was reached before, and what that allows to say."""
    if not place.n:
        return (
            _("%(name)s has no past period to compare with.") % {"name": name}
            if own
            else _("The rest of the team has no past period to compare with.")
        )
    figures = {
        "name": name, "hits": shown.number(place.reached.hits), "n": shown.number(place.n),
    }  # fmt: skip
    if own:
        said = ngettext(
            "%(name)s reached it in %(hits)s of one past period.",
            "%(name)s reached it in %(hits)s of %(n)s past periods.",
            place.n,
        )
        few = _("Few periods: look at them, conclude nothing.") if place.reached.too_few else ""
        return " ".join(filter(None, [said % figures, few]))
    said = _("The rest of the team reached it in %(hits)s of %(n)s periods.") % figures
    interval = place.reached.interval
    if not place.says_something or interval is None:
        few = _("Fewer than %(n)s: nothing is concluded.") % {"n": TOO_FEW}
        return f"{said} {few}"
    often = _("That is %(share)s (95%% range %(low)s to %(high)s).") % {
        "share": percent(place.reached.value or Decimal(0), 0),
        "low": percent(interval.low, 0).removesuffix("%"),
        "high": percent(interval.high, 0),
    }
    return f"{said} {often} {_verdict(place)}"


def _verdict(place: Place) -> str:
    """What the rule of thumb says: a target that 60 to 75% reach is one that can be reached."""
    share = place.reached.value or Decimal(0)
    if share < Decimal("0.1"):
        return _("Hardly anybody got there: agree on what makes it possible now.")
    if share < Decimal("0.4"):
        return _("A stretch: say what is different this time.")
    return _("Within what was reached before.")


def strip_said(plan: Plan, evidence: Evidence) -> str:
    """What the strip of past results shows, for who does not see it."""
    asked = plan.asked
    each = [*evidence.own_results, *evidence.team_results]
    if not each or asked is None:
        return ""
    said = _(
        "Past results of the team from %(low)s to %(high)s, those of one's own larger; target"
        " %(target)s"
    )
    return said % {
        "low": whole_money(min(each), asked.currency),
        "high": whole_money(max(each), asked.currency),
        "target": whole_money(asked.minor, asked.currency),
    }


# --- how the quantities came about ---------------------------------------------------------------
def how(plan: Plan) -> dict[str, Any]:
    """What the document keeps when the quantities are put in: plain values, no rows."""
    asked, target = plan.asked, plan.figures.target
    return {
        "asked": asked.minor if asked else 0,
        "target": target or 0,
        "currency": plan.figures.currency,
        "deals": plan.deals,
        "days": plan.working_days,
        "steps": [
            {
                "name": each.name,
                "needed": each.needed,
                "rate": str(
                    round(Decimal(each.rate.value.numerator) / each.rate.value.denominator, 6)
                ),
                "source": each.rate.source,
            }
            for each in plan.steps
            if each.rate is not None
        ],
    }


def derivation(
    derived: Mapping[str, Any], name: str, lines: Sequence[ExpectedActivity] | Mapping[int, Decimal]
) -> str:
    """One sentence on how the weekly quantities came about; "" when they were not worked out.

    ``lines`` are what stands in the document now, by activity type: what was changed by hand
    since is said.
    """
    if not derived:
        return ""
    chain = " ← ".join(
        _("%(n)s %(step)s (%(rate)s, %(source)s)") % {
            "n": shown.number(each["needed"]),
            "step": (each["name"] or _("Opportunities")).lower(),
            "rate": percent(Decimal(each["rate"])),
            "source": of_whom(each["source"], name),
        }
        for each in reversed(derived["steps"])
    )  # fmt: skip
    said = _(
        "Worked out from %(amount)s: %(deals)s deals ← %(chain)s, over %(days)s working days."
    ) % {
        "amount": whole_money(derived["asked"], derived["currency"]),
        "deals": shown.number(derived["deals"]),
        "chain": chain,
        "days": shown.number(derived["days"]),
    }
    now = lines if isinstance(lines, Mapping) else {
        each.activity_type_id: each.weekly_quantity for each in lines
    }  # fmt: skip
    if any(now.get(int(pk)) != Decimal(put) for pk, put in derived["quantities"].items()):
        said = f"{said} {_('Some quantities were changed by hand since.')}"
    return said
