"""What there is to see: objects of ``rep`` and, in another tree, of ``other_rep``.

Each text or amount that somebody must not read is a canary: a value that occurs once in the
world. A response that contains one belongs to its readers, or it leaks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings

from activities.builders import make_activity_type, make_plan_line, make_week
from expectations.actions.achievable import mark
from expectations.actions.lines import remove_line
from expectations.builders import (
    AREAS,
    AbilitySpec,
    AreaSpec,
    Content,
    make_comment,
    make_competency,
    make_document,
    make_objective,
    make_occupation,
    make_plan,
    make_profile,
    make_round,
    make_strategy,
)
from expectations.models import (
    Comment,
    Disagreement,
    ObjectiveChange,
    ObjectiveResult,
    Standard,
    StandardResult,
    TeamSetting,
)
from notifications.models import Delivery, Notification
from people.builders import PASSWORD, make_away, make_day_off, make_person, make_team
from people.models import EmailChange, Invitation, PasswordReset, hash_of
from sales.builders import make_account, make_deal, make_product, make_revision, make_stages
from salesperf.imports.actions import cancel, receive
from tests.access.row import (
    ADMINISTRATOR,
    COMPENSATION,
    EXECUTIVE,
    HR,
    LEADERS_OF_OTHER_REP,
    LEADERS_OF_REP,
    MANAGER,
    NOBODY,
    OTHER_REP,
    PEER,
    REP,
)
from tests.access.rows_imports import DEALS
from tests.access.state import State
from tests.cast import NOW, TODAY, Cast, make_cast


@dataclass(frozen=True)
class Canary:
    """A needle that only ``readers`` may find, and what it stands for."""

    needle: str
    stands_for: str
    readers: frozenset[str]


@dataclass
class World:
    cast: Cast
    things: dict[str, Any] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    state: State = field(default_factory=State)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.things[name]
        except KeyError:
            raise AttributeError(name) from None

    def plant(self, what: str, readers: frozenset[str]) -> str:
        """Return a new canary text for ``what``."""
        needle = f"CNRY-{len(self.canaries) + 1:02}-{what.replace(' ', '-')}"
        self.canaries.append(Canary(needle, what, readers))
        return needle

    def plant_number(self, what: str, number: int, readers: frozenset[str]) -> int:
        """Register a number that occurs nowhere else as a canary."""
        self.canaries.append(Canary(str(number), what, readers))
        return number

    def leaks(self, text: str, reader: str) -> list[str]:
        """What this text tells ``reader`` that they must not know."""
        return [
            f"{canary.needle} ({canary.stands_for})"
            for canary in self.canaries
            if reader not in canary.readers and canary.needle in text
        ]


def make_world() -> World:
    """Write the whole world into the database."""
    world = World(make_cast())
    for plant in (
        plant_people,
        plant_weeks,
        plant_deals,
        plant_documents,
        plant_profiles,
        plant_plans,
        plant_told,
        plant_files,
    ):
        plant(world)
    return world


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The world, made once for all tests of a module: most of them only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        folder = tmp_path_factory.mktemp("files")
        with time_machine.travel(NOW, tick=False), override_settings(MEDIA_ROOT=folder):
            world = make_world()
        world.things["files"] = folder
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(_made_once: World, db, frozen_day, settings) -> Iterator[World]:
    """The world as it was made; what a test does to it is undone."""
    settings.MEDIA_ROOT = _made_once.files
    planted = list(_made_once.canaries)
    with _made_once.state.watched():
        yield _made_once
    _made_once.canaries[:] = planted


def plant_people(world: World) -> None:
    """Open links with tokens that no page may show, somebody without a password, plans."""
    cast, keep = world.cast, world.things
    keep["password"] = PASSWORD
    keep["newcomer"] = make_person(
        name="Nils Overgaarden", email="nils@northwind.example", manager=cast.manager
    )
    keep["newcomer"].set_unusable_password()
    keep["newcomer"].save()
    for name, model in (("invitation", Invitation), ("reset", PasswordReset)):
        token = world.plant(f"{name} token", NOBODY)
        keep[f"{name}_token"] = token
        keep[name] = model.objects.create(
            person=keep["newcomer"] if name == "invitation" else cast.rep,
            token_hash=hash_of(token),
            created_at=NOW,
            expires_at=NOW + timedelta(hours=1),
        )
    for name in ("confirm", "stop"):
        keep[f"{name}_token"] = world.plant(f"{name} token", NOBODY)
    keep["email_change"] = EmailChange.objects.create(
        person=cast.rep,
        new_email="r.solbergh@northwind.example",
        asked_by=cast.hr,
        confirm_hash=hash_of(keep["confirm_token"]),
        stop_hash=hash_of(keep["stop_token"]),
        created_at=NOW,
        expires_at=NOW + timedelta(hours=1),
    )
    cast.peer.reporting_lines.update(ends_on=date(2026, 5, 31))
    keep["planned_line"] = cast.peer.reporting_lines.create(
        manager=cast.other_manager, starts_on=date(2026, 6, 1)
    )
    keep["empty_team"] = make_team(name="Nobody yet")
    # When somebody was hired is for that person, whoever leads them, and who keeps people.
    cast.rep.hired_on = date(2013, 7, 19)
    cast.rep.save()
    readers = LEADERS_OF_REP | {REP, HR, ADMINISTRATOR}
    for day in ("19 Jul 2013", "2013-07-19", "19 July 2013"):
        world.canaries.append(Canary(day, "hiring date", readers))
    # So is when somebody is away.
    keep["away"] = make_away(person=cast.rep, starts_on=date(2034, 9, 4), ends_on=date(2034, 9, 15))
    world.canaries.append(Canary("September 2034", "days away", readers))
    keep["day_off"] = make_day_off(day=date(2026, 4, 6))


def plant_weeks(world: World) -> None:
    """A week of the rep with a reflection, and one of the other rep."""
    cast, keep = world.cast, world.things
    keep["calls"] = make_activity_type(name="Calls")
    make_activity_type(name="First meetings", position=1)
    for name, person, readers in (
        ("rep", cast.rep, LEADERS_OF_REP | {REP}),
        ("other rep", cast.other_rep, LEADERS_OF_OTHER_REP | {OTHER_REP}),
    ):
        make_plan_line(person=person, activity_type=keep["calls"], weekly_quantity=60)
        make_week(
            person=person,
            monday=date(2026, 3, 2),
            submitted_at=NOW,
            entries={keep["calls"]: [11, 12]},
            reflection=world.plant(f"reflection of {name}", readers),
            skill_practised=world.plant(f"skill of {name}", readers),
        )


def plant_deals(world: World) -> None:
    """A deal of each rep, whose value and number only few may know."""
    cast, keep = world.cast, world.things
    make_stages()
    readers = LEADERS_OF_REP | {REP, COMPENSATION, EXECUTIVE}
    others = LEADERS_OF_OTHER_REP | {OTHER_REP, COMPENSATION, EXECUTIVE}
    product, account = make_product(name="Beacon"), make_account(name="Underhill Stores")
    for name, owner, value, allowed in (
        ("deal", cast.rep, 7313573, readers),
        ("other_deal", cast.other_rep, 6424681, others),
    ):
        deal = make_deal(
            owner=owner,
            kind="won",
            value=world.plant_number(f"value of the {name}", value, allowed),
            number=world.plant(f"number of the {name}", allowed),
            account=account,
            product=product,
            opened_on=date(2026, 1, 5),
            closed_on=date(2026, 2, 1),
        )
        make_revision(deal=deal, at=NOW)
        keep[name] = deal
        # Sums are told to who reads somebody's standards; a single value is not.
        make_deal(
            owner=owner, kind="won", value=1000, opened_on=date(2026, 1, 5),
            closed_on=date(2026, 2, 1),
        )  # fmt: skip


def plant_profiles(world: World) -> None:
    """A role profile everybody reads, one that the manager is still writing, a competency."""
    cast, keep = world.cast, world.things
    keep["competency"] = make_competency()
    keep["profile"] = make_profile(owner=cast.manager, competency=keep["competency"])
    keep["profile_draft"] = make_profile(
        name="Account manager",
        owner=cast.manager,
        portrait=world.plant("portrait in a draft", frozenset({MANAGER, HR})),
        published_at=None,
    )
    keep["occupation"] = make_occupation()
    keep["profile_area"] = keep["profile_draft"].key_result_areas.get()
    keep["removed_from_profile"] = keep["profile_draft"].abilities.get().line
    remove_line(
        version=keep["profile_draft"],
        kind="ability",
        line=keep["removed_from_profile"],
        now=NOW,
    )


def plant_documents(world: World) -> None:
    """A strategy with a draft, objectives, and documents of the rep in every state."""
    cast, keep = world.cast, world.things
    keep["past_edition"] = make_strategy(author=cast.executive, effective_from=date(2025, 1, 1))
    keep["in_force"] = make_strategy(author=cast.executive)
    keep["edition"] = make_strategy(
        author=cast.executive,
        vision=world.plant("vision in a draft", frozenset({EXECUTIVE})),
        effective_from=date(2027, 1, 1),
        published_at=None,
    )
    keep["company_objective"] = make_objective(owner=cast.executive)
    for name, archived_at in (("rep_objective", None), ("archived_objective", NOW)):
        keep[name] = make_objective(
            owner=cast.manager,
            person=cast.rep,
            # HR reads it among the words of a shared document, though not by itself.
            title=world.plant(f"title of the {name}", LEADERS_OF_REP | {REP, HR}),
            archived_at=archived_at,
        )
    ObjectiveResult.objects.create(
        objective=keep["rep_objective"],
        as_of=date(2026, 3, 2),
        value=4,
        evidence=world.plant("evidence of an objective", LEADERS_OF_REP | {REP}),
        entered_by=cast.manager,
        entered_at=NOW,
    )
    readers = LEADERS_OF_REP | {REP, HR}
    quarters = {"active": (1, 3, 31), "draft": (4, 6, 30), "shared": (7, 9, 30)}
    for state, (first, last, day) in quarters.items():
        goal = world.plant(
            f"goal in what is {state}", frozenset({MANAGER}) if state == "draft" else readers
        )
        keep[f"{state}_goal"] = goal
        keep[state] = make_document(
            person=cast.rep,
            state=state,
            starts_on=date(2026, first, 1),
            ends_on=date(2026, last, day),
            content=_told(world, goal) if state == "active" else Content(position_goal=goal),
        )
    TeamSetting.objects.create(
        team=cast.north, shows_expectations=True, changed_by=cast.manager, changed_at=NOW
    )
    keep["own_draft"] = make_document(
        person=cast.peer,
        author=cast.peer,
        state="draft",
        content=Content(
            position_goal=world.plant("goal in a draft of one's own", frozenset({PEER}))
        ),
    )
    make_document(
        person=cast.other_rep,
        content=Content(
            position_goal=world.plant(
                "goal of the other rep", LEADERS_OF_OTHER_REP | {OTHER_REP, HR}
            ),
            # The people of South do not see each other's expectations.
            areas=(
                AreaSpec(
                    world.plant("area of the other rep", LEADERS_OF_OTHER_REP | {OTHER_REP, HR}),
                    100,
                    AREAS[0].standards,
                ),
            ),
        ),
    )
    between = LEADERS_OF_REP | {REP}
    ObjectiveChange.objects.create(
        objective=keep["rep_objective"],
        changes={"title": {"was": world.plant("what an objective said", between), "to": "Now"}},
        by=cast.manager,
        at=NOW,
    )
    _plant_talk(world, readers)


def _told(world: World, goal: str) -> Content:
    """What the rep's document in force says. Team-mates see areas and standards with their
    progress; not where they begin, nor a person's objective that one serves, nor abilities.
    """
    private = LEADERS_OF_REP | {REP, HR}
    shown = private | {PEER}
    first, *others = AREAS
    standard = {
        **first.standards[0],
        "text": world.plant("standard shown to team-mates", shown),
        "baseline": Decimal(world.plant_number("baseline of a standard", 5151515, private)),
        "objective": world.things["rep_objective"],
    }
    area = AreaSpec(world.plant("area shown to team-mates", shown), first.weight, (standard,))
    ability = AbilitySpec(
        world.plant("name of an ability", private), 1, 4, world.plant("way to an ability", private)
    )
    return Content(position_goal=goal, areas=(area, *others), abilities=(ability,))


def plant_plans(world: World) -> None:
    """Marketing plans, and a draft of one in a comment round that asks the rep and the peer."""
    cast, keep = world.cast, world.things
    keep["past_plan"] = make_plan(author=cast.executive, effective_from=date(2025, 1, 1))
    make_plan(author=cast.executive)
    asked = frozenset({EXECUTIVE, REP, PEER})
    keep["plan"] = make_plan(
        author=cast.executive,
        target_market=world.plant("market in a draft", asked),
        effective_from=date(2026, 7, 1),
        published_at=None,
    )
    keep["round"] = make_round(plan=keep["plan"], by=cast.executive, asked=[cast.rep, cast.peer])
    keep["comment"] = make_comment(
        of_round=keep["round"], person=cast.rep, text=world.plant("comment on a draft", asked)
    )


def _plant_talk(world: World, readers: frozenset[str]) -> None:
    """What was asked for, entered and taken out about the rep's documents."""
    cast, keep = world.cast, world.things
    area = keep["shared"].key_result_areas.first()
    keep["shared_place"] = f"area-{area.line}"
    between = frozenset({REP, MANAGER})
    keep["proposal"] = Comment.objects.create(
        version=keep["shared"],
        kind="area",
        line=area.line,
        person=cast.rep,
        text=world.plant("why other words are proposed", between),
        changes={"title": {"was": area.title, "to": world.plant("words proposed", between)}},
        fingerprint=keep["shared"].fingerprint,
        at=NOW,
    )
    keep["disagreed"] = make_document(
        person=cast.rep, state="shared", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31)
    )
    Disagreement.objects.create(
        version=keep["disagreed"],
        person=cast.rep,
        name=cast.rep.name,
        text=world.plant("why somebody disagrees", readers),
        fingerprint=keep["disagreed"].fingerprint,
        at=NOW,
    )
    standard = Standard.objects.filter(key_result_area__version=keep["shared"]).first()
    mark(
        version=keep["shared"], actor=cast.manager, line=standard.line, achievable=False,
        text=world.plant("why a standard is not achievable yet", between),
        seen=keep["shared"].fingerprint, today=TODAY, now=NOW,
    )  # fmt: skip
    Comment.objects.create(
        version=keep["active"],
        kind="goal",
        person=cast.manager,
        text=world.plant("comment on what is in force", between),
        fingerprint=keep["active"].fingerprint,
        at=NOW,
    )
    entered = Standard.objects.filter(
        key_result_area__version=keep["active"], actual_from=Standard.ActualFrom.ENTERED
    ).first()
    keep["entered_line"] = entered.line
    StandardResult.objects.create(
        document=keep["active"].document,
        line=entered.line,
        as_of=date(2026, 3, 2),
        value=4,
        evidence=world.plant("evidence of a result", readers),
        entered_by=cast.manager,
        entered_at=NOW,
    )
    keep["draft_area"] = keep["draft"].key_result_areas.first()
    ability = keep["draft"].abilities.first()
    keep["removed_line"] = ability.line
    remove_line(version=keep["draft"], kind="ability", line=ability.line, now=NOW)


def plant_told(world: World) -> None:
    """Something the rep is told, and a mail about it that did not arrive."""
    told = Notification.objects.create(
        recipient=world.cast.rep,
        kind="expectations.shared",
        key="a document",
        data={"document": world.plant("words of a notification", frozenset({REP})), "by": "Mila"},
        url="/documents/",
        created_at=NOW,
    )
    world.things["told"] = told
    world.things["delivery"] = Delivery.objects.create(
        notification=told,
        channel="email",
        status="dead",
        not_before=NOW,
        attempts=8,
        last_error="550 no such mailbox",
    )


def plant_files(world: World) -> None:
    """Files of deals on their way in; their names are for who may import deals."""
    # The audit trail of the administrators names the files.
    readers = frozenset({COMPENSATION, EXECUTIVE, ADMINISTRATOR})
    for state in ("uploaded", "mapped", "cancelled"):
        file = receive(
            kind="deals",
            source="CRM",
            name=world.plant(f"name of the {state} file", readers) + ".csv",
            data=DEALS + state.encode() + b",,,,,,,\n",
            by=world.cast.compensation,
            now=NOW,
        )
        world.things[state] = file
    mapped = world.things["mapped"]
    mapped.columns = {"number": "opportunity_id", "owner": "sales_agent", "stage": "deal_stage"}
    mapped.state = "mapped"
    mapped.save()
    cancel(file=world.things["cancelled"], by=world.cast.compensation, now=NOW)
