"""Sentences: periods, measures and the facts beside a standard as the pages say them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calc.document import (
    AT_MOST,
    BETWEEN,
    BY_DATE,
    LEARNING,
    MILESTONE,
    AreaWords,
    BehaviourWords,
    StandardWords,
)
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
    coverage.DISAGREED: gettext_lazy("Read, and disagrees"),
    coverage.OLD: gettext_lazy("Older than the strategy"),
    coverage.WEAK: gettext_lazy("With weak standards"),
    coverage.SIGNED: gettext_lazy("Signed by both"),
}


def coverage_state(line: coverage.Line) -> str:
    """What is agreed with somebody, in a word or two."""
    if line.without_agreement:
        return _("In force without agreement")
    if line.state == coverage.UNSIGNED and line.disagrees:
        return _("Shared, the person disagrees")
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
    if standard.comparison == MILESTONE:
        due = standard.due_on
        return _("done by %(day)s") % {"day": shown.day(due)} if due else ""
    said = _compared(standard)
    if not said:
        return ""
    if standard.is_share and (counts := share_of(standard)):
        said = _("%(measure)s, %(counts)s") % {"measure": said, "counts": counts}
    if standard.cadence != Standard.Cadence.PERIOD:
        cadence = Standard.Cadence(standard.cadence).label
        said = _("%(measure)s, %(cadence)s") % {"measure": said, "cadence": cadence}
    if standard.due_on:
        said = _("%(measure)s by %(day)s") % {"measure": said, "day": shown.day(standard.due_on)}
    return said


def _compared(standard: StandardWords) -> str:
    """ "at least 78,000 USD"; "" without a target."""
    if standard.target is None:
        return ""
    amount = quantity(standard.target, standard.shown_unit)
    if standard.comparison == BETWEEN:
        upper = quantity(standard.target_to, standard.shown_unit)
        return _("between %(lower)s and %(upper)s") % {
            "lower": shown.number(standard.target),
            "upper": upper or "…",
        }
    if standard.comparison == BY_DATE:
        return amount
    words = _("at most %(amount)s") if standard.comparison == AT_MOST else _("at least %(amount)s")
    return words % {"amount": amount}


def share_of(standard: StandardWords) -> str:
    """The two counts of a share: "second meetings of first meetings"; "" while one is missing."""
    part, whole = counts_of(standard)
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole} if part and whole else ""


def counts_of(standard: StandardWords) -> tuple[str, str]:
    """What a share counts, and out of what."""
    if standard.actual_from == Standard.ActualFrom.WIN_RATE:
        return _("won deals"), _("decided deals")
    if standard.actual_from == Standard.ActualFrom.ACTIVITY:
        return standard.activity, standard.activity_whole
    return standard.part, standard.whole


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
        named = share_of(standard) if standard.is_share else standard.activity
        return _("%(activity)s, as logged") % {"activity": named or standard.activity}
    return str(Standard.ActualFrom(standard.actual_from).label)


def facts(standard: StandardWords) -> list[tuple[str, str]]:
    """Everything a standard says beside its sentence, each by its name; what is empty is left out."""
    unit = standard.shown_unit
    figure = Standard.Figure(standard.figure)
    said = [
        (_("Measure"), measure(standard) or _("not set")),
        (_("Figure"), "" if figure == Standard.Figure.SUM else str(figure.label)),
        (_("Minimum"), quantity(standard.minimum, unit)),
        (_("Outstanding"), quantity(standard.outstanding, unit)),
        (_("Actual from"), source(standard)),
        (_("Baseline"), quantity(standard.baseline, unit)),
        (_("Serves"), standard.serves),
        (_("Kept as worded"), standard.kept_because),
    ]
    return [(name, words) for name, words in said if words]


def area(words: AreaWords) -> str:
    """ "Product knowledge (learning)", or the title alone."""
    if words.kind != LEARNING or not words.title:
        return words.title
    return _("%(title)s (learning)") % {"title": words.title}


def area_heading(words: AreaWords) -> str:
    """The same for a heading: an area that is called "Learning" says so once."""
    return words.title if not learning_mark(words) else area(words)


def learning_mark(words: AreaWords) -> str:
    """ "learning" beside the title of such an area, unless the title is that word."""
    mark = _("learning")
    is_said = words.title.strip().casefold() == mark.casefold()
    return "" if words.kind != LEARNING or is_said else mark


def behaviour(marked: BehaviourWords) -> str:
    """ "Keep every promise: says by when", or the value alone."""
    return ": ".join(filter(None, [marked.value, marked.behaviour]))
