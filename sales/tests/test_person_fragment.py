"""GET /people/<id>/pipeline/: the summary on the page of a person, or nothing."""

from datetime import date

import pytest
from django.urls import reverse

from sales.builders import make_product
from sales.tests.market import SEES


def url_of(person) -> str:
    return reverse("sales:person_fragment", args=[person.pk])


@pytest.mark.parametrize("actor", SEES)
@pytest.mark.parametrize("owner", ["rep", "manager", "other_rep"])
def test_it_is_empty_for_who_may_not_see_their_deals(market, client_for, actor, owner):
    response = client_for(getattr(market.cast, actor)).get(url_of(getattr(market.cast, owner)))
    if owner in SEES[actor]:
        assert response.status_code == 200
    else:
        assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("pk", [0, 10**6, 2**63, 10**400])
def test_nobody_is_answered_like_a_stranger(market, executive, pk):
    assert executive.get(f"/people/{pk}/pipeline/").status_code == 204


def test_it_sums_up_the_quarter_and_what_is_open(market, manager):
    me = market.cast.rep
    market.sell(me, "Engaging", value=None, opened_on=date(2025, 1, 1))
    market.sell(me, "Engaging", value=200)
    market.sell(me, "Engaging", value=1, product=make_product(), opened_on=None)
    content = " ".join(manager.get(url_of(me)).content.decode().split())
    for said in (
        "First quarter 2026: 1 deal won",
        "too few",
        "3 open deals",
        "5,683",
        "5,482 of it at list price",
        "1 of 2",
    ):
        assert said in content
    assert "<html" not in content


def test_methods_and_the_door(market, client, rep):
    assert rep.post(url_of(market.cast.rep)).status_code == 405
    assert client.get(url_of(market.cast.rep)).status_code == 302


def test_its_queries(market, manager, django_assert_num_queries):
    for _ in range(30):
        market.sell(market.cast.rep, "Engaging")
    with django_assert_num_queries(8):
        manager.get(url_of(market.cast.rep))
