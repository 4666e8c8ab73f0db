"""Editions of the strategy: what they are made of (actions/editions.py has what is done with them)."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from calc.document import StrategyWords, ValueWords
from expectations.actions.editions import Kind
from expectations.models import CompanyValue, Strategy, ValueBehaviour
from expectations.parts import strategy_parts
from expectations.queries.words import edition_words
from people.models import Person


def _begin(author: Person, effective_from: date, words: StrategyWords | None) -> Strategy:
    draft = Strategy.objects.create(
        author=author,
        effective_from=effective_from,
        vision=words.vision if words else "",
        mission=words.mission if words else "",
    )
    _write_values(draft, words.values if words else ())
    return draft


def _write(edition: Strategy, words: StrategyWords) -> None:
    edition.vision, edition.mission = words.vision, words.mission
    edition.effective_from = words.effective_from
    edition.save(update_fields=["vision", "mission", "effective_from"])
    edition.values_held.all().delete()
    _write_values(edition, words.values)


def _missing(words: StrategyWords) -> str:
    if words.vision and words.mission:
        return ""
    return _("Write vision and mission before you publish.")


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


STRATEGY: Kind[Strategy, StrategyWords] = Kind(
    name="strategy",
    field="strategy",
    model=Strategy,
    words=edition_words,
    begin=_begin,
    write=_write,
    missing=_missing,
    parts=strategy_parts,
    page="expectations:edition",
    edit="expectations:strategy_edit",
    front="expectations:strategy",
)
