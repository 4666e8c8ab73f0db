"""The words and figures of a marketing plan, and how its forecast adds up."""

from dataclasses import dataclass
from datetime import date, timedelta

from calc.money import Money
from calc.periods import Period, month, quarter

QUARTER, MONTH = "quarter", "month"
MOST_STRETCHES = 36


@dataclass(frozen=True)
class ForecastWords:
    """What is expected from one day to another, in minor units; None where nothing is said yet."""

    starts_on: date
    ends_on: date
    minor: int | None


@dataclass(frozen=True)
class PlanWords:
    """Everything one edition of a marketing plan says."""

    edition: int
    effective_from: date
    ends_on: date
    owner: int
    owner_name: str
    target_market: str
    sales_approach: str
    target_minor: int | None
    currency: str
    rhythm: str
    forecast: tuple[ForecastWords, ...] = ()

    @property
    def target(self) -> Money | None:
        return None if self.target_minor is None else Money(self.target_minor, self.currency)

    @property
    def expected(self) -> Money:
        """The forecast together."""
        return Money(sum(each.minor or 0 for each in self.forecast), self.currency)

    @property
    def gap(self) -> Money | None:
        """The forecast less the target: below zero the plan does not say where the rest comes from."""
        return None if self.target is None else self.expected - self.target


def stretches(starts_on: date, ends_on: date, rhythm: str) -> tuple[Period, ...]:
    """The quarters or months of a plan, the first and the last cut to its days.

    At most MOST_STRETCHES; a plan that is longer is said by quarter or cut into two.
    """
    of = month if rhythm == MONTH else quarter
    found: list[Period] = []
    day = starts_on
    while day <= ends_on and len(found) < MOST_STRETCHES:
        end = min(of(day).end, ends_on)
        found.append(Period(day, end))
        day = end + timedelta(days=1)
    return tuple(found)
