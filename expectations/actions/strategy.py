"""Editions of the strategy: drafting, publishing, throwing a draft away."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from calc.document import StrategyWords, ValueWords
from expectations.models import CompanyValue, Strategy, ValueBehaviour
from expectations.problems import NotPossible
from expectations.queries.strategy import fingerprint_of
from expectations.queries.words import edition_words
from people.models import Person
from salesperf.locks import one_at_a_time


class EditionChanged(Exception):  # noqa: N818 what happened
    """Somebody else changed the draft since the page was made; ``stored`` is what it says."""

    def __init__(self, stored: StrategyWords) -> None:
        super().__init__("changed")
        self.stored = stored


@transaction.atomic
def draft_edition(*, author: Person, effective_from: date, now: datetime) -> Strategy:
    """The draft of the next edition; begun as a copy of the newest when there is none."""
    one_at_a_time("strategy")
    draft = Strategy.objects.filter(published_at__isnull=True).first()
    if draft is not None:
        return draft
    newest = Strategy.objects.published().order_by("-effective_from", "-pk").first()
    words = edition_words(newest) if newest else None
    draft = Strategy.objects.create(
        author=author,
        effective_from=effective_from,
        vision=words.vision if words else "",
        mission=words.mission if words else "",
    )
    _write_values(draft, words.values if words else ())
    record(actor=author, verb="strategy.drafted", target=draft, at=now, copy_of=newest)
    return draft


@transaction.atomic
def save_edition(
    *,
    edition: Strategy,
    vision: str,
    mission: str,
    effective_from: date,
    values: Sequence[ValueWords],
    seen: str,
) -> Strategy:
    """Write a draft anew, if it still says what the page showed (``seen``).

    Raises EditionChanged, and NotPossible when it is published.
    """
    edition = _locked_draft(edition)
    stored = edition_words(edition)
    wanted = StrategyWords(edition.pk, effective_from, vision, mission, tuple(values))
    if wanted == stored:
        return edition
    if fingerprint_of(stored) != seen:
        raise EditionChanged(stored)
    edition.vision, edition.mission, edition.effective_from = vision, mission, effective_from
    edition.save(update_fields=["vision", "mission", "effective_from"])
    edition.values_held.all().delete()
    _write_values(edition, values)
    return edition


@transaction.atomic
def publish(*, edition: Strategy, actor: Person, seen: str, today: date, now: datetime) -> Strategy:
    """Publish a draft; from its day on it stands over every new document.

    Publishing twice is publishing once. Raises EditionChanged, and NotPossible when words are
    missing or its day has passed.
    """
    one_at_a_time("strategy")
    current = Strategy.objects.select_for_update().get(pk=edition.pk)
    if current.published_at is not None:
        return current
    stored = edition_words(current)
    if fingerprint_of(stored) != seen:
        raise EditionChanged(stored)
    if not stored.vision or not stored.mission:
        raise NotPossible(_("Write vision and mission before you publish."))
    if current.effective_from < today:
        raise NotPossible(
            _("It would hold from a day that has passed. Choose today or a later day.")
        )
    current.published_at = now
    current.save(update_fields=["published_at"])
    record(
        actor=actor, verb="strategy.published", target=current, at=now,
        effective_from=current.effective_from,
    )  # fmt: skip
    return current


@transaction.atomic
def discard_edition(*, edition: Strategy, actor: Person, now: datetime) -> None:
    """Throw a draft away. Raises NotPossible when it is published."""
    edition = _locked_draft(edition)
    record(actor=actor, verb="strategy.discarded", target=edition, at=now)
    edition.delete()


def _locked_draft(edition: Strategy) -> Strategy:
    current = Strategy.objects.select_for_update().get(pk=edition.pk)
    if current.published_at is not None:
        raise NotPossible(_("This edition is published and never changes. Draft the next one."))
    return current


def _write_values(edition: Strategy, values: Sequence[ValueWords]) -> None:
    rows = CompanyValue.objects.bulk_create(
        CompanyValue(strategy=edition, position=place, name=value.name)
        for place, value in enumerate(values)
    )
    ValueBehaviour.objects.bulk_create(
        ValueBehaviour(value=row, position=place, text=text, shows=shows)
        for row, value in zip(rows, values, strict=True)
        for shows, texts in ((True, value.shows), (False, value.shows_not))
        for place, text in enumerate(texts)
    )
