"""What the expectation documents of a made-up company say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from random import Random
from typing import Any
from uuid import UUID

from activities.models import ActivityType
from calc.periods import Period
from expectations.lines import ABILITY, ACTIVITY, AIM, AREA, BEHAVIOUR, STANDARD
from expectations.models import (
    Ability,
    BusinessObjective,
    DevelopmentAim,
    DocumentVersion,
    ExpectedActivity,
    KeyResultArea,
    MarkedBehaviour,
    Standard,
)
from insights.company import words
from insights.company.log import USUAL
from insights.company.values import VALUES

GOAL = (
    "Win and keep small and mid-size firms in my region by finding out what they need "
    "before showing what we sell."
)
# Won value in a quarter of a usual rep who opens one deal a week, in whole units.
USUAL_QUARTER = 13_000
AREAS = (
    ("New revenue", 40),
    ("Win rate and pipeline", 25),
    ("Existing customers", 20),
    ("Learning", 15),
)
SERVES = {  # the activity and the place of its key result area
    "Calls": 0,
    "First meetings": 0,
    "Proposals sent": 1,
    "Account reviews": 2,
    "Referrals asked for": 2,
    "Practice": 3,
}


@dataclass(frozen=True)
class Lines:
    """The lines of one version, in their order, as they were written."""

    areas: Sequence[KeyResultArea]
    standards: Sequence[Standard]
    activities: Sequence[ExpectedActivity]
    abilities: Sequence[Ability]
    aims: Sequence[DevelopmentAim]
    behaviours: Sequence[MarkedBehaviour]

    @property
    def by_kind(self) -> dict[str, Sequence[Any]]:
        return {
            AREA: self.areas,
            STANDARD: self.standards,
            ACTIVITY: self.activities,
            ABILITY: self.abilities,
            AIM: self.aims,
            BEHAVIOUR: self.behaviours,
        }


@dataclass(frozen=True)
class Author:
    """What all documents of one company are made from."""

    types: dict[str, ActivityType]
    random: Random
    deals_a_week: int = 1

    @classmethod
    def of_company(cls, *, seed: int, deals_a_week: int) -> "Author":
        """An author who knows the activity types that are there."""
        types = {each.name: each for each in ActivityType.objects.in_use()}
        return cls(types, Random(seed), deals_a_week)  # noqa: S311 chance for a made-up company, no secrets

    def line(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def lines(
        self,
        version: DocumentVersion,
        *,
        period: Period,
        percent: int,
        objective: BusinessObjective | None,
    ) -> Lines:
        """Unsaved lines for a rep who does ``percent`` of the usual."""
        areas = [
            KeyResultArea(
                version=version,
                line=self.line(),
                position=position,
                title=title,
                weight=weight,
                kind="learning" if title == "Learning" else "result",
            )
            for position, (title, weight) in enumerate(AREAS)
        ]
        return Lines(
            areas,
            self._standards(areas, period, percent, objective),
            self._activities(version, areas, percent),
            self._abilities(version),
            [self._aim(version, period)],
            [self._behaviour(version)],
        )

    def _standards(
        self,
        areas: Sequence[KeyResultArea],
        period: Period,
        percent: int,
        objective: BusinessObjective | None,
    ) -> list[Standard]:
        target = USUAL_QUARTER * self.deals_a_week * percent // 50_000 * 500
        span = f"from {period.start:%B} to {period.end:%B}"
        learnt_by = period.end - timedelta(days=31)
        said = (
            (0, f"Revenue from won deals is at least {target:,} USD {span}.", {
                "target": Decimal(target), "unit": "USD", "objective": objective,
                "minimum": Decimal(target * 9 // 10), "outstanding": Decimal(target * 6 // 5),
                "actual_from": Standard.ActualFrom.WON_VALUE,
            }),
            (0, "At least 15 first meetings take place each week.", {
                "target": Decimal(15), "unit": "meetings", "cadence": Standard.Cadence.WEEK,
                "actual_from": Standard.ActualFrom.ACTIVITY,
                "activity_type": self.types["First meetings"],
            }),
            (1, f"At least 60% of the deals decided {span} are won.", {
                "target": Decimal(60), "unit": "%", "baseline": Decimal(55),
                "actual_from": Standard.ActualFrom.WIN_RATE,
            }),
            (2, f"Each of the 12 largest accounts has a review by {_day(period.end)}.", {
                "target": Decimal(12), "unit": "reviews", "due_on": period.end,
            }),
            (2, f"At most 3 customers are lost {span}, after 5 in the quarter before.", {
                "comparison": Standard.Comparison.AT_MOST, "target": Decimal(3),
                "unit": "customers", "baseline": Decimal(5),
                "actual_from": Standard.ActualFrom.ENTERED,
            }),
            (2, f"The list of firms to win back is agreed by {_day(learnt_by)}.", {
                "comparison": Standard.Comparison.MILESTONE, "due_on": learnt_by,
            }),
            (1, "At least 35% of first meetings lead to a proposal each quarter.", {
                "target": Decimal(35), "figure": Standard.Figure.RATIO,
                "cadence": Standard.Cadence.QUARTER,
                "actual_from": Standard.ActualFrom.ACTIVITY,
                "activity_type": self.types["Proposals sent"],
                "activity_type_whole": self.types["First meetings"],
            }),
            (1, f"The median time to answer an inquiry falls from 9 to 4 hours by {_day(period.end)}.", {
                "comparison": Standard.Comparison.AT_MOST, "figure": Standard.Figure.LEVEL,
                "target": Decimal(4), "unit": "hours", "baseline": Decimal(9),
                "due_on": period.end, "actual_from": Standard.ActualFrom.IMPORTED,
            }),
            (3, f"Two recorded calls show all five discovery questions by {_day(learnt_by)}.", {
                "comparison": Standard.Comparison.BY_DATE, "target": Decimal(2),
                "unit": "calls", "due_on": learnt_by,
            }),
        )  # fmt: skip
        return [
            Standard(
                key_result_area=areas[area], line=self.line(), position=place, text=text, **fields
            )
            for place, (area, text, fields) in enumerate(said)
        ]

    def _activities(
        self, version: DocumentVersion, areas: Sequence[KeyResultArea], percent: int
    ) -> list[ExpectedActivity]:
        return [
            ExpectedActivity(
                version=version,
                line=self.line(),
                position=position,
                activity_type=self.types[name],
                weekly_quantity=Decimal(max(1, usual * percent // 100)),
                key_result_area=areas[SERVES[name]],
            )
            for position, (name, (usual, _)) in enumerate(USUAL.items())
        ]

    def _aim(self, version: DocumentVersion, period: Period) -> DevelopmentAim:
        return DevelopmentAim(
            version=version,
            line=self.line(),
            title="Lead the talk when several people of a firm decide together",
            why="Larger deals are decided by three people or more",
            how="Two meetings beside the manager, then one alone",
            due_on=period.end - timedelta(days=14),
            known_when="The firm names who decides what, and by when",
        )

    def _behaviour(self, version: DocumentVersion) -> MarkedBehaviour:
        return MarkedBehaviour(
            version=version,
            line=self.line(),
            value=VALUES[0].name,
            behaviour=VALUES[0].shows[0],
            looks_like="Each offer says who answers questions, and until when",
        )

    def _abilities(self, version: DocumentVersion) -> list[Ability]:
        abilities = []
        for position, name in enumerate(self.random.sample(words.SKILLS, 4)):
            now = self.random.randint(2, 4)
            abilities.append(
                Ability(
                    version=version,
                    line=self.line(),
                    position=position,
                    name=name,
                    level_now=now,
                    level_needed=min(5, now + self.random.randint(0, 1)),
                    how="Two coached calls a month"
                    if position < 2
                    else "Practise with a colleague",
                )
            )
        return abilities


def save_lines(lines: Iterable[Lines]) -> None:
    """Write the lines of many drafts; areas first, because the others point to them."""
    lines = list(lines)
    KeyResultArea.objects.bulk_create(chain.from_iterable(each.areas for each in lines))
    Standard.objects.bulk_create(chain.from_iterable(each.standards for each in lines))
    ExpectedActivity.objects.bulk_create(chain.from_iterable(each.activities for each in lines))
    DevelopmentAim.objects.bulk_create(chain.from_iterable(each.aims for each in lines))
    MarkedBehaviour.objects.bulk_create(chain.from_iterable(each.behaviours for each in lines))
    Ability.objects.bulk_create(chain.from_iterable(each.abilities for each in lines))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
