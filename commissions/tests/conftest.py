from datetime import date

import pytest
from django.utils import timezone

from commissions.actions import runs
from commissions.actions.crediting import credit_deals
from commissions.models import CommissionRun
from sales.builders import make_deal, make_stages
from sales.models import Deal, Stage


@pytest.fixture
def sell(db, cast):
    """Somebody wins a deal of a value on a day of 2026."""
    stages = {stage.kind: stage for stage in make_stages()}

    def sell(person, value, day="01-15", number="", kind=Stage.Kind.WON, **fields) -> Deal:
        return make_deal(
            owner=person,
            stage=stages[kind],
            value=value,
            number=number,
            closed_on=date.fromisoformat(f"2026-{day}"),
            **fields,
        )

    return sell


@pytest.fixture
def calculate():
    """Credit what changed and calculate who changed, from January to a day."""

    def calculate(until: str = "2026-12-31") -> CommissionRun:
        now = timezone.now()
        credit_deals(now=now)
        run = runs.start_run(
            first_day=date(2026, 1, 1), last_day=date.fromisoformat(until), actor=None, now=now
        )
        for shard in run.shards.all():
            runs.calculate_shard(shard_id=shard.pk, now=now)
        run.refresh_from_db()
        return run

    return calculate
