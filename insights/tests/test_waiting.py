"""What waits for somebody: the counts of the rail, and the first line of the home page."""

from datetime import UTC, date, datetime

import pytest

from activities.builders import make_activity_type, make_plan_line, make_week
from expectations.builders import make_document
from expectations.models import Comment, Disagreement, Signature
from insights.queries.waiting import ANSWER, SHARE, SIGN, waiting
from tests.cast import NOW, TODAY

MONDAY, LAST_MONDAY = date(2026, 3, 9), date(2026, 3, 2)


def acts(person):
    return [(each.act, each.name) for each in waiting(person, TODAY).agreements]


@pytest.fixture
def shared(cast):
    return make_document(person=cast.rep, state="shared", manager=cast.manager)


def sign(version, person, side):
    Signature.objects.create(
        version=version, person=person, side=side, name=person.name,
        fingerprint=version.fingerprint, at=NOW,
    )  # fmt: skip


def ask(version, person):
    return Comment.objects.create(
        version=version, kind="document", person=person, text="Other words.",
        fingerprint=version.fingerprint, at=NOW,
    )  # fmt: skip


def test_a_draft_waits_for_the_manager_who_writes_it_alone(cast):
    make_document(person=cast.rep, state="draft", manager=cast.manager)
    assert acts(cast.manager) == [(SHARE, "Rhea Solbergh")]
    assert acts(cast.rep) == []
    assert acts(cast.director) == []


def test_what_was_shared_waits_for_who_reads_it(cast, shared):
    assert acts(cast.rep) == [(SIGN, "Rhea Solbergh")]
    assert acts(cast.manager) == []


def test_once_the_reader_signed_it_waits_for_the_writer(cast, shared):
    sign(shared, cast.rep, Signature.Side.PERSON)
    assert acts(cast.rep) == []
    assert acts(cast.manager) == [(SIGN, "Rhea Solbergh")]


def test_a_wish_for_other_words_waits_for_the_writer(cast, shared):
    ask(shared, cast.rep)
    assert acts(cast.rep) == []
    assert acts(cast.manager) == [(ANSWER, "Rhea Solbergh")]


def test_once_the_writer_replied_it_waits_for_the_reader_again(cast, shared):
    asked = ask(shared, cast.rep)
    Comment.objects.create(
        version=shared, kind="document", person=cast.manager, text="Why?", answers=asked,
        fingerprint=shared.fingerprint, at=NOW,
    )  # fmt: skip
    assert acts(cast.rep) == [(SIGN, "Rhea Solbergh")]
    assert acts(cast.manager) == []


def test_only_the_words_that_stand_now_count(cast, shared):
    Signature.objects.create(
        version=shared, person=cast.rep, side=Signature.Side.PERSON, name="Rhea",
        fingerprint="f" * 64, at=NOW,
    )  # fmt: skip
    assert acts(cast.rep) == [(SIGN, "Rhea Solbergh")]


@pytest.mark.parametrize("who", ["peer", "ex_manager", "director", "hr", "other_manager"])
def test_nothing_waits_for_anybody_else(cast, shared, who):
    assert acts(getattr(cast, who)) == []


def test_a_signed_document_waits_for_nobody(cast):
    make_document(person=cast.rep, state="active", manager=cast.manager)
    assert acts(cast.rep) == acts(cast.manager) == []


# --- what nobody has written yet ----------------------------------------------------------------------


def test_people_without_any_document_wait_for_who_leads_them(cast):
    found = waiting(cast.manager, TODAY).unwritten
    assert (found.people, found.first_id, found.first_name) == (2, cast.peer.pk, cast.peer.name)
    assert waiting(cast.rep, TODAY).unwritten.people == 0
    assert waiting(cast.manager, TODAY).by_step["expect"] == 2


@pytest.mark.parametrize(("state", "left"), [("draft", 1), ("shared", 1), ("active", 1)])
def test_what_is_begun_is_not_unwritten(cast, state, left):
    make_document(person=cast.peer, state=state, manager=cast.manager)
    assert waiting(cast.manager, TODAY).unwritten.people == left


def test_what_somebody_drafts_for_themselves_is_private(cast):
    make_document(person=cast.peer, state="draft", author=cast.peer)
    assert waiting(cast.manager, TODAY).unwritten.people == 2


def test_what_is_over_or_superseded_needs_another(cast):
    make_document(
        person=cast.peer, manager=cast.manager,
        starts_on=date(2025, 10, 1), ends_on=date(2025, 12, 31),
    )  # fmt: skip
    make_document(person=cast.rep, state="superseded", manager=cast.manager)
    assert waiting(cast.manager, TODAY).unwritten.people == 2


# --- weeks -----------------------------------------------------------------------------------------


@pytest.fixture
def plan(cast):
    return make_plan_line(person=cast.rep, activity_type=make_activity_type())


def test_today_waits_until_something_is_logged(cast, plan):
    make_week(person=cast.rep, monday=LAST_MONDAY, submitted_at=NOW)
    assert waiting(cast.rep, TODAY).weeks.today_open
    assert waiting(cast.rep, TODAY).by_step["do"] == 1
    make_week(person=cast.rep, monday=MONDAY, entries={plan.activity_type: [None, None, 1]})
    assert waiting(cast.rep, TODAY).by_step["do"] == 0


def test_weeks_wait_from_friday_on_until_they_are_submitted(cast, plan):
    assert waiting(cast.rep, TODAY).weeks.due == (LAST_MONDAY,)
    friday = date(2026, 3, 13)
    assert waiting(cast.rep, friday).weeks.due == (LAST_MONDAY, MONDAY)
    make_week(person=cast.rep, monday=LAST_MONDAY, submitted_at=NOW)
    assert waiting(cast.rep, friday).weeks.due == (MONDAY,)


def test_a_weekend_is_no_day_to_fill_in(cast, plan):
    assert not waiting(cast.rep, date(2026, 3, 14)).weeks.today_open


def test_without_a_plan_no_week_waits(cast):
    assert waiting(cast.rep, TODAY).weeks.waiting == 0


# --- the rail ----------------------------------------------------------------------------------------


def test_the_rail_counts_what_waits_and_nothing_else(cast, client_for, shared, plan):
    loop = client_for(cast.rep).get("/week/").context["loop"]
    assert {step.key: step.waiting for step in loop.steps if step.waiting} == {
        "expect": 1, "do": 1,
    }  # fmt: skip
    assert loop.me_line == "Sales representative, North"


def test_the_page_one_is_on_is_marked(cast, client_for):
    loop = client_for(cast.rep).get("/week/").context["loop"]
    (page,) = [page for step in loop.steps for page in step.pages if page.current]
    assert page.url == "/week/"


def test_the_team_is_for_who_leads(cast, client_for):
    def labels(person):
        loop = client_for(person).get("/week/").context["loop"]
        return [page.label for page in loop.steps[-1].pages]

    assert labels(cast.manager) == labels(cast.executive) == ["Team"]
    assert labels(cast.rep) == labels(cast.hr) == []


@pytest.mark.parametrize("number", [1, 30])
def test_three_queries_for_any_number_of_documents(cast, plan, number, django_assert_num_queries):
    from people.builders import make_person

    for _ in range(number):
        make_document(
            person=make_person(manager=cast.manager), state="shared", manager=cast.manager
        )
    make_plan_line(person=cast.manager, activity_type=plan.activity_type)
    with django_assert_num_queries(3):
        waiting(cast.manager, TODAY)


def test_a_fragment_does_not_ask_for_the_rail(cast, client_for, django_assert_num_queries):
    client = client_for(cast.rep)
    with django_assert_num_queries(3):  # session, person, may the reader see it
        client.get(f"/people/{cast.peer.pk}/weeks/")


def test_the_day_is_that_of_the_reader(cast, plan):
    assert waiting(cast.rep, datetime(2026, 3, 16, tzinfo=UTC).date()).weeks.due == (MONDAY,)


@pytest.mark.parametrize(("writer", "reader"), [("manager", "rep"), ("rep", "manager")])
def test_who_reads_and_disagrees_waits_for_the_writer(cast, writer, reader):
    writer, reader = getattr(cast, writer), getattr(cast, reader)
    version = make_document(person=cast.rep, author=writer, manager=cast.manager, state="shared")
    Disagreement.objects.create(
        version=version, person=reader, name=reader.name, text="No.",
        fingerprint=version.fingerprint, at=NOW,
    )  # fmt: skip
    assert (acts(reader), acts(writer)) == ([], [(ANSWER, "Rhea Solbergh")])
