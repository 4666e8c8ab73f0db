"""Filters that put documents into words; templates load them as ``expectations``."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calc.document import AreaWords, BehaviourWords, StandardWords, StrategyWords, Wording
from calc.marketing import ForecastWords, PlanWords
from calc.money import Money
from calc.objectives import AddsUp
from calc.pace import BELOW_MINIMUM, JUST_ACCEPTABLE, OUTSTANDING, SATISFACTORY, Pace
from calc.planning.capacity import Load
from expectations import planning_words, wording
from expectations.editor import Cell
from expectations.models import (
    Ability,
    BusinessObjective,
    DocumentVersion,
    ExpectationDocument,
    ObjectiveChange,
)
from expectations.passages import Passage
from expectations.places import Place
from expectations.queries.achievable import Marks
from expectations.queries.coverage import Line, Paper
from expectations.queries.lists import Standing as ListStanding
from expectations.queries.standings import Standing
from expectations.queries.strategy import fingerprint_of
from salesperf.web import format as shown

register = template.Library()

Options = tuple[tuple[str, str], ...]


@register.simple_tag
def new_line() -> str:
    """The number of a line that is still to be made, so that sending twice makes one."""
    return str(uuid4())


@register.filter
def measure(standard: StandardWords) -> str:
    """ "at least 78,000 USD"."""
    return wording.measure(standard)


@register.filter
def facts(standard: StandardWords) -> list[tuple[str, str]]:
    """What a standard says beside its sentence, each by its name."""
    return wording.facts(standard)


@register.filter
def learning_mark(words: AreaWords) -> str:
    """ "learning" beside the title of a learning area, unless the title says so."""
    return wording.learning_mark(words)


@register.filter
def behaviour(marked: BehaviourWords) -> str:
    """ "Keep every promise: says by when"."""
    return wording.behaviour(marked)


@register.filter
def serving(objective: BusinessObjective) -> str:
    """What it serves, where a page says it on every line."""
    return _("serves “%(title)s”") % {"title": objective.title}


@register.filter
def as_of(stands: Standing, today: date) -> str:
    """The day of a figure, where a page says it on every line."""
    return _("as of %(day)s") % {"day": shown.day_short(stands.as_of, today)}


@register.filter
def ability_kind(kind: str) -> str:
    """ "Skill"."""
    return str(Ability.Kind(kind).label)


@register.filter
def period(document: ExpectationDocument | BusinessObjective | Paper | ForecastWords) -> str:
    """ "January to March 2026"."""
    return wording.period_of(document.starts_on, document.ends_on)


# --- what is said on the way -----------------------------------------------------------------------
@register.inclusion_tag("expectations/_talk.html", takes_context=True)
def talk_on(context: Context, kind: str, line: str = "", about: str = "") -> dict[str, Any]:
    """What was said about one place of a document, with a way to reply; nothing where nothing
    was said, so that a table is as high as its words."""
    return _talk_at(context, kind, line, about)


@register.simple_tag(takes_context=True)
def talk_open(
    context: Context, kind: str, line: str = "", about: str = "", words: str = ""
) -> SafeString | str:
    """The way to be the first who says something about a place, within its line of text; after
    that one replies below what was said. Without ``words`` it is a sign alone."""
    at = _talk_at(context, kind, line, about)
    if at["thread"] or not at["may_comment"]:
        return ""
    return get_template("expectations/_talk_open.html").render({**at, "words": words})


@register.inclusion_tag("expectations/_said_here.html", takes_context=True)
def said_here(context: Context, kind: str, line: str = "", about: str = "") -> dict[str, Any]:
    """For whoever writes: how much was said about a line, and on demand what."""
    at = _talk_at(context, kind, line, about)
    at["waiting"] = sum(each.is_open and not each.earlier for each in at["thread"])
    return at


def _talk_at(context: Context, kind: str, line: str, about: str) -> dict[str, Any]:
    place = f"{kind}-{line}" if line else kind
    talk, may = context.get("talk"), context.get("may") or {}
    thread = talk.threads.get(place, ()) if talk else ()
    return {
        "request": context.get("request"),
        "version": context.get("version"),
        "place": place,
        "about": about,
        "thread": thread,
        # To comment on the whole is an act of the page's head until somebody did.
        "may_comment": may.get("comment") and (kind != "document" or thread),
        "may_propose": may.get("propose"),
    }


@register.inclusion_tag("expectations/_achievable.html", takes_context=True)
def achievable(context: Context, standard: StandardWords) -> dict[str, Any]:
    """What both sides say about one standard, and one's own word on it."""
    marks: Marks = context["marks"]
    mine = marks.by_line.get(standard.line, {}).get(context["side"])
    return {
        "request": context.get("request"),
        "version": context["version"],
        "standard": standard,
        "said": marks.of(standard.line),
        "mine": mine,
        "may_mark": context["may"]["mark"],
    }


@register.simple_tag
def finds(marks: Marks, side: str) -> str:
    """ " · finds 1 of 5 standards not achievable yet", beside a signature; "" where a side has
    said nothing at all."""
    total, silent, not_yet = len(marks.standards), marks.unmarked(side), marks.not_yet(side)
    if len(silent) == total:
        return ""
    if not_yet:
        said = _("finds %(n)s of %(total)s standards not achievable yet")
        return " · " + said % {"n": len(not_yet), "total": total}
    if silent:
        said = _("finds %(n)s of %(total)s standards achievable")
        return " · " + said % {"n": total - len(silent), "total": total}
    return " · " + _("finds every standard achievable")


@register.filter
def change_passages(change: ObjectiveChange) -> list[Passage]:
    """What an objective said before and after a change, field by field."""
    labels = {
        "title": _("Objective"), "target": _("Target"), "unit": _("Unit"), "starts_on": _("From"),
        "ends_on": _("To"), "owner": _("Owner"), "parent": _("Serves"),
        "measure": _("How it is measured"), "actual_from": _("Actual from"),
        "archived": _("State"),
    }  # fmt: skip
    return [
        Passage(labels.get(name, name), each["was"], each["to"])
        for name, each in change.changes.items()
    ]


@register.filter
def place_name(place: Place) -> str:
    """ "Standard", "Position goal", …"""
    return str(place.label)


# --- from the target to the week -------------------------------------------------------------------
@register.filter
def hours_taken(load: Load) -> str:
    """What a week takes, in hours: "14.2"."""
    return planning_words.hours(load.takes)


@register.filter
def derivation(version: DocumentVersion, wording: Wording) -> str:
    """How the weekly quantities came about, in a sentence; "" when they were not worked out."""
    planning = getattr(version, "planning", None)
    if planning is None or not planning.derived:
        return ""
    lines = {each.activity_type: each.weekly_quantity for each in wording.activities}
    return planning_words.derivation(planning.derived, version.document.person.first_name, lines)


# --- fields of a draft: drawn here, because a page has hundreds of them ----------------------------
@register.simple_tag(takes_context=True)
def problem_of(context: Context, cell: Cell) -> SafeString:
    """What is wrong with a field, or both texts when somebody was faster; empty when nothing is."""
    inside: Any = ""
    if cell.problem or cell.conflict:
        inside = get_template("expectations/_problem.html").render(
            {"cell": cell}, context.get("request")
        )
    return format_html('<div data-problem-for="{}">{}</div>', cell.name, inside)


@register.simple_tag(takes_context=True)
def line_input(
    context: Context, cell: Cell, label: str, css: str = "", mode: str = "", example: str = ""
) -> SafeString:
    """A short text of a line with its label; ``mode`` chooses a phone's keyboard."""
    control = format_html(
        '<input class="form-control {}" id="{}" name="{}" value="{}" inputmode="{}"'
        ' placeholder="{}" autocomplete="off" data-field {}>',
        css, cell.id, cell.name, cell.text, mode or "text", example, cell.described,
    )  # fmt: skip
    return _labelled(context, cell, label, control)


@register.simple_tag(takes_context=True)
def line_select(
    context: Context, cell: Cell, label: str, options: Options, blank: str = ""
) -> SafeString:
    """A choice of a line with its label; ``blank`` is the word for nothing."""
    return _labelled(context, cell, label, _select(cell, options, blank))


@register.simple_tag
def bare_select(
    cell: Cell, label: str, options: Options, blank: str = "", css: str = ""
) -> SafeString:
    """The same without a label beside it; it is read aloud."""
    said = format_html(' aria-label="{}"', label)
    return _select(cell, options, blank, css, said)


def _select(
    cell: Cell,
    options: Options,
    blank: str,
    css: str = "",
    said: SafeString | str = "",
) -> SafeString:
    offered = ((("", blank),) if blank else ()) + options
    return format_html(
        '<select class="form-select {}" id="{}" name="{}"{} data-field {}>{}</select>',
        css, cell.id, cell.name, said, cell.described, _drawn(offered, cell.text),
    )  # fmt: skip


@lru_cache(maxsize=500)
def _drawn(options: Options, chosen: str) -> SafeString:
    """Options as a page repeats them for each of its lines."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, _SELECTED if chosen == value else "", text) for value, text in options),
    )


def _labelled(context: Context, cell: Cell, label: str, control: SafeString) -> SafeString:
    return format_html(
        '<div class="field"><label for="{}">{}</label>{}{}</div>',
        cell.id, label, control, problem_of(context, cell),
    )  # fmt: skip


_SELECTED = format_html(" {}", "selected")


@register.filter
def edition_mark(words: StrategyWords) -> str:
    """The fingerprint of an edition as the page shows it."""
    return fingerprint_of(words)


@register.filter
def limit(value: int, most: int) -> int:
    """The value, but no more than ``most``."""
    return min(value, most)


@register.filter
def at(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """The value under a key, or None."""
    return (mapping or {}).get(key)


@register.filter
def figure(stands: Standing, value: Decimal | None) -> str:
    """A figure in the unit of its standard, rounded as far as it is read: whole above 100."""
    if value is None:
        return _("none yet")
    places = 0 if abs(value) >= 100 else 1
    return wording.quantity(round(value, places), stands.standard.shown_unit)


@register.filter
def gap(stands: Standing) -> str:
    """ "4,890 USD short of what is expected by now"; "" where there is nothing to say."""
    judged = stands.pace
    if stands.is_milestone:
        return _late(judged)
    if judged.amount is None or judged.reason not in ("short", "over"):
        return ""
    amount = figure(stands, judged.amount)
    over = judged.reason == "over"
    if judged.status in ("met", "missed"):
        words = _("%(amount)s over the target") if over else _("%(amount)s short of the target")
    else:
        words = (
            _("%(amount)s over what is expected by now")
            if over
            else _("%(amount)s short of what is expected by now")
        )
    return words % {"amount": amount}


def _late(judged: Pace) -> str:
    """ "3 days late"; "" for a milestone that was done in time."""
    if judged.amount is None or judged.reason != "late":
        return ""
    days = int(judged.amount)
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}


@register.filter
def level_reached(stands: Standing) -> str:
    """ "outstanding", where a figure has reached one of the levels of its standard."""
    return str(_LEVELS[stands.level]) if stands.level else ""


_LEVELS = {
    BELOW_MINIMUM: gettext_lazy("below the minimum"),
    JUST_ACCEPTABLE: gettext_lazy("between minimum and target"),
    SATISFACTORY: gettext_lazy("satisfactory"),
    OUTSTANDING: gettext_lazy("outstanding"),
}


@register.filter
def in_unit(objective: BusinessObjective, value: Decimal | None) -> str:
    """A figure in the unit of its objective, rounded as far as it is read."""
    if value is None:
        return _("none yet")
    return wording.quantity(round(value, 0 if abs(value) >= 100 else 1), objective.unit)


@register.filter
def forecast(words: PlanWords, line: ForecastWords) -> Money | None:
    """The amount of one line of a forecast."""
    return None if line.minor is None else Money(line.minor, words.currency)


@register.filter
def missing(words: PlanWords) -> Money | None:
    """How much the forecast lacks of the target, without its sign."""
    return None if words.gap is None else -words.gap


@register.filter
def gap_below(objective: BusinessObjective, below: AddsUp) -> str:
    """ "1,000,000 USD short, of 3 objectives; 1 has another unit"."""
    amount = in_unit(objective, abs(below.gap))
    if below.gap < 0:
        said = _("%(amount)s short") % {"amount": amount}
    elif below.gap > 0:
        said = _("%(amount)s more than asked for") % {"amount": amount}
    else:
        said = _("exactly the target")
    if below.apart:
        said += "; " + ngettext(
            "%(n)s has another unit or none", "%(n)s have another unit or none", below.apart
        ) % {"n": below.apart}  # fmt: skip
    return said


@register.filter
def turn_of(line: Line) -> str:
    """The name of whose signature is next."""
    return wording.turn_of(line)


@register.filter
def out_of_date(line: Line) -> str:
    """What changed above the signed words since."""
    return wording.out_of_date(line.out_of_date)


@register.filter
def waits(standing: ListStanding, version: DocumentVersion) -> str:
    """ "Waits for Rhea". Needs the person of the document."""
    return wording.waits_for(standing.waits_for, version.document.person)
