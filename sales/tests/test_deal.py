"""GET /deals/<id>/: one deal, and how it came to stand as it does."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from sales.builders import make_account, make_product, make_revision
from sales.tests.market import SEES
from salesperf.imports.models import ImportFile
from tests.cast import NOW, TODAY

AT = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)


def url_of(deal) -> str:
    return reverse("sales:deal", args=[deal.pk])


def page(browser, deal) -> str:
    response = browser.get(url_of(deal))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def file(cast):
    return ImportFile.objects.create(
        kind="deals",
        source="crm",
        name="sales_pipeline.csv",
        sha256="0" * 64,
        size=1,
        state=ImportFile.State.IMPORTED,
        columns={
            "number": "opportunity_id",
            "product": "product",
            "stage": "deal_stage",
            "value": "close_value",
            "closed_on": "close_date",
        },
        uploaded_by=cast.compensation,
        uploaded_at=AT,
        imported_at=AT,
    )


# --- who finds it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", SEES)
@pytest.mark.parametrize("owner", ["rep", "manager", "other_rep"])
def test_who_may_see_it_finds_it_and_nobody_else(market, client_for, actor, owner):
    response = client_for(getattr(market.cast, actor)).get(url_of(market.deals[owner]))
    assert response.status_code == (200 if owner in SEES[actor] else 404)
    if response.status_code == 404:
        assert "DEAL-" not in response.content.decode()


@pytest.mark.parametrize("pk", [0, 10**6, 2**63, 10**400])
def test_what_is_not_there_is_not_found(market, executive, pk):
    assert executive.get(f"/deals/{pk}/").status_code == 404


def test_who_is_not_signed_in_is_led_to_the_door(market, client):
    assert client.get(url_of(market.deals["rep"])).status_code == 302


def test_it_rejects_post(market, rep):
    assert rep.post(url_of(market.deals["rep"])).status_code == 405


# --- the deal now ---------------------------------------------------------------------------------


def test_a_won_deal(market, rep):
    content = page(rep, market.deals["rep"])
    for said in ("Treequote, GTX Plus Pro", "DEAL-REP", "Rhea Solbergh, North", "1,000.00 USD"):
        assert said in content
    assert "Days from opening to decision</dt> <dd>49</dd>" in content.replace(
        "</dt><dd>", "</dt> <dd>"
    )
    assert "The deal is decided" in content


def test_an_open_deal_of_which_little_is_known(market, rep):
    deal = market.sell(
        market.cast.rep, "Prospecting", number="BARE", value=None, account=None, opened_on=None
    )
    content = page(rep, deal)
    assert "List price" in content
    assert "5,482.00 USD" in content
    assert "still open" in content
    assert "Days" not in content
    assert "Add the account in the CRM." in content


def test_a_deal_with_nothing_at_all(market, rep):
    deal = market.sell(
        market.cast.rep, "Prospecting", number="BARE", value=None, account=None, product=None,
        opened_on=None,
    )  # fmt: skip
    assert "<h1>BARE</h1>" in page(rep, deal)


def test_days_open_so_far(market, rep):
    deal = market.sell(market.cast.rep, "Engaging", opened_on=date(2025, 12, 1))
    content = page(rep, deal)
    assert "Days open so far" in content
    assert "Open for 100 days." in content
    assert (TODAY - date(2025, 12, 1)).days == 100


# --- how it came here -----------------------------------------------------------------------------


def test_each_state_says_who_when_and_from_which_row(market, rep, file):
    deal = market.deals["rep"]
    make_revision(
        deal=deal, at=AT, by=market.cast.compensation, imported_from=file, row=8034,
        raw={"opportunity_id": "DEAL-REP", "product": "GTXPlusPro", "close_value": "1000"},
    )  # fmt: skip
    content = page(rep, deal)
    assert "First recorded" in content
    assert "3 Mar 2026, 06:00 · sales_pipeline.csv, row 8,034 · Corin Abaraki" in content


def test_what_the_file_said_stands_beside_what_counts(market, rep, file):
    deal = market.deals["rep"]
    make_revision(
        deal=deal, at=AT, imported_from=file, row=2,
        raw={"product": "GTXPlusPro", "close_value": "1000", "sales_agent": "R. Solbergh"},
    )  # fmt: skip
    [first] = rep.get(url_of(deal)).context["revisions"]
    changes = {change.label: change for change in first.changes}
    assert changes["Product"].now == "GTX Plus Pro"
    assert changes["Product"].in_file == "GTXPlusPro"
    assert changes["Value"].now == "1,000.00 USD"
    assert changes["Owner"].in_file == ""  # no column means the owner
    assert all(change.was is None for change in first.changes)
    assert ("sales_agent", "R. Solbergh") in first.row
    assert "R. Solbergh" in page(rep, deal)


def test_a_change_shows_what_was_and_what_is(market, rep, file):
    deal = market.deals["rep"]
    make_revision(deal=deal, at=AT)
    make_revision(
        deal=deal, at=NOW, imported_from=file, row=3, raw={"close_value": "1.200"},
        value_minor=1200_00, owner=market.cast.rep, product=None,
        closed_on=date(2026, 3, 5), stage=market.stages["Lost"],
    )  # fmt: skip
    newest, first = rep.get(url_of(deal)).context["revisions"]
    assert {(change.label, change.was, change.now) for change in newest.changes} == {
        ("Stage", "Won", "Lost"),
        ("Value", "1,000.00 USD", "1,200.00 USD"),
        ("Product", "GTX Plus Pro", "none yet"),
        ("Closed on", "2 Mar 2026", "5 Mar 2026"),
    }
    assert first.number == 1
    content = page(rep, deal)
    assert "<del" in content
    assert "1.200" in content


def test_a_former_owner_is_named(market, manager):
    deal = market.deals["peer"]
    make_revision(deal=deal, at=AT)
    make_revision(deal=deal, at=NOW, owner=market.cast.rep)
    newest, _first = manager.get(url_of(deal)).context["revisions"]
    [change] = newest.changes
    assert (change.was, change.now) == ("Pavo Lindegren", "Rhea Solbergh")


def test_a_state_that_changes_nothing_says_so(market, rep):
    deal = market.deals["rep"]
    make_revision(deal=deal, at=AT)
    make_revision(deal=deal, at=NOW)
    assert "Nothing that counts has changed." in page(rep, deal)


def test_without_states_it_says_why(market, rep):
    assert "No states were kept." in page(rep, market.deals["rep"])


def test_source_values_are_text(market, rep, file):
    deal = market.deals["rep"]
    make_revision(
        deal=deal, at=AT, imported_from=file, row=2,
        raw={"<b>head</b>": "<script>alert(1)</script>", "product": "<img src=x>"},
    )  # fmt: skip
    content = page(rep, deal)
    for raw in ("<script>alert", "<img src=x", "<b>head"):
        assert raw not in content


# --- other deals ----------------------------------------------------------------------------------


def test_other_deals_are_those_the_reader_may_see(market, client_for):
    cast = market.cast
    lonely = market.sell(cast.rep, number="LONELY", account=make_account(), product=make_product())
    for actor, others in (("manager", {"DEAL-PEER", "DEAL-MANAGER"}), ("rep", set())):
        context = client_for(getattr(cast, actor)).get(url_of(market.deals["rep"])).context
        assert {deal.number for deal in context["of_account"]} == others
        assert {deal.number for deal in context["of_product"]} == others
    content = page(client_for(cast.rep), lonely)
    assert content.count("None that you may see.") == 2


@pytest.mark.parametrize("revisions", [1, 30])
def test_the_same_queries_for_one_revision_and_for_thirty(
    market, manager, file, revisions, django_assert_num_queries
):
    deal = market.deals["rep"]
    for i in range(revisions):
        make_revision(
            deal=deal, at=AT, by=market.cast.compensation, imported_from=file, row=i,
            owner=(market.cast.rep, market.cast.peer)[i % 2], account=make_account(),
            product=make_product(), value_minor=i,
        )  # fmt: skip
    with django_assert_num_queries(13):
        manager.get(url_of(deal))
