"""What the pages of the week say, and the one thing they ask for next."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import rules
from activities.queries import Row, Sheet
from calc.pace import Pace
from people.models import Person
from salesperf.web import format
from salesperf.web.parts import NextStep

_WEEK = timedelta(days=7)


def week_url(sheet: Sheet, day: date | None = None) -> str:
    """Where the person writes the week; with a day, that day on a phone and its first cell."""
    url = reverse("activities:week_of", args=[sheet.monday])
    if day is None:
        return url
    first = sheet.rows[0].activity_type.pk if sheet.rows else ""
    return f"{url}?day={day.isoformat()}#q-{first}-{day.isoformat()}"


def pace_words(pace: Pace, decimals: int | None = None) -> str:
    """The evidence of a pace in words: "4,890 short"; empty when the status says it all."""
    amount = format.number(pace.amount, decimals) if pace.amount is not None else ""
    return {
        "short": _("%(amount)s short") % {"amount": amount},
        "over": _("%(amount)s more") % {"amount": amount},
        "within_unit": _("within one"),
        "within_percent": _("within 5%"),
    }.get(pace.reason, "")


def mark_words(sheet: Sheet) -> str:
    """Up to when something is expected, for the head of the column: "Mark: this evening"."""
    if sheet.mark_day is None:
        return _("Whole week")
    if sheet.mark_day < sheet.monday:
        return _("Nothing expected yet")
    if sheet.mark_day == sheet.today:
        return _("Mark: this evening")
    return _("Mark: %(day)s evening") % {"day": format_date(sheet.mark_day, "l")}


def trend_words(row: Row) -> str:
    """Ten weeks as a sentence, for who does not see the line."""
    figures = ", ".join(
        _("none") if value is None else format.number(value, row.decimals) for value in row.past
    )
    return _("%(name)s, the last ten weeks, this one last: %(figures)s") % {
        "name": row.activity_type.name, "figures": figures,
    }  # fmt: skip


def next_for_week(sheet: Sheet, manager: Person | None) -> NextStep:
    """The one thing that this week asks of its person."""
    if sheet.is_submitted:
        return _submitted(sheet)
    if not sheet.has_plan and not sheet.logged_days:
        return _without_plan(sheet, manager)
    empty = unlogged_days(sheet)
    if empty and sheet.rows:
        return _fill_in(sheet, empty)
    if rules.can_submit(sheet.person, sheet.monday, sheet.today):
        return _submit(sheet)
    return NextStep(
        act=_("Nothing waits for you."),
        why=_("Today is logged. The week can be submitted on %(day)s.")
        % {"day": format.day_long(rules.opens_for_submission(sheet.monday), sheet.today)},
    )


def unlogged_days(sheet: Sheet) -> list[date]:
    """Working days up to today on which nothing was logged and something could be."""
    days = [sheet.monday + timedelta(days=place) for place in range(5)]
    return [
        day
        for day in days
        if day <= sheet.today
        and day not in sheet.logged_days
        and not rules.why_no_day(sheet.person, day, sheet.monday)
    ]


def _submitted(sheet: Sheet) -> NextStep:
    following = sheet.monday + _WEEK
    if following <= sheet.today:
        why = _("This week was submitted.")
    else:
        why = _("This week was submitted; the next one begins on %(day)s.") % {
            "day": format.day_long(following, sheet.today)
        }
    return NextStep(act=_("Nothing waits for you."), why=why)


def _without_plan(sheet: Sheet, manager: Person | None) -> NextStep:
    if manager is None:
        act = _("Nothing is expected of you each week yet.")
    else:
        act = _("Ask %(name)s what is expected of you each week.") % {"name": manager.name}
    return NextStep(
        act=act,
        why=_("It comes with your signed expectations. Until then, add a row for what you do."),
    )


def _fill_in(sheet: Sheet, empty: list[date]) -> NextStep:
    first = empty[0]
    left = len(empty)
    if first == sheet.today:
        return NextStep(
            act=_("Fill in today."),
            why=_("About a minute; a day without anything is 0."),
            url=week_url(sheet, first),
            button=_("Go to %(day)s") % {"day": format_date(first, "l")},
        )
    return NextStep(
        act=_("Fill in %(day)s.") % {"day": format_date(first, "l")},
        why=ngettext(
            "One day of this week is empty.", "%(count)s days of this week are empty.", left
        )
        % {"count": left},
        url=week_url(sheet, first),
        button=_("Go to %(day)s") % {"day": format_date(first, "l")},
    )


def _submit(sheet: Sheet) -> NextStep:
    behind = [row for row in sheet.planned_rows if row.pace.status == "behind"]
    if not sheet.has_plan:
        why = _("Every day is logged.")
    elif behind:
        why = ngettext(
            "Every day is logged; one activity is behind.",
            "Every day is logged; %(count)s activities are behind.",
            len(behind),
        ) % {"count": len(behind)}
    else:
        why = _("Every day is logged, all of it as planned.")
    return NextStep(
        act=_("Submit the week."),
        why=why,
        url=reverse("activities:submission", args=[sheet.monday]),
        button=_("Submit week %(number)s") % {"number": sheet.number},
        post=True,
    )
