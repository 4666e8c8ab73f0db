"""Lists of documents: one's own, those of the people one leads, everybody's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from expectations.models import Disagreement, DocumentVersion, Signature, State
from expectations.models.documents import IN_WORK, VersionQuerySet
from people.models import Person, ReportingLine
from sales.queries import NOTHING, SalesResult, results_by_person

A_YEAR = timedelta(days=365)
OWN_SHOWN = 20

_RANK = {State.SHARED: 0, State.DRAFT: 1, State.ACTIVE: 2, State.SUPERSEDED: 3}


@dataclass(frozen=True)
class Standing:
    """Where a version is on its way, for a list: a key of the status marks, and for whom it
    waits (``person``, ``manager`` or both) while it is shared.
    """

    key: str
    waits_for: tuple[str, ...] = ()
    disagreed: bool = False  # the side that reads has read it and not agreed so far


@dataclass(frozen=True)
class PersonLine:
    """One person somebody leads, with the version that matters most now and what was sold."""

    person: Person
    version: DocumentVersion | None
    standing: Standing
    sold: SalesResult


def standings_of(versions: Iterable[DocumentVersion], today: date) -> dict[int, Standing]:
    """Where each version is on its way, by its number. One query for what is shared, one for
    what is shared or in force."""
    rows = list(versions)
    disagreed = _disagreed(rows)
    shared = [row.pk for row in rows if row.is_shared]
    signed: dict[int, set[str]] = {}
    if shared:
        signatures = Signature.objects.filter(version__in=shared).select_related("version")
        for signature in signatures:
            if signature.fingerprint == signature.version.fingerprint:
                signed.setdefault(signature.version_id, set()).add(signature.side)
    return {
        row.pk: _standing(row, signed.get(row.pk, set()), row.pk in disagreed, today)
        for row in rows
    }


def _disagreed(rows: list[DocumentVersion]) -> set[int]:
    """Versions that were read, and not agreed to so far by the side that said so."""
    concerned = [row.pk for row in rows if row.state in (State.SHARED, State.ACTIVE)]
    if not concerned:
        return set()
    # Both are asked for by the side: a manager who came later signs for the one who disagreed.
    by_person = Q(version__document__person=OuterRef("person"))
    agreed = Signature.objects.filter(
        Q(by_person, side=Signature.Side.PERSON) | Q(~by_person, side=Signature.Side.MANAGER),
        version=OuterRef("version"),
        fingerprint=OuterRef("fingerprint"),
    )
    said = Disagreement.objects.filter(
        version__in=concerned, fingerprint=F("version__fingerprint")
    ).exclude(Exists(agreed))
    return set(said.values_list("version", flat=True))


def _standing(version: DocumentVersion, signed: set[str], disagreed: bool, today: date) -> Standing:
    if version.is_draft:
        return Standing("draft")
    if version.is_shared and disagreed:
        writes = Signature.Side.PERSON if version.begun_by_person else Signature.Side.MANAGER
        return Standing("waiting", (writes,), disagreed=True)
    if version.is_shared:
        waits = [side for side in Signature.Side.values if side not in signed]
        return Standing("waiting", tuple(waits))
    if version.state == State.SUPERSEDED or version.last_day < today:
        return Standing("closed")
    if version.document.starts_on > today:
        return Standing("to_come", disagreed=disagreed)
    return Standing("met", disagreed=disagreed)


def own_versions(viewer: Person, today: date) -> list[DocumentVersion]:
    """One's own versions that one may read, the newest first. One query."""
    return list(
        DocumentVersion.objects.visible_to(viewer, today)
        .filter(document__person=viewer)
        .select_related("document__person", "author")
        .order_by("-document__starts_on", "-number")[:OWN_SHOWN]
    )


def people_lines(viewer: Person, today: date) -> list[PersonLine]:
    """The people somebody leads directly, by name. Four queries, however many they are."""
    people = list(
        Person.objects.employed_on(today)
        .filter(pk__in=Person.objects.reporting_to(viewer, today).values("pk"))
        .select_related("team")
        .order_by("name", "pk")
    )
    if not people:
        return []
    versions = (
        DocumentVersion.objects.visible_to(viewer, today)
        .filter(document__person__in=[person.pk for person in people])
        .filter(Q(state__in=IN_WORK) | Q(document__ends_on__gte=today - A_YEAR))
        .select_related("document__person", "author")
    )
    by_person: dict[int, list[DocumentVersion]] = {}
    for version in versions:
        by_person.setdefault(version.document.person_id, []).append(version)
    current = {pk: _current(rows, today) for pk, rows in by_person.items()}
    standings = standings_of(current.values(), today)
    sold = results_by_person([person.pk for person in people], today - A_YEAR, today)
    nothing = Standing("no_data")
    return [
        PersonLine(
            person=person,
            version=current.get(person.pk),
            standing=standings[current[person.pk].pk] if person.pk in current else nothing,
            sold=sold.get(person.pk, NOTHING),
        )
        for person in people
    ]


def current_of(versions: VersionQuerySet, person: Person, today: date) -> DocumentVersion | None:
    """The version of one person that matters most now. One query."""
    rows = list(
        versions.filter(document__person=person)
        .filter(Q(state__in=IN_WORK) | Q(document__ends_on__gte=today - A_YEAR))
        .select_related("document__person", "author")
    )
    return _current(rows, today) if rows else None


def _current(rows: list[DocumentVersion], today: date) -> DocumentVersion:
    """What is being agreed before what is in force, what holds today before what is over."""
    return min(
        rows,
        key=lambda row: (
            _RANK[State(row.state)],
            not row.document.starts_on <= today <= row.document.ends_on,
            -row.document.starts_on.toordinal(),
            -row.number,
        ),
    )


def signed_for_others(viewer: Person, today: date) -> list[DocumentVersion]:
    """What somebody signed as the manager of people they do not lead any more, the newest first:
    it stays readable to them, and no other list leads to it. One query.
    """
    mine = Signature.objects.filter(person=viewer, side=Signature.Side.MANAGER)
    return list(
        DocumentVersion.objects.visible_to(viewer, today)
        .filter(pk__in=mine.values("version"))
        .exclude(document__person__in=ReportingLine.objects.people_under(viewer, today))
        .select_related("document__person")
        .order_by("-document__starts_on", "document__person__name", "-number")[:OWN_SHOWN]
    )


def copies_for(person: Person, viewer: Person, today: date) -> list[DocumentVersion]:
    """Versions of a person that a new document may begin from: the newest of each period."""
    rows: QuerySet[DocumentVersion] = (
        DocumentVersion.objects.visible_to(viewer, today)
        .filter(document__person=person)
        .exclude(state=State.DRAFT)
        .select_related("document")
        .order_by("-document__starts_on", "-number")[:20]
    )
    newest: dict[int, DocumentVersion] = {}
    for row in rows:
        newest.setdefault(row.document_id, row)
    return list(newest.values())[:3]


def overlapping(person: Person, starts_on: date, ends_on: date) -> list[DocumentVersion]:
    """Versions in force on days that a new document would share; signing it ends them, the day
    before it begins."""
    return list(
        DocumentVersion.objects.in_force_within(starts_on, ends_on)
        .filter(document__person=person)
        .select_related("document")
    )
