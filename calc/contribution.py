"""What part of a target falls into some of its days, so that a quarter can be held against a
year."""

from datetime import timedelta
from decimal import Decimal

from calc.pace import expected_by
from calc.periods import Period


def even_part(target: Decimal, whole: Period, part: Period) -> Decimal:
    """What of a ``target`` for the days of ``whole`` falls into ``part``, by working days.

    The target grows evenly (calc.pace.expected_by), so that parts next to each other add up to
    the whole; rounded to four decimals. Days outside ``whole`` count nothing.
    """
    before = expected_by(part.start - timedelta(days=1), whole, target)
    return expected_by(part.end, whole, target) - before
