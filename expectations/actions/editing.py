"""Writing in a draft: fields, lines, their order. Nobody's words are overwritten unseen.

What comes in says what its page showed (``was``). When something else is stored by now, nothing
is written and both texts go back to the page.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from calc.document import fingerprint
from expectations.actions.locking import locked_draft, touch
from expectations.fields import Refused, clean
from expectations.lines import AREA, DOCUMENT, KINDS, Draft, Name, Sheet, field_id
from expectations.queries.words import current_words
from people.models import Person


@dataclass(frozen=True)
class Saved:
    """The text is stored; ``text`` is how it reads now."""

    text: str


@dataclass(frozen=True)
class Conflict:
    """Something else is stored than the page showed; both texts, as typed and in words (a choice
    is typed as a number).
    """

    name: str
    stored: str
    yours: str
    stored_words: str = ""
    your_words: str = ""

    @property
    def id(self) -> str:
        return field_id(self.name)


@dataclass(frozen=True)
class Gone:
    """The line was taken out elsewhere."""

    name: str
    yours: str


@dataclass(frozen=True)
class Wrong:
    """What was typed cannot be kept, and why."""

    name: str
    message: str
    yours: str

    @property
    def id(self) -> str:
        return field_id(self.name)


Outcome = Saved | Conflict | Gone | Wrong


@dataclass
class SheetOutcome:
    """What came of a whole page: either everything is stored, or nothing and why."""

    wrong: list[Wrong] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)

    @property
    def saved(self) -> bool:
        return not (self.wrong or self.conflicts or self.gone)


@transaction.atomic
def save_field(
    *,
    version: Draft,
    actor: Person,
    name: Name,
    typed: str,
    was: Sequence[str],
    today: date,
    now: datetime,
) -> Outcome:
    """Store one field, if what is stored is one of the texts the page ``was`` showing.

    The page may give several: those it sent before without hearing whether they arrived.
    Sending the same text again changes nothing. Raises NotDraft.
    """
    version = locked_draft(version=version)
    row = _row(version, name) if name.fits(version) else None
    if row is None:
        return Gone(str(name), typed)
    sheet = _sheet_for(version, name)
    stored = sheet.shown(row, name)
    try:
        value = _read(name, typed, row, sheet, actor, today)
    except Refused as refusal:
        return Wrong(str(name), str(refusal), typed)
    text = _text_of(name, value)
    if text != stored:
        if stored not in _texts(name, was):
            return _conflict(name, stored, typed, version)
        _store(row, name, value)
        touch(version=version, now=now)
    return Saved(text)


@transaction.atomic
def save_sheet(
    *,
    version: Draft,
    actor: Person,
    typed: Mapping[str, str],
    seen: str,
    today: date,
    now: datetime,
) -> SheetOutcome:
    """Store every field of a page at once, or nothing.

    ``seen`` is the fingerprint of the words the page showed. When the words changed since, the
    fields in which the page and the store differ come back as conflicts. Raises NotDraft.
    """
    version = locked_draft(version=version)
    sheet = Sheet.of(version)
    unchanged = fingerprint(current_words(version, today)) == seen
    outcome = SheetOutcome()
    changes: list[tuple[Any, Name, Any]] = []
    for raw, text in typed.items():
        name = Name.parse(raw)
        if name is None or not name.fits(version):
            continue
        row = sheet.row(name)
        if row is None:
            outcome.gone.append(Gone(raw, text))
            continue
        try:
            value = _read(name, text, row, sheet, actor, today)
        except Refused as refusal:
            outcome.wrong.append(Wrong(raw, str(refusal), text))
            continue
        stored = sheet.shown(row, name)
        if _text_of(name, value) == stored:
            continue
        if unchanged:
            changes.append((row, name, value))
        else:
            outcome.conflicts.append(_conflict(name, stored, text, version))
    if outcome.saved and changes:
        for row, name, value in changes:
            _store(row, name, value)
        touch(version=version, now=now)
    return outcome


# --- one field -----------------------------------------------------------------------------------
def _row(version: Draft, name: Name) -> Any:
    if name.kind.name == DOCUMENT:
        return version
    return name.kind.of(version).filter(line=name.line).first()


def _sheet_for(version: Draft, name: Name) -> Sheet:
    """Only a reference to another line needs the other lines."""
    return Sheet.of(version) if name.field == "key_result_area" else Sheet(version)


def _read(name: Name, typed: str, row: Any, sheet: Sheet, actor: Person, today: date) -> Any:
    """The value of what was typed. Raises Refused, also for a choice one does not have."""
    value = name.rules.read(typed)
    if value is None:
        return None
    if name.rules.model is not None:
        if value != getattr(row, f"{name.field}_id"):
            _check_choice(name.rules.model, value, actor, today)
    elif name.field == "key_result_area":
        value = sheet.rows[AREA].get(value)
        if value is None:
            raise Refused(_("Choose one of the list."))
    return value


def _check_choice(model: type[Model], pk: int, actor: Person, today: date) -> None:
    """Only what one sees and what is still in use may be chosen anew."""
    rows: Any = model._default_manager
    if not rows.visible_to(actor, today).filter(pk=pk, archived_at__isnull=True).exists():
        raise Refused(_("Choose one of the list."))


def _text_of(name: Name, value: Any) -> str:
    if name.field == "key_result_area":
        return name.rules.show(value.line if value else None)
    return name.rules.show(value)


def _texts(name: Name, was: Sequence[str]) -> set[str]:
    """What a page may have shown, in the spelling in which a stored value is shown."""
    texts = {clean(each) for each in was}
    for each in was:
        with suppress(Refused):
            texts.add(name.rules.show(name.rules.read(each)))
    return texts


def _conflict(name: Name, stored: str, yours: str, version: Draft) -> Conflict:
    return Conflict(
        str(name), stored, yours, _in_words(name, stored, version), _in_words(name, yours, version)
    )


def _in_words(name: Name, text: str, version: Draft) -> str:
    """A choice by what it is called; a text as it is."""
    if name.rules.choices is not None:
        return str(dict(name.rules.choices.choices).get(text, text))
    rows: QuerySet[Any] | None = None
    if name.field == "key_result_area" and text:
        rows = KINDS[AREA].of(version).filter(line=text)
    elif name.rules.model is not None and text.isdigit():
        rows = name.rules.model._default_manager.filter(pk=text)
    return text if rows is None else str(rows.first() or text)


def _store(row: Any, name: Name, value: Any) -> None:
    setattr(row, name.field if name.rules.model is None else f"{name.field}_id", value)
    row.save(update_fields=[name.field])
