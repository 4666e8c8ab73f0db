"""From the words in a file to the standard of a person's document in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from calc.tabular import Row
from calc.tabular.texts import fold, look_alikes
from expectations.models import DocumentVersion, Standard
from expectations.models.documents import State
from salesperf.imports import wording
from salesperf.imports.checks import Choice, Question
from salesperf.imports.sheet import LONGEST_ANSWER, Sheet, rows_by_text
from salesperf.web import format

STANDARD = "standard"
_MOST_CHOICES = 300


@dataclass(frozen=True)
class Found:
    """The standard a row is about, and the document it stands in."""

    document: int
    standard: Standard


def _short(words: str) -> str:
    return Truncator(words).chars(100)


def words_of_key(standard: Standard) -> str:
    """The words by which an answer names a standard, as far as they can be remembered."""
    return standard.text[:LONGEST_ANSWER].strip()


class Documents:
    """The signed documents of people with their standards. Two queries."""

    def __init__(self, people: Iterable[int]) -> None:
        self.versions: dict[int, list[DocumentVersion]] = {}
        self.standards: dict[int, list[Standard]] = {}
        versions = DocumentVersion.objects.filter(
            document__person__in=set(people), state=State.ACTIVE
        ).select_related("document")
        for version in versions.order_by("-document__starts_on"):
            self.versions.setdefault(version.document.person_id, []).append(version)
        rows = Standard.objects.filter(key_result_area__version__in=versions.values("pk"))
        for standard in rows.select_related(
            "key_result_area", "objective", "activity_type", "activity_type_whole"
        ):
            of_version = self.standards.setdefault(standard.key_result_area.version_id, [])
            of_version.append(standard)

    def in_force(self, person: int, day: date) -> DocumentVersion | None:
        """The version that holds for a person on that day."""
        return next(
            (
                version
                for version in self.versions.get(person, ())
                if version.document.starts_on <= day <= version.last_day
            ),
            None,
        )

    def last_day(self, person: int) -> date | None:
        """The last day on which the person has a document in force."""
        return max((version.last_day for version in self.versions.get(person, ())), default=None)

    @property
    def importable(self) -> dict[str, Standard]:
        """The standards that take their figures from a file, by the words that name them."""
        return {
            words_of_key(standard): standard
            for of_version in self.standards.values()
            for standard in of_version
            if standard.actual_from == Standard.ActualFrom.IMPORTED and standard.text.strip()
        }


class Standards:
    """Finds the standard of each row; asks about words that stand in no document."""

    def __init__(self, sheet: Sheet, documents: Documents) -> None:
        self.sheet = sheet
        self.documents = documents
        self.known = documents.importable
        self._rows = rows_by_text(sheet, STANDARD)

    def find(self, row: Row, person: int, day: date) -> Found | None:
        """None when the row was noted as a problem or waits for an answer."""
        version = self.documents.in_force(person, day)
        if version is None:
            self._note_no_document(row, person, day)
            return None
        standards = self.documents.standards.get(version.pk, [])
        text = self.sheet.text(row, STANDARD)
        same = self._same(row, standards, self.sheet.answer(STANDARD, text) or text)
        if not same:
            self._note_or_ask(row, text)
            return None
        taken = [each for each in same if each.actual_from == Standard.ActualFrom.IMPORTED]
        if not taken:
            self._note_other_source(row, same[0])
            return None
        if len(taken) > 1:
            what = _("Two standards of this document say this. Add a column with the area.")
            self.sheet.note(row, STANDARD, f"{what} {wording.mend()}")
            return None
        return Found(version.document_id, taken[0])

    def _same(self, row: Row, standards: list[Standard], text: str) -> list[Standard]:
        area = fold(self.sheet.text(row, "area"))
        wanted = fold(text)
        return [
            each
            for each in standards
            if wanted in (fold(each.text), fold(words_of_key(each)))
            and (not area or area == fold(each.key_result_area.title))
        ]

    # --- what cannot be found --------------------------------------------------------------------
    def _note_no_document(self, row: Row, person: int, day: date) -> None:
        last = self.documents.last_day(person)
        on = {"day": format.day(day)}
        if last is not None and last < day:
            on["last"] = format.day(last)
            what = _("No document is in force on %(day)s; the last one ended on %(last)s.") % on
        else:
            what = _("No signed document is in force on %(day)s.") % on
        self.sheet.note(row, "day", f"{what} {wording.mend()}")

    def _note_other_source(self, row: Row, standard: Standard) -> None:
        what = _(
            "This standard takes its figures from elsewhere: %(source)s. Leave the row out, or "
            "revise the document."
        )
        source = Standard.ActualFrom(standard.actual_from).label
        self.sheet.note(row, STANDARD, what % {"source": source})

    def _note_or_ask(self, row: Row, text: str) -> None:
        known_elsewhere = self.sheet.answer(STANDARD, text) or any(
            fold(text) in (fold(words), fold(standard.text))
            for words, standard in self.known.items()
        )
        if known_elsewhere or not self.known or len(text) > LONGEST_ANSWER:
            what = _("The document in force on that day has no such standard.")
            self.sheet.note(row, STANDARD, f"{what} {wording.mend()}")
            return
        self.sheet.ask(self._which(text))

    def _which(self, text: str) -> Question:
        likely = look_alikes([text], self.known).get(text)
        first = [Choice(likely, _short(likely))] if likely else []
        others = sorted(words for words in self.known if words != likely)
        return Question(
            field=STANDARD,
            values=(text,),
            text=_("Which standard is “%(value)s”?") % {"value": text},
            facts=wording.rows_from(self._rows[text]),
            rows=self._rows[text],
            choices=tuple(first),
            others=tuple(Choice(words, _short(words)) for words in others[:_MOST_CHOICES]),
            others_label=_("The standard"),
        )
