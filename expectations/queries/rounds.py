"""Reading comment rounds: the draft part by part, what was said of it, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q

from expectations.models import CommentRound, DraftComment, RoundInvitation
from expectations.models.editions import Edition
from expectations.parts import Part
from people.models import Person, Role


@dataclass(frozen=True)
class Said:
    """One comment as this reader sees it: ``name`` is "" for who is not told it."""

    comment: DraftComment
    name: str
    mine: bool
    taken_in: bool | None = None
    answer: str = ""
    answered_by: str = ""


@dataclass
class Passage:
    """A part of the draft with what was said of it."""

    part: Part
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Counts:
    """Who was asked, who answered, what was said."""

    asked: int
    answered: int


@dataclass(frozen=True)
class Talk:
    """A round as one reader sees it. ``earlier`` was said of words that the draft has no more."""

    passages: list[Passage]
    earlier: list[Said]

    @property
    def all(self) -> Iterable[Said]:
        for passage in self.passages:
            yield from passage.said
        yield from self.earlier

    @property
    def comments(self) -> int:
        return sum(1 for _each in self.all)

    @property
    def open(self) -> int:
        """How many have no answer."""
        return sum(1 for each in self.all if each.taken_in is None)


def talk(of_round: CommentRound, parts: Iterable[Part], viewer: Person, today: date) -> Talk:
    """What was said, by part. Two queries.

    Executives read names; others read their own name and nobody else's.
    """
    names = viewer.has_role(Role.EXECUTIVE)
    passages = {part.key: Passage(part) for part in parts}
    earlier: list[Said] = []
    comments = (
        DraftComment.objects.visible_to(viewer, today)
        .filter(round=of_round)
        .select_related("person")
        .prefetch_related("answers__by")
    )
    for comment in comments:
        mine = comment.person_id == viewer.pk
        last = max(comment.answers.all(), key=lambda each: (each.at, each.pk), default=None)
        said = Said(
            comment,
            comment.person.name if names or mine else "",
            mine,
            last.taken_in if last else None,
            last.text if last else "",
            last.by.name if last else "",
        )
        place = passages.get(comment.part)
        (place.said if place else earlier).append(said)
    return Talk(list(passages.values()), earlier)


def counts(of_round: CommentRound) -> Counts:
    """How many were asked and how many answered. One query."""
    found = RoundInvitation.objects.filter(round=of_round).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False))
    )
    return Counts(found["asked"], found["answered"])


def asked_at(of_round: CommentRound, viewer: Person) -> tuple[bool, datetime | None]:
    """Is the viewer asked, and when did they answer? One query."""
    row = RoundInvitation.objects.filter(round=of_round, person=viewer).first()
    return row is not None, row.answered_at if row else None


def rounds_on(edition: Edition, field: str, viewer: Person, today: date) -> list[CommentRound]:
    """The rounds on an edition that somebody may see, the newest first; ``field`` is the name
    under which rounds know it. One query.
    """
    return list(CommentRound.objects.visible_to(viewer, today).filter(**{field: edition}))
