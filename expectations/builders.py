"""Makes strategies, objectives and expectation documents for tests, demo data and companies.

Plain keyword functions with defaults that hold nothing surprising. They write rows and skip
mails and audit; whoever needs those calls expectations.actions. An active document writes its
weekly plan, as a signed one does.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from activities.actions import write_plan
from activities.models import ActivityType
from activities.plans import PlannedActivity, PlannedSkill
from calc.document import fingerprint
from calc.marketing import stretches
from calc.periods import year
from expectations.models import (
    Ability,
    Acknowledgement,
    BusinessObjective,
    CommentRound,
    CompanyValue,
    Competency,
    DevelopmentAim,
    DocumentVersion,
    DraftComment,
    ExpectationDocument,
    ExpectedActivity,
    ForecastLine,
    Indicator,
    KeyResultArea,
    MarkedBehaviour,
    MarketingPlan,
    Occupation,
    OccupationFact,
    ProfileAbility,
    ProfileActivity,
    ProfileArea,
    ProfileCompetency,
    ProfileStandard,
    ProfileVersion,
    RoleProfile,
    RoundInvitation,
    SharedWording,
    Signature,
    Standard,
    State,
    Strategy,
    ValueBehaviour,
)
from expectations.queries.strategy import fingerprint_of
from expectations.queries.words import current_words, edition_words
from expectations.smart import count_weak
from people.models import Person, ReportingLine, Team

STARTS_ON = date(2026, 1, 1)
ENDS_ON = date(2026, 3, 31)
AT = datetime(2026, 1, 2, 9, 0, tzinfo=UTC)

_numbers = count(1)

Standards = tuple[dict[str, Any], ...]


# --- strategy and objectives ---------------------------------------------------------------------
@dataclass(frozen=True)
class ValueSpec:
    """A value with the behaviours that show it and those that do not."""

    name: str
    shows: tuple[str, ...] = ()
    shows_not: tuple[str, ...] = ()


VALUES = (
    ValueSpec(
        "Keep every promise",
        ("Says by when, and is done by then", "Tells the customer first when a date slips"),
        ("Promises a date to win the call",),
    ),
    ValueSpec(
        "Say bad news early",
        ("Names a deal as lost in the week in which it is lost",),
        ("Keeps a dead deal in the forecast",),
    ),
)


def make_strategy(
    *,
    author: Person,
    vision: str = "The hardware partner that small firms call first.",
    mission: str = "We find out what a firm needs before we show what we sell.",
    values: Sequence[ValueSpec] = VALUES,
    effective_from: date = STARTS_ON,
    published_at: datetime | None = AT,
) -> Strategy:
    """An edition of the strategy; ``published_at`` None makes a draft."""
    edition = Strategy.objects.create(
        author=author, vision=vision, mission=mission, effective_from=effective_from
    )
    for position, spec in enumerate(values):
        value = CompanyValue.objects.create(strategy=edition, position=position, name=spec.name)
        ValueBehaviour.objects.bulk_create(
            ValueBehaviour(value=value, position=place, text=text, shows=shows)
            for shows, texts in ((True, spec.shows), (False, spec.shows_not))
            for place, text in enumerate(texts)
        )
    if published_at is not None:
        edition.published_at = published_at
        edition.save(update_fields=["published_at"])
    return edition


def make_plan(
    *,
    author: Person,
    target_market: str = "Firms with 5 to 200 people that buy hardware by themselves.",
    sales_approach: str = "One industry a quarter: a list, a call, a visit, an offer in two days.",
    target: int | None = 12_000_000_00,
    quarters: Sequence[int] = (2_000_000_00, 3_000_000_00, 3_000_000_00, 3_500_000_00),
    effective_from: date = STARTS_ON,
    published_at: datetime | None = AT,
    owner: Person | None = None,
) -> MarketingPlan:
    """An edition of the marketing plan to the end of its year, in USD; amounts are cents.

    ``published_at`` None makes a draft.
    """
    plan = MarketingPlan.objects.create(
        author=author,
        owner=owner or author,
        target_market=target_market,
        sales_approach=sales_approach,
        target_minor=target,
        effective_from=effective_from,
        ends_on=year(effective_from).end,
    )
    spans = stretches(plan.effective_from, plan.ends_on, plan.rhythm)
    ForecastLine.objects.bulk_create(
        ForecastLine(plan=plan, starts_on=span.start, ends_on=span.end, amount_minor=amount)
        for span, amount in zip(spans, quarters, strict=False)
    )
    if published_at is not None:
        plan.published_at = published_at
        plan.save(update_fields=["published_at"])
    return plan


def make_acknowledgement(
    *, strategy: Strategy, person: Person, at: datetime = AT
) -> Acknowledgement:
    """Somebody's word that they have read an edition."""
    words = fingerprint_of(edition_words(strategy))
    return Acknowledgement.objects.create(
        strategy=strategy, person=person, fingerprint=words, at=at
    )


def make_round(
    *,
    by: Person,
    asked: Sequence[Person],
    strategy: Strategy | None = None,
    plan: MarketingPlan | None = None,
    until: date = date(2026, 3, 20),
    opened_at: datetime = AT,
    question: str = "",
) -> CommentRound:
    """A comment round on a draft, open."""
    made = CommentRound.objects.create(
        strategy=strategy, plan=plan, opened_by=by, opened_at=opened_at, until=until,
        question=question,
    )  # fmt: skip
    RoundInvitation.objects.bulk_create(
        RoundInvitation(round=made, person=person) for person in asked
    )
    return made


def make_comment(
    *,
    of_round: CommentRound,
    person: Person,
    text: str = "What about smaller firms?",
    part: str = "whole",
    place: str = "The whole draft",
    words: str = "",
    at: datetime = AT,
) -> DraftComment:
    """A comment of somebody who is asked."""
    RoundInvitation.objects.filter(round=of_round, person=person).update(answered_at=at)
    return DraftComment.objects.create(
        round=of_round, person=person, part=part, place=place, words=words, text=text, at=at
    )


def make_objective(
    *,
    owner: Person,
    title: str = "",
    target: Decimal | int | None = 12_000_000,
    unit: str = "USD",
    parent: BusinessObjective | None = None,
    team: Team | None = None,
    person: Person | None = None,
    starts_on: date = STARTS_ON,
    ends_on: date = date(2026, 12, 31),
    **fields: Any,
) -> BusinessObjective:
    """An objective of the company, or of ``team`` or ``person`` when one is given."""
    return BusinessObjective.objects.create(
        owner=owner,
        title=title or f"Objective {next(_numbers)}",
        target=None if target is None else Decimal(target),
        unit=unit,
        parent=parent,
        team=team,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        **fields,
    )


# --- documents -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class AreaSpec:
    """A key result area; each standard is a mapping of the model's fields."""

    title: str
    weight: int
    standards: Standards = ()
    kind: str = KeyResultArea.Kind.RESULT


@dataclass(frozen=True)
class ActivitySpec:
    """An activity by its type, how much a week, and the index of the area it serves."""

    activity_type: ActivityType
    weekly_quantity: Decimal
    area: int | None = 0


@dataclass(frozen=True)
class AbilitySpec:
    """A skill, knowledge or ability with its levels."""

    name: str
    level_now: int | None = 2
    level_needed: int | None = 3
    how: str = ""
    kind: str = Ability.Kind.SKILL


@dataclass(frozen=True)
class AimSpec:
    """A development aim."""

    title: str = "Chair a meeting with the buying committee"
    why: str = "Deals above 50,000 USD are decided there"
    how: str = "Two meetings beside the manager, then one alone"
    due_on: date | None = date(2026, 3, 15)
    known_when: str = "The committee agrees on a next step"


@dataclass(frozen=True)
class BehaviourSpec:
    """A behaviour that matters most; by default one of VALUES."""

    value: str = "Say bad news early"
    behaviour: str = "Names a deal as lost in the week in which it is lost"
    looks_like: str = "The forecast of Friday has no deal without a next step"


@dataclass(frozen=True)
class Content:
    """What a document says. Without activities it gets calls and first meetings."""

    position_goal: str = (
        "Win and keep small and mid-size firms by finding out what they need first."
    )
    areas: Sequence[AreaSpec] = ()
    activities: Sequence[ActivitySpec] | None = None
    abilities: Sequence[AbilitySpec] = field(
        default=(
            AbilitySpec("Asking discovery questions", 2, 3, "Certification, two coached calls"),
            AbilitySpec("Product knowledge", 4, 4, "Keep", Ability.Kind.KNOWLEDGE),
        )
    )
    aims: Sequence[AimSpec] = (AimSpec(),)
    behaviours: Sequence[BehaviourSpec] = (BehaviourSpec(),)


AREAS = (
    AreaSpec(
        "New revenue",
        40,
        (
            {
                "text": "Revenue from won deals is at least 78,000 USD in the quarter.",
                "target": Decimal(78_000),
                "unit": "USD",
                "actual_from": Standard.ActualFrom.WON_VALUE,
            },
        ),
    ),
    AreaSpec(
        "Win rate and pipeline",
        25,
        (
            {
                "text": "At least 60% of the deals decided in the quarter are won.",
                "target": Decimal(60),
                "unit": "%",
                "actual_from": Standard.ActualFrom.WIN_RATE,
            },
        ),
    ),
    AreaSpec(
        "Existing customers",
        20,
        (
            {
                "text": "Each of the 12 largest accounts has a review by the end of the quarter.",
                "target": Decimal(12),
                "unit": "reviews",
            },
        ),
    ),
    AreaSpec(
        "Learning",
        15,
        (
            {
                "text": "Two recorded calls show all five discovery questions.",
                "comparison": Standard.Comparison.BY_DATE,
                "target": Decimal(2),
                "unit": "calls",
                "due_on": date(2026, 2, 28),
            },
        ),
        KeyResultArea.Kind.LEARNING,
    ),
)


def make_document(
    *,
    person: Person,
    manager: Person | None = None,
    author: Person | None = None,
    state: str = State.ACTIVE,
    starts_on: date = STARTS_ON,
    ends_on: date = ENDS_ON,
    content: Content | None = None,
    at: datetime = AT,
    **fields: Any,
) -> DocumentVersion:
    """Version 1 of a document, in any state; ``fields`` go to the version.

    ``manager`` signs for the manager's side and is by default who leads the person on the day of
    ``at``; ``author`` is by default that manager. ``active`` and ``superseded`` are signed by
    both, ``shared`` by nobody.
    """
    manager = manager or _manager_of(person, at.date())
    document = ExpectationDocument.objects.create(
        person=person, starts_on=starts_on, ends_on=ends_on, created_at=at
    )
    content = content or Content()
    version = DocumentVersion.objects.create(
        document=document,
        number=1,
        author=author or manager or person,
        position_goal=content.position_goal,
        saved_at=at,
        **fields,
    )
    fill(version=version, content=content)
    if state != State.DRAFT:
        _share(version, at)
    if state in (State.ACTIVE, State.SUPERSEDED):
        if manager is None:
            raise ValueError(f"Nobody leads {person.name}, so nobody can sign with them.")
        _sign(version, manager, at)
    if state == State.SUPERSEDED:
        version.state, version.superseded_at = State.SUPERSEDED, at
        version.save(update_fields=["state", "superseded_at"])
    return version


def fill(*, version: DocumentVersion, content: Content) -> None:
    """Give an empty draft its lines."""
    specs = content.areas or AREAS
    areas = KeyResultArea.objects.bulk_create(
        KeyResultArea(
            version=version, position=position, title=spec.title, weight=spec.weight, kind=spec.kind
        )
        for position, spec in enumerate(specs)
    )
    Standard.objects.bulk_create(
        Standard(key_result_area=area, position=position, **values)
        for area, spec in zip(areas, specs, strict=True)
        for position, values in enumerate(spec.standards)
    )
    activities = content.activities if content.activities is not None else usual_activities()
    ExpectedActivity.objects.bulk_create(
        ExpectedActivity(
            version=version,
            position=position,
            activity_type=spec.activity_type,
            weekly_quantity=spec.weekly_quantity,
            key_result_area=None if spec.area is None else areas[spec.area],
        )
        for position, spec in enumerate(activities)
    )
    Ability.objects.bulk_create(
        Ability(
            version=version,
            position=position,
            kind=spec.kind,
            name=spec.name,
            level_now=spec.level_now,
            level_needed=spec.level_needed,
            how=spec.how,
        )
        for position, spec in enumerate(content.abilities)
    )
    DevelopmentAim.objects.bulk_create(
        DevelopmentAim(version=version, position=position, **asdict(spec))
        for position, spec in enumerate(content.aims)
    )
    MarkedBehaviour.objects.bulk_create(
        MarkedBehaviour(version=version, position=position, **asdict(spec))
        for position, spec in enumerate(content.behaviours)
    )


def usual_activities() -> list[ActivitySpec]:
    """Calls and first meetings; types that exist are used, others made."""
    return [
        ActivitySpec(
            ActivityType.objects.get_or_create(name=name, defaults={"position": position})[0],
            Decimal(quantity),
        )
        for position, (name, quantity) in enumerate((("Calls", 60), ("First meetings", 8)))
    ]


def _manager_of(person: Person, day: date) -> Person | None:
    line = ReportingLine.objects.valid_on(day).filter(person=person).select_related("manager")
    return first.manager if (first := line.first()) else None


def _share(version: DocumentVersion, at: datetime) -> None:
    wording = current_words(version, at.date())
    version.state, version.shared_at = State.SHARED, at
    version.fingerprint = fingerprint(wording)
    version.weak_standards = count_weak(wording)
    SharedWording.objects.create(
        version=version,
        fingerprint=version.fingerprint,
        words=wording.to_plain(),
        shared_by_id=version.author_id,
        at=at,
    )
    version.save(update_fields=["state", "shared_at", "fingerprint", "weak_standards"])


def _sign(version: DocumentVersion, manager: Person, at: datetime) -> None:
    document = version.document
    sides = ((Signature.Side.MANAGER, manager), (Signature.Side.PERSON, document.person))
    Signature.objects.bulk_create(
        Signature(
            version=version,
            person=signer,
            side=side,
            name=signer.name,
            fingerprint=version.fingerprint,
            at=at,
        )
        for side, signer in sides
    )
    version.state, version.activated_at = State.ACTIVE, at
    version.save(update_fields=["state", "activated_at"])
    write_plan(
        person=document.person,
        lines=[
            PlannedActivity(
                each.activity_type_id,
                each.weekly_quantity,
                each.key_result_area.title if each.key_result_area else "",
            )
            for each in version.expected_activities.select_related("key_result_area")
        ],
        skills=[
            PlannedSkill(each.name, each.level_now, each.level_needed)
            for each in version.abilities.all()
        ],
        starts_on=document.starts_on,
        ends_on=document.ends_on,
        document=document.pk,
        actor=manager,
        now=at,
    )


# --- role profiles -------------------------------------------------------------------------------
def make_competency(
    *, name: str = "Accountability", shows: Sequence[str] = ("Is done by then",), **fields: Any
) -> Competency:
    """A competency with what one sees at level 3."""
    row = Competency.objects.create(name=name, **fields)
    Indicator.objects.bulk_create(
        Indicator(competency=row, level=3, position=place, text=text)
        for place, text in enumerate(shows)
    )
    return row


def make_profile(
    *,
    name: str = "Account executive",
    also_called: str = "",
    owner: Person | None = None,
    portrait: str = "Knows ten firms by heart.",
    position_goal: str = "Win firms for which the offer is right.",
    published_at: datetime | None = AT,
    competency: Competency | None = None,
    **fields: Any,
) -> ProfileVersion:
    """Edition 1 of a profile with one key result area; ``published_at`` None makes a draft."""
    version = ProfileVersion.objects.create(
        profile=RoleProfile.objects.create(
            name=name, also_called=also_called, owner=owner, **fields
        ),
        number=1,
        author=owner,
        portrait=portrait,
        position_goal=position_goal,
        saved_at=AT,
    )
    area = ProfileArea.objects.create(version=version, title="New revenue", weight=100)
    ProfileStandard.objects.create(
        key_result_area=area,
        text="At least 6 deals with new customers are won each quarter.",
        target=Decimal(6),
        unit="deals",
        cadence=Standard.Cadence.QUARTER,
    )
    calls = usual_activities()[0].activity_type
    ProfileActivity.objects.create(
        version=version, activity_type=calls, weekly_quantity=Decimal(60), key_result_area=area
    )
    ProfileAbility.objects.create(version=version, name="Negotiating", level_needed=4)
    if competency is not None:
        ProfileCompetency.objects.create(version=version, competency=competency, level_needed=3)
    if published_at is not None:
        ProfileVersion.objects.filter(pk=version.pk).update(published_at=published_at)
        version.published_at = published_at
    return version


def make_occupation(
    *, code: str = "11-2022.00", title: str = "Sales Managers", skill: str = "Active Listening"
) -> Occupation:
    """An occupation with one skill."""
    row = Occupation.objects.create(code=code, title=title, reported_titles="Sales Director")
    OccupationFact.objects.create(
        occupation=row,
        kind=OccupationFact.Kind.SKILL,
        source_id="2.A.1.b",
        text=skill,
        importance=Decimal("4.00"),
        level=Decimal("4.38"),
    )
    return row
