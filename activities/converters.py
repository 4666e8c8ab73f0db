"""Days in addresses."""

from datetime import date


class DayConverter:
    """A day as 2026-03-09, within the years that anybody logs; others are not found."""

    regex = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)
