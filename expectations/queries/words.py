"""From rows to words: what a version says today, and what it said when it was shared."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from calc.document import (
    AbilityWords,
    ActivityWords,
    AimWords,
    AreaWords,
    BehaviourWords,
    ObjectiveWords,
    StandardWords,
    StrategyWords,
    ValueWords,
    Wording,
    fingerprint,
)
from expectations.lines import (
    ABILITY,
    ACTIVITY,
    AIM,
    AREA,
    BEHAVIOUR,
    STANDARD,
    Draft,
    Sheet,
)
from expectations.models import (
    BusinessObjective,
    CompanyValue,
    DevelopmentAim,
    DocumentVersion,
    ExpectationDocument,
    MarkedBehaviour,
    ProfileVersion,
    SharedWording,
    Strategy,
)
from expectations.models.content import AbilityLine, AreaLine
from people.models import Team


def words_of(version: DocumentVersion, today: date) -> Wording:
    """What the version says: for a draft its lines now, otherwise the words that were shared."""
    if version.is_draft:
        return current_words(version, today)
    return shared_words(version)


def fingerprint_now(version: DocumentVersion, today: date) -> str:
    """The fingerprint of what the version says, of a draft too."""
    return version.fingerprint or fingerprint(current_words(version, today))


def shared_words(version: DocumentVersion, fingerprint: str = "") -> Wording:
    """The words with this fingerprint (by default the one in force). One query; none when the
    page of the version was asked for (queries.documents.for_page).

    Raises SharedWording.DoesNotExist for words that this version never had.
    """
    row = getattr(version, "their_words", None)
    wanted = fingerprint or version.fingerprint
    if row is None or row.fingerprint != wanted:
        row = SharedWording.objects.get(version_id=version.pk, fingerprint=wanted)
    return Wording.from_plain(row.words)


def current_words(version: Draft, today: date) -> Wording:
    """What the lines say now, under the strategy and objectives they would be shared with.

    The edition of a role profile stands under no strategy and no objectives.

    Six queries at most. The strategy is that of the period's first day, or of today once the
    period runs.
    """
    sheet = Sheet.of(version)
    if isinstance(version, ProfileVersion):
        return sheet_words(sheet)
    document = version.document
    return sheet_words(
        sheet,
        strategy=strategy_words(max(today, document.starts_on)),
        objectives=inherited_objectives(document, sheet.served),
    )


def sheet_words(
    sheet: Sheet,
    strategy: StrategyWords | None = None,
    objectives: Iterable[BusinessObjective] = (),
) -> Wording:
    """The words of lines that are loaded, in their order. No query, if the version brings its
    document and person, and objectives their team and person.
    """
    version = sheet.version
    areas = {area.pk: area for area in sheet.rows[AREA].values()}
    below: dict[int, list[StandardWords]] = {}
    for standard in sheet.rows[STANDARD].values():
        below.setdefault(standard.key_result_area_id, []).append(standard_words(standard))
    return Wording(
        **_head(version),
        number=version.number,
        strategy=strategy,
        objectives=tuple(_objective(each) for each in objectives),
        position_goal=version.position_goal,
        areas=tuple(_area(area, below.get(area.pk, ())) for area in areas.values()),
        activities=tuple(
            _activity(each, areas.get(each.key_result_area_id))
            for each in sheet.rows[ACTIVITY].values()
        ),
        abilities=tuple(_ability(each) for each in sheet.rows[ABILITY].values()),
        aims=tuple(_aim(each) for each in sheet.rows.get(AIM, {}).values()),
        behaviours=tuple(_behaviour(each) for each in sheet.rows.get(BEHAVIOUR, {}).values()),
    )


def _head(version: Draft) -> dict[str, Any]:
    """Whom the words are for and when. A profile is for everybody in the job, at all times."""
    if isinstance(version, ProfileVersion):
        name = version.profile.name
        return {
            "person": 0, "name": name, "job_title": name, "starts_on": date.min,
            "ends_on": date.max,
        }  # fmt: skip
    document = version.document
    return {
        "person": document.person_id,
        "name": document.person.name,
        "job_title": document.person.title,
        "starts_on": document.starts_on,
        "ends_on": document.ends_on,
        "reason": version.reason,
    }


def strategy_words(day: date) -> StrategyWords | None:
    """The edition in force on a day with its values and behaviours, if there is one.

    One query; another when the edition names no values.
    """
    editions = Strategy.objects.published().filter(effective_from__lte=day)
    newest = editions.order_by("-effective_from", "-pk")
    words = _edition(CompanyValue.objects.filter(strategy=newest.values("pk")[:1]))
    if words is not None:
        return words
    edition = newest.first()
    return None if edition is None else _without_values(edition)


def edition_words(edition: Strategy) -> StrategyWords:
    """One edition with its values and behaviours. One query."""
    return _edition(CompanyValue.objects.filter(strategy=edition)) or _without_values(edition)


def _edition(values: QuerySet[CompanyValue]) -> StrategyWords | None:
    """The words of the edition that all these values are of; None for no values."""
    rows = values.order_by(
        "position", "pk", "-behaviours__shows", "behaviours__position", "behaviours__pk"
    ).values_list(
        "pk", "name", "behaviours__text", "behaviours__shows",
        "strategy", "strategy__effective_from", "strategy__vision", "strategy__mission",
    )  # fmt: skip
    named: dict[int, tuple[str, list[str], list[str]]] = {}
    edition: StrategyWords | None = None
    for pk, name, text, shows, number, effective_from, vision, mission in rows:
        edition = StrategyWords(number, effective_from, vision, mission)
        _name, yes, no = named.setdefault(pk, (name, [], []))
        if text is not None:
            (yes if shows else no).append(text)
    if edition is None:
        return None
    held = tuple(ValueWords(name, tuple(yes), tuple(no)) for name, yes, no in named.values())
    return replace(edition, values=held)


def _without_values(edition: Strategy) -> StrategyWords:
    return StrategyWords(edition.pk, edition.effective_from, edition.vision, edition.mission)


def inherited_objectives(
    document: ExpectationDocument, served: set[int] | frozenset[int] = frozenset()
) -> list[BusinessObjective]:
    """Objectives that hold in the period for the company, the person's team and the person, and
    those that a standard serves whatever their period; from the company down. One query."""
    holding = BusinessObjective.objects.holding_within(document.starts_on, document.ends_on)
    team = document.person.team_id
    # The person's team and the one it is part of.
    teams = Team.objects.filter(Q(pk=team) | Q(parts=team)) if team else Team.objects.none()
    theirs = holding.filter(
        Q(team__isnull=True, person__isnull=True) | Q(team__in=teams) | Q(person=document.person_id)
    )
    found = BusinessObjective.objects.filter(
        Q(pk__in=theirs.values("pk")) | Q(pk__in=served)
    ).select_related("team", "person")
    # From wide to narrow: the team that the person's own is part of stands before it.
    return sorted(
        found,
        key=lambda each: (
            _LEVELS[each.level], each.team_id == team, each.starts_on, each.title,
        ),
    )  # fmt: skip


_LEVELS = {"company": 0, "team": 1, "person": 2}


def _objective(row: BusinessObjective) -> ObjectiveWords:
    return ObjectiveWords(
        objective=row.pk,
        level=row.level,
        of=row.of,
        title=row.title,
        target=row.target,
        unit=row.unit,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _area(row: AreaLine, standards: Iterable[StandardWords]) -> AreaWords:
    return AreaWords(str(row.line), row.title, row.weight, tuple(standards), row.kind)


def standard_words(row: Any) -> StandardWords:
    """What a standard says; it brings its objective and activity types."""
    return StandardWords(
        line=str(row.line),
        text=row.text,
        comparison=row.comparison,
        target=row.target,
        target_to=row.target_to,
        unit=row.unit,
        cadence=row.cadence,
        due_on=row.due_on,
        baseline=row.baseline,
        actual_from=row.actual_from,
        activity_type=row.activity_type_id,
        activity=row.activity_type.name if row.activity_type else "",
        objective=row.objective_id,
        serves=row.objective.title if row.objective else "",
        kept_because=row.kept_because,
        figure=row.figure,
        part=row.part,
        whole=row.whole,
        activity_type_whole=row.activity_type_whole_id,
        activity_whole=row.activity_type_whole.name if row.activity_type_whole else "",
        minimum=row.minimum,
        outstanding=row.outstanding,
    )


def _activity(row: Any, area: Any) -> ActivityWords:
    return ActivityWords(
        line=str(row.line),
        activity_type=row.activity_type_id,
        name=row.activity_type.name,
        unit=row.activity_type.unit,
        weekly_quantity=row.weekly_quantity,
        area=str(area.line) if area else "",
        serves=area.title if area else "",
    )


def _ability(row: AbilityLine) -> AbilityWords:
    return AbilityWords(
        line=str(row.line),
        kind=row.kind,
        name=row.name,
        level_now=row.level_now,
        level_needed=row.level_needed,
        how=row.how,
    )


def _aim(row: DevelopmentAim) -> AimWords:
    return AimWords(str(row.line), row.title, row.why, row.how, row.due_on, row.known_when)


def _behaviour(row: MarkedBehaviour) -> BehaviourWords:
    return BehaviourWords(str(row.line), row.value, row.behaviour, row.looks_like)
