"""The audit trail as administrators read it."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from audit.actions import record
from audit.models import Event
from sales.builders import make_deal

NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)
URL = "/audit/"


@pytest.fixture
def page(cast, client_for):
    return client_for(cast.administrator)


@pytest.fixture
def event(cast):
    return record(
        actor=cast.manager,
        verb="people.role_given",
        target=cast.rep,
        at=NOW,
        role="hr",
        fields=["name", "title"],
        was=None,
        temporary=False,
        before={"job_title": "Rep"},
    )


def text(response):
    return " ".join(response.content.decode().split())


def test_its_address():
    assert reverse("audit:events") == URL


def test_what_an_event_says(page, event):
    said = text(page.get(URL))
    assert "people · role given" in said
    assert "Mila Trentham" in said
    assert "people.person" not in said
    assert "11 Mar 2026, 10:00" in said
    for detail in ("hr", "name, title", "job title Rep", "</span> no", "</span> –"):
        assert detail in said, detail


def test_a_person_is_named_and_linked(page, cast, event):
    assert f'<a href="{cast.rep.get_absolute_url()}">Rhea Solbergh</a>' in text(page.get(URL))


def test_what_the_reader_may_not_open_has_its_kind_and_number_only(page, cast):
    deal = make_deal(owner=cast.rep, number="Quexolorn")
    record(actor=cast.rep, verb="sales.changed", target=deal, at=NOW)
    said = text(page.get(URL))
    assert f'deal <span class="muted tabular">{deal.pk}</span>' in said
    assert "Quexolorn" not in said


def test_days_and_times_among_the_details_are_written_for_people(page, cast):
    cast.administrator.time_zone = "Asia/Kathmandu"
    cast.administrator.save()
    record(
        actor=cast.hr, verb="people.left", target=cast.rep, at=NOW, left_on=NOW.date(), told=NOW,
        number="2026-99-99",
    )  # fmt: skip
    said = text(page.get(URL))
    assert "</span> 11 Mar 2026" in said
    assert "</span> 11 Mar 2026, 15:45" in said
    assert "2026-99-99" in said
    assert "2026-03-11T" not in said


def test_times_are_those_of_the_reader(page, event, cast):
    cast.administrator.time_zone = "Asia/Kathmandu"
    cast.administrator.save()
    assert "11 Mar 2026, 15:45" in text(page.get(URL))


@pytest.mark.parametrize(
    "name",
    ["rep", "peer", "manager", "director", "hr", "compensation", "executive", "other_manager"],
)
@pytest.mark.parametrize("url", [URL, "/audit/events.csv"])
def test_nobody_else_reads_it(cast, client_for, event, name, url):
    response = client_for(getattr(cast, name)).get(url)
    assert response.status_code == 403
    assert b"role given" not in response.content


@pytest.mark.parametrize("url", [URL, "/audit/events.csv"])
def test_strangers_sign_in_first(client, db, url):
    assert client.get(url).url.startswith("/sign-in")


@pytest.mark.parametrize("url", [URL, "/audit/events.csv"])
def test_it_is_only_read(page, url):
    assert page.post(url).status_code == 405


def test_the_newest_stands_first_unless_turned(page, cast):
    for minute, verb in enumerate(("first", "second")):
        record(actor=None, verb=verb, target=cast.rep, at=NOW + timedelta(minutes=minute))
    assert acts(page.get(URL)) == ["second", "first"]
    assert acts(page.get(URL, {"sort": "time"})) == ["first", "second"]


def acts(response):
    return [event.verb for event in response.context["listing"].page]


# --- filters -------------------------------------------------------------------------------------


@pytest.fixture
def three(cast, event):
    record(actor=cast.hr, verb="people.left", target=cast.peer, at=NOW - timedelta(days=1))
    record(actor=None, verb="import.done", target=cast.peer, at=NOW - timedelta(days=40))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["people.role_given", "people.left", "import.done"]),
        ({"verb": "people.left"}, ["people.left"]),
        ({"person": "trentham"}, ["people.role_given"]),
        ({"start": "2026-03-10"}, ["people.role_given", "people.left"]),
        ({"end": "2026-03-10"}, ["people.left", "import.done"]),
        ({"start": "2026-03-10", "end": "2026-03-10"}, ["people.left"]),
        ({"person": "nobody"}, []),
    ],
)
def test_filters(page, three, asked, found):
    assert acts(page.get(URL, asked)) == found


def test_a_day_is_a_day_of_the_reader(page, cast):
    cast.administrator.time_zone = "Pacific/Auckland"  # thirteen hours ahead in March
    cast.administrator.save()
    record(actor=None, verb="late", target=cast.rep, at=datetime(2026, 3, 10, 12, tzinfo=UTC))
    assert acts(page.get(URL, {"start": "2026-03-11"})) == ["late"]
    assert acts(page.get(URL, {"end": "2026-03-10"})) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"start": "31.2."}, "Enter a valid date"),
        ({"start": "2026-03-10", "end": "2026-03-09"}, "Swap the two"),
        ({"verb": "people.flown"}, "not one of the available choices"),
        ({"person": "x" * 101}, "at most 100"),
    ],
)
def test_what_makes_no_sense_is_said(page, three, asked, said):
    response = page.get(URL, asked)
    assert response.status_code == 200
    assert said in text(response)


@pytest.mark.parametrize(
    "asked", [{"page": "x"}, {"page": "999"}, {"sort": "data"}, {"end": "9999-12-31"}]
)
def test_a_strange_address_shows_the_list(page, three, asked):
    assert len(acts(page.get(URL, asked))) == 3


def test_filters_in_force_can_be_taken_away(page, three):
    said = text(page.get(URL, {"verb": "people.left", "start": "2026-03-10"}))
    assert "Remove the filter people · left" in said
    assert "Remove the filter from 10 Mar 2026" in said


# --- nothing, much, and the file -----------------------------------------------------------------


def test_nothing_happened_yet(page):
    assert "Nothing happened yet." in text(page.get(URL))


def test_nothing_of_this_happened(page, event):
    assert "Nothing of this happened." in text(page.get(URL, {"person": "nobody"}))


@pytest.mark.parametrize("count", [1, 30])
def test_as_many_queries_for_many_as_for_one(page, cast, count, django_assert_num_queries):
    for number in range(count):
        person = cast.rep if number % 2 else cast.hr
        record(actor=person, verb="tried", target=cast.peer, at=NOW + timedelta(minutes=number))
    # Session, person, roles; the rail: unread, what waits; verbs, count, rows.
    with django_assert_num_queries(9):
        page.get(URL)


def test_pages(page, cast):
    for number in range(60):
        record(actor=None, verb="tried", target=cast.peer, at=NOW + timedelta(minutes=number))
    assert len(acts(page.get(URL))) == 50
    assert len(acts(page.get(URL, {"page": 2}))) == 10


def test_the_file_has_the_events_of_the_page(page, three):
    response = page.get("/audit/events.csv", {"verb": "people.role_given"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["Time (UTC)", "Person", "Act", "Thing", "Number", "Details"]
    event = Event.objects.get(verb="people.role_given")
    assert len(rows) == 2
    assert rows[1][:5] == [
        "2026-03-11T10:00:00+00:00",
        "Mila Trentham",
        "people.role_given",
        "people.person",
        event.target_id,
    ]
    assert '"role": "hr"' in rows[1][5]
