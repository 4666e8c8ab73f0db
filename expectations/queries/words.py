"""From rows to words: what a version says today, and what it said when it was shared."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from calc.document import (
    AbilityWords,
    ActivityWords,
    AreaWords,
    ObjectiveWords,
    StandardWords,
    StrategyWords,
    ValueWords,
    Wording,
    fingerprint,
)
from expectations.lines import ABILITY, ACTIVITY, AREA, STANDARD, Draft, Sheet
from expectations.models import (
    BusinessObjective,
    CompanyValue,
    DocumentVersion,
    ExpectationDocument,
    ProfileVersion,
    SharedWording,
    Standard,
    Strategy,
)
from expectations.models.content import AbilityLine, ActivityLine, AreaLine, StandardLine
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

    Eight queries at most. The strategy is that of the period's first day, or of today once the
    period runs.
    """
    if isinstance(version, ProfileVersion):
        return sheet_words(Sheet.of(version))
    document = version.document
    standards = list(
        Standard.objects.filter(key_result_area__version=version).select_related(
            "objective", "activity_type"
        )
    )
    served = {each.objective_id for each in standards if each.objective_id}
    return wording(
        version,
        strategy=strategy_words(max(today, document.starts_on)),
        objectives=inherited_objectives(document, served),
        areas=version.key_result_areas.all(),
        standards=standards,
        activities=version.expected_activities.select_related("activity_type"),
        abilities=version.abilities.all(),
    )


def sheet_words(
    sheet: Sheet,
    strategy: StrategyWords | None = None,
    objectives: Iterable[BusinessObjective] = (),
) -> Wording:
    """The words of lines that are loaded. No query."""
    return wording(
        sheet.version,
        strategy=strategy,
        objectives=objectives,
        areas=sheet.rows[AREA].values(),
        standards=sheet.rows[STANDARD].values(),
        activities=sheet.rows[ACTIVITY].values(),
        abilities=sheet.rows[ABILITY].values(),
    )


def wording(
    version: Draft,
    *,
    strategy: StrategyWords | None,
    objectives: Iterable[BusinessObjective],
    areas: Iterable[AreaLine],
    standards: Iterable[StandardLine],
    activities: Iterable[ActivityLine],
    abilities: Iterable[AbilityLine],
) -> Wording:
    """The words of these rows, in their order. No query, if the rows bring what they point to:
    the version its document and person, standards their objective and activity type, objectives
    their team and person, activities their type.
    """
    areas_by_pk: dict[int | None, Any] = {area.pk: area for area in areas}
    below: dict[int, list[StandardWords]] = {}
    rows: Iterable[Any] = standards
    for standard in rows:
        below.setdefault(standard.key_result_area_id, []).append(standard_words(standard))
    duties: Iterable[Any] = activities
    return Wording(
        **_head(version),
        number=version.number,
        strategy=strategy,
        objectives=tuple(_objective(each) for each in objectives),
        position_goal=version.position_goal,
        areas=tuple(
            AreaWords(str(area.line), area.title, area.weight, tuple(below.get(area.pk, ())))
            for area in areas_by_pk.values()
        ),
        activities=tuple(
            _activity(each, areas_by_pk.get(each.key_result_area_id)) for each in duties
        ),
        abilities=tuple(_ability(each) for each in abilities),
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


def standard_words(row: Any) -> StandardWords:
    """What a standard says; it brings its objective and activity type."""
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
