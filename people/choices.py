"""What people can choose about themselves: time zones by region, currencies."""

import zoneinfo
from functools import cache

from calc.currencies import CODES

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The places of the time zone database by region, for a select with groups."""
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for name in sorted(zoneinfo.available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region in groups:
            groups[region].append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", [("UTC", "UTC")]), *groups.items()]


def currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in sorted(CODES)]
