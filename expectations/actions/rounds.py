"""Comment rounds: asking, commenting, answering, closing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actions import record
from expectations.actions.editions import Kind
from expectations.actions.kinds import kind_of
from expectations.models import CommentAnswer, CommentRound, DraftComment, RoundInvitation
from expectations.models.editions import Edition
from expectations.problems import NotPossible
from notifications.actions import notify
from people.models import Person, Team
from people.queries import team_and_parts
from salesperf.locks import one_at_a_time
from salesperf.web.format import day

PART_IS_GONE = gettext_lazy(
    "The draft says something else since you read it. Your words are below; read it again."
)


def open_round(
    *,
    kind: Kind[Any, Any],
    edition: Edition,
    actor: Person,
    until: date,
    teams: Sequence[Team],
    question: str,
    today: date,
    now: datetime,
) -> CommentRound:
    """Ask everybody, or the people of ``teams`` and their parts, what they think of a draft.

    A round that is open already is given back. Raises NotPossible for what is published, a day
    that gives no time, or nobody to ask.
    """
    with transaction.atomic():
        one_at_a_time(kind.name)
        current = kind.model._default_manager.get(pk=edition.pk)
        if current.published_at is not None:
            raise NotPossible(_("This edition is published; a round is for drafts."))
        if until <= today:
            raise NotPossible(_("Give people at least until tomorrow."))
        rounds = CommentRound.objects.filter(closed_at__isnull=True, **{kind.field: current})
        running = rounds.first()
        if running is not None:
            return running
        people = list(_asked(teams, actor, today))
        if not people:
            raise NotPossible(_("Nobody works in these teams. Choose others."))
        made = CommentRound.objects.create(
            opened_by=actor, opened_at=now, until=until, question=question, **{kind.field: current}
        )
        made.teams.set(teams)
        RoundInvitation.objects.bulk_create(
            RoundInvitation(round=made, person=person) for person in people
        )
        record(
            actor=actor, verb="round.opened", target=made, at=now, until=until, asked=len(people)
        )
        notify(
            key=f"round:{made.pk}:opened",
            recipients=people,
            kind="expectations.round_opened",
            data={"by": actor.name, "until": day(until)},
            url=reverse("expectations:comment_round", args=[made.pk]),
            now=now,
        )
        return made


def _asked(teams: Sequence[Team], actor: Person, today: date) -> Any:
    people = Person.objects.employed_on(today).exclude(pk=actor.pk)
    if not teams:
        return people
    return people.filter(Q(team__in=set().union(*(team_and_parts(team) for team in teams))))


@transaction.atomic
def comment(
    *, of_round: CommentRound, person: Person, part: str, text: str, today: date, now: datetime
) -> DraftComment:
    """Write down what somebody who is asked thinks of one part; the same twice is once.

    Raises NotPossible when the round is over, the person is not asked, or the draft has no such
    part any more.
    """
    held, invitation = _held(of_round, person, today)
    kind = kind_of(of_round=held)
    parts = {each.key: each for each in kind.parts(kind.words(held.edition))}
    if part not in parts:
        raise NotPossible(str(PART_IS_GONE))
    mine = DraftComment.objects.filter(round=held, person=person, part=part, text=text)
    before = mine.first()
    if before is not None:
        return before
    written = DraftComment.objects.create(
        round=held, person=person, part=part, place=parts[part].place, words=parts[part].words,
        text=text, at=now,
    )  # fmt: skip
    _answered(invitation, now)
    record(actor=person, verb="round.commented", target=held, at=now)
    return written


@transaction.atomic
def nothing_to_add(*, of_round: CommentRound, person: Person, today: date, now: datetime) -> None:
    """Somebody read the draft and has nothing to say about it. Twice is once. Raises NotPossible."""
    _round, invitation = _held(of_round, person, today)
    _answered(invitation, now)


def _held(
    of_round: CommentRound, person: Person, today: date
) -> tuple[CommentRound, RoundInvitation]:
    held = (
        CommentRound.objects.select_for_update(of=("self",))
        .select_related("strategy", "plan__owner")
        .get(pk=of_round.pk)
    )
    if not held.takes_comments(today):
        raise NotPossible(_("This comment round is over."))
    invitation = RoundInvitation.objects.filter(round=held, person=person).first()
    if invitation is None:
        raise NotPossible(_("Only those who are asked comment."))
    return held, invitation


def _answered(invitation: RoundInvitation, now: datetime) -> None:
    if invitation.answered_at is None:
        invitation.answered_at = now
        invitation.save(update_fields=["answered_at"])


@transaction.atomic
def answer_comment(
    *, comment: DraftComment, actor: Person, taken_in: bool, text: str, now: datetime
) -> CommentAnswer:
    """Say whether a comment is taken in, with a word. The last answer counts; the same twice is one."""
    CommentRound.objects.select_for_update().get(pk=comment.round_id)
    last = comment.answers.last()
    if last is not None and (last.taken_in, last.text) == (taken_in, text):
        return last
    written = CommentAnswer.objects.create(
        comment=comment, by=actor, taken_in=taken_in, text=text, at=now
    )
    record(actor=actor, verb="round.answered", target=comment.round, at=now, taken_in=taken_in)
    return written


@transaction.atomic
def extend_round(
    *, of_round: CommentRound, actor: Person, until: date, today: date, now: datetime
) -> None:
    """Let a round run to a later day, also when its last day has passed; everybody who is asked is
    told. The day it has already changes nothing. Raises NotPossible.
    """
    held = CommentRound.objects.select_for_update(of=("self",)).get(pk=of_round.pk)
    if held.closed_at is not None:
        raise NotPossible(_("This round is closed. Ask anew on the draft."))
    if until == held.until:
        return
    if until < held.until:
        raise NotPossible(
            _("People have until %(day)s already; choose a later day.") % {"day": day(held.until)}
        )
    if until <= today:
        raise NotPossible(_("Give people at least until tomorrow."))
    before, held.until = held.until, until
    held.save(update_fields=["until"])
    record(actor=actor, verb="round.extended", target=held, at=now, before=before, until=until)
    asked = held.invitations.values("person")
    notify(
        key=f"round:{held.pk}:until:{until.isoformat()}",
        recipients=Person.objects.employed_on(today).filter(pk__in=asked).exclude(pk=actor.pk),
        kind="expectations.round_extended",
        data={"by": actor.name, "until": day(until)},
        url=reverse("expectations:comment_round", args=[held.pk]),
        now=now,
    )


@transaction.atomic
def close_round(*, of_round: CommentRound, actor: Person, now: datetime) -> None:
    """End a round and tell those who commented that they can read the answers. Twice is once."""
    held = CommentRound.objects.select_for_update(of=("self",)).get(pk=of_round.pk)
    if held.closed_at is not None:
        return
    held.closed_at = now
    held.save(update_fields=["closed_at"])
    record(actor=actor, verb="round.closed", target=held, at=now)
    authors = Person.objects.filter(pk__in=DraftComment.objects.filter(round=held).values("person"))
    notify(
        key=f"round:{held.pk}:closed",
        recipients=authors,
        kind="expectations.round_closed",
        data={"by": actor.name},
        url=reverse("expectations:comment_round", args=[held.pk]),
        now=now,
    )
