"""Who gets which answer in insights/: the home page, the team, search."""

from tests.access.row import (
    ADMINISTRATOR,
    COMPENSATION,
    DIRECTOR,
    EXECUTIVE,
    HR,
    MANAGER,
    OTHER_MANAGER,
    SIGNED_IN,
    Row,
)

WHO_LEADS = frozenset({MANAGER, DIRECTOR, OTHER_MANAGER, EXECUTIVE})
SELLS = SIGNED_IN - {HR, COMPENSATION, EXECUTIVE, ADMINISTRATOR, DIRECTOR, OTHER_MANAGER, MANAGER}


def section(key: str, whose: frozenset[str]) -> Row:
    return Row("insights:home_section", args=lambda w: [key], finds=whose, note=key)


ROWS = (
    Row("insights:home"),
    section("company", frozenset({EXECUTIVE})),
    section("people", WHO_LEADS),
    section("hr", frozenset({HR})),
    section("pay", frozenset({COMPENSATION})),
    section("system", frozenset({ADMINISTRATOR})),
    section("own", SELLS),
    Row("insights:team", reads=WHO_LEADS),
    Row("insights:team_csv", reads=WHO_LEADS),
    Row("insights:team_xlsx", reads=WHO_LEADS),
    Row("insights:search"),
    Row("insights:search", query="?q=CNRY", note="for a canary"),
    Row("insights:search", query="?q=rhea", note="for the rep"),
)
