"""The parts of a draft that one may comment on."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calc.document import StrategyWords
from calc.marketing import PlanWords
from expectations.wording import period_of
from salesperf.web import format as shown

WHOLE = "whole"


@dataclass(frozen=True)
class Part:
    """One part: a key that stays while its words stay, its name, and what it says."""

    key: str
    place: str
    words: str


def strategy_parts(words: StrategyWords) -> list[Part]:
    """Vision, mission, each value, each behaviour, and the whole."""
    return [
        Part("vision", _("Vision"), words.vision),
        Part("mission", _("Mission"), words.mission),
        *_of_values(words),
        _whole(),
    ]


def _of_values(words: StrategyWords) -> Iterator[Part]:
    for value in words.values:
        yield Part(_key("value", value.name), _("Value"), value.name)
        looks = _("What “%(value)s” looks like") % {"value": value.name}
        looks_not = _("What “%(value)s” does not look like") % {"value": value.name}
        for text in value.shows:
            yield Part(_key("shows", value.name, text), looks, text)
        for text in value.shows_not:
            yield Part(_key("not", value.name, text), looks_not, text)


def plan_parts(words: PlanWords) -> list[Part]:
    """Each part of a marketing plan, and the whole."""
    forecast = "; ".join(
        f"{period_of(line.starts_on, line.ends_on)}: {shown.number(line.minor and line.minor // 100)}"
        for line in words.forecast
    )
    return [
        Part("market", _("Target market"), words.target_market),
        Part("level", _("Target level of sales"), shown.money(words.target, "whole currency")),
        Part("approach", _("Sales approach"), words.sales_approach),
        Part("forecast", _("Forecast"), forecast),
        _whole(),
    ]


def _whole() -> Part:
    return Part(WHOLE, _("The whole draft"), "")


def _key(kind: str, *texts: str) -> str:
    spelled = "\x1f".join(texts).encode()
    return f"{kind}:{hashlib.sha256(spelled).hexdigest()[:20]}"
