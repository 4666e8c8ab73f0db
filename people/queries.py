"""Reading people: the directory, who leads whom on a day, and what is not in order."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from audit.models import Event
from people.models import (
    EmailChange,
    Invitation,
    PasswordReset,
    Person,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
    hash_of,
)
from people.models.access import OneTimeLinkQuerySet
from people.models.lines import ReportingLineQuerySet
from people.models.person import PersonQuerySet
from people.rules import keeps_people

# --- who leads whom ------------------------------------------------------------------------------


def manager_on(person: Person, day: date) -> Person | None:
    """Who leads the person on that day. One query."""
    line = ReportingLine.objects.valid_on(day).filter(person=person).select_related("manager")
    found = line.first()
    return found.manager if found else None


def lines_of(person: Person) -> ReportingLineQuerySet:
    """All reporting lines of a person, the newest first."""
    return (
        ReportingLine.objects.filter(person=person).select_related("manager").order_by("-starts_on")
    )


def lines_seen_by(viewer: Person, today: date) -> ReportingLineQuerySet:
    """Lines in force whose manager the viewer may see: a link to nobody helps nobody."""
    lines = ReportingLine.objects.valid_on(today)
    if keeps_people(viewer):
        return lines
    here = Q(manager__left_on__isnull=True) | Q(manager__left_on__gte=today)
    return lines.filter(here, manager__is_active=True)


def with_manager(people: PersonQuerySet, viewer: Person, today: date) -> PersonQuerySet:
    """Add ``manager_pk``, ``manager_name`` and ``manager_email`` of today."""
    line = lines_seen_by(viewer, today).filter(person=OuterRef("pk"))
    return people.annotate(
        manager_pk=Subquery(line.values("manager")[:1]),
        manager_name=Subquery(line.values("manager__name")[:1]),
        manager_email=Subquery(line.values("manager__email")[:1]),
    )


# --- the directory -------------------------------------------------------------------------------

HERE, GONE, WAITING, LOOSE = "here", "gone", "waiting", "loose"


@dataclass(frozen=True)
class Wanted:
    """What a reader of the directory asks for. Empty asks for everybody who works here."""

    words: tuple[str, ...] = ()
    team: Team | None = None
    manager: Person | None = None
    state: str = HERE


def directory(viewer: Person, today: date, wanted: Wanted) -> PersonQuerySet:
    """The people that the viewer may see and asks for, with team and manager."""
    people = Person.objects.visible_to(viewer, today)
    if wanted.state == HERE or not keeps_people(viewer):
        people = people.employed_on(today)
    elif wanted.state == GONE:
        people = people.gone_by(today)
    elif wanted.state == WAITING:
        people = people.employed_on(today).without_password()
    elif wanted.state == LOOSE:
        people = without_leader(people.employed_on(today), today)
    for word in wanted.words:
        people = people.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(title__icontains=word)
        )
    if wanted.team is not None:
        people = people.filter(team__in=team_and_parts(wanted.team))
    if wanted.manager is not None:
        people = people.reporting_to(wanted.manager, today)
    return with_manager(people, viewer, today).select_related("team")


def leaders(visible: PersonQuerySet, today: date) -> PersonQuerySet:
    """Those of the visible people who lead somebody today."""
    lines = ReportingLine.objects.valid_on(today)
    return visible.filter(Exists(lines.filter(manager=OuterRef("pk"))))


def without_leader(people: PersonQuerySet, today: date) -> PersonQuerySet:
    """Those who should have a manager and have none who is here.

    Somebody without any line who leads others or holds a role may stand at the top, and is none.
    """
    lines = ReportingLine.objects.valid_on(today)
    mine = lines.filter(person=OuterRef("pk"))
    gone = Q(manager__is_active=False) | Q(manager__left_on__lt=today)
    roles = RoleGrant.objects.filter(person=OuterRef("pk"), revoked_at__isnull=True)
    at_the_top = Exists(lines.filter(manager=OuterRef("pk"))) | Exists(roles)
    return people.filter(Exists(mine.filter(gone)) | (~Exists(mine) & ~at_the_top))


@dataclass(frozen=True)
class LooseEnds:
    """What those who keep people should look at."""

    without_leader: int
    not_invited: int


def loose_ends(today: date, now: datetime) -> LooseEnds:
    """Count what is not in order. Two queries."""
    here = Person.objects.employed_on(today)
    invited = Invitation.objects.open_on(now).filter(person=OuterRef("pk"))
    return LooseEnds(
        without_leader=without_leader(here, today).count(),
        not_invited=here.without_password().exclude(Exists(invited)).count(),
    )


# --- one person ----------------------------------------------------------------------------------


def person_of_invitation(token: str, now: datetime) -> Person | None:
    """Whose invitation the token opens. One query."""
    return _person_of(Invitation.objects.open_on(now), token)


def person_of_reset(token: str, now: datetime) -> Person | None:
    """Who asked for the password reset that the token opens. One query."""
    return _person_of(PasswordReset.objects.open_on(now), token)


def _person_of(links: OneTimeLinkQuerySet[Any], token: str) -> Person | None:
    if not token:
        return None
    link = links.with_hash(hash_of(token)).select_related("person").first()
    return link.person if link else None


def open_invitation(person: Person, now: datetime) -> Invitation | None:
    """The invitation that still works. One query."""
    return person.invitations.open_on(now).first()


def email_change_of(person: Person, now: datetime) -> EmailChange | None:
    """The change of the address that waits. One query."""
    waiting = EmailChange.objects.waiting(now).filter(person=person)
    return waiting.select_related("asked_by").first()


def email_change_by(token: str, now: datetime) -> tuple[EmailChange, bool] | None:
    """The change that the token is about, and whether it is the token of the old address."""
    if not token:
        return None
    known = hash_of(token)
    waiting = EmailChange.objects.waiting(now).select_related("person", "asked_by")
    change = waiting.filter(Q(confirm_hash=known) | Q(stop_hash=known)).first()
    return None if change is None else (change, change.stop_hash == known)


def last_editor(person: Person) -> str:
    """Who changed the person's facts last, by name, for the sentence about two editors."""
    event = (
        Event.objects.about(person)
        .filter(verb="people.person_changed")
        .select_related("actor")
        .first()
    )
    return event.actor.name if event and event.actor else ""


# --- invitations, roles, teams -------------------------------------------------------------------


def waiting_people(today: date) -> PersonQuerySet:
    """Everybody who works here and has no password yet, with the last invitation's dates."""
    last = Invitation.objects.filter(person=OuterRef("pk")).order_by("-created_at")
    return (
        Person.objects.employed_on(today)
        .without_password()
        .select_related("team")
        .annotate(
            invitation_pk=Subquery(last.values("pk")[:1]),
            invited_at=Subquery(last.values("created_at")[:1]),
            expires_at=Subquery(last.values("expires_at")[:1]),
            withdrawn_at=Subquery(last.values("withdrawn_at")[:1]),
            invited_by_name=Subquery(last.values("invited_by__name")[:1]),
        )
    )


def uninvited_people(by: Person, today: date, now: datetime) -> PersonQuerySet:
    """Those of ``waiting_people`` whom ``by`` may invite and who have no link that works, by
    name. A link that somebody withdrew stays so until that person is invited by themselves.
    """
    found = waiting_people(today)
    if not by.has_role(Role.ADMINISTRATOR):
        other = RoleGrant.objects.filter(revoked_at__isnull=True).exclude(role__in=by.roles)
        found = found.exclude(pk__in=other.values("person"))
    over = Q(expires_at__isnull=True) | Q(expires_at__lte=now)
    return found.filter(over & Q(withdrawn_at__isnull=True)).order_by("name", "pk")


def invitations() -> QuerySet[Invitation]:
    """Every invitation, for who may invite."""
    return Invitation.objects.select_related("person")


def role_labels(person: Person) -> list[str]:
    """The roles a person holds, in words. One query."""
    grants = person.role_grants.filter(revoked_at__isnull=True).order_by("role")
    return [str(Role(grant.role).label) for grant in grants]


@dataclass(frozen=True)
class Holder:
    """Who holds a role, since when, and who gave it."""

    grant: RoleGrant
    here: bool


def holders(today: date) -> dict[str, list[Holder]]:
    """The holders of each role, by name. One query."""
    found: dict[str, list[Holder]] = {role: [] for role in Role.values}
    grants = (
        RoleGrant.objects.filter(revoked_at__isnull=True)
        .select_related("person", "granted_by")
        .order_by("person__name")
    )
    for grant in grants:
        found[grant.role].append(Holder(grant, grant.person.works_here(today)))
    return found


def teams() -> QuerySet[Team]:
    """Every team; their names are no secret inside the company."""
    return Team.objects.all()


def teams_with_size(today: date) -> QuerySet[Team]:
    """Every team with ``size``: its members who work here."""
    here = Q(members__is_active=True) & (
        Q(members__left_on__isnull=True) | Q(members__left_on__gte=today)
    )
    return (
        Team.objects.select_related("parent")
        .annotate(size=Count("members", filter=here, distinct=True))
        .order_by("name")
    )


def team_and_parts(team: Team) -> set[int]:
    """The ids of a team and of all teams that are part of it. One query."""
    parts: dict[int | None, list[int]] = {}
    for pk, parent in Team.objects.values_list("pk", "parent"):
        parts.setdefault(parent, []).append(pk)
    found: set[int] = set()
    rest: list[int] = [team.pk]
    while rest:
        pk = rest.pop()
        if pk not in found:
            found.add(pk)
            rest.extend(parts.get(pk, []))
    return found


def split_words(text: str) -> tuple[str, ...]:
    """The words of a search: at most five, each of which must be found."""
    return tuple(text.split()[:5])
