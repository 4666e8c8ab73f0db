"""Sharing, taking back, signing: how two sides come to agree on words.

No path signs words that were not on the screen: sharing and signing say which words they mean by
their fingerprint, and are refused when these are not the words that are stored.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from activities.actions import write_plan
from activities.plans import PlannedActivity, PlannedSkill
from audit.actions import record
from calc.document import Finding, Wording, findings, fingerprint, fingerprint_of_plain
from expectations.actions.locking import locked, locked_person
from expectations.actions.telling import tell
from expectations.models import DocumentVersion, SharedWording, Signature, State
from expectations.problems import NotPossible, OtherWords
from expectations.queries.words import current_words, shared_words
from expectations.rules import Sides, can_agree_later, can_sign, can_take_back, sides
from expectations.smart import count_weak
from people.models import Person


class Blocked(NotPossible):
    """Something is missing before it can be shared."""

    def __init__(self, blockers: list[Finding]) -> None:
        super().__init__(_("Something is missing before it can be shared."))
        self.blockers = blockers


@transaction.atomic
def share(
    *, version: DocumentVersion, actor: Person, seen: str, today: date, now: datetime
) -> DocumentVersion:
    """Freeze the words and show them to the other side.

    ``seen`` is the fingerprint of what the actor's page showed. Sharing what is shared already
    changes nothing. Raises OtherWords, Blocked, and NotPossible when nobody could sign.
    """
    version = locked(version=version)
    if version.is_shared and version.fingerprint == seen:
        return version
    if not version.is_draft:
        raise NotPossible(_("These words were shared already."))
    other = sides(version, today).other(actor)
    if other is None:
        raise NotPossible(
            _(
                "Nobody leads you at the moment, so nobody could sign with you. Human resources "
                "set who leads whom; what you wrote is kept."
            )
        )
    wording = current_words(version, today)
    words = fingerprint(wording)
    if words != seen:
        raise OtherWords
    blockers = [finding for finding in findings(wording) if finding.blocks]
    if blockers:
        raise Blocked(blockers)
    SharedWording.objects.get_or_create(
        version=version,
        fingerprint=words,
        defaults={"words": wording.to_plain(), "shared_by": actor, "at": now},
    )
    version.removed_lines.all().delete()
    version.state, version.fingerprint, version.shared_at = State.SHARED, words, now
    version.weak_standards = count_weak(wording)
    version.save(update_fields=["state", "fingerprint", "shared_at", "weak_standards"])
    record(actor=actor, verb="expectations.shared", target=version, at=now, fingerprint=words)
    tell(version=version, kind="expectations.shared", recipient=other, actor=actor, now=now)
    return version


@transaction.atomic
def take_back(
    *,
    version: DocumentVersion,
    actor: Person,
    today: date,
    now: datetime,
    quietly: bool = False,
) -> DocumentVersion:
    """Make shared words a draft again, while not both have signed.

    A signature of one side stays as history under the words it meant and no longer counts for
    others. Taking back a draft changes nothing. ``quietly`` leaves telling the other side to the
    caller. Raises NotPossible once both have signed.
    """
    version = locked(version=version)
    if version.is_draft:
        return version
    both = sides(version, today)
    if not can_take_back(actor, version, both):
        raise NotPossible(_("Both of you have signed. Make a new version instead."))
    record(
        actor=actor, verb="expectations.taken_back", target=version, at=now,
        fingerprint=version.fingerprint,
    )  # fmt: skip
    version.state, version.fingerprint, version.shared_at = State.DRAFT, "", None
    version.save(update_fields=["state", "fingerprint", "shared_at"])
    if not quietly:
        tell(
            version=version,
            kind="expectations.taken_back",
            recipient=both.other(actor),
            actor=actor,
            now=now,
        )
    return version


@dataclass(frozen=True)
class Signed:
    """``made`` is false when this side had signed these words before."""

    version: DocumentVersion
    made: bool


@transaction.atomic
def sign(
    *, version: DocumentVersion, actor: Person, seen: str, today: date, now: datetime
) -> Signed:
    """Put the actor's name under the words with the fingerprint ``seen``.

    When both sides have signed these words they are in force: the version before and documents
    for overlapping days are superseded, and the weekly plan is written. A second press has no
    second effect. Words that were put into force without agreement can be agreed to later; that
    changes nothing else. Raises OtherWords when these are not the words that are shared, and
    NotPossible when the actor is on neither side.
    """
    locked_person(person=version.document.person)
    version = locked(version=version)
    both = sides(version, today)
    if version.is_signed and _has_signed(version, actor, seen):
        return Signed(version, made=False)
    later = can_agree_later(actor, version, both)
    if version.fingerprint != seen or not (version.is_shared or later):
        raise OtherWords
    _check_stored_words(version)
    if not (later or can_sign(actor, version, both)):
        raise NotPossible(_("Only the person and who leads them directly sign."))
    _signature, made = Signature.objects.get_or_create(
        version=version,
        side=both.of(actor),
        fingerprint=seen,
        defaults={"person": actor, "name": actor.name, "at": now},
    )
    if not made:
        return Signed(version, made=False)
    record(
        actor=actor, verb="expectations.signed", target=version, at=now,
        side=both.of(actor), fingerprint=seen,
    )  # fmt: skip
    both_signed = version.signatures.filter(fingerprint=seen).values("side").distinct().count() == 2
    if both_signed and not later:
        activate(version=version, actor=actor, both=both, today=today, now=now)
    else:
        tell(
            version=version,
            kind="expectations.signed",
            recipient=both.other(actor),
            actor=actor,
            now=now,
        )
    return Signed(version, made=True)


def _has_signed(version: DocumentVersion, actor: Person, seen: str) -> bool:
    return version.signatures.filter(person=actor, fingerprint=seen).exists()


def _check_stored_words(version: DocumentVersion) -> None:
    """The stored words still give the fingerprint that is signed."""
    stored = SharedWording.objects.get(version=version, fingerprint=version.fingerprint)
    if fingerprint_of_plain(stored.words) != version.fingerprint:
        raise OtherWords


def activate(
    *, version: DocumentVersion, actor: Person, both: Sides, today: date, now: datetime
) -> None:
    """Put shared words into force: what overlaps is superseded, the weekly plan written.

    Part of signing and of putting into force, inside their transaction.
    """
    _follow(version, actor, today, now)
    version.state, version.activated_at = State.ACTIVE, now
    version.save(update_fields=["state", "activated_at", "in_force_until"])
    record(actor=actor, verb="expectations.active", target=version, at=now)
    _write_plan(version, actor, today, now)
    tell(
        version=version,
        kind="expectations.active",
        recipient=both.other(actor),
        actor=actor,
        now=now,
    )


def _follow(version: DocumentVersion, actor: Person, today: date, now: datetime) -> None:
    """Versions of the person whose days overlap are in force no longer than to the day before.

    One that was in force before and still is today stays so until then; one of the same document,
    or that would begin only later, is superseded at once. A new version of a document that
    another one follows ends when the version before it was to end.
    """
    document = version.document
    theirs = (
        DocumentVersion.objects.select_for_update(of=("self",))
        .filter(document__person=document.person_id, state=State.ACTIVE)
        .select_related("document")
    )
    before = next((each for each in theirs if each.document_id == document.pk), None)
    version.in_force_until = before.in_force_until if before else None
    for each in theirs:
        if each.last_day < document.starts_on or each.document.starts_on > version.last_day:
            continue
        if each.document.starts_on < document.starts_on and document.starts_on > today:
            each.in_force_until = document.starts_on - timedelta(days=1)
            each.save(update_fields=["in_force_until"])
            verb = "expectations.followed"
        else:
            each.state, each.superseded_at = State.SUPERSEDED, now
            each.save(update_fields=["state", "superseded_at"])
            verb = "expectations.superseded"
        record(actor=actor, verb=verb, target=each, at=now, by=version)


def _write_plan(version: DocumentVersion, actor: Person, today: date, now: datetime) -> None:
    """The week's grid expects what was signed, from today or the first day of the period."""
    document = version.document
    starts_on = max(today, document.starts_on)
    if starts_on > version.last_day:
        return
    wording = shared_words(version)
    write_plan(
        person=document.person,
        lines=_planned(wording),
        skills=[
            PlannedSkill(each.name, each.level_now, each.level_needed) for each in wording.abilities
        ],
        starts_on=starts_on,
        ends_on=version.last_day,
        document=document.pk,
        actor=actor,
        now=now,
    )


def _planned(wording: Wording) -> list[PlannedActivity]:
    return [
        PlannedActivity(each.activity_type, each.weekly_quantity, each.serves)
        for each in wording.activities
    ]
