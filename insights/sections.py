"""The parts of the home page: which of them a person has, and what each is made of.

The first is part of the page; the others load when the page is there, so that somebody with many
roles waits no longer than others. Each is also a page of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from activities.wording import mark_words
from expectations.queries import in_force
from insights.queries.company import company_figures, hr_figures, pay_figures, system_figures
from insights.queries.own import own_figures, since
from insights.queries.people import Asked, direct_reports, person_lines
from insights.queries.waiting import Waiting
from insights.queries.won import figures_of
from people.models import Role
from sales.queries import deals_as_of
from salesperf.web.request import Request

PEOPLE_SHOWN = 50


@dataclass(frozen=True)
class Section:
    """``shown`` says whose home it is part of, ``figures`` what its template is given."""

    key: str
    label: Any
    shown: Callable[[Request, Waiting], bool]
    figures: Callable[[Request, Waiting], dict[str, Any]]

    @property
    def template(self) -> str:
        return f"insights/_{self.key}.html"


def sections_of(request: Request, found: Waiting) -> list[Section]:
    """The sections of this person, the one that matters most first; everybody has one."""
    return [section for section in SECTIONS if section.shown(request, found)]


def _leads(request: Request, found: Waiting) -> bool:
    return found.leads


def _own(request: Request, found: Waiting) -> bool:
    """Who does something besides selling sees their own figures once there are any."""
    if found.weeks.planned or not (found.leads or request.user.roles):
        return True
    return in_force(request.user, request.today) is not None


def _own_figures(request: Request, found: Waiting) -> dict[str, Any]:
    own = own_figures(request.user, request.today)
    return {
        "own": own,
        "since": since(own, request.today),
        "mark_words": mark_words(own.sheet),
        "deals_on": own.deals_on,
    }


def _people_figures(request: Request, found: Waiting) -> dict[str, Any]:
    people = direct_reports(request.user, request.today)
    figures = figures_of({member.pk: member.currency for member in people}, request.today)
    shown = people[:PEOPLE_SHOWN]
    readable = frozenset(member.pk for member in shown)
    asked = Asked(request.user, request.today, request.now, readable)
    return {
        "lines": person_lines(asked, shown, figures),
        "total": figures.total(figures.currencies),
        "more": len(people) > PEOPLE_SHOWN,
        "as_of": deals_as_of(),
    }


def _company(request: Request, found: Waiting) -> dict[str, Any]:
    return {"company": company_figures(request.user, request.today)}


def _hr(request: Request, found: Waiting) -> dict[str, Any]:
    return {"hr": hr_figures(request.today, request.now)}


def _pay(request: Request, found: Waiting) -> dict[str, Any]:
    return {"pay": pay_figures(request.user, request.today)}


def _system(request: Request, found: Waiting) -> dict[str, Any]:
    return {"system": system_figures(request.user, request.today, request.now)}


def _holds(role: str) -> Callable[[Request, Waiting], bool]:
    return lambda request, found: request.user.has_role(role)


SECTIONS = (
    Section("company", _("The company"), _holds(Role.EXECUTIVE), _company),
    Section("people", _("Your people"), _leads, _people_figures),
    Section("hr", _("Expectations in the company"), _holds(Role.HR), _hr),
    Section("pay", _("What pay stands on"), _holds(Role.COMPENSATION), _pay),
    Section("system", _("The installation"), _holds(Role.ADMINISTRATOR), _system),
    Section("own", _("Your own figures"), _own, _own_figures),
)
