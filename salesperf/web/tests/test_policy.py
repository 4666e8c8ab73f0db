"""What a view demands stands above it and holds before its first line runs."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from people.models import Person
from salesperf.web.policy import GET, POST, act, open_page, page, require


def call(view, method="GET", user=None, **headers):
    request = RequestFactory().generic(method, "/somewhere/?a=1", headers=headers)
    request.user = user or Person(name="Rhea")
    return view(request)


def answer(request):
    return HttpResponse("for you")


def test_a_page_is_for_people_who_are_signed_in():
    response = call(page(GET)(answer), user=AnonymousUser())
    assert response.status_code == 302
    assert response.url.endswith("?next=/somewhere/%3Fa%3D1")


def test_a_stranger_is_not_sent_back_to_an_act():
    response = call(act(answer), "POST", AnonymousUser())
    assert response.url.endswith("?next=/")


def test_a_fragment_tells_that_the_session_ended():
    response = call(page(GET)(answer), user=AnonymousUser(), **{"HX-Request": "true"})
    assert response.status_code == 401
    assert response["HX-Trigger"] == "session-ended"


def test_an_act_is_post_only_and_a_page_never_cached():
    assert call(act(answer)).status_code == 405
    assert call(page(GET)(answer), "POST").status_code == 405
    assert call(page(GET, POST)(answer), "POST").status_code == 200
    assert call(page(GET)(answer), "HEAD").status_code == 200
    assert call(page(GET)(answer))["Cache-Control"] == "private, no-store"


def test_a_page_of_a_role_is_refused_to_others():
    with pytest.raises(PermissionDenied):
        call(page(GET, may=lambda person: False)(answer))


def test_an_open_page_says_why():
    view = open_page(GET, why="a one-time link")(answer)
    assert call(view, user=AnonymousUser()).status_code == 200
    assert view.policy == "open: a one-time link"


def test_require_refuses():
    require(True)
    with pytest.raises(PermissionDenied):
        require(False)
