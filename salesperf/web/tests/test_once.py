"""A form that creates something can arrive twice and has one effect."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from people.models import Team
from salesperf.web.models import ReceivedForm
from salesperf.web.once import new_key, once
from salesperf.web.tasks import forget_received_forms

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(cast):
    def send(key, name="East", person=cast.rep):
        request = RequestFactory().post("/teams/", {"form_key": key, "name": name})
        request.user, request.now = person, timezone.now()
        return once(request, lambda: f"/teams/{Team.objects.create(name=name).pk}/")

    return send


def test_the_second_sending_leads_where_the_first_led(send):
    key = new_key()
    first, second = send(key), send(key)
    assert first.url == second.url
    assert Team.objects.filter(name="East").count() == 1


def test_the_same_key_with_other_words_is_refused(send):
    key = new_key()
    send(key)
    assert send(key, name="West").status_code == 409
    assert not Team.objects.filter(name="West").exists()


def test_a_failed_creation_frees_the_key(send, cast):
    key = new_key()
    with pytest.raises(Exception, match=r"(?i)unique"):
        send(key, name="North")  # the cast has one already
    assert not ReceivedForm.objects.filter(key=key).exists()


def test_somebody_elses_key_leads_nowhere(send, cast):
    key = new_key()
    send(key)
    with pytest.raises(Exception, match=r"(?i)unique"):
        send(key, person=cast.peer)


def test_without_a_key_the_form_simply_runs(send):
    assert send("").status_code == 302


def test_old_keys_are_forgotten(send, cast):
    send(new_key())
    ReceivedForm.objects.update(received_at=timezone.now() - timedelta(days=8))
    send(new_key(), name="West")
    assert forget_received_forms() == 1
    assert ReceivedForm.objects.count() == 1


def test_a_key_that_no_database_takes_is_a_key_without_it(send):
    first, second = send("\x00" + "k" * 32), send("k" * 32)
    assert first.url == second.url
