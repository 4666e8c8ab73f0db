"""Drafting, saving, publishing and throwing away: the same for all that is written in editions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from expectations.models import CommentRound, DraftComment
from expectations.models.editions import Edition
from expectations.parts import Part
from expectations.problems import NotPossible
from expectations.queries.strategy import fingerprint_of
from people.models import Person
from salesperf.locks import one_at_a_time

E = TypeVar("E", bound=Edition)
W = TypeVar("W", bound=Any)


@dataclass(frozen=True)
class Kind(Generic[E, W]):
    """What differs between things that are written in editions.

    ``words`` reads an edition; ``begin`` makes a draft from a person, a day and the words of the
    newest edition, if there is one; ``write`` writes words into a draft; ``missing`` is a sentence
    on what stands in the way of publishing, or "". ``page`` and ``edit`` are URL names. ``field``
    is the name under which comment rounds know it.
    """

    name: str
    field: str
    model: type[E]
    words: Callable[[E], W]
    begin: Callable[[Person, date, W | None], E]
    write: Callable[[E, W], None]
    missing: Callable[[W], str]
    parts: Callable[[W], list[Part]]
    page: str
    edit: str
    front: str


class EditionChanged(Exception):  # noqa: N818 what happened
    """Somebody else changed the draft since the page was made; ``stored`` is what it says."""

    def __init__(self, stored: Any) -> None:
        super().__init__("changed")
        self.stored = stored


@transaction.atomic
def draft_edition(*, kind: Kind[E, W], author: Person, effective_from: date, now: datetime) -> E:
    """The draft of the next edition; begun as a copy of the newest when there is none."""
    one_at_a_time(kind.name)
    rows = kind.model._default_manager.order_by("-effective_from", "-pk")
    draft = rows.filter(published_at__isnull=True).first()
    if draft is not None:
        return draft
    newest = rows.first()
    draft = kind.begin(author, effective_from, kind.words(newest) if newest else None)
    record(actor=author, verb=f"{kind.name}.drafted", target=draft, at=now, copy_of=newest)
    return draft


@transaction.atomic
def save_edition(*, kind: Kind[E, W], edition: E, words: W, seen: str) -> E:
    """Write a draft anew, if it still says what the page showed (``seen``).

    Raises EditionChanged, and NotPossible when it is published.
    """
    edition = _locked_draft(kind, edition)
    stored = kind.words(edition)
    if words == stored:
        return edition
    if fingerprint_of(stored) != seen:
        raise EditionChanged(stored)
    kind.write(edition, words)
    return edition


@transaction.atomic
def publish(
    *, kind: Kind[E, W], edition: E, actor: Person, seen: str, today: date, now: datetime
) -> E:
    """Publish a draft; it is in force from its day on.

    Publishing twice is publishing once. Raises EditionChanged, and NotPossible when words are
    missing, its day has passed, or a comment round on it is open.
    """
    one_at_a_time(kind.name)
    current = kind.model._default_manager.select_for_update(of=("self",)).get(pk=edition.pk)
    if current.published_at is not None:
        return current
    stored = kind.words(current)
    if fingerprint_of(stored) != seen:
        raise EditionChanged(stored)
    problem = kind.missing(stored) or _day_problem(current, today) or _round_problem(kind, current)
    if problem:
        raise NotPossible(problem)
    current.published_at = now
    current.save(update_fields=["published_at"])
    record(
        actor=actor, verb=f"{kind.name}.published", target=current, at=now,
        effective_from=current.effective_from,
    )  # fmt: skip
    return current


@transaction.atomic
def discard_edition(*, kind: Kind[E, W], edition: E, actor: Person, now: datetime) -> None:
    """Throw a draft away. Raises NotPossible when it is published, or somebody commented on it."""
    edition = _locked_draft(kind, edition)
    if DraftComment.objects.filter(**{f"round__{kind.field}": edition}).exists():
        raise NotPossible(
            _(
                "People commented on this draft, so it is kept with their words. Write it anew instead."
            )
        )
    record(actor=actor, verb=f"{kind.name}.discarded", target=edition, at=now)
    edition.delete()


def _locked_draft(kind: Kind[E, W], edition: E) -> E:
    current = kind.model._default_manager.select_for_update(of=("self",)).get(pk=edition.pk)
    if current.published_at is not None:
        raise NotPossible(_("This edition is published and never changes. Draft the next one."))
    return current


def _day_problem(edition: Edition, today: date) -> str:
    if edition.effective_from >= today:
        return ""
    return _("It would hold from a day that has passed. Choose today or a later day.")


def _round_problem(kind: Kind[E, W], edition: E) -> str:
    rounds = CommentRound.objects.filter(closed_at__isnull=True, **{kind.field: edition})
    return _("Close the comment round before you publish.") if rounds.exists() else ""
