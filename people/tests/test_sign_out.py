"""POST /sign-out/: the session is over, on the server too."""

from django.contrib.sessions.models import Session
from django.urls import reverse

from audit.models import Event

URL = reverse("people:sign_out")


def test_it_ends_the_session(cast, rep):
    key = rep.session.session_key
    response = rep.post(URL)
    assert response.status_code == 302
    assert response.url == reverse("people:sign_in")
    assert not Session.objects.filter(session_key=key).exists()
    assert Event.objects.get(verb="people.signed_out").actor == cast.rep


def test_an_old_cookie_opens_nothing(rep):
    key = rep.session.session_key
    rep.post(URL)
    rep.cookies["sessionid"] = key
    assert rep.get(reverse("people:profile")).status_code == 302


def test_a_link_does_not_sign_out(rep):
    assert rep.get(URL).status_code == 405
    assert rep.get(reverse("people:profile")).status_code == 200


def test_twice_leads_to_the_door(rep):
    rep.post(URL)
    assert rep.post(URL).status_code == 302
