"""/activity-types/: the list of what is counted, and who keeps it."""

import pytest
from django.urls import reverse

from activities.builders import make_activity_type, make_plan_line
from activities.models import ActivityType
from audit.models import Event
from tests.cast import NOW

URL = reverse("activities:types")
KEEPERS = ["hr", "administrator", "executive"]
OTHERS = ["rep", "peer", "manager", "director", "compensation"]


def names():
    return [each.name for each in ActivityType.objects.in_use()]


def address(name, activity_type):
    return reverse(f"activities:{name}", args=[activity_type.pk])


@pytest.fixture
def hr(cast, client_for):
    return client_for(cast.hr)


def test_everybody_reads_the_list(cast, client_for):
    meetings = make_activity_type(name="First meetings", position=1)
    calls = make_activity_type(name="Calls", minutes=6, leads_to=meetings)
    page = client_for(cast.rep).get(URL)
    row = page.text[page.text.index("Calls") : page.text.index("</tr>", page.text.index("Calls"))]
    assert ">6<" in row
    assert "First meetings" in row
    assert "Add to the list" not in page.text
    assert address("type_edit", calls) not in page.text


@pytest.mark.parametrize("who", KEEPERS)
def test_keepers_add_to_it(cast, client_for, who):
    client = client_for(getattr(cast, who))
    answer = client.post(URL, {"name": "  Calls  to   customers ", "unit": "count"}, follow=True)
    assert "Calls to customers is in the list." in answer.text
    assert names() == ["Calls to customers"]
    assert Event.objects.get().verb == "activities.type_added"


@pytest.mark.parametrize("who", OTHERS)
def test_others_may_not(cast, client_for, who):
    calls = make_activity_type(name="Calls")
    client = client_for(getattr(cast, who))
    assert client.post(URL, {"name": "X", "unit": "count"}).status_code == 403
    assert client.post(reverse("activities:usual_types")).status_code == 403
    assert client.get(address("type_edit", calls)).status_code == 403
    for name in ("type_edit", "type_place", "type_archiving", "type_return"):
        assert client.post(address(name, calls), {"place": "0"}).status_code == 403
    assert names() == ["Calls"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"name": "", "unit": "count"}, "required"),
        ({"name": "calls", "unit": "count"}, "“calls” already"),
        ({"name": "x" * 121, "unit": "count"}, "120"),
        ({"name": "Fairs", "unit": "litres"}, "litres"),
        ({"name": "Fairs", "unit": "count", "minutes": "six"}, "whole minutes"),
        ({"name": "Fairs", "unit": "count", "minutes": "0"}, "whole minutes from 1"),
        ({"name": "Fairs", "unit": "count", "minutes": "1441"}, "A day has 1,440 minutes"),
        ({"name": "Fairs", "unit": "count", "leads_to": "999"}, "not one of the available"),
    ],
)
def test_bad_input_is_said_and_kept(hr, data, says):
    make_activity_type(name="Calls")
    page = hr.post(URL, data)
    assert page.status_code == 422
    assert says in page.text
    assert names() == ["Calls"]


def test_the_same_form_sent_twice_adds_once(hr):
    data = {"name": "Calls", "unit": "count", "form_key": "k" * 32}
    assert [hr.post(URL, data).status_code for _ in range(2)] == [302, 302]
    assert names() == ["Calls"]


def test_an_empty_list_offers_the_usual_six_once(hr):
    assert hr.get(URL).context["next_step"].button == "Add the usual six"
    for _ in range(2):
        hr.post(reverse("activities:usual_types"))
    assert len(names()) == 6
    chain, step = [], ActivityType.objects.get(name="Calls")
    while step is not None:
        chain.append((step.name, step.minutes_each))
        step = step.leads_to
    assert chain == [("Calls", 6), ("First meetings", 60), ("Proposals sent", 90)]
    assert ActivityType.objects.get(name="Practice").minutes_each == 60
    assert hr.get(URL).context.get("next_step") is None


def test_a_type_is_renamed(hr):
    calls = make_activity_type(name="Calls")
    assert "Calls" in hr.get(address("type_edit", calls)).text
    assert hr.post(address("type_edit", calls), {"name": "Phone calls", "unit": "count"}).url == URL
    assert names() == ["Phone calls"]
    assert Event.objects.get().data["was"] == "Calls"


def test_it_is_said_how_long_one_takes_and_what_it_leads_to_and_twice_is_once(hr):
    calls, meetings = make_activity_type(name="Calls"), make_activity_type(name="Meetings")
    data = {"name": "Calls", "unit": "count", "minutes": "7", "leads_to": meetings.pk}
    for _ in range(2):
        assert hr.post(address("type_edit", calls), data).status_code == 302
    calls.refresh_from_db()
    assert (calls.minutes, calls.leads_to) == (7, meetings)
    assert Event.objects.count() == 1


def test_nothing_leads_back_to_itself(hr):
    proposals = make_activity_type(name="Proposals")
    meetings = make_activity_type(name="Meetings", leads_to=proposals)
    make_activity_type(name="Calls", leads_to=meetings)
    data = {"name": "Proposals", "unit": "count"}
    for back in (meetings, ActivityType.objects.get(name="Calls")):
        page = hr.post(address("type_edit", proposals), data | {"leads_to": back.pk})
        assert page.status_code == 422
        assert "leads back to this one" in page.text
    page = hr.post(address("type_edit", proposals), data | {"leads_to": proposals.pk})
    assert page.status_code == 422
    proposals.refresh_from_db()
    assert proposals.leads_to is None


def test_renaming_to_a_name_that_is_taken_says_so(hr):
    calls = make_activity_type(name="Calls")
    make_activity_type(name="Fairs", archived_at=NOW)
    page = hr.post(address("type_edit", calls), {"name": "FAIRS", "unit": "count"})
    assert (page.status_code, "perhaps in the archive" in page.text) == (422, True)


def test_a_type_moves_to_a_place_and_twice_is_once(hr):
    make_activity_type(name="Calls", position=0)
    make_activity_type(name="Meetings", position=1)
    fairs = make_activity_type(name="Fairs", position=2)
    for _ in range(2):
        hr.post(address("type_place", fairs), {"place": "0"})
    assert names() == ["Fairs", "Calls", "Meetings"]
    hr.post(address("type_place", fairs), {"place": "99999999999999999999"})
    assert names() == ["Calls", "Meetings", "Fairs"]
    for odd in ("", "-1", "x", "²"):
        assert hr.post(address("type_place", fairs), {"place": odd}).status_code == 302
    assert names() == ["Calls", "Meetings", "Fairs"]


def test_an_archived_type_is_offered_no_longer_and_can_come_back(cast, hr, client_for):
    calls = make_activity_type(name="Calls")
    make_plan_line(person=cast.rep, activity_type=calls)
    for _ in range(2):
        hr.post(address("type_archiving", calls))
    assert names() == []
    assert "Offer again" in hr.get(URL).text
    week = client_for(cast.rep).get(reverse("activities:week")).context["sheet"]
    assert [row.activity_type.name for row in week.rows] == ["Calls"]
    for _ in range(2):
        hr.post(address("type_return", calls))
    assert names() == ["Calls"]
    assert [event.verb for event in Event.objects.order_by("pk")] == [
        "activities.type_archived", "activities.type_restored",
    ]  # fmt: skip


def test_a_type_that_does_not_exist_is_not_found(hr):
    for name in ("type_edit", "type_place", "type_archiving", "type_return"):
        url = reverse(f"activities:{name}", args=[999])
        assert hr.post(url, {"place": "0", "name": "X", "unit": "count"}).status_code == 404


def test_acts_cannot_be_read(hr):
    calls = make_activity_type(name="Calls")
    for name in ("type_place", "type_archiving", "type_return"):
        assert hr.get(address(name, calls)).status_code == 405
    assert hr.get(reverse("activities:usual_types")).status_code == 405


@pytest.mark.parametrize("number", [1, 30])
def test_it_asks_as_often_for_one_row_as_for_thirty(hr, number, django_assert_num_queries):
    for place in range(number):
        make_activity_type(position=place)
    with django_assert_num_queries(QUERIES):
        hr.get(URL)


QUERIES = 7
