"""The inbox: what one person is told, unread first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from notifications.models import Notification
from notifications.queries import unread_count
from notifications.tests.conftest import NOW

URL = "/inbox/"


@pytest.fixture
def inbox(cast, client_for):
    return client_for(cast.rep)


@pytest.fixture
def told(tell, cast):
    tell(cast.rep)
    return Notification.objects.get()


def text(response):
    return " ".join(response.content.decode().split())


def test_their_addresses():
    assert reverse("notifications:inbox") == URL
    assert reverse("notifications:notification", args=[7]) == "/inbox/7/"
    assert reverse("notifications:reading", args=[7]) == "/inbox/7/reading/"
    assert reverse("notifications:reading_all") == "/inbox/reading/"


def test_what_it_says(inbox, told):
    said = text(inbox.get(URL))
    assert "Mila Trentham shared “Account executive” with you" in said
    assert "1 unread of 1" in said
    assert "One thing is new." in said
    assert f'href="/inbox/{told.pk}/"' in said


def test_what_is_unread_stands_first(inbox, tell, cast):
    for number in range(3):
        tell(key=f"{number}", data={"document": f"D{number}"}, now=NOW - timedelta(days=number))
    Notification.objects.filter(key="0").update(read_at=NOW)
    shown = [each.data["document"] for each in inbox.get(URL).context["page"]]
    assert shown == ["D1", "D2", "D0"]


def test_names_are_shown_as_text(inbox, tell):
    tell(data={"document": "<b>R&D</b>", "by": "Mila"})
    assert "“&lt;b&gt;R&amp;D&lt;/b&gt;”" in text(inbox.get(URL))


def test_nothing_came_yet(inbox):
    said = text(inbox.get(URL))
    assert "Nothing came yet." in said
    assert "Nothing waits for you." in said
    assert "Mark all as read" not in said


def test_each_reads_their_own(cast, told, client_for):
    for name, person in cast.everyone().items():
        if name in ("rep", "deactivated"):
            continue
        page = client_for(person)
        assert "Account executive" not in text(page.get(URL)), name
        assert page.get(f"/inbox/{told.pk}/").status_code == 404, name
        assert page.post(f"/inbox/{told.pk}/reading/").status_code == 404, name
    told.refresh_from_db()
    assert told.read_at is None


def test_a_mail_only_kind_cannot_be_opened_here(inbox, tell):
    tell(kind="people.invitation", url="/join/token-goes-here/")
    hidden = Notification.objects.get()
    assert inbox.get(f"/inbox/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize("url", [URL, "/inbox/1/", "/inbox/choices/"])
def test_strangers_sign_in_first(client, db, url):
    assert client.get(url).url.startswith("/sign-in")


@pytest.mark.parametrize(
    ("url", "method"),
    [
        (URL, "post"),
        ("/inbox/1/", "post"),
        ("/inbox/1/reading/", "get"),
        ("/inbox/reading/", "get"),
        ("/inbox/choices/", "delete"),
    ],
)
def test_other_methods(inbox, url, method):
    assert getattr(inbox, method)(url).status_code == 405


@pytest.mark.parametrize("pk", [0, 987654, 10**30])
def test_one_that_is_not_there(inbox, pk):
    assert inbox.get(f"/inbox/{pk}/").status_code == 404


# --- reading -------------------------------------------------------------------------------------


def test_opening_one_reads_it_and_leads_on(inbox, told, frozen_day):
    response = inbox.get(f"/inbox/{told.pk}/")
    assert (response.status_code, response.url) == (302, "/documents/1/")
    told.refresh_from_db()
    assert told.read_at == NOW


def test_opening_it_again_keeps_the_first_time(inbox, told):
    first = NOW - timedelta(days=1)
    Notification.objects.update(read_at=first)
    inbox.get(f"/inbox/{told.pk}/")
    told.refresh_from_db()
    assert told.read_at == first


def test_marking_one_twice(inbox, told, cast):
    for _ in range(2):
        assert inbox.post(f"/inbox/{told.pk}/reading/").url == URL
    assert unread_count(cast.rep) == 0


def test_marking_all_leaves_what_came_meanwhile(inbox, tell, cast):
    tell(cast.rep, cast.peer, key="seen")
    newest = inbox.get(URL).context["newest"]
    tell(key="came meanwhile")
    for _ in range(2):
        assert inbox.post("/inbox/reading/", {"newest": newest}).url == URL
    assert [each.key for each in Notification.objects.filter(recipient=cast.rep).unread()] == [
        "came meanwhile"
    ]
    assert unread_count(cast.peer) == 1


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 30, "²"])
def test_marking_all_with_a_number_that_is_none(inbox, told, cast, newest):
    assert inbox.post("/inbox/reading/", {"newest": newest}).url == URL
    assert unread_count(cast.rep) == 1


# --- many ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30])
def test_as_many_queries_for_many_as_for_one(inbox, tell, count, django_assert_num_queries):
    for number in range(count):
        tell(key=f"{number}")
    # Session, person; the rail: roles, unread, what waits; count, rows, unread, newest.
    with django_assert_num_queries(9):
        inbox.get(URL)


def test_pages(inbox, tell):
    for number in range(60):
        tell(key=f"{number}")
    assert len(inbox.get(URL).context["page"]) == 50
    assert len(inbox.get(URL, {"page": 2}).context["page"]) == 10
    assert len(inbox.get(URL, {"page": "x"}).context["page"]) == 50


# --- choosing ------------------------------------------------------------------------------------


def test_what_is_usual_is_chosen_at_first(inbox):
    form = inbox.get("/inbox/choices/").context["form"]
    assert form["expectations-shared"].value() is True
    assert form["activities-week_due"].value() is False
    assert "people-invitation" not in form.fields


def test_a_choice_is_kept(inbox, cast):
    sent = {"activities-week_due": "on", "people-invitation": "", "person": cast.manager.pk}
    for _ in range(2):
        assert inbox.post("/inbox/choices/", sent).url == "/inbox/choices/"
    form = inbox.get("/inbox/choices/").context["form"]
    assert form["activities-week_due"].value() is True
    assert form["expectations-shared"].value() is False


def test_a_choice_is_ones_own(inbox, cast, client_for):
    inbox.post("/inbox/choices/", {})
    form = client_for(cast.manager).get("/inbox/choices/").context["form"]
    assert form["expectations-shared"].value() is True
