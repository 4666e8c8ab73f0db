"""How often the pages of a document ask the database, with everything on them at once."""

from datetime import date

import pytest
from django.urls import reverse

from activities.builders import make_week
from expectations.actions import agreement, drafts
from expectations.actions.achievable import mark
from expectations.actions.disagreement import disagree, put_in_force
from expectations.actions.talk import say
from expectations.builders import make_document, make_objective, make_strategy
from expectations.models import ExpectedActivity, KeyResultArea, Standard, State
from expectations.places import Place
from expectations.tests.conftest import first_standard, url, words_now
from people.builders import make_person
from tests.cast import NOW, TODAY

WHEN = {"today": TODAY, "now": NOW}


def talk(version, cast, rows):
    """On the whole and on each standard, by both sides; and an open proposal."""
    version.refresh_from_db()
    lines = list(Standard.objects.filter(key_result_area__version=version))
    for n in range(rows):
        for actor in (cast.rep, cast.manager):
            place = Place("standard", lines[n % len(lines)].line)
            say(
                version=version, actor=actor, place=place, text=f"Word {n} of {actor.pk}",
                changes={}, seen=version.fingerprint, **WHEN,
            )  # fmt: skip
    say(
        version=version, actor=cast.rep, place=Place("standard", lines[0].line), text="Less.",
        changes={"target": {"was": "78,000", "to": "70,000"}}, seen=version.fingerprint, **WHEN,
    )  # fmt: skip


def find_achievable(version, cast):
    for actor in (cast.rep, cast.manager):
        mark(
            version=version, actor=actor, line=None, achievable=True, text="",
            seen=version.fingerprint, **WHEN,
        )  # fmt: skip


def log_a_week(version, cast):
    types = ExpectedActivity.objects.filter(version=version).values_list("activity_type", flat=True)
    make_week(person=cast.rep, monday=date(2026, 3, 2), entries={each: [3, 4, 5] for each in types})


@pytest.fixture
def second(cast):
    """The second version of a document, with everything above it that a page can show."""
    make_strategy(author=cast.executive)
    make_objective(owner=cast.manager, team=cast.north)
    first = make_document(person=cast.rep, state=State.ACTIVE)
    log_a_week(first, cast)
    version = drafts.revise(version=first, author=cast.manager, reason="The price fell.", now=NOW)
    KeyResultArea.objects.filter(version=version, title="New revenue").update(title="Firms won")
    return agreement.share(version=version, actor=cast.manager, seen=words_now(version), **WHEN)


def say_no(version, cast):
    disagree(
        version=version, actor=cast.rep, text="The territory was halved.",
        seen=version.fingerprint, **WHEN,
    )  # fmt: skip


def in_force(version, cast):
    say_no(version, cast)
    put_in_force(
        version=version, actor=cast.manager, text="Two thirds stayed.",
        seen=version.fingerprint, **WHEN,
    )  # fmt: skip


def sign(version, cast):
    for actor in (cast.rep, cast.manager):
        version.refresh_from_db()
        agreement.sign(version=version, actor=actor, seen=version.fingerprint, **WHEN)


def take_back(version, cast):
    agreement.take_back(version=version, actor=cast.manager, **WHEN)


# By state: what was done with a shared version full of talk and marks, what is asked for, and
# how often the page then asks for the person and for the manager.
STATES = {
    "shared": (None, "", (13, 12)),
    "disagreed": (say_no, "", (13, 12)),
    "in force without agreement": (in_force, "", (15, 14)),
    "signed": (sign, "", (15, 14)),
    "compared": (sign, "?compare=1", (13, 12)),
    "as it will be read": (take_back, "?as=reader", (None, 14)),
    "written again": (take_back, "", (None, 14)),
}


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("state", STATES)
def test_a_document_in_every_state(
    cast, rep, manager, second, django_assert_num_queries, state, rows
):
    act, query, counts = STATES[state]
    talk(second, cast, rows)
    find_achievable(second, cast)
    if act is not None:
        act(second, cast)
    for browser, count in zip((rep, manager), counts, strict=True):
        if count is None:
            continue
        address = url("document", second) + query
        assert browser.get(address).status_code == 200
        with django_assert_num_queries(count):
            browser.get(address)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_answers_page(cast, manager, second, django_assert_num_queries, rows):
    talk(second, cast, 1)
    for n in range(rows):
        say(
            version=second, actor=cast.rep, place=Place("standard", first_standard(second).line),
            text=f"Word {n}", changes={"target": {"was": "78,000", "to": f"{n + 1},000"}},
            seen=second.fingerprint, **WHEN,
        )  # fmt: skip
    manager.get(url("answers", second))
    with django_assert_num_queries(8):
        manager.get(url("answers", second))


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("name", "count"), [("objective", 13), ("objective_documents", 10), ("objective_revision", 10)]
)
def test_an_objective_and_what_hangs_on_it(
    cast, manager, django_assert_num_queries, name, count, rows
):
    objective = make_objective(owner=cast.manager, team=cast.north)
    for n in range(rows):
        person = make_person(name=f"Rep {n}", manager=cast.manager, team=cast.north)
        make_document(person=person, manager=cast.manager, state=State.ACTIVE)
        make_objective(owner=cast.manager, team=cast.north, title=f"Part {n}", parent=objective)
    address = reverse(f"expectations:{name}", args=[objective.pk])
    assert manager.get(address).status_code == 200
    with django_assert_num_queries(count):
        manager.get(address)
