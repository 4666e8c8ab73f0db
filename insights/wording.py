"""What the home page says: the one act that is most useful now, and all that waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import rules as week_rules
from calc.periods import Period, monday_of, quarter, working_days, working_days_until
from expectations.wording import period_of
from insights.queries.waiting import ANSWER, SHARE, SIGN, Agreement, Unwritten, Waiting
from people.models import Person
from salesperf.web import format
from salesperf.web.marks import STATUSES
from salesperf.web.parts import NextStep

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Todo:
    """One thing that waits: what, why, where, and by when it should have been done."""

    text: str
    why: str
    url: str
    button: str
    due: date | None = None
    late: bool = False
    post: bool = False

    def as_next(self) -> NextStep:
        return NextStep(
            act=f"{self.text}.", why=self.why, url=self.url, button=self.button, post=self.post
        )


def todos(found: Waiting, today: date) -> list[Todo]:
    """All that waits for somebody, what others wait for first."""
    return [*_begun(found, today), *_writing(found.unwritten)]


def _begun(found: Waiting, today: date) -> list[Todo]:
    """What waits and was begun by somebody, or by the calendar."""
    return [
        *(_signature(each) for each in found.of(SIGN)),
        *(_answer(each) for each in found.of(ANSWER)),
        *_weeks(found, today),
        *_of_strategy(found),
        *(_sharing(each) for each in found.of(SHARE)),
    ]


def next_for_home(person: Person, found: Waiting, today: date, figures: dict[str, Any]) -> NextStep:
    """The most useful act: what waits for the person, else what the first section
    asks for, else the first document to write."""
    for waits in _begun(found, today):
        return waits.as_next()
    missing = _from_figures(figures)
    if missing is not None:
        return missing
    for waits in _writing(found.unwritten):
        return waits.as_next()
    return _calm(person, found, today)


# --- what waits ------------------------------------------------------------------------------------


def _signature(each: Agreement) -> Todo:
    period = period_of(each.starts_on, each.ends_on)
    url = reverse("expectations:document", args=[each.version_id])
    if each.own:
        return Todo(
            _("Read your expectations for %(period)s and sign them") % {"period": period},
            _("%(name)s shared them with you; about ten minutes.") % {"name": each.author},
            url,
            _("Read and sign"),
        )
    return Todo(
        _("Sign the expectations of %(name)s") % {"name": each.name},
        _("%(period)s; %(name)s has signed.") % {"period": period, "name": _first(each.name)},
        url,
        _("Read and sign"),
    )


def _answer(each: Agreement) -> Todo:
    period = period_of(each.starts_on, each.ends_on)
    who = each.author if each.own else each.name
    return Todo(
        _("Answer %(name)s, who does not agree with every word") % {"name": who},
        _("In the expectations for %(period)s.") % {"period": period},
        reverse("expectations:document", args=[each.version_id]),
        _("Read the wish"),
    )


def _sharing(each: Agreement) -> Todo:
    period = period_of(each.starts_on, each.ends_on)
    url = reverse("expectations:document", args=[each.version_id])
    if each.own:
        return Todo(
            _("Finish your draft and share it with your manager"), period, url, _("Open the draft")
        )
    return Todo(
        _("Finish the draft for %(name)s and share it") % {"name": each.name},
        period,
        url,
        _("Open the draft"),
    )


def _writing(unwritten: Unwritten) -> Iterator[Todo]:
    if unwritten.first_id is None:
        return
    others = unwritten.people - 1
    yield Todo(
        _("Write down what you expect of %(name)s, best together") % {"name": unwritten.first_name},
        ngettext(
            "Nothing is agreed yet, for one more neither.",
            "Nothing is agreed yet, for %(n)s more neither.",
            others,
        )
        % {"n": others}
        if others
        else _("Nothing is agreed yet."),
        reverse("expectations:start", args=[unwritten.first_id]),
        _("Start with %(name)s") % {"name": _first(unwritten.first_name)},
    )


def _of_strategy(found: Waiting) -> Iterator[Todo]:
    if found.round is not None:
        yield Todo(
            _("Say what you think of a draft"),
            _("Executives ask before it is published; a sentence is enough."),
            reverse("expectations:comment_round", args=[found.round]),
            _("Read the draft"),
            due=found.round_until,
        )
    if found.strategy_to_read:
        yield Todo(
            _("Read the strategy and confirm that you have"),
            _("Vision, mission and values stand over every document; about five minutes."),
            reverse("expectations:strategy"),
            _("Read the strategy"),
        )


def _weeks(found: Waiting, today: date) -> Iterator[Todo]:
    for monday in found.weeks.due:
        number = monday.isocalendar().week
        friday = week_rules.opens_for_submission(monday)
        yield Todo(
            _("Look over week %(number)s and submit it") % {"number": number},
            _("It is over.") if monday + _WEEK <= today else _("About a minute."),
            reverse("activities:week_of", args=[monday]),
            _("Open week %(number)s") % {"number": number},
            due=friday,
            late=monday + _WEEK <= today,
        )
    if found.weeks.today_open and monday_of(today) not in found.weeks.due:
        yield Todo(
            _("Fill in today"),
            _("About a minute; a day without anything is 0."),
            reverse("activities:week"),
            _("Go to %(day)s") % {"day": format_date(today, "l")},
            due=today,
        )


def _first(name: str) -> str:
    return name.split()[0] if name.split() else name


# --- what the figures ask for ----------------------------------------------------------------------


def _from_figures(figures: dict[str, Any]) -> NextStep | None:
    """The first thing that is missing, by the section that is shown first."""
    for key, ask in (
        ("company", _company), ("hr", _hr), ("pay", _pay), ("system", _system),
    ):  # fmt: skip
        if key in figures:
            return ask(figures[key])
    return None


def _company(company: Any) -> NextStep | None:
    if company.strategy is None:
        return NextStep(
            act=_("Write vision, mission and values."),
            why=_("Every expectation document begins with them."),
            url=reverse("expectations:strategy"),
            button=_("Write the strategy"),
        )
    if not company.objectives:
        return NextStep(
            act=_("Set the objectives of the company."),
            why=_("Standards serve them, so that everybody sees what theirs are for."),
            url=reverse("expectations:objective_new"),
            button=_("Set an objective"),
        )
    return _nobody() if not company.people else None


def _hr(hr: Any) -> NextStep | None:
    if not hr.coverage.people:
        return _nobody()
    if hr.loose.without_leader:
        return _loose(hr.loose.without_leader)
    if hr.coverage.without:
        return NextStep(
            act=_("See who has no expectations yet, and remind their managers."),
            why=_("%(n)s of %(people)s people have nothing shared or signed.")
            % {"n": hr.coverage.without, "people": hr.coverage.people},
            url=f"{reverse('expectations:coverage')}?show=none",
            button=_("Show who"),
        )
    return None


def _pay(pay: Any) -> NextStep | None:
    if pay.gaps.deals:
        return None
    return NextStep(
        act=_("Bring in the deals."),
        why=_("A file from the CRM is enough; it is checked before anything counts."),
        url=reverse("imports:imports"),
        button=_("Import deals"),
    )


def _system(system: Any) -> NextStep | None:
    if system.people <= 1:
        return _nobody()
    if system.given_up:
        return NextStep(
            act=_("Look at the mails that could not be delivered."),
            why=_("People may be waiting for an invitation or a reminder."),
            url=reverse("notifications:deliveries"),
            button=_("Show them"),
        )
    if system.loose.without_leader:
        return _loose(system.loose.without_leader)
    return None


def _nobody() -> NextStep:
    return NextStep(
        act=_("Bring in your people."),
        why=_("A file with names, managers and teams is enough; it is checked before it counts."),
        url=reverse("imports:imports"),
        button=_("Import people"),
    )


def _loose(number: int) -> NextStep:
    return NextStep(
        act=_("Give everybody a manager."),
        why=ngettext(
            "One person has none who is here, so nobody signs with them.",
            "%(number)s people have none who is here, so nobody signs with them.",
            number,
        )
        % {"number": number},
        url=f"{reverse('people:directory')}?state=loose",
        button=_("Show who"),
    )


# --- nothing to do ---------------------------------------------------------------------------------


def _calm(person: Person, found: Waiting, today: date) -> NextStep:
    """Nothing waits, and when something will."""
    if not found.weeks.planned:
        return NextStep(act=_("Nothing waits for you."))
    monday = monday_of(today)
    friday = week_rules.opens_for_submission(monday)
    if today < friday:
        why = _("The week can be submitted on %(day)s.") % {"day": format.day_long(friday, today)}
    else:
        why = _("The next week begins on %(day)s.") % {
            "day": format.day_long(monday + _WEEK, today)
        }
    return NextStep(act=_("Nothing waits for you."), why=why)


def day_words(today: date) -> str:
    """ "Week 46 of 2017 · working day 34 of 61 in the fourth quarter"."""
    running: Period = quarter(today)
    year, week, _weekday = today.isocalendar()
    ordinal = (_("first"), _("second"), _("third"), _("fourth"))[(today.month - 1) // 3]
    return _(
        "Week %(week)s of %(year)s · working day %(day)s of %(days)s in the %(quarter)s quarter"
    ) % {
        "week": week,
        "year": year,
        "day": working_days_until(running, today),
        "days": working_days(running),
        "quarter": ordinal,
    }


def status_word(status: str) -> str:
    """The word of a status, for files."""
    return str(STATUSES[status].word)


def paper_word(status: str) -> str:
    """What is agreed with somebody, in a word."""
    return {
        "met": _("In force"),
        "waiting": _("Unsigned"),
        "draft": _("Draft"),
        "no_data": _("None yet"),
    }[status]
