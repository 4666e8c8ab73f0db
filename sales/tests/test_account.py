"""GET /accounts/<id>/: one company, and the deals with it that one may see."""

import pytest
from django.urls import reverse

from sales.builders import make_account, make_product
from sales.tests.market import SEES


def url_of(account) -> str:
    return reverse("sales:account", args=[account.pk])


@pytest.mark.parametrize("actor", SEES)
def test_everybody_finds_it_with_the_deals_they_may_see(market, client_for, actor):
    response = client_for(getattr(market.cast, actor)).get(url_of(market.account))
    assert response.status_code == 200
    content = response.content.decode()
    for owner in market.deals:
        assert (f"DEAL-{owner.upper()}" in content) == (owner in SEES[actor])


def test_deals_of_other_accounts_are_not_on_it(market, rep):
    market.sell(market.cast.rep, number="ELSEWHERE", account=make_account())
    market.sell(market.cast.rep, "Engaging", number="NOWHERE", account=None)
    content = rep.get(url_of(market.account)).content.decode()
    assert "ELSEWHERE" not in content
    assert "NOWHERE" not in content


def test_what_the_source_says_is_shown_as_text(market, rep):
    account = make_account(
        name="<i>Evil</i>", facts={"revenue": "647.18", "note": "<script>1</script>", "gone": ""}
    )
    content = rep.get(url_of(account)).content.decode()
    assert "647.18" in content
    assert "<script>1" not in content
    assert "<i>Evil" not in content
    assert "gone" not in content


def test_its_open_deals_are_what_comes_next(market, rep):
    market.sell(market.cast.rep, "Engaging", number="OPEN")
    step = rep.get(url_of(market.account)).context["next_step"]
    assert step.act == "One deal with Treequote is open."
    assert [deal.number for deal in rep.get(step.url).context["listing"].page] == ["OPEN"]


def test_without_deals_it_says_so(market, client_for):
    content = client_for(market.cast.hr).get(url_of(market.account)).content.decode()
    assert "No deals with it that you may see." in content


@pytest.mark.parametrize("pk", [0, 10**6, 2**63, 10**400])
def test_what_is_not_there_is_not_found(rep, pk):
    assert rep.get(f"/accounts/{pk}/").status_code == 404


def test_methods_and_the_door(market, client, rep):
    assert rep.post(url_of(market.account)).status_code == 405
    assert client.get(url_of(market.account)).status_code == 302


@pytest.mark.parametrize("rows", [1, 30])
def test_the_same_queries_for_one_row_and_for_thirty(
    market, executive, rows, django_assert_num_queries
):
    account = make_account()
    for _ in range(rows):
        market.sell(market.cast.rep, account=account, product=make_product())
    with django_assert_num_queries(9):
        assert len(executive.get(url_of(account)).context["listing"].page) == rows
