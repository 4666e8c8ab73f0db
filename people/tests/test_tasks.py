"""What the workers do for people."""

from datetime import timedelta

import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from people import tasks
from people.models import PasswordReset, SignInAttempt
from tests.cast import NOW


def test_asks_are_answered(cast, client):
    client.post(reverse("people:password_reset"), {"email": cast.rep.email})
    assert tasks.answer_reset_asks() == 1
    assert PasswordReset.objects.get().person == cast.rep


def test_what_is_over_is_forgotten(cast, client, rep):
    client.post(reverse("people:sign_in"), {"email": cast.rep.email, "password": "wrong"})
    assert tasks.forget_the_old() == 0
    assert (SignInAttempt.objects.count(), Session.objects.count()) == (1, 1)
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert tasks.forget_the_old() == 1
    assert (SignInAttempt.objects.count(), Session.objects.count()) == (0, 0)
