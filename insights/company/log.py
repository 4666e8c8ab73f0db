"""What the reps of a made-up company did each week, against what was planned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from activities.builders import entry_rows, make_standard_types, week_row
from activities.models import ActivityType, Entry, Week
from calc.periods import monday_of
from insights.company import words
from insights.company.batches import in_batches
from people.models import Person

# How much of each standard type a rep does in a usual week, and on how many days.
USUAL = {
    "Calls": (100, 5),
    "First meetings": (15, 5),
    "Proposals sent": (8, 3),
    "Account reviews": (4, 2),
    "Referrals asked for": (5, 2),
    "Practice": (2, 1),
}
# Percent of the usual by month: a slow August, a slow turn of the year, busy quarter ends.
SEASON = (88, 97, 108, 98, 102, 106, 92, 78, 105, 103, 107, 84)
BATCH = 4_000  # weeks written at a time: memory stays flat


@dataclass(frozen=True)
class Habit:
    """How a rep works: percent of the usual amount, and the weeks in a hundred that are off."""

    percent: int
    off_in_a_hundred: int = 8


def log_weeks(
    *,
    reps: Sequence[Person],
    habits: dict[int, Habit],
    weeks: int,
    random: Random,
    today: date,
    now: datetime,
) -> None:
    """Write ``weeks`` weeks of each rep, the last one being this week, filled up to today."""
    types = {kind.name: kind for kind in make_standard_types()}
    rows = _weeks(reps, habits, weeks, random, today, now)
    for batch in in_batches(rows, BATCH):
        Week.objects.bulk_create(batch)
        Entry.objects.bulk_create(_entries(batch, habits, types, random, today))


def _weeks(
    reps: Sequence[Person],
    habits: dict[int, Habit],
    weeks: int,
    random: Random,
    today: date,
    now: datetime,
) -> Iterator[Week]:
    this_monday = monday_of(today)
    for rep in reps:
        for back in range(weeks - 1, -1, -1):
            monday = this_monday - timedelta(weeks=back)
            if _is_away(rep, monday) or random.randrange(100) < habits[rep.pk].off_in_a_hundred:
                continue
            yield _week(rep, monday, back, random, now)


def _is_away(rep: Person, monday: date) -> bool:
    hired, left = rep.hired_on, rep.left_on
    return bool((hired and monday < hired) or (left and monday > left))


def _week(rep: Person, monday: date, back: int, random: Random, now: datetime) -> Week:
    if back == 0:
        return week_row(person=rep, monday=monday, saved_at=now - timedelta(hours=2))
    friday = datetime.combine(monday + timedelta(days=4), time(16, random.randrange(60)), UTC)
    submitted = back > 1 or random.randrange(100) < 80
    return week_row(
        person=rep,
        monday=monday,
        submitted_at=friday if submitted else None,
        saved_at=friday,
        skill_practised=random.choice(words.SKILLS),
        reflection=random.choice(words.REFLECTIONS),
    )


def _entries(
    weeks: Sequence[Week],
    habits: dict[int, Habit],
    types: dict[str, ActivityType],
    random: Random,
    today: date,
) -> Iterator[Entry]:
    for week in weeks:
        percent = habits[week.person_id].percent * SEASON[week.monday.month - 1] // 100
        days = min((today - week.monday).days, 5)  # today itself is still to be filled in
        yield from entry_rows(
            week,
            {
                types[name].pk: _spread(usual * percent, on, days, random)
                for name, (usual, on) in USUAL.items()
            },
        )


def _spread(hundredths: int, on: int, days: int, random: Random) -> list[Decimal | None]:
    """A week's amount on ``on`` of its five days, as far as they have passed."""
    chosen = set(range(5)) if on == 5 else set(random.sample(range(5), on))
    share = hundredths // on
    amounts: list[Decimal | None] = []
    for day in range(days):
        if day not in chosen:
            amounts.append(None)
            continue
        amounts.append(Decimal((share * random.randint(60, 140) // 100 + 50) // 100))
    return amounts
