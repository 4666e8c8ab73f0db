"""Reading files that came in: their table, what a check finds, what is still to repair."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from calc.tabular import Table, read_table
from calc.tabular.table import NotATable
from salesperf.imports import kinds, wording
from salesperf.imports.checks import Check, Column, Counts, Found, Problem, fingerprint
from salesperf.imports.kinds import Kind
from salesperf.imports.models import Answer, ImportFile, ImportFileQuerySet, SavedMapping
from salesperf.imports.sheet import Sheet
from salesperf.web import format

_FIRST = 2  # values shown of each column


@dataclass(frozen=True)
class HowRead:
    """How a file is read; empty parts are found out from the file."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    @classmethod
    def of(cls, options: dict[str, Any]) -> "HowRead":
        return cls(**{key: options.get(key, "") for key in ("encoding", "delimiter", "sheet")})


# --- the table -----------------------------------------------------------------------------------
def open_table(file: ImportFile) -> Table:
    """Read the kept content. Raises NotATable, also when it is not what was uploaded."""
    with file.content.open("rb") as content:
        data = content.read()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise NotATable("changed")
    return read_content(data, file.name, HowRead.of(file.options))


def read_content(data: bytes, name: str, how: HowRead) -> Table:
    """Read uploaded bytes. Raises NotATable."""
    if len(data) > settings.IMPORT_MAX_BYTES:
        raise NotATable("too_large")
    table = read_table(data, name, encoding=how.encoding, delimiter=how.delimiter, sheet=how.sheet)
    if not table.total:
        raise NotATable("no_rows", columns=len(table.columns))
    return table


def saved_mapping(kind: str, source: str) -> SavedMapping | None:
    return SavedMapping.objects.filter(kind=kind, source=source).first()


def sources_of(kind: str) -> list[str]:
    """The sources this kind was imported from, the latest first."""
    names = (
        ImportFile.objects.filter(kind=kind)
        .order_by("-uploaded_at")
        .values_list("source", flat=True)[:200]
    )
    return list(dict.fromkeys(names))


def earlier_same(file: ImportFile) -> ImportFile | None:
    """The latest import of exactly this content, of this kind and source."""
    return (
        ImportFile.objects.imported()
        .filter(kind=file.kind, source=file.source, sha256=file.sha256)
        .exclude(pk=file.pk)
        .select_related("uploaded_by")
        .first()
    )


def earlier_count(file: ImportFile) -> int:
    """How many files of this kind and source are in already."""
    return (
        ImportFile.objects.imported()
        .filter(kind=file.kind, source=file.source)
        .exclude(pk=file.pk)
        .count()
    )


def listed(files: ImportFileQuerySet) -> ImportFileQuerySet:
    """Files for a list: who sent them, and how many rows are still to repair."""
    return files.select_related("uploaded_by").annotate(
        repairs=Count("to_repair", filter=Q(to_repair__settled_by__isnull=True))
    )


# --- the check -----------------------------------------------------------------------------------
def check_file(file: ImportFile, table: Table, *, by: Any, today: date) -> Check:
    """What an import of this file would do now. Reads the database, writes nothing."""
    kind = kinds.get(file.kind)
    answers = {
        (answer.field, answer.value): answer
        for answer in Answer.objects.filter(kind=file.kind, source=file.source).select_related(
            "answered_by"
        )
    }
    sheet = Sheet(
        table,
        source=file.source,
        columns=file.columns,
        options=file.options,
        answers={key: answer.means for key, answer in answers.items()},
        key_fields=kind.key_fields,
        whole_key=kind.whole_key,
    )
    found = kind.check(sheet, by=by, today=today)
    left_out, open_problems = _parted(sheet.problems, file.leave_out)
    return Check(
        counts=_counts(table, found, left_out, open_problems),
        problems=open_problems,
        left_out=left_out,
        questions=tuple(sheet.questions.values()),
        columns=tuple(_columns(sheet, kind, found)),
        answered=tuple(answers[key] for key in sorted(sheet.used)),
        found=found,
        facts=_facts(file, sheet, kind),
        fingerprint=fingerprint(
            file.sha256,
            sorted(file.columns.items()),
            sorted(file.options.items()),
            sorted((key, answers[key].means) for key in sheet.used),
            [problem.row for problem in left_out],
            list(found.signature),
        ),
    )


def _parted(
    problems: Iterable[Problem], leave_out: Iterable[int]
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Rows that somebody decided to leave out, and those that still stop the import."""
    out = set(leave_out)
    ordered = sorted(problems, key=lambda problem: problem.row)
    return (
        tuple(problem for problem in ordered if problem.row in out),
        tuple(problem for problem in ordered if problem.row not in out),
    )


def _counts(
    table: Table, found: Found, left_out: Iterable[Problem], problems: Iterable[Problem]
) -> Counts:
    return Counts(
        rows=table.total,
        new=found.new,
        changed=found.changed,
        same=found.same,
        twice=found.twice,
        unreadable=len({problem.row for problem in problems}),
        left_out=len({problem.row for problem in left_out}),
    )


def _columns(sheet: Sheet, kind: Kind, found: Found) -> Iterable[Column]:
    meant = {head: field for field, head in sheet.columns.items()}
    for place, head in enumerate(sheet.table.columns):
        field = meant.get(head)
        first, empty = describe(sheet.table, place)
        yield Column(
            head=head,
            becomes=_becomes(sheet, kind, field),
            first=first,
            empty=empty,
            remark=found.remarks.get(field) if field else None,
        )


def _becomes(sheet: Sheet, kind: Kind, name: str | None) -> str:
    if name is None:
        return str(kind.rest_label)
    field = kind.field(name)
    currency = sheet.options.get("currency")
    if field.reads == "amount" and currency and not sheet.has("currency"):
        return f"{field.label}, {currency}"
    return str(field.label)


def describe(table: Table, place: int) -> tuple[tuple[str, ...], int]:
    """The first filled values of a column, and how many of its cells are empty."""
    first: list[str] = []
    empty = 0
    for row in table.rows:
        cell = row.cells[place]
        if not cell or cell.isspace():
            empty += 1
        elif len(first) < _FIRST:
            first.append(" ".join(cell.split())[:40])
    return tuple(first), empty


def _facts(file: ImportFile, sheet: Sheet, kind: Kind) -> tuple[str, ...]:
    return (*shape(sheet.table), *_dates_as(sheet, kind), *_history(file))


def shape(table: Table) -> tuple[str, ...]:
    """ "8,803 rows, 8 columns" and how the file was read, in words."""
    size = _("%(rows)s, %(columns)s columns") % {
        "rows": wording.rows(table.total),
        "columns": format.number(len(table.columns)),
    }
    form = table.format
    if form.kind == "xlsx":
        how = _("sheet “%(sheet)s”") % {"sheet": form.sheet}
    else:
        how = f"{wording.DELIMITERS[form.delimiter]}, {form.encoding.upper()}"
    return size, how


def _dates_as(sheet: Sheet, kind: Kind) -> tuple[str, ...]:
    for field in kind.fields:
        if field.reads == "date" and sheet.has(field.name):
            example = next((cell for cell in sheet.values(field.name) if cell.strip()), "")
            if example:
                return (_("dates as %(example)s") % {"example": example.strip()[:20]},)
    return ()


def _history(file: ImportFile) -> tuple[str, ...]:
    same = earlier_same(file)
    if same and same.imported_at:
        day = format.day(same.imported_at)
        return (_("this very file was imported on %(day)s") % {"day": day},)
    if earlier_count(file) == 0:
        return (_("first import from this source"),)
    return (_("from “%(source)s”") % {"source": file.source},)


def rows_of(table: Table, numbers: Iterable[int], most: int = 12) -> list[tuple[int, tuple]]:
    """Some rows of a table by number, for looking at them."""
    wanted = set(numbers)
    found = [(row.number, row.cells) for row in table.rows if row.number in wanted]
    return found[:most]


def begun(visible: ImportFileQuerySet, person: Any) -> ImportFile | None:
    """The file this person began last and has not finished."""
    return visible.under_way().filter(uploaded_by=person).first()


# --- what pages show -----------------------------------------------------------------------------
@dataclass(frozen=True)
class ColumnRow:
    """A column of the file beside the choice of what it becomes."""

    head: str
    field: Any
    first: tuple[str, ...]
    empty: int
    remark: str


def column_rows(table: Table, form: Any) -> list[ColumnRow]:
    rows = []
    for place, (head, field) in enumerate(form.column_fields()):
        first, empty = describe(table, place)
        rows.append(ColumnRow(head, field, first, empty, _head_remark(table, head)))
    return rows


def _head_remark(table: Table, head: str) -> str:
    if head in table.unnamed_heads:
        return _("has no name in the file")
    if head in table.repeated_heads:
        return _("this name stands there twice")
    return ""


def repair_rows(
    file: ImportFile, *, by: Any, today: date
) -> tuple[tuple[str, ...], Iterable[list[Any]]]:
    """Heads and rows of the file to repair: of the check before, of what was left out after."""
    if file.is_open:
        table = open_table(file)
        problems = check_file(file, table, by=by, today=today)
        listed_rows = sorted({*problems.problems, *problems.left_out}, key=lambda p: p.row)
        return table.columns, ([p.row, p.column, p.what, *p.cells] for p in listed_rows)
    rows = file.to_repair.filter(settled_by__isnull=True)
    width = max((len(row.cells) for row in rows), default=0)
    heads = tuple(file.outcome.get("heads", ()))[:width]
    return heads, ([row.row, row.column, row.reason, *row.cells] for row in rows)
