"""Reading one document: who signed it, its other versions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from calc.document import Wording
from expectations.models import (
    AchievableMark,
    Comment,
    Disagreement,
    DocumentVersion,
    PutInForce,
    RemovedLine,
    SharedWording,
    Signature,
)
from expectations.models.documents import VersionQuerySet
from expectations.rules import Sides
from people.models import Person


@dataclass(frozen=True)
class SideLine:
    """One side of the document: who it is, when they signed the words that stand now, and when
    they said that they read them and disagree."""

    side: str
    name: str
    signed_at: datetime | None
    disagreed: Disagreement | None = None


def for_page(versions: VersionQuerySet) -> VersionQuerySet:
    """Versions with what each page of one shows, and whether there is more to ask for:
    ``was_talked_about``, ``was_marked``, ``has_taken_out`` lines.

    What belongs to the words that stand now comes along: ``their_words`` as they were shared,
    and ``disagreed``, what the side that reads said against them.
    """
    rows: Any = versions.annotate(
        their_words=FilteredRelation(
            "wordings", condition=Q(wordings__fingerprint=F("fingerprint"))
        ),
        disagreed=FilteredRelation(
            "disagreements", condition=Q(disagreements__fingerprint=F("fingerprint"))
        ),
        was_talked_about=Exists(Comment.objects.filter(version__document=OuterRef("document"))),
        was_marked=Exists(AchievableMark.objects.filter(version=OuterRef("pk"))),
        has_taken_out=Exists(RemovedLine.objects.filter(version=OuterRef("pk"))),
    )
    # Typed as anything: the checker does not know relations made by annotate.
    found: VersionQuerySet = rows.select_related(
        "document__person__team", "author", "planning", "put_in_force", "their_words", "disagreed"
    )
    return found


def side_lines(version: DocumentVersion, both: Sides) -> list[SideLine]:
    """The person's line and the manager's. One query; none for a draft.

    A side that has signed shows the name under the signature, whoever leads the person today.
    """
    signed: dict[str, Signature] = {}
    if not version.is_draft:
        rows = version.signatures.filter(fingerprint=version.fingerprint)
        signed = {row.side: row for row in rows}
    lines = []
    disagreed = disagreement_with(version)
    reads = Signature.Side.MANAGER if version.begun_by_person else Signature.Side.PERSON
    for side, somebody in (
        (Signature.Side.PERSON, both.person),
        (Signature.Side.MANAGER, both.manager),
    ):
        row = signed.get(side)
        name = row.name if row else (somebody.name if somebody else "")
        theirs = disagreed if side == reads else None
        lines.append(SideLine(side, name, row.at if row else None, theirs))
    return lines


def disagreement_with(version: DocumentVersion) -> Disagreement | None:
    """What the side that reads said against the words that stand now. No query after :func:`for_page`."""
    if hasattr(version, "was_marked"):
        # Nobody disagreed: the relation leaves no attribute at all then.
        return getattr(version, "disagreed", None)
    return version.disagreements.filter(fingerprint=version.fingerprint).first()


def put_in_force(version: DocumentVersion) -> PutInForce | None:
    """How it came into force without agreement, if it did. No query after :func:`for_page`."""
    return getattr(version, "put_in_force", None)


def other_versions(version: DocumentVersion, viewer: Person, today: date) -> list[DocumentVersion]:
    """The person's other versions that the viewer may read, newest first. One query."""
    visible = DocumentVersion.objects.visible_to(viewer, today)
    return list(
        visible.filter(document__person=version.document.person_id)
        .exclude(pk=version.pk)
        .select_related("document")
        .order_by("-document__starts_on", "-number")[:30]
    )


def taken_out(version: DocumentVersion) -> list[RemovedLine]:
    """Lines that can be put back, the last first. One query, none if there is nothing."""
    if not getattr(version, "has_taken_out", True):
        return []
    return list(version.removed_lines.all()[:20])


def words_before(version: DocumentVersion) -> tuple[SharedWording | None, SharedWording | None]:
    """What was shared of this version before it was taken back, and what stood in force before
    it. One query."""
    rows = (
        SharedWording.objects.filter(version__document=version.document_id)
        .exclude(version=version, fingerprint=version.fingerprint)
        .filter(
            Q(version=version)
            | Q(version__number__lt=version.number, fingerprint=F("version__fingerprint"))
        )
        .select_related("version")
        .order_by("-version__number", "-at")
    )
    found = list(rows[:4])
    again = next((row for row in found if row.version_id == version.pk), None)
    before = next((row for row in found if row.version_id != version.pk), None)
    return again, before


def wording_with(version: DocumentVersion, fingerprint: str) -> Wording | None:
    """The words of this version with that fingerprint, if it ever had them. One query."""
    row = SharedWording.objects.filter(version=version, fingerprint=fingerprint).first()
    return None if row is None else Wording.from_plain(row.words)
