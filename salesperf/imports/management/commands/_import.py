"""What the import commands share: the check of the page, in the terminal, and then the import.

An import is a file that comes in, so it is kept and listed like one from the browser. ``now`` is
read here: a command is an edge.
"""

import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from calc.tabular import NotATable, Table
from salesperf.imports import actions, guessing, kinds, queries, wording
from salesperf.imports.checks import Check
from salesperf.imports.forms import ColumnsForm
from salesperf.imports.models import ImportFile
from salesperf.imports.problems import ImportRefused
from salesperf.web.format import number

_MOST_LISTED = 200  # problems printed; the page and the download have them all


class ImportCommand(BaseCommand):
    """``manage.py import_<kind> FILE --source NAME``; subclasses say which kind."""

    kind = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or .xlsx")
        parser.add_argument("--source", required=True, help="where it comes from, like Salesforce")
        parser.add_argument("--by", default="", help="e-mail of the person it is done for")
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEAD",
            help="which column means a field, where the heads do not say it",
        )  # fmt: skip
        parser.add_argument(
            "--option", action="append", default=[], metavar="NAME=VALUE",
            help="what the columns do not say, like currency=EUR",
        )  # fmt: skip
        parser.add_argument(
            "--answer", action="append", default=[], metavar="FIELD:VALUE=MEANS",
            help="what a value means, like 'product:GTXPro=GTX Pro'; nothing behind = is: new",
        )  # fmt: skip
        parser.add_argument(
            "--leave-out", action="store_true", help="leave out rows that cannot be read"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, save nothing")

    def handle(self, *args: Any, **said: Any) -> None:
        now = timezone.now()
        by = self._person(said["by"])
        today = now.astimezone(by.zone if by else datetime.UTC).date()
        kept: list[ImportFile] = []
        saved = False
        try:
            with transaction.atomic():
                self._bring_in(said, by, now, today, kept)
                transaction.set_rollback(said["dry_run"])
            saved = not said["dry_run"]
        except NotATable as refused:
            raise CommandError(wording.refusal(refused)) from None
        except ImportRefused as refused:
            raise CommandError(str(refused.text)) from None
        finally:
            if not saved:
                _forget(kept, now)
        if said["dry_run"]:
            self.stdout.write("Nothing was saved: this was a dry run.")

    def _person(self, email: str) -> Any:
        if not email:
            return None
        person = get_user_model()._default_manager.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody has the e-mail {email}.")
        if not kinds.get(self.kind).may(person):
            raise CommandError(f"{person} may not import {self.kind}.")
        return person

    def _bring_in(
        self,
        said: dict[str, Any],
        by: Any,
        now: datetime.datetime,
        today: datetime.date,
        kept: list[ImportFile],
    ) -> None:
        file = self._receive(said, by, now)
        kept.append(file)
        table = queries.open_table(file)
        file = self._confirm(file, table, said, by, today)
        for text in said["answer"]:
            field, value, means = _parted(text)
            actions.answer(file=file, field=field, values=[value], means=means, by=by, now=now)
        check = queries.check_file(file, table, by=by, today=today)
        if said["leave_out"] and check.problems:
            file = actions.leave_out(file=file, rows=check.unreadable_rows)
            check = queries.check_file(file, table, by=by, today=today)
        self._print(check)
        if not check.ready:
            raise CommandError(
                "Nothing was saved. Answer with --answer, correct the rows, or use --leave-out."
            )
        if not said["dry_run"]:
            done = actions.run(file=file, seen=check.fingerprint, by=by, now=now, today=today)
            outcome = done.outcome
            self.stdout.write(
                self.style.SUCCESS(
                    f"Imported: {number(outcome['new'])} new, {number(outcome['changed'])} changed."
                )
            )

    def _receive(self, said: dict[str, Any], by: Any, now: datetime.datetime) -> ImportFile:
        path: Path = said["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        return actions.receive(
            kind=self.kind, source=said["source"], name=path.name, data=data, by=by, now=now
        )

    def _confirm(
        self, file: ImportFile, table: Table, said: dict[str, Any], by: Any, today: datetime.date
    ) -> ImportFile:
        kind = kinds.get(self.kind)
        saved = queries.saved_mapping(file.kind, file.source)
        columns = guessing.offered(kind, table, saved.columns if saved else None)
        columns |= dict(_pair(text, "--column") for text in said["column"])
        chosen = dict(_pair(text, "--option") for text in said["option"])
        form = ColumnsForm(
            None, kind=kind, table=table, offered=columns,
            options=saved.options if saved else {}, person=by, today=today,
        )  # fmt: skip
        data = {name: form[name].initial for name in form.option_names} | chosen
        meant = {head: field for field, head in columns.items()}
        for place, head in enumerate(table.columns):
            data[f"column_{place}"] = meant.get(head, "")
        form.data, form.is_bound = data, True
        if not form.is_valid():
            raise CommandError(
                " ".join(str(text) for texts in form.errors.values() for text in texts)
            )
        return actions.confirm_columns(file=file, columns=form.columns(), options=form.options())

    # --- what is printed -------------------------------------------------------------------------
    def _print(self, check: Check) -> None:
        write = self.stdout.write
        write(" · ".join(check.facts))
        for column in check.columns:
            remark = f" ({column.remark.text})" if column.remark else ""
            write(f"  {column.head}: {column.becomes}{remark}")
        counts = check.counts
        write(
            f"{number(counts.new)} new, {number(counts.changed)} changed, "
            f"{number(counts.same)} as before, {number(counts.twice)} twice in the file, "
            f"{number(counts.unreadable)} cannot be read, {number(counts.left_out)} left out, "
            f"of {number(counts.rows)} rows"
        )
        for label, count in check.found.extra:
            write(f"{label}: {number(count)}")
        for line in check.found.sums:
            in_file, after = line.texts
            write(f"  {line.label}: {in_file} in the file, {after} after")
        for sentence in check.found.touches:
            write(sentence)
        self._print_open(check)

    def _print_open(self, check: Check) -> None:
        for question in check.questions:
            self.stderr.write(f"Question: {question.text} {question.facts}")
            for choice in question.choices:
                shown = question.values[0] if len(question.values) == 1 else "VALUE"
                self.stderr.write(
                    f"  {choice.label}: --answer '{question.field}:{shown}={choice.means}'"
                )
        for problem in check.problems[:_MOST_LISTED]:
            where = f"row {problem.row}, {problem.column or 'the whole row'}"
            self.stderr.write(f"{where}: “{problem.value}”: {problem.what}")
        if len(check.problems) > _MOST_LISTED:
            self.stderr.write(f"… and {len(check.problems) - _MOST_LISTED} more problems")


def _forget(kept: list[ImportFile], now: datetime.datetime) -> None:
    """The rows were taken back; the content of a file that was new goes too."""
    for file in kept:
        if file.uploaded_at == now:
            file.content.storage.delete(str(file.content.name))


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise CommandError(f"{option} needs NAME=VALUE, not “{text}”.")
    return name, value


def _parted(text: str) -> tuple[str, str, str]:
    """field:value=means; the last = parts, because values may hold one."""
    left, equals, means = text.rpartition("=")
    field, colon, value = left.partition(":")
    if not equals or not colon:
        raise CommandError(f"--answer needs FIELD:VALUE=MEANS, not “{text}”.")
    return field, value, means
