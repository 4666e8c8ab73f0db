"""Which addresses are measured as whom: every page, with an object that this reader works with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from activities.models import ActivityType
from calc.periods import monday_of
from expectations.models import (
    BusinessObjective,
    CommentRound,
    Competency,
    DocumentVersion,
    DraftComment,
    Occupation,
    RoleProfile,
    Standard,
    State,
    Strategy,
)
from insights.sections import SECTIONS
from notifications.models import Notification
from people.models import Person, Role, Team
from sales.models import Account, Deal
from salesperf.imports.models import ImportFile

# Not pages: machines ask them, they only redirect, or they need a one-time link.
NOT_PAGES = {
    "healthz", "readyz", "people:password_reset_link", "people:password_reset_new",
    "people:invitation_link", "people:invitation_accept", "notifications:notification",
}  # fmt: skip

# Addresses that are measured more than once.
SEVERAL = {"insights:home_section": [section.key for section in SECTIONS]}
FOR_STRANGERS = ("people:sign_in", "people:password_reset", "people:password_reset_sent")


@dataclass(frozen=True)
class Reader:
    """Somebody who opens pages, and whose objects the pages are about."""

    role: str
    person: Person
    about: Person  # the rep whose deals, weeks and documents this reader opens


@dataclass(frozen=True)
class Visit:
    name: str
    url: str
    reader: Reader


def readers(today: date) -> list[Reader]:
    """One person of each role: those who lead the most people, and a rep of theirs."""
    leaders = Person.objects.filter(led_lines__isnull=False, title="Sales manager").distinct()
    manager = max(leaders, key=lambda each: Person.objects.reporting_to(each, today).count())
    director = manager.reporting_lines.get(ends_on=None).manager
    active = DocumentVersion.objects.in_force_on(today).values("document__person")
    rep = Person.objects.reporting_to(manager, today).filter(pk__in=active).first()
    if rep is None:
        raise LookupError("No rep of the largest team has a document in force.")

    def of_role(role: str) -> Person:
        return Person.objects.filter(role_grants__role=role).order_by("pk")[0]

    people = {
        "rep": rep,
        "manager": manager,
        "director": director,
        "HR": of_role(Role.HR),
        "compensation": of_role(Role.COMPENSATION),
        "executive": of_role(Role.EXECUTIVE),
        "administrator": of_role(Role.ADMINISTRATOR),
    }
    return [Reader(role, person, rep) for role, person in people.items()]


def visits(reader: Reader, today: date) -> Iterator[Visit]:
    """Every address of the project that this reader could open."""
    for name, pattern in addresses():
        if name in NOT_PAGES:
            continue
        fitting = [_fitting(each, name, reader, today) for each in pattern.pattern.converters]
        for arguments in product(*fitting):
            shown = f"{name} {arguments[0]}" if name in SEVERAL else name
            yield Visit(shown, reverse(name, args=arguments), reader)


def addresses(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the project with its full name."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, each.namespace or namespace)
        else:
            yield f"{namespace}:{each.name}" if namespace else str(each.name), each


def _fitting(parameter: str, name: str, reader: Reader, today: date) -> list[Any]:
    """Fitting values for one parameter of an address; none where there is no such thing."""
    if name in SEVERAL:
        return SEVERAL[name]
    found = PARAMETERS[parameter](reader, today)
    return [] if found is None else [found]


def _version(reader: Reader, today: date) -> int | None:
    versions = DocumentVersion.objects.filter(document__person=reader.about)
    return _pk(versions.in_force_on(today))


def _pk(rows: Any) -> int | None:
    return rows.values_list("pk", flat=True).first()


def _line(reader: Reader, today: date) -> Any:
    standards = Standard.objects.filter(
        key_result_area__version=_version(reader, today),
        actual_from=Standard.ActualFrom.ENTERED,
    )
    return standards.values_list("line", flat=True).first()


def _place(reader: Reader, today: date) -> str | None:
    """A place of a document that one can talk about."""
    line = _line(reader, today)
    return None if line is None else f"standard-{line}"


def _code() -> str | None:
    return Occupation.objects.values_list("code", flat=True).first()


def _comment(reader: Reader, today: date) -> int | None:
    """A comment on a draft of the strategy, which is answered on a page of its own."""
    return _pk(DraftComment.objects)


PARAMETERS: dict[str, Callable[[Reader, date], Any]] = {
    "monday": lambda reader, today: monday_of(today) - timedelta(weeks=1),
    "kind": lambda reader, today: "deals",
    "token": lambda reader, today: None,
    "person_id": lambda reader, today: reader.about.pk,
    "line_id": lambda reader, today: None,
    "team_id": lambda reader, today: reader.about.team_id or _pk(Team.objects),
    "role": lambda reader, today: "hr",
    "day_id": lambda reader, today: None,
    "away_id": lambda reader, today: None,
    "invitation_id": lambda reader, today: None,
    "deal_id": lambda reader, today: _pk(Deal.objects.won().filter(owner=reader.about)),
    "account_id": lambda reader, today: _pk(Account.objects.filter(deals__owner=reader.about)),
    "type_id": lambda reader, today: _pk(ActivityType.objects),
    "version_id": _version,
    "line": _line,
    "key": _place,
    "place": lambda reader, today: 1,
    "edition_id": lambda reader, today: _pk(Strategy.objects),
    "profile_id": lambda reader, today: _pk(RoleProfile.objects),
    "competency_id": lambda reader, today: _pk(Competency.objects),
    "code": lambda reader, today: _code(),
    "round_id": lambda reader, today: _pk(CommentRound.objects),
    "comment_id": _comment,
    "objective_id": lambda reader, today: _pk(BusinessObjective.objects),
    "file_id": lambda reader, today: _pk(ImportFile.objects),
    "pk": lambda reader, today: _pk(Notification.objects.filter(recipient=reader.person)),
}


def drafts(reader: Reader) -> list[Visit]:
    """The editor of a draft, which the objects of the rep in force do not reach."""
    own = DocumentVersion.objects.filter(state=State.DRAFT, author=reader.person).first()
    if own is None:
        return []
    planning = reverse("expectations:planning", args=[own.pk])
    return [
        Visit("expectations:document (draft)", own.get_absolute_url(), reader),
        Visit("expectations:planning (draft)", planning, reader),
    ]
