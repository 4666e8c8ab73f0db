"""Who gets which answer in activities/: one's own week, weeks of others, activity types."""

from datetime import date

from django.urls import reverse

from tests.access.row import (
    ADMINISTRATOR,
    EXECUTIVE,
    HR,
    LEADERS_OF_REP,
    REP,
    SIGNED_IN,
    Row,
    each,
)

KEEPERS = frozenset({HR, ADMINISTRATOR, EXECUTIVE})
READERS = LEADERS_OF_REP | {REP}
THIS_MONDAY = date(2026, 3, 9)
LAST_MONDAY = date(2026, 3, 2)

WEEKS = (
    Row("activities:week"),
    Row("activities:week_of", args=lambda w: [LAST_MONDAY]),
    Row(
        "activities:entries", "POST", args=lambda w: [THIS_MONDAY],
        body=lambda w: {f"q-{w.calls.pk}-2026-03-10": "12"},
    ),
    Row(
        "activities:remarks", "POST", args=lambda w: [date(2026, 2, 23)],
        body=lambda w: {"skill_practised": "Listening", "reflection": "One line."},
        form_on=lambda w: reverse("activities:week_of", args=[date(2026, 2, 23)]),
        form_of_each=True,
        not_repeated="the second sending carries the version of before and is told so",
    ),
    Row("activities:submission", "POST", args=lambda w: [LAST_MONDAY]),
    Row("activities:reopening", "POST", args=lambda w: [LAST_MONDAY]),
    Row(
        "activities:person_week", args=lambda w: [w.cast.rep.pk, LAST_MONDAY],
        finds=READERS, but={("GET", REP): 302},
    ),
    Row(
        "activities:person_fragment", args=lambda w: [w.cast.rep.pk],
        but=each("GET", SIGNED_IN - READERS, 204),
    ),
)  # fmt: skip


def type_row(name: str, methods: str = "POST", **more) -> Row:
    return Row(name, methods, args=lambda w: [w.calls.pk], role=KEEPERS, **more)


TYPES = (
    Row("activities:types", "GET POST", acts=KEEPERS, body=lambda w: {"name": "Demos", "unit": "count"}),
    Row("activities:usual_types", "POST", role=KEEPERS),
    type_row("activities:type_edit", "GET POST", body=lambda w: {"name": "Talks", "unit": "count"}),
    type_row("activities:type_place", body=lambda w: {"place": "1"}),
    type_row("activities:type_archiving"),
    type_row("activities:type_return"),
)  # fmt: skip

ROWS = (*WEEKS, *TYPES)
