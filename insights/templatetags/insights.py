"""Filters of the pages across rooms; templates load them as ``insights``."""

from decimal import Decimal

from django import template

from activities import wording as week_wording
from calc.currencies import CODES
from expectations.queries import Standing
from expectations.templatetags.expectations import figure
from insights import wording
from salesperf.web import format

register = template.Library()

register.filter("pace_words", week_wording.pace_words)
register.filter("paper_word", wording.paper_word)


@register.filter
def plain_figure(stands: Standing, value: Decimal | None) -> str:
    """A figure for a column: amounts in whole units, what has a unit of its own with it."""
    if value is None:
        return format.unknown()
    unit = stands.standard.unit.strip()
    if unit in CODES:
        return format.number(value, 0)
    if unit in {"%", "×", "x"}:
        return str(figure(stands, value))
    return format.number(value, 0 if value == value.to_integral_value() else 1)
