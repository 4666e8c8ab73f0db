"""What a document lacks, in sentences that say how to mend it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calc.document import Finding
from expectations.wording import quantity
from salesperf.web import format as shown


def finding(one: Finding) -> str:
    """What the document lacks, in a sentence that says how to mend it."""
    worded = _FINDINGS[one.code]
    return worded(dict(one.evidence))


def _weights(evidence: dict[str, Any]) -> str:
    missing = evidence["missing"]
    if missing > 0:
        return _("Weights add up to %(total)s%%, %(missing)s are missing.") % evidence
    return _("Weights add up to %(total)s%%, %(over)s too many.") % {
        **evidence,
        "over": -missing,
    }


def _few(evidence: dict[str, Any]) -> str:
    return ngettext(
        "Only %(n)s key result area. 3 to 7 describe a job well.",
        "Only %(n)s key result areas. 3 to 7 describe a job well.",
        evidence["n"],
    ) % evidence  # fmt: skip


def _amounts(evidence: dict[str, Any]) -> dict[str, str]:
    """The figures of a finding with their unit."""
    unit = evidence.pop("unit")
    return {name: quantity(value, unit) for name, value in evidence.items()}


_FINDINGS = {
    "goal_missing": lambda e: _("The position goal is missing. Say in a sentence what for."),
    "areas_missing": lambda e: _("There is no key result area yet. Add the first."),
    "area_unnamed": lambda e: _("This key result area has no name."),
    "area_without_standard": lambda e: _(
        "No standard yet. Finish the sentence “I will be satisfied when …”."
    ),
    "area_many_standards": lambda e: _("%(n)s standards. 1 to 4 can be kept in mind.") % e,
    "areas_few": _few,
    "areas_many": lambda e: _("%(n)s key result areas. 3 to 7 describe a job well.") % e,
    "weights": _weights,
    "area_weighs_nothing": lambda e: _("It weighs nothing. Give it a weight or take it out."),
    "standard_unworded": lambda e: _("Finish the sentence “I will be satisfied when …”."),
    "target_missing": lambda e: _("The target is empty. How much is enough?"),
    "due_missing": lambda e: _("The due day is empty. By when is it done?"),
    "upper_missing": lambda e: _("The upper end of the range is missing."),
    "learning_twice": lambda e: _("Learning has an area already. One is enough."),
    "learning_not_last": lambda e: _("Learning comes last, below the results."),
    "upper_below": lambda e: _("The upper end of the range lies below the lower."),
    "unit_missing": lambda e: _("The number has no unit."),
    "milestone_not_entered": lambda e: _(
        "Whether it is done is entered or imported; choose where it comes from."
    ),
    "target_below_minimum": lambda e: (
        _("The target of %(target)s lies below the minimum of %(minimum)s.") % _amounts(e)
    ),
    "target_below_minimum_falling": lambda e: (
        _(
            "Here less is better: the target of %(target)s lies above the minimum of %(minimum)s,"
            " which is to be just acceptable."
        )
        % _amounts(e)
    ),
    "outstanding_below_target": lambda e: (
        _("Outstanding is %(outstanding)s, below the target of %(target)s.") % _amounts(e)
    ),
    "outstanding_below_target_falling": lambda e: (
        _("Here less is better: outstanding is %(outstanding)s, above the target of %(target)s.")
        % _amounts(e)
    ),
    "baseline_reached": lambda e: (
        _("The baseline of %(baseline)s is past the target already.") % _amounts(e)
    ),
    "share_unnamed": lambda e: _("A share of what? Choose “share, x of y” and name both counts."),
    "no_share": lambda e: _(
        "Won deals and their value are no share. Choose where both counts come from."
    ),
    "whole_unchosen": lambda e: _("Choose the activity that it is a share of."),
    "part_missing": lambda e: _("Name what is counted: the x of “x of y”."),
    "whole_missing": lambda e: _("Name what it is counted out of: the y of “x of y”."),
    "unused": lambda e: _(
        "This measure does not use this figure. Empty it, or it is signed along."
    ),
    "due_outside": lambda e: (
        _("%(day)s lies outside the period.") % {"day": shown.day(e["due_on"])}
    ),
    "activity_unchosen": lambda e: _("Choose the activity that is counted."),
    "activities_missing": lambda e: _(
        "No activities yet. Without them the week does not know what to expect."
    ),
    "activity_without_quantity": lambda e: _("How many a week?"),
    "abilities_missing": lambda e: _("No skill, knowledge or ability is named yet."),
    "ability_unnamed": lambda e: _("It has no name. Name it or take it out."),
    "level_unknown": lambda e: _("The level needed is not set."),
    "way_unknown": lambda e: _("How is the level reached? Say by what."),
    "aim_unnamed": lambda e: _("This aim is empty. Say what is to be learnt or take it out."),
    "aim_without_way": lambda e: _("How is it obtained? A course, a coach, a task."),
    "aim_without_day": lambda e: _("By when?"),
    "aim_without_proof": lambda e: _("How will both of you know that it is reached?"),
    "behaviour_gone": lambda e: _("The strategy in force no longer says this. Take it out."),
    "behaviour_unworded": lambda e: _("Say what it looks like in this job."),
}
