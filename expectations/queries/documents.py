"""Reading one document: who signed it, its other versions."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from calc.document import Wording
from expectations.models import (
    Comment,
    DocumentVersion,
    RemovedLine,
    SharedWording,
    Signature,
)
from expectations.models.documents import VersionQuerySet
from expectations.rules import Sides
from people.models import Person


@dataclass(frozen=True)
class SideLine:
    """One side of the document: who it is, and when they signed the words that stand now."""

    side: str
    name: str
    signed_at: datetime | None


def for_page(versions: VersionQuerySet) -> VersionQuerySet:
    """Versions with what each page of one shows, and whether there is more to ask for:
    ``was_talked_about``, ``has_taken_out`` lines.
    """
    return versions.select_related("document__person__team", "author", "planning").annotate(
        was_talked_about=Exists(Comment.objects.filter(version__document=OuterRef("document"))),
        has_taken_out=Exists(RemovedLine.objects.filter(version=OuterRef("pk"))),
    )


def side_lines(version: DocumentVersion, both: Sides) -> list[SideLine]:
    """The person's line and the manager's. One query; none for a draft.

    A side that has signed shows the name under the signature, whoever leads the person today.
    """
    signed: dict[str, Signature] = {}
    if not version.is_draft:
        rows = version.signatures.filter(fingerprint=version.fingerprint)
        signed = {row.side: row for row in rows}
    lines = []
    for side, somebody in (
        (Signature.Side.PERSON, both.person),
        (Signature.Side.MANAGER, both.manager),
    ):
        row = signed.get(side)
        name = row.name if row else (somebody.name if somebody else "")
        lines.append(SideLine(side, name, row.at if row else None))
    return lines


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


def wording_with(version: DocumentVersion, fingerprint: str) -> Wording | None:
    """The words of this version with that fingerprint, if it ever had them. One query."""
    row = SharedWording.objects.filter(version=version, fingerprint=fingerprint).first()
    return None if row is None else Wording.from_plain(row.words)
