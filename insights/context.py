"""The rail: one loop of six steps, the pages this person has in each, and what waits there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from insights.queries.waiting import Waiting, waiting
from people.models import Person, Role
from salesperf.imports.rules import may_import

Shown = Callable[[Person], bool]


@dataclass(frozen=True)
class PageSpec:
    """A page of a step: its URL name, the word in the rail, and for whom it is there.

    ``for_leaders`` pages are for people who lead somebody, and for executives.
    """

    name: str
    label: Any
    shown: Shown = lambda person: True
    for_leaders: bool = False
    also: tuple[str, ...] = ()  # URL names of pages below it, for "you are here"


STEPS: tuple[tuple[str, Any, tuple[PageSpec, ...]], ...] = (
    (
        "expect",
        _("Expect"),
        (
            PageSpec(
                "expectations:documents",
                _("Documents"),
                also=(
                    "expectations:coverage",
                    "expectations:start",
                    "expectations:start_team",
                    "expectations:document",
                    "expectations:wording",
                    "expectations:talk",
                    "expectations:answers",
                    "expectations:disagreement",
                    "expectations:putting_in_force",
                    "expectations:signature",
                    "expectations:revision",
                    "expectations:discarding",
                    "expectations:planning",
                    "expectations:planning_quantities",
                    "expectations:result",
                ),
            ),
            PageSpec(
                "expectations:profiles",
                _("Profiles"),
                also=(
                    "expectations:profile",
                    "expectations:profile_new",
                    "expectations:profile_edit",
                    "expectations:profile_edition",
                    "expectations:profile_wording",
                    "expectations:profile_discarding",
                    "expectations:competencies",
                    "expectations:competency",
                    "expectations:competency_new",
                    "expectations:competency_edit",
                    "expectations:occupations",
                    "expectations:occupation",
                ),
            ),
            PageSpec(
                "expectations:team_expectations",
                _("Our team"),
                also=("expectations:team_expectations_of",),
            ),
            PageSpec(
                "expectations:trace",
                _("Trace"),
                also=(
                    "expectations:trace_value",
                    "expectations:trace_objective",
                    "expectations:trace_standard",
                    "expectations:trace_activity",
                ),
            ),
            PageSpec(
                "expectations:strategy",
                _("Strategy"),
                also=(
                    "expectations:as_of",
                    "expectations:edition",
                    "expectations:strategy_edit",
                    "expectations:strategy_discarding",
                    "expectations:strategy_round",
                    "expectations:comment_round",
                    "expectations:comment_answer",
                    "expectations:round_extension",
                    "expectations:readers",
                    "expectations:plans",
                    "expectations:plan",
                    "expectations:plan_edit",
                    "expectations:plan_discarding",
                    "expectations:plan_round",
                ),
            ),
            PageSpec(
                "expectations:objectives",
                _("Objectives"),
                also=(
                    "expectations:objective",
                    "expectations:objective_new",
                    "expectations:objective_edit",
                    "expectations:objective_documents",
                    "expectations:objective_revision",
                    "expectations:objective_result",
                ),
            ),
        ),
    ),
    (
        "do",
        _("Do"),
        (
            PageSpec(
                "activities:week",
                _("Week"),
                also=(
                    "activities:week_of",
                    "activities:entries",
                    "activities:remarks",
                    "activities:person_week",
                    "activities:types",
                    "activities:type_edit",
                ),
            ),
            PageSpec(
                "sales:deals",
                _("Deals"),
                also=("sales:deal", "sales:accounts", "sales:account", "sales:products"),
            ),
            PageSpec("sales:pipeline", _("Pipeline")),
            PageSpec(
                "imports:imports",
                _("Imports"),
                may_import,
                also=("imports:upload", "imports:columns", "imports:check", "imports:outcome"),
            ),
        ),
    ),
    ("talk", _("Talk"), ()),
    ("review", _("Review"), ()),
    ("pay", _("Pay"), ()),
    ("learn", _("Learn"), (PageSpec("insights:team", _("Team"), for_leaders=True),)),
)


@dataclass(frozen=True)
class Page:
    label: Any
    url: str
    current: bool


@dataclass(frozen=True)
class Step:
    key: str
    label: Any
    pages: list[Page] = field(default_factory=list)
    waiting: int = 0

    @property
    def current(self) -> bool:
        return any(page.current for page in self.pages)

    @property
    def url(self) -> str | None:
        return self.pages[0].url if self.pages else None


@dataclass(frozen=True)
class Loop:
    steps: list[Step]
    home_current: bool
    inbox_unread: int
    me_line: str


def loop(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the rail for the person who is signed in.

    It is worked out when a template shows it, so that fragments do not ask for it.
    """
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    return {"loop": SimpleLazyObject(lambda: _loop(request, person))}


def waiting_of(request: Any) -> Waiting:
    """What waits for the person who is signed in; asked once for each request."""
    if not hasattr(request, "waiting"):
        request.waiting = waiting(request.user, request.today)
    found: Waiting = request.waiting
    return found


def _loop(request: HttpRequest, person: Person) -> Loop:
    here = request.resolver_match.view_name if request.resolver_match else ""
    found = waiting_of(request)
    return Loop(
        steps=[
            Step(key, label, _pages(specs, person, found, here), found.by_step.get(key, 0))
            for key, label, specs in STEPS
        ],
        home_current=here == "insights:home",
        inbox_unread=found.unread,
        me_line=", ".join(filter(None, [person.title, found.team])),
    )


def _pages(specs: tuple[PageSpec, ...], person: Person, found: Waiting, here: str) -> list[Page]:
    leads = found.leads or person.has_role(Role.EXECUTIVE)
    return [
        Page(spec.label, reverse(spec.name), here == spec.name or here in spec.also)
        for spec in specs
        if spec.shown(person) and (leads or not spec.for_leaders)
    ]
