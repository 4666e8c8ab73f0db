"""The company of the demo: a small one, in the middle of its work, with somebody for each role.

Days are counted from today, so that it always looks alive. What waits for somebody was brought
about by the same actions that the pages call, so inboxes, mails and the audit trail fit to it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from calc.document import fingerprint
from calc.periods import Period, quarter
from expectations.actions.achievable import mark
from expectations.actions.agreement import share, sign, take_back
from expectations.actions.disagreement import disagree, put_in_force
from expectations.actions.drafts import start
from expectations.actions.ready import add_ready
from expectations.actions.talk import say
from expectations.models import DocumentVersion, Standard, State
from expectations.places import Place
from expectations.queries.profiles import current_profiles, suggested
from expectations.queries.words import current_words
from insights.company.input import ask_about_the_next, confirm_reading, plan_the_year
from insights.company.planned import enter_target, take_days_off, work_out
from insights.company.seen import promise_what_nobody_does, raise_target, remind_of, show_team
from insights.company.staff import DOMAIN, team_of
from insights.company.terms import GOAL, Author, save_lines
from insights.company.whole import Company, make_company
from people.actions import create_person, invite, set_manager
from people.builders import PASSWORD
from people.models import Person
from salesperf.web.format import number

PEOPLE, WEEKS, SEED, DEALS_A_WEEK = 22, 39, 12, 3
# By the rep's place: what the manager of the demo still has to do in the running quarter.
STATES = {4: State.DRAFT, 2: State.SHARED, 6: State.SHARED}


@dataclass(frozen=True)
class SignIn:
    """Somebody to sign in as."""

    role: str
    name: str
    email: str


ROLES = ("rep", "manager", "hr", "compensation", "executive", "administrator")


def address(role: str) -> str:
    return f"{role}@{DOMAIN}"


@transaction.atomic
def make_demo(*, today: date, now: datetime) -> None:
    """Write the demo company into an empty database."""
    company = make_company(
        people=PEOPLE,
        weeks=WEEKS,
        seed=SEED,
        today=today,
        now=now,
        state_of=lambda place: STATES.get(place, State.ACTIVE),
        deals_a_week=DEALS_A_WEEK,
    )
    cast = _named(company)
    take_days_off(cast["hr"], cast["rep"], today, now - timedelta(days=40))
    _next_quarter_waits_for(cast["rep"], cast["manager"], today, now - timedelta(hours=20))
    _signed_by_one_side(cast["manager"], today, now - timedelta(hours=3))
    _worded_badly(cast["manager"], today)
    for draft in DocumentVersion.objects.filter(state=State.DRAFT, author=cast["manager"]):
        enter_target(draft, cast["manager"], Decimal(40), today, now - timedelta(hours=5))
    _newcomers(cast["hr"], cast["manager"], today, now - timedelta(days=2))
    _role_profiles(cast["hr"], today, now - timedelta(days=30))
    show_team(manager=cast["manager"], today=today, at=now - timedelta(days=20))
    raise_target(manager=company.staff.managers[1], at=now - timedelta(days=5))
    promise_what_nobody_does(manager=company.staff.managers[1], today=today)
    analyst = cast["compensation"]
    remind_of(person=analyst, by=cast["hr"], today=today, at=now - timedelta(hours=1))
    plan_the_year(cast["executive"], company.staff.directors[0], today, now)
    ask_about_the_next(cast["executive"], company.staff.reps[1:4], today, now)
    everybody = [*company.staff.reps, *company.staff.managers, *company.staff.directors]
    confirm_reading(everybody, today, now - timedelta(days=20))


def sign_ins() -> list[SignIn]:
    """The people one can sign in as, in the order of the roles; only those who are there."""
    names = dict(Person.objects.filter(email__in=map(address, ROLES)).values_list("email", "name"))
    return [
        SignIn(role, names[address(role)], address(role))
        for role in ROLES
        if address(role) in names
    ]


def _named(company: Company) -> dict[str, Person]:
    """Give one person of each role the address of the role."""
    staff = company.staff
    cast = {
        "rep": staff.reps[0],
        "manager": staff.managers[0],
        "hr": staff.hr[0],
        "compensation": staff.compensation[0],
        "executive": staff.executives[0],
        "administrator": staff.administrators[0],
    }
    for role, person in cast.items():
        person.email = address(role)
        person.save(update_fields=["email"])
    return cast


def _next_quarter_waits_for(rep: Person, manager: Person, today: date, at: datetime) -> None:
    """The manager has shared the coming quarter; the rep has to read and sign it."""
    running = rep.expectation_documents.get(starts_on=quarter(today).start)
    coming = quarter(running.ends_on + timedelta(days=1))
    version = start(
        person=rep,
        author=manager,
        starts_on=coming.start,
        ends_on=coming.end,
        today=today,
        now=at - timedelta(days=1),
    )
    _write(version, coming, at)
    work_out(version, manager, Decimal(45), today, at)
    version.refresh_from_db()
    seen = fingerprint(current_words(version, today))
    share(version=version, actor=manager, seen=seen, today=today, now=at)
    _talk_about(version, rep, manager, today, at + timedelta(hours=2))


def _talk_about(
    version: DocumentVersion, rep: Person, manager: Person, today: date, at: datetime
) -> None:
    """The rep asks one thing, which the manager answers, proposes another, which waits, and
    marks what is achievable."""
    version.refresh_from_db()
    on_table: dict[str, Any] = {"version": version, "seen": version.fingerprint, "today": today}
    standards = list(
        Standard.objects.filter(key_result_area__version=version).order_by("key_result_area", "pk")
    )
    first, last = Place("standard", standards[0].line), Place("standard", standards[-1].line)
    mark(**on_table, actor=rep, line=None, achievable=True, text="", now=at)
    mark(
        **on_table, actor=rep, line=standards[0].line, achievable=False,
        text="Two weeks of trade fairs lie in it.", now=at + timedelta(minutes=5),
    )  # fmt: skip
    words = first.texts(first.row(version))
    lower = standards[0].target * 9 // 10 if standards[0].target else None
    say(
        **on_table, actor=rep, place=first, text="The fairs take two of the thirteen weeks.",
        changes={"target": {"was": words["target"], "to": number(lower)}},
        now=at + timedelta(minutes=9),
    )  # fmt: skip
    say(
        **on_table, actor=rep, place=last, text="Who listens to the recordings?", changes={},
        now=at + timedelta(minutes=12),
    )  # fmt: skip
    say(
        **on_table, actor=manager, place=last, text="I do, within a week of each.", changes={},
        now=at + timedelta(hours=3),
    )  # fmt: skip


def _write(version: DocumentVersion, period: Period, at: datetime) -> None:
    author = Author.of_company(seed=SEED, deals_a_week=DEALS_A_WEEK)
    standard = team_of(version.document.person).businessobjective_set.first()
    save_lines([author.lines(version, period=period, percent=108, objective=standard)])
    version.position_goal, version.saved_at = GOAL, at
    version.save(update_fields=["position_goal", "saved_at"])


def _signed_by_one_side(manager: Person, today: date, at: datetime) -> None:
    """One rep of the manager has signed what was shared, another read it and disagrees."""
    waiting = DocumentVersion.objects.filter(
        state=State.SHARED, author=manager, document__starts_on=quarter(today).start
    ).select_related("document__person")
    for place, version in enumerate(waiting.order_by("pk")):
        version = _shared_weakly(version, manager, today, at - timedelta(days=5))
        words: dict[str, Any] = {"version": version, "seen": version.fingerprint, "today": today}
        if place == 0:
            sign(**words, actor=version.document.person, now=at)
        else:
            _in_force_without_agreement(words, version.document.person, manager, at)


def _shared_weakly(
    version: DocumentVersion, manager: Person, today: date, at: datetime
) -> DocumentVersion:
    """Taken back and shared again with a weak standard, and an activity that serves no area."""
    version = take_back(version=version, actor=manager, today=today, now=at, quietly=True)
    standard = Standard.objects.filter(key_result_area__version=version).order_by("-pk")[0]
    standard.text = "Never lose a customer."
    standard.save(update_fields=["text"])
    last = version.expected_activities.order_by("-position")[0]
    last.key_result_area = None
    last.save(update_fields=["key_result_area"])
    seen = fingerprint(current_words(version, today))
    return share(
        version=version, actor=manager, seen=seen, today=today, now=at + timedelta(hours=1)
    )


def _in_force_without_agreement(
    words: dict[str, Any], person: Person, manager: Person, at: datetime
) -> None:
    """The person read it and disagrees; the manager answered and put it into force."""
    disagree(
        **words, actor=person, now=at - timedelta(days=3),
        text="Half of my accounts went to the new team, the target stayed as it was.",
    )  # fmt: skip
    put_in_force(
        **words, actor=manager, now=at - timedelta(days=1),
        text="The half that stayed has two thirds of the revenue. We look at it again in a month.",
    )  # fmt: skip


def _worded_badly(manager: Person, today: date) -> None:
    """In a draft of the manager one standard is vague, and one is kept as it is, with a reason."""
    drafts = DocumentVersion.objects.filter(
        state=State.DRAFT, author=manager, document__ends_on__gte=today
    )
    for version in drafts.order_by("pk")[:1]:
        areas = version.key_result_areas.prefetch_related("standards")
        vague, kept = areas[0].standards.last(), areas[2].standards.last()
        assert vague is not None
        assert kept is not None
        vague.text, vague.target, vague.unit = "Improve sales significantly.", None, ""
        vague.cadence, vague.actual_from = Standard.Cadence.PERIOD, Standard.ActualFrom.ENTERED
        vague.activity_type = None
        kept.text = "No review of one of the 12 largest accounts is ever left out."
        kept.kept_because = "Two accounts were lost last year after a review was skipped."
        vague.save()
        kept.save()


def _newcomers(hr: Person, manager: Person, today: date, at: datetime) -> None:
    """One person was invited and has not come yet, another begins in two weeks."""
    for name, begins_in in (("Severin Larkthwaite", -3), ("Tilda Ashovar", 14)):
        hired_on = today + timedelta(days=begins_in)
        person = create_person(
            name=name,
            email=f"{name.split()[0].lower()}@{DOMAIN}",
            title="Sales representative",
            team=manager.team,
            hired_on=hired_on,
            by=hr,
            now=at,
        )
        set_manager(person=person, manager=manager, starts_on=hired_on, by=hr, now=at)
        if begins_in < 0:
            invite(person=person, by=hr, now=at, today=today)


def _role_profiles(hr: Person, today: date, at: datetime) -> None:
    """The ready profiles are there, and the reps' documents were begun from one of them."""
    add_ready(actor=hr, now=at)
    editions = current_profiles(hr, today)
    versions = DocumentVersion.objects.select_related("document__person").only(
        "pk", "document__person__title"
    )
    by_edition: dict[int, list[int]] = {}
    for version in versions:
        fits = suggested(version.document.person.title, editions)
        if fits is not None:
            by_edition.setdefault(fits[0].pk, []).append(version.pk)
    for edition, pks in by_edition.items():
        DocumentVersion.objects.filter(pk__in=pks).update(begun_from=edition)


__all__ = ["PASSWORD", "SignIn", "make_demo", "sign_ins"]
