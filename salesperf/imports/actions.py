"""What is done with a file that comes in: kept, mapped, asked about, imported or cancelled."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from calc.tabular import NotATable
from salesperf.imports import kinds, queries, wording
from salesperf.imports.checks import Check, Problem
from salesperf.imports.models import Answer, ImportFile, RowToRepair, SavedMapping
from salesperf.imports.problems import ImportRefused, SeenOtherwise
from salesperf.imports.queries import HowRead
from salesperf.imports.sheet import LONGEST_ANSWER
from salesperf.locks import one_at_a_time

LOCK = "imports"
_LONGEST_NAME = 255


@transaction.atomic
def receive(
    *, kind: str, source: str, name: str, data: bytes, by: Any, now: datetime
) -> ImportFile:
    """Keep a file, if it can be read at all. Raises NotATable, and then keeps nothing.

    A file that the same person sent and has not finished is taken up again instead.
    """
    saved = queries.saved_mapping(kind, source)
    how = HowRead.of(saved.options) if saved else HowRead()
    how = _readable(data, name, how)
    sha256 = hashlib.sha256(data).hexdigest()
    begun = ImportFile.objects.under_way().filter(
        kind=kind, source=source, sha256=sha256, uploaded_by=by
    )
    if by is not None and (known := begun.first()):
        return known
    file = ImportFile(
        kind=kind,
        source=source,
        name=name[:_LONGEST_NAME],
        sha256=sha256,
        size=len(data),
        options=_as_options(how),
        uploaded_by=by,
        uploaded_at=now,
    )
    file.content.save("", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            file.save()
            kinds.get(kind).record("uploaded", file=file, by=by, now=now)
    except BaseException:
        file.content.delete(save=False)
        raise
    return file


def _readable(data: bytes, name: str, how: HowRead) -> HowRead:
    """How this file can be read: as its source was before, or as the file itself says."""
    try:
        queries.read_content(data, name, how)
    except NotATable:
        if how == HowRead():
            raise
        queries.read_content(data, name, HowRead())
        return HowRead()
    return how


def _as_options(how: HowRead) -> dict[str, str]:
    return {key: value for key, value in vars(how).items() if value}


@transaction.atomic
def read_otherwise(*, file: ImportFile, how: HowRead) -> ImportFile:
    """Read an unfinished file with another encoding, delimiter or sheet; columns start anew.

    Raises NotATable, and then changes nothing.
    """
    row = _locked(file)
    _refuse_finished(row)
    with row.content.open("rb") as content:
        queries.read_content(content.read(), row.name, how)
    kept = {key: value for key, value in row.options.items() if key not in vars(HowRead())}
    row.options = {**kept, **_as_options(how)}
    row.columns, row.leave_out, row.state = {}, [], ImportFile.State.UPLOADED
    row.save(update_fields=["options", "columns", "leave_out", "state"])
    return row


@transaction.atomic
def confirm_columns(
    *, file: ImportFile, columns: Mapping[str, str], options: Mapping[str, Any]
) -> ImportFile:
    """Keep what the columns mean, for this file and for the next one of its source."""
    row = _locked(file)
    _refuse_finished(row)
    how = _as_options(HowRead.of(row.options))
    row.columns = dict(columns)
    row.options = {**options, **how}
    row.leave_out = []
    row.state = ImportFile.State.MAPPED
    row.save(update_fields=["columns", "options", "leave_out", "state"])
    SavedMapping.objects.update_or_create(
        kind=row.kind,
        source=row.source,
        defaults={
            "columns": row.columns,
            # Another file of this source may have its table on another sheet.
            "options": {
                key: value
                for key, value in row.options.items()
                if key not in {"sheet", *kinds.get(row.kind).not_remembered}
            },
        },
    )
    return row


@transaction.atomic
def answer(
    *, file: ImportFile, field: str, values: Iterable[str], means: str, by: Any, now: datetime
) -> None:
    """Remember what values of this source mean; an earlier answer gives way."""
    _refuse_finished(_locked(file))
    if len(means) > LONGEST_ANSWER or len(field) > 40:
        raise ImportRefused(_("This answer is too long to be remembered."))
    Answer.objects.bulk_create(
        [
            Answer(
                kind=file.kind,
                source=file.source,
                field=field,
                value=value,
                means=means,
                answered_by=by,
                answered_at=now,
            )
            for value in dict.fromkeys(values)
            if len(value) <= LONGEST_ANSWER
        ],
        update_conflicts=True,
        unique_fields=["kind", "source", "field", "value"],
        update_fields=["means", "answered_by", "answered_at"],
    )


@transaction.atomic
def withdraw_answer(*, file: ImportFile, field: str, value: str) -> None:
    """Forget an answer of this source; its question is asked again."""
    _refuse_finished(_locked(file))
    Answer.objects.filter(kind=file.kind, source=file.source, field=field, value=value).delete()


@transaction.atomic
def leave_out(*, file: ImportFile, rows: Iterable[int]) -> ImportFile:
    """Leave exactly these rows out, as far as they cannot be read; none takes all in again."""
    row = _locked(file)
    _refuse_finished(row)
    row.leave_out = sorted(set(rows))
    row.save(update_fields=["leave_out"])
    return row


@transaction.atomic
def cancel(*, file: ImportFile, by: Any, now: datetime) -> bool:
    """Give a file up; its content is deleted. False when it was given up already."""
    row = _locked(file)
    if row.state == ImportFile.State.CANCELLED:
        return False
    _refuse_finished(row)
    row.state = ImportFile.State.CANCELLED
    row.save(update_fields=["state"])
    kinds.get(row.kind).record("cancelled", file=row, by=by, now=now)
    content, storage = str(row.content.name), row.content.storage
    transaction.on_commit(lambda: storage.delete(content), robust=True)
    return True


@transaction.atomic
def run(*, file: ImportFile, seen: str, by: Any, now: datetime, today: date) -> ImportFile:
    """Import a file: all of it or nothing. A second call has no second effect.

    ``seen`` is the fingerprint of the check that the person looked at. Imports wait for each
    other, so the check that is made here stays true until the end. Raises SeenOtherwise when it
    finds something else, ImportRefused when something is left to answer or to repair.
    """
    one_at_a_time(LOCK)
    row = _locked(file)
    if row.state == ImportFile.State.IMPORTED:
        return row
    _refuse_finished(row)
    check = _checked(row, by, today)
    if check.fingerprint != seen:
        raise SeenOtherwise(
            _("What the import would do has changed since you looked. Look again, then import.")
        )
    if not check.ready:
        raise ImportRefused(_("Answer the questions and repair or leave out the rows first."))
    kind = kinds.get(row.kind)
    kind.apply(check.found.plan, file=row, by=by, now=now, today=today)
    _finish(row, check, now)
    counts = {key: value for key, value in row.outcome.items() if isinstance(value, int)}
    kind.record("imported", file=row, by=by, now=now, **counts)
    kind.announce(file=row, url=reverse("imports:outcome", args=[row.pk]), now=now)
    return row


def _checked(file: ImportFile, by: Any, today: date) -> Check:
    try:
        table = queries.open_table(file)
    except NotATable as refused:
        raise ImportRefused(wording.refusal(refused)) from None
    return queries.check_file(file, table, by=by, today=today)


def _finish(file: ImportFile, check: Check, now: datetime) -> None:
    counts = check.counts
    file.state = ImportFile.State.IMPORTED
    file.imported_at = now
    file.outcome = {
        "rows": counts.rows,
        "new": counts.new,
        "changed": counts.changed,
        "same": counts.same,
        "twice": counts.twice,
        "left_out": counts.left_out,
        "extra": sum(count for _label, count in check.found.extra),
        "heads": [column.head for column in check.columns],
        "sums": [[line.label, *line.texts] for line in check.found.sums],
    }
    file.save(update_fields=["state", "imported_at", "outcome"])
    _keep_rows_to_repair(file, check)


def _keep_rows_to_repair(file: ImportFile, check: Check) -> None:
    """Rows that were left out wait for repair; those of before that came now wait no more."""
    first: dict[int, Problem] = {}
    for problem in check.left_out:
        first.setdefault(problem.row, problem)
    keys = check.found.keys | {problem.key for problem in first.values() if problem.key}
    waiting = RowToRepair.objects.filter(
        Q(key__gt="") | Q(file__sha256=file.sha256),
        settled_by__isnull=True,
        file__kind=file.kind,
        file__source=file.source,
    ).values_list("pk", "key", "file__sha256")
    settled = [pk for pk, key, sha256 in waiting if key in keys or sha256 == file.sha256]
    for start in range(0, len(settled), 500):
        RowToRepair.objects.filter(pk__in=settled[start : start + 500]).update(settled_by=file)
    RowToRepair.objects.bulk_create(
        [
            RowToRepair(
                file=file,
                row=problem.row,
                key=problem.key[:200],
                column=problem.column[:200],
                value=problem.value[:500],
                reason=problem.what[:500],
                cells=list(problem.cells),
            )
            for problem in first.values()
        ],
        batch_size=500,
    )


def _locked(file: ImportFile) -> ImportFile:
    return ImportFile.objects.select_for_update().get(pk=file.pk)


def _refuse_finished(file: ImportFile) -> None:
    if not file.is_open:
        raise ImportRefused(_("This file is imported or cancelled already. Upload it again."))
