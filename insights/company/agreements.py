"""The expectation documents of a made-up company, one for each rep and quarter.

Written many at a time, in the order in which they come about: lines while the version is a
draft, the words that are shared with their real fingerprint, two signatures, the weekly plan.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from activities.builders import plan_line_row
from activities.models import ActivityType, PlanLine, PlanSkill
from calc.document import StrategyWords, Wording, fingerprint
from calc.periods import Period, quarter
from expectations.lines import Sheet
from expectations.models import (
    BusinessObjective,
    DocumentVersion,
    ExpectationDocument,
    SharedWording,
    Signature,
    Standard,
    StandardResult,
    State,
)
from expectations.queries.words import inherited_objectives, sheet_words, strategy_words
from expectations.smart import count_weak
from insights.company.batches import in_batches
from insights.company.staff import Staff, hired, team_of
from insights.company.strategy import Objectives
from insights.company.terms import GOAL, Author, Lines, save_lines
from people.models import Person

BATCH = 200

StateOf = Callable[[int], str]


def usual_state(place: int) -> str:
    """Of 25 documents of the running quarter, 2 wait for signatures and 1 is a draft."""
    return {7: State.DRAFT, 3: State.SHARED, 15: State.SHARED}.get(place % 25, State.ACTIVE)


@dataclass(frozen=True)
class Agreement:
    """What is to be written for one person and quarter."""

    person: Person
    manager: Person
    period: Period
    state: str
    percent: int  # of the usual
    objective: BusinessObjective | None

    @property
    def shared_at(self) -> datetime:
        return _at(self.period.start - timedelta(days=8), 9)

    @property
    def signed_at(self) -> datetime:
        return _at(self.period.start - timedelta(days=5), 11)


@dataclass(frozen=True)
class Written:
    """An agreement with its rows."""

    agreement: Agreement
    version: DocumentVersion
    lines: Lines


@dataclass
class Above:
    """What a team inherits in a quarter; asked once for each, not for each document."""

    _strategy: dict[date, StrategyWords | None] = field(default_factory=dict)
    _objectives: dict[tuple[int | None, date], list[BusinessObjective]] = field(
        default_factory=dict
    )

    def words(self, written: Written) -> Wording:
        """The words of a version, as expectations would share them."""
        version, lines, start = written.version, written.lines, written.agreement.period.start
        if start not in self._strategy:
            self._strategy[start] = strategy_words(start)
        team = (written.agreement.person.team_id, start)
        if team not in self._objectives:
            self._objectives[team] = inherited_objectives(version.document)
        return sheet_words(
            Sheet.holding(version, lines.by_kind),
            strategy=self._strategy[start],
            objectives=self._objectives[team],
        )


def agree(
    *,
    staff: Staff,
    skill: dict[int, int],
    objectives: Objectives,
    random: Random,
    start: date,
    today: date,
    state_of: StateOf = usual_state,
    deals_a_week: int = 1,
) -> None:
    """Write the documents of every quarter from ``start`` to ``today``.

    ``state_of`` says how the document of the running quarter stands, by the rep's place.
    """
    types = {each.name: each for each in ActivityType.objects.all()}
    author = Author(types, random, deals_a_week)
    above = Above()
    agreements = _agreements(staff, skill, objectives, start, today, state_of)
    for batch in in_batches(agreements, BATCH):
        write(batch, author, above, today)


def quarters(start: date, today: date) -> list[Period]:
    """Each quarter that has a day between the two."""
    periods = [quarter(start)]
    while periods[-1].end < today:
        periods.append(quarter(periods[-1].end + timedelta(days=1)))
    return periods


def _agreements(
    staff: Staff,
    skill: dict[int, int],
    objectives: Objectives,
    start: date,
    today: date,
    state_of: StateOf,
) -> Iterator[Agreement]:
    now = quarter(today)
    for period in quarters(start, today):
        for place, rep in enumerate(staff.reps):
            left_before = rep.left_on is not None and rep.left_on < period.start
            if hired(rep) > period.start or left_before:
                continue
            running = period == now and rep.left_on is None
            yield Agreement(
                person=rep,
                manager=staff.leader_of(rep, period.start),
                period=period,
                state=state_of(place) if running else State.ACTIVE,
                percent=skill[rep.pk],
                objective=objectives.of_team.get(team_of(rep).pk),
            )


# --- writing -------------------------------------------------------------------------------------


def write(batch: Sequence[Agreement], author: Author, above: Above, today: date) -> None:
    """Write the documents of these agreements, as far as each has come."""
    written = _drafts(batch, author)
    save_lines(each.lines for each in written)
    shared = [each for each in written if each.agreement.state != State.DRAFT]
    _share(shared, above)
    signed = [each for each in shared if each.agreement.state == State.ACTIVE]
    _sign(signed)
    DocumentVersion.objects.bulk_update(
        [each.version for each in shared],
        ["state", "fingerprint", "weak_standards", "shared_at", "activated_at"],
    )
    _plan(signed)
    _results(signed, author.random, today)


def _drafts(batch: Sequence[Agreement], author: Author) -> list[Written]:
    documents = ExpectationDocument.objects.bulk_create(
        ExpectationDocument(
            person=each.person,
            starts_on=each.period.start,
            ends_on=each.period.end,
            created_at=each.shared_at - timedelta(days=6),
        )
        for each in batch
    )
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(
            document=document,
            number=1,
            author=each.manager,
            position_goal=GOAL,
            saved_at=each.shared_at - timedelta(hours=1),
        )
        for each, document in zip(batch, documents, strict=True)
    )
    return [
        Written(
            each,
            version,
            author.lines(
                version, period=each.period, percent=each.percent, objective=each.objective
            ),
        )
        for each, version in zip(batch, versions, strict=True)
    ]


def _share(written: Iterable[Written], above: Above) -> None:
    wordings = []
    for each in written:
        version, at, words = each.version, each.agreement.shared_at, above.words(each)
        version.state, version.shared_at = State.SHARED, at
        version.fingerprint = fingerprint(words)
        version.weak_standards = count_weak(words)
        wordings.append(
            SharedWording(
                version=version,
                fingerprint=version.fingerprint,
                words=words.to_plain(),
                shared_by=each.agreement.manager,
                at=at,
            )
        )
    SharedWording.objects.bulk_create(wordings)


def _sign(written: Iterable[Written]) -> None:
    signatures = []
    for each in written:
        version, agreement = each.version, each.agreement
        version.state, version.activated_at = State.ACTIVE, agreement.signed_at
        signatures += [
            Signature(
                version=version,
                person=signer,
                side=side,
                name=signer.name,
                fingerprint=version.fingerprint,
                at=agreement.signed_at,
            )
            for side, signer in (
                (Signature.Side.MANAGER, agreement.manager),
                (Signature.Side.PERSON, agreement.person),
            )
        ]
    Signature.objects.bulk_create(signatures)


def _plan(written: Sequence[Written]) -> None:
    """Write down the week, as signing does: activities and skills, for the quarter."""
    PlanLine.objects.bulk_create(
        plan_line_row(
            person=each.agreement.person.pk,
            activity_type=line.activity_type_id,
            weekly_quantity=line.weekly_quantity,
            serves=line.key_result_area.title if line.key_result_area else "",
            document=each.version.document_id,
            position=line.position,
            starts_on=each.agreement.period.start,
            ends_on=each.agreement.period.end,
        )
        for each in written
        for line in each.lines.activities
    )
    PlanSkill.objects.bulk_create(
        PlanSkill(
            person=each.agreement.person,
            name=ability.name,
            level_now=ability.level_now,
            level_needed=ability.level_needed,
            document=each.version.document_id,
            position=ability.position,
            starts_on=each.agreement.period.start,
            ends_on=each.agreement.period.end,
        )
        for each in written
        for ability in each.lines.abilities
    )


def _results(written: Sequence[Written], random: Random, today: date) -> None:
    """Once a month: account reviews and calls heard together, entered by hand; times to answer,
    imported from the help desk."""
    StandardResult.objects.bulk_create(
        result
        for each in written
        for standard in each.lines.standards
        if standard.actual_from in (Standard.ActualFrom.ENTERED, Standard.ActualFrom.IMPORTED)
        for result in _history(each, standard, random, today)
    )


def _history(
    written: Written, standard: Standard, random: Random, today: date
) -> Iterator[StandardResult]:
    agreement = written.agreement
    value, target = 0, int(standard.target or 1)
    for month in range(3):
        as_of = agreement.period.start + timedelta(days=24 + 28 * month)
        if as_of > min(today, agreement.period.end):
            return
        value = min(target, value + random.randint(0, -(-target * 2 // 3)))
        falls = standard.figure == Standard.Figure.LEVEL and standard.baseline is not None
        shown = standard.baseline - random.randint(month, month + 2) if falls else value
        evidence = "Notes in the account file" if target > 2 else "Recordings heard together"
        yield StandardResult(
            document_id=written.version.document_id,
            line=standard.line,
            as_of=as_of,
            value=Decimal(shown),
            evidence="Monthly report of the help desk" if falls else evidence,
            source="help desk: answers.csv" if falls else "",
            entered_by=agreement.manager,
            entered_at=_at(as_of, 15),
        )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
