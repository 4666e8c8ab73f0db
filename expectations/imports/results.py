"""How standards stand on a day, from another system's file. Results are added, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.tabular import Row
from expectations import rules
from expectations.actions.results import add_imported
from expectations.imports.figures import Figures, Reader
from expectations.imports.matching import Documents, Found, Standards
from expectations.models import StandardResult
from expectations.queries.words import standard_words
from people.imports.named import NamedPeople
from people.imports.room import RoomKind
from people.models import Person
from salesperf.imports import checks, wording
from salesperf.imports.checks import SumLine
from salesperf.imports.kinds import Field
from salesperf.imports.models import ImportFile
from salesperf.imports.problems import ImportRefused
from salesperf.imports.sheet import Sheet
from salesperf.web import format
from salesperf.web.parts import NextStep

_LONGEST_EVIDENCE = 500
_LONGEST_NAME = 150  # of a file, where it is the evidence


class Place(NamedTuple):
    """One standard on one day."""

    document: int
    line: Any
    as_of: date


class Stated(NamedTuple):
    """What a row says of it; no evidence means that the file itself shows it."""

    figures: Figures
    evidence: str


@dataclass
class Plan:
    """Results to add, and how many rows say what is known already."""

    new: list[tuple[Place, Stated]] = field(default_factory=list)
    changed: list[tuple[Place, Stated]] = field(default_factory=list)
    same: int = 0
    twice: int = 0
    keys: set[str] = field(default_factory=set)

    @property
    def added(self) -> list[tuple[Place, Stated]]:
        return self.new + self.changed


class Results(RoomKind):
    """Results of the standards whose source is a file."""

    name = "results"
    label = gettext_lazy("Results of standards")
    says = gettext_lazy(
        "How standards with the source “imported from a file” stand: person, standard, day, value."
    )
    new_label = gettext_lazy("New results")
    changed_label = gettext_lazy("Corrected results")
    key_label = gettext_lazy("Result")
    rest_label = gettext_lazy("Not used")
    key_fields = ("person", "standard", "day")
    whole_key = True
    fields = (
        Field(
            "person",
            gettext_lazy("Person"),
            ("e-mail", "email", "name", "employee", "sales rep", "rep", "agent", "salesperson"),
            required=True,
        ),
        Field(
            "standard",
            gettext_lazy("Standard"),
            ("performance standard", "kpi", "metric", "measure", "indicator"),
            required=True,
        ),
        Field("area", gettext_lazy("Key result area"), ("result area", "kra", "area")),
        Field(
            "day",
            gettext_lazy("Day"),
            ("as of", "date", "on", "month end", "measured on", "week ending"),
            required=True,
            reads="date",
        ),
        Field("value", gettext_lazy("Value"), ("actual", "result", "score"), reads="amount"),
        Field(
            "part", gettext_lazy("Counted (x)"), ("counted", "part", "numerator", "count", "hits"),
            reads="amount",
        ),
        Field(
            "whole", gettext_lazy("Out of (y)"), ("whole", "denominator", "out of", "total"),
            reads="amount",
        ),
        Field("evidence", gettext_lazy("What shows it"), ("evidence", "proof", "report", "note")),
    )  # fmt: skip

    def may(self, person: Person) -> bool:
        return rules.can_import_results(person)

    def check(self, sheet: Sheet, *, by: Any, today: date) -> checks.Found:
        plan = _Planner(sheet, today).make()
        return checks.Found(
            plan=plan,
            signature=[(*place, *stated) for place, stated in plan.added],
            new=len(plan.new),
            changed=len(plan.changed),
            same=plan.same,
            twice=plan.twice,
            sums=(SumLine(str(self.label), len(plan.keys), len(plan.added) + plan.same),),
            touches=(
                _("Results are added. What was entered or imported before stays in the history."),
            ),
            keys=frozenset(plan.keys),
        )

    def apply(self, plan: Plan, *, file: ImportFile, by: Any, now: datetime, today: date) -> None:
        if by is None:
            raise ImportRefused(_("Sign in to import results; each names who brought it."))
        shows = _("File “%(file)s”") % {"file": file.name[:_LONGEST_NAME]}
        add_imported(
            results=[
                StandardResult(
                    document_id=place.document,
                    line=place.line,
                    as_of=place.as_of,
                    evidence=stated.evidence or shows,
                    source=f"{file.source}: {file.name}"[:200],
                    **stated.figures._asdict(),
                )
                for place, stated in plan.added
            ],
            by=by,
            now=now,
        )

    def after(self, file: ImportFile) -> NextStep | None:
        return NextStep(
            act=_("Look at the documents."),
            why=_("Each page shows where its standards stand now."),
            url=reverse("expectations:coverage"),
            button=_("Open the coverage"),
        )


class _Planner:
    """Reads each row, and compares it with what is known of that standard on that day."""

    def __init__(self, sheet: Sheet, today: date) -> None:
        self.sheet = sheet
        self.today = today
        self.people = NamedPeople("person").resolve(sheet)
        self.documents = Documents(pk for pk in self.people.values() if pk is not None)
        self.standards = Standards(sheet, self.documents)
        self.reader = Reader(sheet)
        self.first: dict[Place, tuple[int, Stated]] = {}

    def make(self) -> Plan:
        plan = Plan()
        read: list[tuple[Row, Place, Stated]] = []
        for row in self.sheet.rows:
            found = self._read(row)
            if found is not None and row.number not in self.sheet.bad:
                read.append((row, *found))
        known = _known({place.document for _row, place, _stated in read})
        for row, place, stated in read:
            self._sort_in(plan, row, place, stated, known)
        return plan

    def _read(self, row: Row) -> tuple[Place, Stated] | None:
        evidence = self.sheet.short_text(row, "evidence", _LONGEST_EVIDENCE)
        self._note_empty(row)
        day = self.sheet.day(row, "day")
        person = self.people.get(self.sheet.text(row, "person"))
        if person is None or day is None or row.number in self.sheet.bad:
            return None
        if day > self.today:
            self.sheet.note(row, "day", f"{_('This day is still to come.')} {wording.mend()}")
            return None
        found = self.standards.find(row, person, day)
        figures = self._figures(row, found)
        if found is None or figures is None:
            return None
        return Place(found.document, found.standard.line, day), Stated(figures, evidence)

    def _note_empty(self, row: Row) -> None:
        missing = {
            "person": _("There is no person."),
            "standard": _("There is no standard."),
            "day": _("There is no day."),
        }
        for name, what in missing.items():
            if not self.sheet.text(row, name):
                self.sheet.note(row, name, f"{what} {wording.mend()}")

    def _figures(self, row: Row, found: Found | None) -> Figures | None:
        return None if found is None else self.reader.read(row, standard_words(found.standard))

    def _sort_in(
        self, plan: Plan, row: Row, place: Place, stated: Stated, known: dict[Place, Stated]
    ) -> None:
        if place in self.first:
            number, before = self.first[place]
            if before == stated:
                plan.twice += 1
                return
            what = _("This standard stands in row %(row)s too, with another value for that day.")
            said = what % {"row": format.number(number)}
            self.sheet.note(row, "value", f"{said} {wording.mend()}")
            return
        self.first[place] = (row.number, stated)
        plan.keys.add(self.sheet.key(row))
        counts = known.get(place)
        if counts is None:
            plan.new.append((place, stated))
        elif counts.figures == stated.figures and stated.evidence in ("", counts.evidence):
            plan.same += 1
        else:
            plan.changed.append((place, stated))


def _known(documents: Iterable[int]) -> dict[Place, Stated]:
    """What counts so far: of one day the last entry. One query."""
    found: dict[Place, Stated] = {}
    for each in StandardResult.objects.filter(document__in=documents).order_by("-pk"):
        place = Place(each.document_id, each.line, each.as_of)
        figures = Figures(each.value, each.part, each.whole)
        found.setdefault(place, Stated(figures, each.evidence))
    return found
