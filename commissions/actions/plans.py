"""Plans and who is paid under them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from audit.actions import record
from calc.commission import lint, parse_data, run_tests
from calc.commission.values import ERROR, Finding
from commissions.models import CommissionPlan, PlanAssignment, PlanVersion
from people.models import Person
from salesperf.locks import one_at_a_time


class PlanRefused(Exception):  # noqa: N818 what happened
    """The plan cannot be read, a finding of it is an error, or one of its tests fails."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f"{one.at}: {one.text}" for one in findings[:5]))
        self.findings = findings


@transaction.atomic
def store_plan(*, data: Mapping[str, Any], actor: Person | None, now: datetime) -> PlanVersion:
    """Store a plan as the newest version under its name; the same words again are that version.

    Its own tests are run first. Raises PlanRefused with what is wrong.
    """
    reading = parse_data(data)
    if reading.plan is None:
        raise PlanRefused(list(reading.findings))
    wrong = [finding for finding in lint(reading.plan) if finding.level == ERROR]
    for outcome in run_tests(reading.plan):
        wrong += [finding for finding in outcome.findings if finding.level == ERROR]
    if wrong:
        raise PlanRefused(wrong)
    one_at_a_time("commissions.plans")
    plan, _made = CommissionPlan.objects.get_or_create(name=reading.plan.name)
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    fingerprint = sha256(text.encode()).hexdigest()
    last = plan.versions.order_by("number").last()
    if last is not None and last.fingerprint == fingerprint:
        return last
    version = PlanVersion.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        data=data,
        fingerprint=fingerprint,
        author=actor,
        at=now,
    )
    record(
        actor=actor, verb="commissions.plan_stored", target=version, at=now,
        plan=plan.pk, number=version.number, fingerprint=fingerprint,
    )  # fmt: skip
    return version


@transaction.atomic
def assign(
    *,
    plan: CommissionPlan,
    person: Person,
    starts_on: date,
    ends_on: date | None = None,
    figures: Mapping[str, Any] | None = None,
    actor: Person | None,
    now: datetime,
) -> PlanAssignment:
    """Say that somebody is paid under a plan, with which figures; replaces what was said."""
    said = {"starts_on": starts_on, "ends_on": ends_on, "figures": dict(figures or {})}
    assignment, _made = PlanAssignment.objects.update_or_create(
        plan=plan, person=person, defaults=said
    )
    record(
        actor=actor, verb="commissions.assigned", target=assignment, at=now,
        plan=plan.pk, person=person.pk, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    return assignment
