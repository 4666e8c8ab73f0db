"""/documents/start/: beginning documents for several people at once."""

from datetime import date

import pytest
from django.urls import reverse

from expectations.builders import make_document, make_profile
from expectations.models import DocumentVersion, State
from people.builders import make_person

URL = reverse("expectations:start_team")
PERIOD = {"period": "next", "team": "all"}


@pytest.fixture
def edition(cast):
    return make_profile(name="Account executive")


def begin(browser, *people, **body):
    ticked = [each.pk for each in people]
    return browser.post(URL, {**PERIOD, "source": "blank", "people": ticked, **body})


def drafts():
    return DocumentVersion.objects.filter(state=State.DRAFT)


def test_it_shows_who_gets_one_and_who_has_one(cast, manager, edition):
    cast.rep.title = "Account executive"
    cast.rep.save()
    make_document(person=cast.peer, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    page = manager.get(URL, {**PERIOD, "source": "title"})
    planned = {plan.person: plan for plan in page.context["planned"]}
    assert planned[cast.rep].copy_of == edition
    assert planned[cast.peer].has_one
    assert "suggested: the job title says “Account executive”" in page.text
    assert "has expectations for these days already" in page.text


def test_each_gets_a_private_draft(cast, manager, rep, client_for, edition):
    answer = begin(manager, cast.rep, cast.peer, source=f"profile-{edition.pk}")
    assert answer.url == reverse("expectations:documents")
    assert drafts().count() == 2
    for version in drafts():
        assert (version.author, version.begun_from) == (cast.manager, edition)
        assert version.key_result_areas.get().title == "New revenue"
        assert rep.get(version.get_absolute_url()).status_code == 404
        assert client_for(cast.hr).get(version.get_absolute_url()).status_code == 404


def test_with_what_was_agreed_last(cast, manager):
    last = make_document(person=cast.rep)
    begin(manager, cast.rep, cast.peer, source="last")
    assert drafts().get(document__person=cast.rep).position_goal == last.position_goal
    assert drafts().get(document__person=cast.peer).position_goal == ""


def test_twice_is_once(cast, manager):
    first = begin(manager, cast.rep, cast.peer, form_key="k")
    assert begin(manager, cast.rep, cast.peer, form_key="k").url == first.url
    assert drafts().count() == 2


def test_all_or_nothing(cast, manager):
    make_document(person=cast.peer, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    answer = begin(manager, cast.rep, cast.peer)
    assert answer.status_code == 422
    assert "Nothing is begun for anybody." in answer.text
    assert not drafts().exists()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"people": []}, "Tick at least one person."),
        ({"people": ["999"]}, "Tick at least one person."),
        ({"period": "own"}, "Give the day, like 1 Jan 2026."),
        ({"period": "own", "starts_on": "1 Jan 2025", "ends_on": "31 Mar 2025"}, "has ended"),
        ({"period": "never"}, "never"),
        ({"source": "profile-999"}, "profile-999"),
    ],
)
def test_bad_input(cast, manager, body, says):
    answer = begin(manager, cast.rep, **body)
    assert answer.status_code == 422
    assert says in answer.text
    assert not drafts().exists()


def test_people_one_does_not_lead_get_nothing(cast, client_for):
    other = client_for(cast.other_manager)
    assert begin(other, cast.rep).status_code == 422
    assert not drafts().exists()


def test_one_team_alone(cast, manager):
    stranger = make_person(name="Una Bexley", manager=cast.manager, team=cast.south)
    page = manager.get(URL, {**PERIOD, "source": "blank", "team": cast.south.pk})
    assert [plan.person for plan in page.context["planned"]] == [stranger]


@pytest.mark.parametrize("who", ["rep", "hr", "administrator"])
def test_who_leads_nobody_begins_for_nobody(cast, client_for, who):
    assert client_for(getattr(cast, who)).get(URL).status_code == 403


@pytest.mark.parametrize("n", [1, 30])
@pytest.mark.parametrize("source", ["last", "title"])
def test_as_many_queries_for_one_as_for_thirty(
    cast, manager, edition, n, source, django_assert_max_num_queries
):
    for number in range(n):
        make_person(name=f"Person {number}", manager=cast.manager, title="Account executive")
    with django_assert_max_num_queries(15) as held:
        assert manager.get(URL, {**PERIOD, "source": source}).status_code == 200
    assert len(held) == {"last": 9, "title": 8}[source]
