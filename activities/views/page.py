"""What the page of a week is made of."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from activities import rules, wording
from activities.actions import remarks_token
from activities.forms import RemarksForm
from activities.models import Week
from activities.queries import Cell, Sheet, week_sheet
from calc.periods import monday_of
from people.models import Person
from people.queries import manager_on
from salesperf.web.request import Request

_WEEK = timedelta(days=7)
_MOST_ADDED = 60


def week_context(
    request: Request,
    monday: date,
    *,
    refused: Iterable[Cell] = (),
    remarks: RemarksForm | None = None,
    stands: Week | None = None,
    problem: str = "",
) -> dict[str, Any]:
    """The page on which a person writes the week, with a row for every cell that was sent.

    ``refused`` cells show what was typed and why it was not kept; ``remarks`` is a form that was
    refused, with the ``problem`` or what ``stands`` there meanwhile.
    """
    person = request.user
    sheet = week_sheet(
        person=person,
        monday=monday,
        today=request.today,
        added=_numbers([*request.GET.getlist("row"), *map(_type_of, sent_keys(request))]),
        weekend="weekend" in request.GET,
    ).with_typed(refused)
    manager = manager_on(person, request.today)
    return {
        **_frame(sheet, own=True),
        "manager": manager,
        "next_step": wording.next_for_week(sheet, manager),
        "editable": rules.can_log(sheet.week),
        "can_submit": rules.can_submit(person, monday, request.today),
        "opens_on": rules.opens_for_submission(monday),
        "shown_day": _shown_day(sheet, request.GET.get("day", "")),
        "query": request.GET.urlencode(),
        "remarks": remarks or RemarksForm(instance=sheet.week or Week()),
        "remarks_token": remarks_token(week=stands or sheet.week),
        "stands": stands,
        "problem": problem,
    }


def read_context(person: Person, monday: date, today: date) -> dict[str, Any]:
    """The page on which somebody else reads a person's week."""
    sheet = week_sheet(person=person, monday=monday, today=today)
    return {**_frame(sheet, own=False), "editable": False, "shown_day": _shown_day(sheet, "")}


def no_week(person: Person, monday: date, today: date, reason: str) -> dict[str, Any]:
    """The page of a week in which there is nothing to log."""
    return {
        "person": person,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "number": monday.isocalendar().week,
        "reason": reason,
        "current": monday_of(today),
    }


def sent_parts(request: Request, sheet: Sheet) -> dict[str, Any]:
    """The rows and cells that a request of the script was about."""
    sent = sent_keys(request)
    rows = [row for row in sheet.rows if any(cell.key in sent for cell in row.cells)]
    return {
        "sent_rows": rows,
        "sent_cells": [(row, cell) for row in rows for cell in row.cells if cell.key in sent],
    }


def sent_keys(request: Request) -> list[str]:
    """The cells that came with a request, by their keys: "3-2026-03-11"."""
    return [name[2:] for name in request.POST if name.startswith("q-")]


def week_address(request: Request, monday: date) -> str:
    """The page of the week with the rows and days that were shown on it."""
    query = request.GET.urlencode()
    address = reverse("activities:week_of", args=[monday])
    return f"{address}?{query}" if query else address


def _frame(sheet: Sheet, *, own: bool) -> dict[str, Any]:
    following = sheet.monday + _WEEK
    before = sheet.monday - _WEEK
    return {
        "sheet": sheet,
        "own": own,
        "mark_words": wording.mark_words(sheet),
        "previous": None if rules.why_no_week(sheet.person, before, sheet.today) else before,
        "following": None if rules.why_no_week(sheet.person, following, sheet.today) else following,
    }


def _shown_day(sheet: Sheet, asked: str) -> date:
    """The day that a phone shows: the one asked for, today, or the first that is empty."""
    by_name = {day.isoformat(): day for day in sheet.days}
    if asked in by_name:
        return by_name[asked]
    if sheet.today in sheet.days:
        return sheet.today
    return next(iter(wording.unlogged_days(sheet)), sheet.days[-1])


def _type_of(key: str) -> str:
    return key.split("-", 1)[0]


def _numbers(texts: Iterable[str]) -> list[int]:
    numbers = dict.fromkeys(text for text in texts if text.isascii() and text.isdigit())
    return [int(text) for text in numbers if len(text) < 19][:_MOST_ADDED]
