"""``manage.py commission_run``: credit what changed, calculate who changed, show how far it is."""

import json
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from calc.money import Money
from commissions import tasks
from commissions.actions import runs
from commissions.actions.crediting import Credited, credit_deals
from commissions.actions.plans import PlanRefused, assign, store_plan
from commissions.models import CommissionPlan, CommissionRun
from commissions.problems import NotPossible
from commissions.queries.runs import findings_of, progress, totals
from people.models import Person

_MOST_LISTED = 50


class Command(BaseCommand):
    help = "Calculate commissions over the stored deals, for everybody under a plan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", required=True, type=date.fromisoformat, help="first day")
        parser.add_argument("--to", required=True, type=date.fromisoformat, help="last day")
        parser.add_argument("--plan", action="append", default=[], type=Path, help="store it first")
        parser.add_argument(
            "--people", type=Path,
            help='who is paid: JSON, [{"email", "plan", "start", "end", "quotas", …}]',
        )  # fmt: skip
        parser.add_argument(
            "--workers", action="store_true", help="leave it to the workers and watch"
        )

    def handle(self, *args: Any, **said: Any) -> None:
        try:
            self._store(said["plan"], said["people"])
            self._show_credited(credit_deals(now=timezone.now(), told=self._told))
            run = runs.start_run(
                first_day=said["from"], last_day=said["to"], actor=None, now=timezone.now()
            )
        except (NotPossible, PlanRefused) as problem:
            raise CommandError(str(problem)) from None
        self._watch(run) if said["workers"] else self._calculate(run)
        self._show(run)

    # --- what is stored first -------------------------------------------------------------------
    def _store(self, plans: list[Path], people: Path | None) -> None:
        now = timezone.now()
        for path in plans:
            version = store_plan(data=_json(path), actor=None, now=now)
            self.stdout.write(f"{version.plan.name}: version {version.number}.")
        for number, row in enumerate(_json(people) if people else [], start=1):
            try:
                person = Person.objects.get(email__iexact=row.pop("email"))
                plan = CommissionPlan.objects.get(name=row.pop("plan"))
                start, end = row.pop("start"), row.pop("end", None)
                assign(
                    plan=plan, person=person, starts_on=date.fromisoformat(start),
                    ends_on=date.fromisoformat(end) if end else None, figures=row,
                    actor=None, now=now,
                )  # fmt: skip
            except (
                KeyError, TypeError, ValueError, AttributeError,
                Person.DoesNotExist, CommissionPlan.DoesNotExist,
            ) as problem:  # fmt: skip
                raise CommandError(f"{people}: row {number}: {problem!r}") from None

    # --- the run --------------------------------------------------------------------------------
    def _calculate(self, run: CommissionRun) -> None:
        for shard in run.shards.filter(done_at=None):
            runs.calculate_shard(shard_id=shard.pk, now=timezone.now())
            self._progress(run)

    def _watch(self, run: CommissionRun) -> None:
        tasks.go_on.delay()
        while run.state != CommissionRun.State.FINISHED:
            time.sleep(1)
            self._progress(run)
            run.refresh_from_db()

    # --- what is shown --------------------------------------------------------------------------
    def _told(self, so_far: Credited) -> None:
        self.stderr.write(f"\rcredited {so_far.deals:,} deals", ending="")

    def _show_credited(self, found: Credited) -> None:
        self.stderr.write("")
        self.stdout.write(
            f"{found.deals:,} deals looked at: {found.written:,} credits written, "
            f"{found.removed:,} taken back."
        )
        for finding in found.findings[:_MOST_LISTED]:
            self.stderr.write(f"{finding.level}  {finding.at}  {finding.text}")
        if len(found.findings) > _MOST_LISTED:
            self.stderr.write(f"… and {len(found.findings) - _MOST_LISTED:,} more.")

    def _progress(self, run: CommissionRun) -> None:
        at = progress(run)
        self.stderr.write(f"\r{at.percent:3} %  {at.lines:,} lines", ending="")

    def _show(self, run: CommissionRun) -> None:
        run.refresh_from_db()
        self.stderr.write("")
        self.stdout.write(f"{run.payees:,} people, {run.unchanged:,} of them unchanged.")
        for sums in totals(run):
            paid = Money(sums.earned, sums.currency)
            self.stdout.write(f"{sums.lines:,} lines pay {paid}.")
        for listed, (result, finding) in enumerate(findings_of(run)):
            if listed == _MOST_LISTED:
                self.stderr.write("… and more.")
                break
            who = f"{result.payee.name}, {result.plan.name}"
            self.stderr.write(f"{finding['level']}  {who}  {finding['at']}  {finding['text']}")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except OSError as problem:
        raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None
    except ValueError as problem:
        raise CommandError(f"{path} is no JSON: {problem}.") from None
