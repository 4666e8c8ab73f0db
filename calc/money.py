"""Money: integer minor units of an ISO 4217 currency, and the named ways to round.

Nothing here is a float. A part of a sum is rounded at one named point (:func:`split`), and the
parts add up to the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# ISO 4217 exponents that are not 2 (list one, 2024-06-25 edition: currencies with 0, 3 or 4).
_EXPONENTS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}


class CurrencyMismatchError(ValueError):
    """Two currencies met where there is no rate between them."""


def exponent(currency: str) -> int:
    """Number of decimal places of a currency's minor unit (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


def unusual_exponents() -> dict[int, list[str]]:
    """Codes of currencies whose minor unit has not two decimal places, by that number."""
    by_places: dict[int, list[str]] = {}
    for code, places in _EXPONENTS.items():
        by_places.setdefault(places, []).append(code)
    return by_places


@dataclass(frozen=True, order=False)
class Money:
    """An exact amount: ``minor`` units (cents) of ``currency``."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("Money is made of whole minor units.")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is no ISO 4217 currency code.")

    @classmethod
    def of(cls, amount: "Decimal | int | str", currency: str) -> "Money":
        """Make money from an amount in major units that fits the currency's decimals exactly.

        Raises ValueError when it does not: 1.005 USD is a mistake, not a rounding.
        """
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
        except InvalidOperation:
            raise ValueError(f"{amount!r} is no amount.") from None
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more decimals than {currency} ({exponent(currency)}).")
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatchError(
                f"{self.currency} and {other.currency} need a rate to meet."
            )
        return other.minor


def split(whole: Money, weights: Sequence[int]) -> list[Money]:
    """Share ``whole`` by weights so that the parts add up to it.

    Each part is rounded down and the units left over go to the largest remainders, the first
    of equals first (Hamilton's method). Raises ValueError without a positive weight.
    """
    total = sum(weights)
    if total <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("Weights must not be negative and must not all be 0.")
    sign = -1 if whole.minor < 0 else 1
    exact = [divmod(abs(whole.minor) * weight, total) for weight in weights]
    parts = [share for share, _ in exact]
    left = abs(whole.minor) - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-exact[i][1], i))
    for i in by_remainder[:left]:
        parts[i] += 1
    return [Money(sign * part, whole.currency) for part in parts]


def round_half_away(value: Decimal) -> int:
    """Round to a whole number, halves away from zero (the commercial rule)."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
