"""GET /accounts/: whom we sell to. Everybody finds them; deals are counted as far as one sees."""

import pytest
from django.urls import reverse

from sales.builders import make_account
from sales.models import Account
from sales.tests.market import SEES

URL = reverse("sales:accounts")


def names(browser, **asked) -> list[str]:
    return [account.name for account in browser.get(URL, asked).context["listing"].page]


@pytest.mark.parametrize("actor", SEES)
def test_everybody_finds_them_and_counts_their_own_deals(market, client_for, actor):
    market.sell(market.cast.rep, "Engaging")
    market.sell(market.cast.rep, "Lost")
    response = client_for(getattr(market.cast, actor)).get(URL)
    [(account, counts)] = response.context["rows"]
    own = "rep" in SEES[actor]
    assert account.name == "Treequote"
    assert (counts.open, counts.won, counts.lost) == (own, len(SEES[actor]), own)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("cond", ["Condax"]),
        ("SOFTWARE", ["Condax"]),
        ("kenya", ["Treequote"]),
        ("zzz", []),
        ("%", []),
        ("\x00", ["Acme", "Condax", "Treequote"]),
        ("x" * 101, ["Acme", "Condax", "Treequote"]),
    ],
)
def test_search(market, rep, q, found):
    make_account(name="Condax", sector="software", location="Japan")
    make_account(name="Acme", sector="medical", location="Peru")
    assert names(rep, q=q) == found


def test_it_sorts(market, rep):
    make_account(name="Acme", sector="software", location="Zambia")
    assert names(rep, sort="-name") == ["Treequote", "Acme"]
    assert names(rep, sort="sector") == ["Treequote", "Acme"]
    assert names(rep, sort="-location") == ["Acme", "Treequote"]
    assert names(rep, sort="facts", page="9" * 99) == ["Acme", "Treequote"]


def test_counts_lead_to_the_deals(market, rep):
    content = rep.get(URL).content.decode()
    address = f"{reverse('sales:deals')}?account={market.account.pk}&kind=won"
    assert address.replace("&", "&amp;") in content
    assert [deal.number for deal in rep.get(address).context["listing"].page] == ["DEAL-REP"]


def test_none_yet_and_none_found_are_told_apart(cast, rep):
    assert "No accounts yet." in rep.get(URL).content.decode()
    make_account()
    assert "No account is called that." in rep.get(URL, {"q": "zzz"}).content.decode()


def test_methods_and_the_door(client, rep):
    assert rep.post(URL).status_code == 405
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("rows", [1, 30])
def test_the_same_queries_for_one_row_and_for_thirty(
    market, executive, rows, django_assert_num_queries
):
    for _ in range(rows):
        market.sell(market.cast.rep, account=make_account())
    Account.objects.exclude(deals__isnull=False).delete()
    with django_assert_num_queries(9):
        executive.get(URL)
