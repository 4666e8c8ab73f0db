"""Beginning a document, beginning a new version of one, throwing a draft away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from expectations.actions.lines import copy_lines
from expectations.actions.locking import locked, locked_draft, locked_person
from expectations.actions.planning import copy_planning
from expectations.lines import Draft
from expectations.models import (
    BusinessObjective,
    DocumentVersion,
    ExpectationDocument,
    ProfileVersion,
    ReasonKind,
    Revision,
    State,
)
from expectations.models.documents import IN_WORK
from expectations.problems import NotPossible
from people.models import Person

LONGEST_PERIOD = timedelta(days=731)  # two years
EARLIEST_START = timedelta(days=366)  # before today


def period_problem(*, starts_on: date, ends_on: date, today: date) -> str:
    """What is wrong with a period for a new document, in a sentence; "" when nothing is."""
    if ends_on < starts_on:
        return _("It ends before it begins.")
    if ends_on < today:
        return _("This period has ended. Choose one that lies ahead.")
    if ends_on - starts_on > LONGEST_PERIOD:
        return _("A document holds for two years at most; a quarter works best.")
    if starts_on < today - EARLIEST_START:
        return _("It began more than a year ago. Choose a later first day.")
    return ""


@transaction.atomic
def start(
    *,
    person: Person,
    author: Person,
    starts_on: date,
    ends_on: date,
    today: date,
    now: datetime,
    copy_of: Draft | None = None,
) -> DocumentVersion:
    """Begin a document for a period, blank or with the lines of another version or of an edition
    of a role profile.

    Raises NotPossible for a period that cannot be, and when there is a document for it already.
    """
    problem = period_problem(starts_on=starts_on, ends_on=ends_on, today=today)
    if problem:
        raise NotPossible(problem)
    locked_person(person=person)
    document, made = ExpectationDocument.objects.get_or_create(
        person=person, starts_on=starts_on, ends_on=ends_on, defaults={"created_at": now}
    )
    if not made:
        raise NotPossible(
            _("There are expectations for exactly these days already, or somebody writes them.")
        )
    version = DocumentVersion.objects.create(
        document=document,
        number=1,
        author=author,
        position_goal=copy_of.position_goal if copy_of else "",
        begun_from=copy_of if isinstance(copy_of, ProfileVersion) else None,
        saved_at=now,
    )
    if copy_of is not None:
        copy_lines(source=copy_of, target=version)
    if isinstance(copy_of, DocumentVersion):
        copy_planning(source=copy_of, target=version, actor=author, now=now)
    source = "profile" if isinstance(copy_of, ProfileVersion) else "copy_of"
    record(
        actor=author, verb="expectations.started", target=version, at=now,
        person=person, starts_on=starts_on, ends_on=ends_on, **{source: copy_of},
    )  # fmt: skip
    return version


@dataclass(frozen=True)
class Beginning:
    """For whom a draft is begun, and from what."""

    person: Person
    copy_of: Draft | None


@transaction.atomic
def start_many(
    *,
    beginnings: Sequence[Beginning],
    author: Person,
    starts_on: date,
    ends_on: date,
    today: date,
    now: datetime,
) -> list[DocumentVersion]:
    """Begin a document for each of several people, or for nobody.

    Raises NotPossible for a period that cannot be, and when one of them has a document for it by
    now; nothing is begun then.
    """
    made = []
    # In one order, so that two who begin for the same people do not wait for each other.
    for each in sorted(beginnings, key=lambda beginning: beginning.person.pk):
        try:
            version = start(
                person=each.person, author=author, starts_on=starts_on, ends_on=ends_on,
                today=today, now=now, copy_of=each.copy_of,
            )  # fmt: skip
        except NotPossible as problem:
            said = _("%(name)s: %(problem)s Nothing is begun for anybody.")
            raise NotPossible(
                said % {"name": each.person.name, "problem": problem.message}
            ) from None
        made.append(version)
    return made


@transaction.atomic
def revise(
    *,
    version: DocumentVersion,
    author: Person,
    reason: str,
    now: datetime,
    kind: str = ReasonKind.OTHER,
    objective: BusinessObjective | None = None,
) -> DocumentVersion:
    """Begin the next version of an active one, with its lines; the old one stays in force.

    The ``reason`` is read and signed with the words, its ``kind`` before it; ``objective`` is
    the one whose change asks for it.

    When the author has begun one already, that one is returned. Raises NotPossible when the
    version is not in force, or somebody else writes the next one.
    """
    locked_person(person=version.document.person)
    version = locked(version=version)
    in_work = version.document.versions.filter(state__in=IN_WORK).first()
    if in_work is not None:
        if in_work.author_id == author.pk or not in_work.is_draft:
            return in_work
        raise NotPossible(_("The other side writes a new version already. Talk to them."))
    if version.state != State.ACTIVE:
        raise NotPossible(_("Only the version in force can be revised."))
    last = version.document.versions.order_by("number").last()
    draft = DocumentVersion.objects.create(
        document=version.document,
        number=last.number + 1 if last else 1,
        author=author,
        position_goal=version.position_goal,
        reason=reason if kind == ReasonKind.OTHER else f"{ReasonKind(kind).label}: {reason}",
        saved_at=now,
    )
    Revision.objects.create(version=draft, kind=kind, objective=objective)
    copy_lines(source=version, target=draft)
    copy_planning(source=version, target=draft, actor=author, now=now)
    record(
        actor=author, verb="expectations.revised", target=draft, at=now,
        document=version.document_id, number=draft.number, kind=kind,
    )  # fmt: skip
    return draft


@transaction.atomic
def discard(*, version: DocumentVersion, actor: Person, now: datetime) -> None:
    """Throw away a draft that nobody else ever saw. Raises NotDraft and NotPossible."""
    version = locked_draft(version=version)
    if version.wordings.exists():
        raise NotPossible(_("It was shared once, so it stays. Share it again, or leave it."))
    document = version.document
    record(
        actor=actor, verb="expectations.discarded", target=version, at=now,
        person=document.person_id, number=version.number,
    )  # fmt: skip
    version.delete()
    if not document.versions.exists():
        document.delete()
