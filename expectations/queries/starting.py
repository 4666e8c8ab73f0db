"""Beginning documents for several people at once: who gets one, from what, and who has one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from expectations.lines import Draft
from expectations.models import DocumentVersion, ExpectationDocument, ProfileVersion, State
from expectations.queries.profiles import suggested
from people.models import Person

LAST, TITLE, BLANK = "last", "title", "blank"


@dataclass(frozen=True)
class Plan:
    """What one person would get: a draft from ``copy_of`` (None is a blank page), or nothing,
    because there is a document for these days already. ``words`` is the part of the job title
    for which a profile is suggested.
    """

    person: Person
    has_one: bool
    copy_of: Draft | None = None
    words: str = ""

    @property
    def profile(self) -> ProfileVersion | None:
        return self.copy_of if isinstance(self.copy_of, ProfileVersion) else None


def people_to_start(viewer: Person, today: date) -> list[Person]:
    """The people somebody leads directly who work here, by name. One query."""
    return list(
        Person.objects.employed_on(today)
        .filter(pk__in=Person.objects.reporting_to(viewer, today).values("pk"))
        .select_related("team")
        .order_by("name", "pk")
    )


def plans(
    *,
    people: Sequence[Person],
    viewer: Person,
    source: str,
    profiles: Mapping[str, ProfileVersion],
    starts_on: date,
    ends_on: date,
    today: date,
) -> list[Plan]:
    """What each person would get. Two queries at most.

    ``source`` is LAST, TITLE, BLANK, or a key of ``profiles``, which then is for all.
    """
    have = set(
        ExpectationDocument.objects.filter(
            person__in=[each.pk for each in people], starts_on=starts_on, ends_on=ends_on
        ).values_list("person", flat=True)
    )
    last = last_versions(people, viewer, today) if source == LAST else {}
    return [
        Plan(person, has_one=True)
        if person.pk in have
        else _plan(person, source, profiles, last.get(person.pk))
        for person in people
    ]


def _plan(
    person: Person,
    source: str,
    profiles: Mapping[str, ProfileVersion],
    last: DocumentVersion | None,
) -> Plan:
    if source == TITLE:
        fits = suggested(person.title, list(profiles.values()))
        return Plan(person, False, *fits) if fits else Plan(person, False)
    return Plan(person, False, profiles.get(source) or last)


def last_versions(
    people: Sequence[Person], viewer: Person, today: date
) -> dict[int, DocumentVersion]:
    """The newest version that was shared with each person, by the number of the person. One
    query.
    """
    rows = (
        DocumentVersion.objects.visible_to(viewer, today)
        .filter(document__person__in=[each.pk for each in people])
        .exclude(state=State.DRAFT)
        .select_related("document")
        .order_by("document__starts_on", "number")
    )
    return {row.document.person_id: row for row in rows}
