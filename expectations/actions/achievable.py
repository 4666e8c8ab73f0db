"""Saying which standards one finds achievable, before one signs."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from calc.document import StandardWords, fingerprint_of_standard
from expectations.actions.locking import locked
from expectations.models import AchievableMark, DocumentVersion
from expectations.problems import NotPossible, OtherWords
from expectations.queries.achievable import marks_of
from expectations.queries.words import shared_words
from expectations.rules import can_mark, sides
from people.models import Person


@transaction.atomic
def mark(
    *,
    version: DocumentVersion,
    actor: Person,
    line: uuid.UUID | None,
    achievable: bool,
    text: str,
    seen: str,
    today: date,
    now: datetime,
) -> int:
    """Mark one standard for the actor's side; without ``line`` all that have no mark yet.

    Returns how many marks were made: saying again what one said makes none. Raises OtherWords
    when these are not the words on the table, and NotPossible after one signed them.
    """
    version = locked(version=version)
    if version.is_draft or version.fingerprint != seen:
        raise OtherWords
    both = sides(version, today)
    side = both.of(actor)
    if not can_mark(actor, version, both):
        raise NotPossible(_("Nothing is waiting for your word here."))
    if version.signatures.filter(fingerprint=seen, side=side).exists():
        raise NotPossible(_("You have signed these words. Comment on the line instead."))
    marks = marks_of(version, shared_words(version))
    if line is None:
        wanted = marks.unmarked(side)
    else:
        wanted = [each for each in marks.standards if each.line == str(line)]
        wanted = [each for each in wanted if _differs(marks.by_line, each, side, achievable, text)]
    AchievableMark.objects.bulk_create(
        AchievableMark(
            version=version,
            line=each.line,
            words=fingerprint_of_standard(each),
            side=side,
            person=actor,
            achievable=achievable,
            text=text,
            at=now,
        )
        for each in wanted
    )
    if wanted:
        record(
            actor=actor, verb="expectations.marked", target=version, at=now,
            achievable=achievable, standards=len(wanted),
        )  # fmt: skip
    return len(wanted)


def _differs(
    by_line: dict[str, dict[str, AchievableMark]],
    standard: StandardWords,
    side: str,
    achievable: bool,
    text: str,
) -> bool:
    last = by_line.get(standard.line, {}).get(side)
    return last is None or (last.achievable, last.text) != (achievable, text)
