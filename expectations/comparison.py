"""Two wordings of one document side by side: which passages were, and which are now."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from calc.document import StandardWords, StrategyWords, ValueWords, Wording
from calc.marketing import ForecastWords, PlanWords
from calc.money import Money
from expectations import wording as said
from expectations.actions.objectives import ObjectiveValues
from expectations.models import Ability, BusinessObjective
from expectations.passages import Passage
from salesperf.web import format as shown


def differences(old: Wording, new: Wording) -> list[Passage]:
    """Passages of both wordings that are not the same, compared line by line.

    A line is the same line wherever it was moved; a moved line is named as moved.
    """
    before, after = dict(_passages(old)), dict(_passages(new))
    keys = [*after, *(key for key in before if key not in after)]
    nothing = ("", "")
    passages = [
        Passage(
            (after.get(key) or before[key])[0],
            before.get(key, nothing)[1],
            after.get(key, nothing)[1],
        )
        for key in keys
        if before.get(key, nothing)[1] != after.get(key, nothing)[1]
    ]
    if not passages and old != new:
        passages.append(Passage(_("Order of the lines"), "", _("changed")))
    return passages


def _passages(words: Wording) -> Iterator[tuple[str, tuple[str, str]]]:
    yield "person", (_("Person"), " · ".join(filter(None, [words.name, words.job_title])))
    yield "period", (_("Period"), said.period_of(words.starts_on, words.ends_on))
    yield "goal", (_("Position goal"), words.position_goal)
    yield from _inherited(words)
    for area in words.areas:
        weighed = _("%(title)s, %(weight)s%%") % {
            "title": said.area(area),
            "weight": area.weight,
        }
        yield f"area:{area.line}", (_("Key result area"), weighed)
        for standard in area.standards:
            place = _("Standard of %(area)s") % {"area": area.title}
            yield f"standard:{standard.line}", (place, _standard(standard))
    for activity in words.activities:
        weekly = _("%(name)s, %(n)s a week") % {
            "name": activity.name,
            "n": shown.number(activity.weekly_quantity),
        }
        yield f"activity:{activity.line}", (_("Activity"), _joined(weekly, activity.serves))
    for ability in words.abilities:
        levels = _("%(kind)s: %(name)s, level %(now)s, needs %(needed)s") % {
            "kind": Ability.Kind(ability.kind).label,
            "name": ability.name,
            "now": ability.level_now or "–",
            "needed": ability.level_needed or "–",
        }
        place = _("Skill, knowledge or ability")
        yield f"ability:{ability.line}", (place, _joined(levels, ability.how))
    for aim in words.aims:
        due = shown.day(aim.due_on) if aim.due_on else ""
        named = _joined(aim.title, aim.why, aim.how, due, aim.known_when)
        yield f"aim:{aim.line}", (_("Development aim"), named)
    for marked in words.behaviours:
        named = _joined(said.behaviour(marked), marked.looks_like)
        yield f"behaviour:{marked.line}", (_("What matters most"), named)


def _standard(standard: StandardWords) -> str:
    facts = (f"{name} {words}" for name, words in said.facts(standard))
    return _joined(standard.text, *facts)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _inherited(words: Wording) -> Iterator[tuple[str, tuple[str, str]]]:
    if words.strategy is not None:
        yield "vision", (_("Vision"), words.strategy.vision)
        yield "mission", (_("Mission"), words.strategy.mission)
        for value in words.strategy.values:
            yield f"value:{value.name}", (_("Value"), _value(value))
    for objective in words.objectives:
        target = said.quantity(objective.target, objective.unit)
        period = said.period_of(objective.starts_on, objective.ends_on)
        named = " · ".join(filter(None, [objective.of, objective.title, target, period]))
        yield f"objective:{objective.objective}", (_("Business objective"), named)


def edition_differences(old: StrategyWords, new: StrategyWords) -> list[Passage]:
    """The same for two editions of the strategy."""
    passages = [
        Passage(_("Vision"), old.vision, new.vision),
        Passage(_("Mission"), old.mission, new.mission),
        Passage(_("In force from"), shown.day(old.effective_from), shown.day(new.effective_from)),
    ]
    before = {value.name: _value(value) for value in old.values}
    after = {value.name: _value(value) for value in new.values}
    passages += [
        Passage(_("Value"), before.get(name, ""), after.get(name, ""))
        for name in {**after, **before}
    ]
    return [passage for passage in passages if passage.was != passage.now]


def plan_differences(old: PlanWords, new: PlanWords) -> list[Passage]:
    """The same for two editions of the marketing plan."""
    passages = [
        Passage(_("Target market"), old.target_market, new.target_market),
        Passage(_("Sales approach"), old.sales_approach, new.sales_approach),
        Passage(_("Target level of sales"), _amount(old.target), _amount(new.target)),
        Passage(
            _("Period"),
            said.period_of(old.effective_from, old.ends_on),
            said.period_of(new.effective_from, new.ends_on),
        ),
        Passage(_("Owner"), old.owner_name, new.owner_name),
    ]
    before = {line.starts_on: line for line in old.forecast}
    after = {line.starts_on: line for line in new.forecast}
    for starts_on in {**after, **before}:
        line = after.get(starts_on) or before[starts_on]
        place = _("Forecast, %(period)s") % {"period": said.period_of(line.starts_on, line.ends_on)}
        passages.append(
            Passage(
                place,
                _forecast(before.get(starts_on), old.currency),
                _forecast(after.get(starts_on), new.currency),
            )
        )
    return [passage for passage in passages if passage.was != passage.now]


def _forecast(line: ForecastWords | None, currency: str) -> str:
    return "" if line is None or line.minor is None else _amount(Money(line.minor, currency))


def _amount(value: Money | None) -> str:
    return "" if value is None else shown.money(value, "currency")


def objective_differences(typed: ObjectiveValues, stored: BusinessObjective) -> list[Passage]:
    """What was typed against what is stored, field by field."""
    passages = [
        Passage(_("Objective"), typed.title, stored.title),
        Passage(
            _("Target"),
            said.quantity(typed.target, typed.unit),
            said.quantity(stored.target, stored.unit),
        ),
        Passage(
            _("Period"),
            said.period_of(typed.starts_on, typed.ends_on),
            said.period_of(stored.starts_on, stored.ends_on),
        ),
        Passage(_("How it is measured"), typed.measure, stored.measure),
        Passage(
            _("Actual from"),
            str(BusinessObjective.ActualFrom(typed.actual_from).label),
            str(BusinessObjective.ActualFrom(stored.actual_from).label),
        ),
        Passage(_("Owner"), typed.owner.name, stored.owner.name),
        Passage(
            _("Serves"),
            typed.parent.title if typed.parent else "",
            stored.parent.title if stored.parent else "",
        ),
    ]
    return [passage for passage in passages if passage.was != passage.now]


def _value(value: ValueWords) -> str:
    behaviours = "; ".join([*value.shows, *(f"– {each}" for each in value.shows_not)])
    return ": ".join(filter(None, [value.name, behaviours]))
