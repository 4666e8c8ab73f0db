"""Sentences: periods, measures and findings as the pages say them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calc.document import AT_MOST, BETWEEN, BY_DATE, Finding, StandardWords
from expectations.models import BusinessObjective, ExpectationDocument, Signature, Standard
from expectations.queries import coverage
from people.models import Person
from salesperf.web import format as shown


def period_of(starts_on: date, ends_on: date) -> str:
    """ "January to March 2026", "February 2026", "2026", or the days when they are no months."""
    whole = starts_on.day == 1 and (ends_on + timedelta(days=1)).day == 1
    if not whole:
        return shown.day_range(starts_on, ends_on)
    if starts_on.year != ends_on.year:
        return _between(format_date(starts_on, "F Y"), format_date(ends_on, "F Y"))
    if (starts_on.month, ends_on.month) == (1, 12):
        return str(starts_on.year)
    if starts_on.month == ends_on.month:
        return format_date(starts_on, "F Y")
    return _between(format_date(starts_on, "F"), format_date(ends_on, "F Y"))


def document_name(document: ExpectationDocument) -> str:
    """ "Rhea Solbergh, January to March 2026", for those who have many."""
    return _("%(name)s, %(period)s") % {
        "name": document.person.name,
        "period": period_of(document.starts_on, document.ends_on),
    }


def _between(first: str, last: str) -> str:
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def waits_for(sides: Sequence[str], person: Person) -> str:
    """ "Waits for Rhea", "Waits for the manager", "Waits for both"."""
    if len(sides) > 1:
        return _("Waits for both signatures")
    if "person" in sides:
        return _("Waits for %(name)s") % {"name": person.first_name}
    return _("Waits for the manager") if sides else ""


def names(each: Iterable[str]) -> str:
    """ "Anna", "Anna and Bo", "Anna, Bo and Cem"."""
    *first, last = each
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def objective(row: BusinessObjective) -> str:
    """ "12 million in won deals · Central", for a choice."""
    return f"{row.title} · {row.of}" if row.of else row.title


# --- coverage ------------------------------------------------------------------------------------
COVERAGE_WORDS = {
    coverage.NONE: gettext_lazy("Nothing shared or signed"),
    coverage.UNSIGNED: gettext_lazy("Waits for a signature"),
    coverage.OLD: gettext_lazy("Older than the strategy"),
    coverage.SIGNED: gettext_lazy("Signed by both"),
}


def coverage_state(line: coverage.Line) -> str:
    """What is agreed with somebody, in a word or two."""
    return {
        coverage.SIGNED: _("Signed by both"),
        coverage.UNSIGNED: _("Shared, not signed"),
        coverage.DRAFT: _("Draft, not shared"),
        coverage.NONE: _("None yet"),
    }[line.state]


def turn_of(line: coverage.Line) -> str:
    """Whose signature is next, by name; "" when nothing is shared."""
    side = line.next_side
    if not side:
        return ""
    if side == Signature.Side.PERSON:
        return line.person.name
    return line.person.manager or _("nobody: there is no manager")


def out_of_date(reason: str) -> str:
    """Why the words of a document are older than what stands above it; "" when they are not."""
    if reason == coverage.STRATEGY:
        return _("another edition of the strategy is in force since")
    return _("an objective it serves has changed since") if reason else ""


# --- measures ------------------------------------------------------------------------------------
def measure(standard: StandardWords) -> str:
    """ "at least 78,000 USD, each month" or "2 calls by 28 Feb 2026"; "" while nothing is set."""
    amount = quantity(standard.target, standard.unit)
    if standard.comparison == BY_DATE:
        said = _by_date(amount, standard.due_on)
    elif standard.target is None:
        return ""
    elif standard.comparison == BETWEEN:
        upper = quantity(standard.target_to, standard.unit)
        said = _("between %(lower)s and %(upper)s") % {
            "lower": shown.number(standard.target),
            "upper": upper or "…",
        }
    elif standard.comparison == AT_MOST:
        said = _("at most %(amount)s") % {"amount": amount}
    else:
        said = _("at least %(amount)s") % {"amount": amount}
    if standard.cadence != Standard.Cadence.PERIOD:
        cadence = Standard.Cadence(standard.cadence).label
        said = _("%(measure)s, %(cadence)s") % {"measure": said, "cadence": cadence}
    if standard.due_on and standard.comparison != BY_DATE:
        said = _("%(measure)s by %(day)s") % {"measure": said, "day": shown.day(standard.due_on)}
    return said


def _by_date(amount: str, due_on: date | None) -> str:
    if due_on is None:
        return ""
    if not amount:
        return _("done by %(day)s") % {"day": shown.day(due_on)}
    return _("%(amount)s by %(day)s") % {"amount": amount, "day": shown.day(due_on)}


def quantity(value: Decimal | None, unit: str) -> str:
    """ "78,000 USD", "60%", "3"; "" for nothing."""
    if value is None:
        return ""
    if not unit:
        return shown.number(value)
    if unit in ("%", "×"):
        return f"{shown.number(value)}{unit}"
    return f"{shown.number(value)} {unit}"


def source(standard: StandardWords) -> str:
    """Where the actual comes from: "value of won deals", "Calls, as logged"."""
    if standard.actual_from == Standard.ActualFrom.ACTIVITY and standard.activity:
        return _("%(activity)s, as logged") % {"activity": standard.activity}
    return str(Standard.ActualFrom(standard.actual_from).label)


# --- findings ------------------------------------------------------------------------------------
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
    "upper_below": lambda e: _("The upper end of the range lies below the lower."),
    "unit_missing": lambda e: _("The number has no unit."),
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
}
