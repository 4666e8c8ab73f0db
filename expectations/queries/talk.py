"""What the two sides said about a document, line by line, and what waits for an answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from expectations.models import Comment, DocumentVersion, Verdict
from expectations.passages import Passage
from expectations.places import Place
from people.models import Person


@dataclass(frozen=True)
class Said:
    """One thing that was said, what it proposes, and the reply that settles it."""

    comment: Comment
    passages: tuple[Passage, ...]
    settled_by: Comment | None
    earlier: bool  # about a version before this one

    @property
    def is_open(self) -> bool:
        """A proposal that nobody accepted, declined or withdrew."""
        return self.comment.proposes and self.settled_by is None

    @property
    def verdict(self) -> str:
        return self.settled_by.verdict if self.settled_by else ""


@dataclass
class Talk:
    """Everything said about a document by place; ``version`` is the one on the page."""

    version: DocumentVersion
    threads: dict[str, list[Said]] = field(default_factory=dict)

    @property
    def said(self) -> Iterable[Said]:
        return (each for thread in self.threads.values() for each in thread)

    @property
    def proposals(self) -> list[Said]:
        """Proposals about this version that wait for the side that writes."""
        return [each for each in self.said if each.is_open and not each.earlier]

    def unanswered_by(self, somebody: Person) -> list[Said]:
        """What the other side said last about this version and nobody replied to."""
        return [
            each
            for each in self.said
            if not each.earlier
            and each.settled_by is None
            and each.comment.answers_id is None
            and each.comment.person_id != somebody.pk
        ]


def talk_about(version: DocumentVersion, viewer: Person, today: date) -> Talk:
    """The talk about a document up to this version. One query; none if nothing was said."""
    talk = Talk(version)
    if not getattr(version, "was_talked_about", True):
        return talk
    rows = list(
        Comment.objects.visible_to(viewer, today)
        .filter(version__document=version.document_id, version__number__lte=version.number)
        .select_related("person", "version")
        .order_by("at", "pk")
    )
    settling = {row.answers_id: row for row in rows if row.answers_id}
    for row in rows:
        if row.verdict and not row.text:
            continue  # it stands beside the proposal
        said = Said(row, passages(row), settling.get(row.pk), row.version_id != version.pk)
        talk.threads.setdefault(Place.of(row).key, []).append(said)
    return talk


def passages(comment: Comment) -> tuple[Passage, ...]:
    """What a proposal would change, field by field."""
    labels = Place.of(comment).fields
    return tuple(
        Passage(str(labels.get(name, name)), change["was"], change["to"])
        for name, change in comment.changes.items()
    )


def open_proposals(version: DocumentVersion) -> list[Comment]:
    """Proposals about a version without a verdict, oldest first. One query."""
    settled = Comment.objects.filter(version=version, verdict__in=Verdict.values)
    rows = (
        Comment.objects.filter(version=version, answers__isnull=True)
        .exclude(pk__in=settled.values("answers"))
        .select_related("person")
        .order_by("at", "pk")
    )
    return [row for row in rows if row.proposes]
