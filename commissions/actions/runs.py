"""A run over the database: cut into shards, each calculated and stored in one transaction.

Killed at any point and gone on with, it ends the same: a shard is either stored whole or not at
all, and what it stores hangs on its inputs alone.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit.actions import record
from commissions import inputs
from commissions.actions.storing import Store, forget
from commissions.models import (
    CommissionRun,
    PayeeInputs,
    PayeeResult,
    PlanAssignment,
    PlanVersion,
    RunShard,
)
from commissions.problems import NotPossible
from commissions.queries.shards import Group
from people.models import Person
from salesperf.locks import one_at_a_time

CREDITS_A_SHARD = 40_000  # a few seconds and about 100 MB
LEASE = timedelta(minutes=10)  # a shard woken so long ago and not done is woken again


@transaction.atomic
def start_run(
    *, first_day: date, last_day: date, actor: Person | None, now: datetime
) -> CommissionRun:
    """Begin a pass over everybody under a plan; only those whose inputs changed are calculated.

    A run over the same days that is under way is given back. Raises NotPossible while another
    one runs and for days that are none, and NotAPlan.
    """
    if last_day < first_day:
        raise NotPossible(_("It ends before it begins."))
    one_at_a_time("commissions.run")
    running = CommissionRun.objects.filter(state=CommissionRun.State.RUNNING).first()
    if running is not None:
        if (running.first_day, running.last_day) == (first_day, last_day):
            return running
        raise NotPossible(_("Another run is under way. Wait until it has finished."))
    run = CommissionRun.objects.create(
        first_day=first_day, last_day=last_day, started_by=actor, started_at=now
    )
    shards: list[RunShard] = []
    for version in PlanVersion.objects.newest().order_by("plan_id"):
        shards += _shards(run, version, len(shards))
    RunShard.objects.bulk_create(shards)
    run.save(update_fields=["payees", "unchanged"])
    record(
        actor=actor, verb="commissions.run_started", target=run, at=now,
        first_day=first_day, last_day=last_day, payees=run.payees, unchanged=run.unchanged,
    )  # fmt: skip
    _finish_if_done(run, now)
    return run


def calculate_shard(*, shard_id: int, now: datetime) -> RunShard:
    """Calculate one shard, then store it in one transaction; nothing happens when it was done.

    Inputs that change meanwhile are seen by the next run: what was read has an older revision.
    """
    shard = RunShard.objects.select_related("run", "version").get(pk=shard_id)
    if shard.done_at is not None:
        return shard
    run = shard.run
    with _without_collector():
        group = Group.read(shard.version, shard.payees, run.first_day, run.last_day)
        store = Store(group.plan, shard)
        for one in group.calculated(store.before):
            store.add(one)
    with transaction.atomic():
        locked = RunShard.objects.select_for_update().get(pk=shard_id)
        if locked.done_at is not None:
            return locked
        locked.lines, locked.done_at = store.write(), now
        locked.save(update_fields=["lines", "done_at"])
        _finish_if_done(run, now)
    return locked


@transaction.atomic
def wake(*, now: datetime) -> list[int]:
    """The shards that nobody works on: not given out yet, or not heard of for ``LEASE``.

    Each is given out once in that time.
    """
    idle = Q(woken_at__isnull=True) | Q(woken_at__lt=now - LEASE)
    waiting = RunShard.objects.filter(idle, done_at__isnull=True).order_by("pk")
    numbers = [shard.pk for shard in waiting.select_for_update(skip_locked=True, of=("self",))]
    RunShard.objects.filter(pk__in=numbers).update(woken_at=now)
    return numbers


@contextmanager
def _without_collector() -> Iterator[None]:
    """A hundred thousand small tuples, none of them in a circle, are not looked through."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _shards(run: CommissionRun, version: PlanVersion, number: int) -> list[RunShard]:
    """The payees of a plan whose inputs changed, in groups; counts them on the run."""
    assigned = PlanAssignment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=run.first_day),
        plan=version.plan_id,
        starts_on__lte=run.last_day,
    ).order_by("person_id")
    payees = [row.person_id for row in assigned]
    forget(run=run, plan=version.plan_id, keep=payees)
    known = {
        payee: (revision, credits)
        for payee, revision, credits in PayeeInputs.objects.filter(
            plan=version.plan_id
        ).values_list("payee", "revision", "credits")
    }
    stored = {
        payee: (terms, revision)
        for payee, terms, revision in PayeeResult.objects.filter(
            plan=version.plan_id, first_day=run.first_day
        ).values_list("payee", "terms", "revision")
    }
    changed = []
    for row in assigned:
        terms = inputs.terms_hash(version, row, run.first_day, run.last_day)
        revision, _credits = known.get(row.person_id, (0, 0))
        if stored.get(row.person_id) != (terms, revision):
            changed.append(row.person_id)
    together = inputs.plan_of(version).hangs_together
    if together and changed:
        changed = payees
    run.payees += len(payees)
    run.unchanged += len(payees) - len(changed)
    shards: list[RunShard] = []
    for payee in changed:
        credits = known.get(payee, (0, 0))[1]
        full = shards and shards[-1].credits + credits > CREDITS_A_SHARD
        if not shards or (full and not together):
            shards.append(
                RunShard(run=run, number=number + len(shards), version=version, payees=[])
            )
        shards[-1].payees.append(payee)
        shards[-1].credits += credits
    return shards


def _finish_if_done(run: CommissionRun, now: datetime) -> None:
    """The last shard ends the run. Whoever is second waits here, and sees the first."""
    run = CommissionRun.objects.select_for_update().get(pk=run.pk)
    if run.state != CommissionRun.State.RUNNING or run.shards.filter(done_at=None).exists():
        return
    run.state, run.finished_at = CommissionRun.State.FINISHED, now
    run.save(update_fields=["state", "finished_at"])
    record(actor=run.started_by, verb="commissions.run_finished", target=run, at=now)
