"""Who gets which answer where people see each other's expectations: the team."""

from typing import Any

from tests.access.row import (
    ADMINISTRATOR,
    DIRECTOR,
    EX_MANAGER,
    EXECUTIVE,
    HR,
    LEADERS_OF_REP,
    MANAGER,
    OTHER_MANAGER,
    OTHER_REP,
    PEER,
    REP,
    Row,
)

# --- the expectations of a team ------------------------------------------------------------------
TEAM_OPEN = frozenset({REP, PEER, MANAGER, DIRECTOR, HR, EXECUTIVE, ADMINISTRATOR})
TEAM_SET = LEADERS_OF_REP | {HR, ADMINISTRATOR}


def of_north(name: str, methods: str = "GET", **more: Any) -> Row:
    return Row(
        f"expectations:{name}", methods, args=lambda w: [w.cast.north.pk], finds=TEAM_OPEN, **more
    )


# The director leads somebody of South, and reads what is theirs; not what the other rep signed.
SOUTH_OPEN = frozenset(
    {DIRECTOR, EX_MANAGER, OTHER_REP, OTHER_MANAGER, HR, EXECUTIVE, ADMINISTRATOR}
)

TEAM = (
    Row(
        "expectations:team_expectations_of",
        args=lambda w: [w.cast.south.pk],
        finds=SOUTH_OPEN,
        note="of a team that shows nothing",
    ),
    Row(
        "expectations:team_expectations_csv",
        args=lambda w: [w.cast.south.pk],
        finds=SOUTH_OPEN,
        note="of a team that shows nothing",
    ),
    Row("expectations:team_expectations"),
    of_north("team_expectations_of"),
    of_north("team_expectations_of", query="?show=behind&q=rhea", note="searched"),
    of_north("team_expectations_csv"),
    of_north("team_expectations_xlsx"),
    of_north("team_showing", "POST", acts=TEAM_SET, body=lambda w: {"shows": "0"}),
)

# --- the trace -----------------------------------------------------------------------------------
READERS = LEADERS_OF_REP | {REP, HR}
TRACE = (
    Row("expectations:trace"),
    Row("expectations:trace", query="?missing=objectives", note="objectives"),
    Row("expectations:trace_value", args=lambda w: [w.past_edition.pk, 1]),
    Row(
        "expectations:trace_value", args=lambda w: [w.edition.pk, 1],
        finds=frozenset({EXECUTIVE}), note="of a draft",
    ),
    Row("expectations:trace_objective", args=lambda w: [w.company_objective.pk]),
    Row(
        "expectations:trace_objective", args=lambda w: [w.rep_objective.pk],
        finds=LEADERS_OF_REP | {REP}, note="of a person",
    ),
    Row(
        "expectations:trace_standard", args=lambda w: [w.active.pk, w.entered_line],
        finds=READERS,
    ),
    Row("expectations:trace_activity", args=lambda w: [w.calls.pk]),
)  # fmt: skip

ROWS = (*TEAM, *TRACE)
