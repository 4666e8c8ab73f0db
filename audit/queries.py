"""Reading the audit trail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db import connection

from audit.models import Event, EventQuerySet

# Walks the index from verb to verb; a DISTINCT would read the whole table on both databases.
_VERBS = """
    WITH RECURSIVE verbs(verb) AS (
        SELECT MIN(verb) FROM audit_event
        UNION ALL
        SELECT (SELECT MIN(verb) FROM audit_event WHERE verb > verbs.verb)
        FROM verbs WHERE verbs.verb IS NOT NULL
    )
    SELECT verb FROM verbs WHERE verb IS NOT NULL
"""


@dataclass(frozen=True)
class Filter:
    """What the reader asks for; empty fields ask for everything. Both dates are included."""

    verb: str = ""
    person: str = ""
    start: date | None = None
    end: date | None = None

    def __bool__(self) -> bool:
        return self != Filter()


def filtered(events: EventQuerySet, wanted: Filter, zone: tzinfo) -> EventQuerySet:
    """Narrow the events; days are days of the reader's ``zone``."""
    if wanted.verb:
        events = events.filter(verb=wanted.verb)
    if wanted.person:
        events = events.filter(actor__name__icontains=wanted.person)
    if wanted.start:
        events = events.filter(at__gte=_midnight(wanted.start, zone))
    if wanted.end and wanted.end < date.max:
        events = events.filter(at__lt=_midnight(wanted.end + timedelta(days=1), zone))
    return events.select_related("actor")


def verbs() -> list[str]:
    """Every act that ever happened, by name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_VERBS)
        return [row[0] for row in cursor.fetchall()]


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


__all__ = ["Event", "Filter", "filtered", "verbs"]
