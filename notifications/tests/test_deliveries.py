"""What could not be delivered: administrators see whom it was for, not what it says."""

from datetime import timedelta

import pytest
from django.urls import reverse

from notifications.actions import beat
from notifications.models import MOST_ATTEMPTS, Delivery, Status
from notifications.tests.conftest import NOW

URL = "/deliveries/"


@pytest.fixture
def page(cast, client_for):
    return client_for(cast.administrator)


@pytest.fixture
def dead(tell):
    """Make mails that were given up; return the last."""

    def dead(count=1):
        for number in range(count):
            tell(key=f"{number}", data={"document": "CNRY-document", "by": "Mila"})
        Delivery.objects.update(
            status=Status.DEAD, attempts=MOST_ATTEMPTS, last_error="SMTPServerDisconnected: away"
        )
        return Delivery.objects.latest("pk")

    return dead


def text(response):
    return " ".join(response.content.decode().split())


def test_their_addresses():
    assert reverse("notifications:deliveries") == URL
    assert reverse("notifications:attempt", args=[7]) == "/deliveries/7/attempt/"


def test_what_it_says(page, dead):
    dead()
    beat(now=NOW - timedelta(seconds=20))
    said = text(page.get(URL))
    for part in (
        "One mail did not arrive.",
        "Rhea Solbergh",
        "An expectation document is shared with me",
        "SMTPServerDisconnected: away",
        "The scheduler ran 20 s ago",
        "nothing waits to be sent",
    ):
        assert part in said, part
    assert "CNRY-document" not in said


def test_every_mail_arrived(page, tell):
    tell(now=NOW - timedelta(seconds=5))
    said = text(page.get(URL))
    assert "Every mail arrived or is on its way." in said
    assert "the oldest mail has waited 5 s" in said
    assert "The scheduler has not run yet" in said


@pytest.mark.parametrize(
    ("seconds", "said"), [(119, "119 s"), (120, "2 min"), (7_199, "119 min"), (7_200, "2 hours")]
)
def test_an_age_has_the_unit_that_fits(page, tell, seconds, said):
    tell(now=NOW - timedelta(seconds=seconds))
    assert f"the oldest mail has waited {said}" in text(page.get(URL))


@pytest.mark.parametrize("name", ["rep", "manager", "hr", "compensation", "executive"])
def test_nobody_else_sees_them(cast, client_for, dead, name):
    delivery, client = dead(), client_for(getattr(cast, name))
    assert client.get(URL).status_code == 403
    assert client.post(f"/deliveries/{delivery.pk}/attempt/").status_code == 403
    delivery.refresh_from_db()
    assert delivery.status == Status.DEAD


def test_strangers_sign_in_first(client, db):
    assert client.get(URL).url.startswith("/sign-in")


def test_other_methods(page, dead):
    assert page.post(URL).status_code == 405
    assert page.get(f"/deliveries/{dead().pk}/attempt/").status_code == 405


def test_another_attempt_twice(page, dead):
    delivery = dead()
    for _ in range(2):
        assert page.post(f"/deliveries/{delivery.pk}/attempt/").url == URL
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.not_before) == (Status.PENDING, 0, NOW)


def test_one_that_was_sent_stays_sent(page, dead):
    delivery = dead()
    Delivery.objects.update(status=Status.SENT)
    page.post(f"/deliveries/{delivery.pk}/attempt/")
    delivery.refresh_from_db()
    assert delivery.status == Status.SENT


@pytest.mark.parametrize("pk", [0, 987654, 10**30])
def test_one_that_is_not_there(page, pk):
    assert page.post(f"/deliveries/{pk}/attempt/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_as_many_queries_for_many_as_for_one(page, dead, count, django_assert_num_queries):
    dead(count)
    # Session, person, roles; the rail: unread, what waits; count, rows; oldest, tick, given up.
    with django_assert_num_queries(10):
        page.get(URL)


@pytest.mark.parametrize("sort", ["told", "-told", "person", "-kind", "nonsense"])
def test_sorting_and_pages(page, dead, sort):
    dead(60)
    assert len(page.get(URL, {"sort": sort, "page": 2}).context["listing"].page) == 10
