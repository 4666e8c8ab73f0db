"""Competencies: writing them, taking them out of the choices."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from expectations.models import Competency, Indicator
from expectations.problems import NotPossible
from people.models import Person


@transaction.atomic
def save_competency(
    *,
    competency: Competency | None,
    name: str,
    meaning: str,
    levels: Mapping[int, Sequence[str]],
    actor: Person,
    now: datetime,
) -> Competency:
    """Write a competency with its indicators by level; without one, add it at the end.

    Raises NotPossible when the name is taken.
    """
    others = Competency.objects.all()
    if competency is not None:
        others = others.exclude(pk=competency.pk)
    if others.filter(name__iexact=name).exists():
        raise NotPossible(_("There is a competency of this name already."))
    if competency is not None and _says(competency, name, meaning, levels):
        return competency
    row = competency or Competency(position=others.count())
    row.name, row.meaning = name, meaning
    row.save()
    row.indicators.all().delete()
    Indicator.objects.bulk_create(
        Indicator(competency=row, level=level, position=place, text=text)
        for level, texts in levels.items()
        for place, text in enumerate(texts)
    )
    record(actor=actor, verb="expectations.competency_saved", target=row, at=now, name=name)
    return row


def _says(row: Competency, name: str, meaning: str, levels: Mapping[int, Sequence[str]]) -> bool:
    """Are these the words that are stored already?"""
    stored = [(each.level, each.text) for each in row.indicators.all()]
    told = [(level, text) for level, texts in sorted(levels.items()) for text in texts]
    return (row.name, row.meaning, stored) == (name, meaning, told)


@transaction.atomic
def set_competency_archived(
    *, competency: Competency, archived: bool, actor: Person, now: datetime
) -> None:
    """Take a competency out of the choices, or put it back; profiles that name it keep it."""
    held = Competency.objects.select_for_update().get(pk=competency.pk)
    if (held.archived_at is not None) == archived:
        return
    held.archived_at = now if archived else None
    held.save(update_fields=["archived_at"])
    verb = "expectations.competency_archived" if archived else "expectations.competency_restored"
    record(actor=actor, verb=verb, target=held, at=now)
