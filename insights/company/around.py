"""What stands around the documents of a whole company, so that every page has something to show."""

from datetime import date, datetime, timedelta

from expectations.actions.ready import add_ready
from insights.company.input import ask_about_the_next, confirm_reading, plan_the_year
from insights.company.seen import show_team
from insights.company.whole import Company


def put_around(company: Company, *, today: date, now: datetime) -> None:
    """Role profiles, a marketing plan, a comment round, readers of the strategy, open teams."""
    staff = company.staff
    add_ready(actor=(staff.hr or staff.executives)[0], now=now - timedelta(days=30))
    for manager in staff.managers:
        show_team(manager=manager, today=today, at=now - timedelta(days=20))
    owner = (staff.directors or staff.managers)[0]
    plan_the_year(staff.executives[0], owner, today, now)
    ask_about_the_next(staff.executives[0], staff.reps[1:4], today, now)
    everybody = [*staff.reps, *staff.managers, *staff.directors]
    confirm_reading(everybody, today, now - timedelta(days=20))
