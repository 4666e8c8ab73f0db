"""Commenting on lines, proposing other words, and answering: what two sides say on the way.

Nothing said is lost and nothing is written over unseen: a comment is never changed, an accepted
proposal goes into the words that were on the screen of whoever accepts it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from expectations.actions.agreement import take_back
from expectations.actions.editing import Saved, save_field
from expectations.actions.locking import locked
from expectations.actions.telling import tell
from expectations.models import Comment, DocumentVersion, State, Verdict
from expectations.places import Place
from expectations.problems import NotPossible, OtherWords
from expectations.queries.talk import open_proposals
from expectations.queries.words import fingerprint_now
from expectations.rules import can_answer, can_comment, can_propose, sides
from people.models import Person

Changes = Mapping[str, Mapping[str, str]]


@transaction.atomic
def say(
    *,
    version: DocumentVersion,
    actor: Person,
    place: Place,
    text: str,
    changes: Changes,
    seen: str,
    today: date,
    now: datetime,
) -> Comment:
    """Comment on a place, or propose other words for it; the words stay as they are meanwhile.

    A comment replies to what the other side said there last. Saying the same about the same
    words twice is saying it once. Raises OtherWords when the words on the screen are not the
    ones that are stored, and NotPossible when the place is gone or this side may not.
    """
    version = locked(version=version)
    if version.is_draft or version.fingerprint != seen:
        raise OtherWords
    both = sides(version, today)
    if not can_comment(actor, version, both) or (changes and not can_propose(actor, version, both)):
        raise NotPossible(_("Nothing is waiting for your word here."))
    if place.row(version) is None:
        raise NotPossible(_("This line is not in the document any more."))
    here = version.comments.filter(kind=place.kind, line=place.line, fingerprint=seen)
    last = here.filter(person=actor).last()
    if last is not None and (last.text, last.changes) == (text, dict(changes)):
        return last
    comment = Comment.objects.create(
        version=version,
        kind=place.kind,
        line=place.line,
        person=actor,
        text=text,
        changes=changes,
        answers=None if changes else _to_reply_to(version, place, actor),
        fingerprint=seen,
        at=now,
    )
    verb = "expectations.proposed" if changes else "expectations.commented"
    record(actor=actor, verb=verb, target=version, at=now, comment=comment.pk)
    # Somebody who goes through a document comments on many lines: one notice an hour is enough.
    occasion = f"{actor.pk}:{now:%Y-%m-%dT%H}"
    tell(
        version=version,
        kind="expectations.commented",
        recipient=both.other(actor),
        actor=actor,
        now=now,
        occasion=occasion,
    )
    return comment


def _to_reply_to(version: DocumentVersion, place: Place, actor: Person) -> Comment | None:
    """The newest thing the other side said about a place without an answer; proposals are
    answered by a verdict."""
    waiting = version.comments.waiting().filter(kind=place.kind, line=place.line)
    theirs = [each for each in waiting.exclude(person=actor) if not each.proposes]
    return theirs[-1] if theirs else None


@dataclass(frozen=True)
class Answer:
    """What the writing side says to one proposal: taken in or not, and a word."""

    proposal: Comment
    accept: bool
    text: str = ""


@transaction.atomic
def answer(
    *,
    version: DocumentVersion,
    actor: Person,
    answers: Sequence[Answer],
    seen: str,
    today: date,
    now: datetime,
) -> DocumentVersion:
    """Accept and decline proposals, as many at once as one likes.

    What is accepted is written into the draft; shared words are taken back for it. ``seen`` is
    the fingerprint of the words beside which the proposals stood. Proposals that were answered
    already are passed over, so twice is once. Raises OtherWords, and NotPossible (nothing is
    written then) when a proposal no longer fits.
    """
    version = locked(version=version)
    both = sides(version, today)
    still_open = {each.pk for each in open_proposals(version)}
    answers = [each for each in answers if each.proposal.pk in still_open]
    if not answers:
        return version
    if not can_answer(actor, version, both):
        raise NotPossible(_("Both of you have signed. Make a new version instead."))
    if fingerprint_now(version, today) != seen:
        raise OtherWords
    if any(each.accept for each in answers) and version.is_shared:
        version = take_back(version=version, actor=actor, today=today, now=now, quietly=True)
    for each in answers:
        if each.accept:
            _take_in(version, actor, each.proposal, today, now)
        _settle(each.proposal, actor, each.accept, each.text, seen, now)
    accepted = sum(each.accept for each in answers)
    record(
        actor=actor, verb="expectations.answered", target=version, at=now,
        accepted=accepted, declined=len(answers) - accepted,
    )  # fmt: skip
    tell(
        version=version,
        kind="expectations.answered",
        recipient=both.other(actor),
        actor=actor,
        now=now,
    )
    return version


@transaction.atomic
def withdraw(*, comment: Comment, actor: Person, now: datetime) -> None:
    """Take one's own proposal back. Twice is once; one that was answered stays answered.

    Raises NotPossible for what somebody else proposed.
    """
    version = locked(version=comment.version)
    if comment.person_id != actor.pk:
        raise NotPossible(_("Only who proposed it takes it back."))
    if version.state not in (State.DRAFT, State.SHARED):
        return
    if comment.pk not in {each.pk for each in open_proposals(version)}:
        return
    Comment.objects.create(
        version=version, kind=comment.kind, line=comment.line, person=actor, answers=comment,
        verdict=Verdict.WITHDRAWN, fingerprint=comment.fingerprint, at=now,
    )  # fmt: skip
    record(actor=actor, verb="expectations.withdrawn", target=version, at=now, comment=comment.pk)


def _take_in(
    version: DocumentVersion, actor: Person, proposal: Comment, today: date, now: datetime
) -> None:
    place = Place.of(proposal)
    row = place.row(version)
    if row is None:
        raise NotPossible(_("A line that is accepted was taken out. Put it back first."))
    stored = place.texts(row)
    for field, change in proposal.changes.items():
        outcome: Any = save_field(
            version=version,
            actor=actor,
            name=place.name(field),
            typed=change["to"],
            was=[stored[field]],
            today=today,
            now=now,
        )
        if not isinstance(outcome, Saved):
            raise NotPossible(_("What is proposed cannot be written any more. Decline it."))


def _settle(
    proposal: Comment, actor: Person, accept: bool, text: str, seen: str, now: datetime
) -> None:
    Comment.objects.create(
        version=proposal.version,
        kind=proposal.kind,
        line=proposal.line,
        person=actor,
        text=text,
        answers=proposal,
        verdict=Verdict.ACCEPTED if accept else Verdict.DECLINED,
        fingerprint=seen,
        at=now,
    )
