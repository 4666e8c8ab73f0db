"""GET /deals/: the deals one may see, filtered, sorted, paged, with their totals."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from calc.money import Money
from sales.builders import make_account, make_deal, make_product
from sales.models import Deal
from sales.tests.market import SEES
from salesperf.imports.models import ImportFile
from tests.cast import NOW, TODAY

URL = reverse("sales:deals")
HTMX = {"HX-Request": "true"}


def numbers(browser, **asked) -> list[str]:
    response = browser.get(URL, asked, follow=True)
    return [deal.number for deal in response.context["listing"].page]


def problems(browser, **asked) -> set[str]:
    return set(browser.get(URL, asked).context["form"].errors)


# --- who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", SEES)
def test_each_sees_the_deals_that_are_theirs_to_see(market, client_for, actor):
    browser = client_for(getattr(market.cast, actor))
    response = browser.get(URL)
    seen = {deal.number for deal in response.context["listing"].page}
    assert seen == {f"DEAL-{owner.upper()}" for owner in SEES[actor]}
    for owner in set(market.deals) - SEES[actor]:
        assert f"DEAL-{owner.upper()}" not in response.content.decode()


@pytest.mark.parametrize("actor", SEES)
def test_totals_count_what_is_seen_and_nothing_else(market, client_for, actor):
    totals = client_for(getattr(market.cast, actor)).get(URL).context["deals"].totals
    assert totals.count == len(SEES[actor])
    assert sum(sum_.value.minor for sum_ in totals.by_currency) == 1000_00 * len(SEES[actor])


def test_who_leads_somebody_no_more_sees_their_deals_no_more(market, client_for):
    line = market.cast.rep.reporting_lines.get(ends_on=None)
    line.ends_on = date(2026, 3, 10)
    line.save()
    assert numbers(client_for(market.cast.manager)) == ["DEAL-PEER", "DEAL-MANAGER"]


def test_who_is_not_signed_in_is_led_to_the_door(market, client):
    assert client.get(URL).status_code == 302
    assert client.get(URL, headers=HTMX).status_code == 401


def test_it_rejects_post(rep):
    assert rep.post(URL).status_code == 405


# --- filters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("deal-rep", ["DEAL-REP"]),
        ("solberg", ["DEAL-REP"]),
        ("TREEQUOTE", ["DEAL-REP", "DEAL-PEER", "DEAL-MANAGER"]),
        ("plus pro", ["DEAL-REP", "DEAL-PEER", "DEAL-MANAGER"]),
        ("halvorsund", []),
        ("deal-other", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search_finds_number_account_product_and_owner(market, manager, q, found):
    assert numbers(manager, q=q) == found


def test_by_state(market, rep):
    market.sell(market.cast.rep, "Engaging", number="OPEN", value=None)
    market.sell(market.cast.rep, "Lost", number="LOST", value=0)
    assert numbers(rep, kind="open") == ["OPEN"]
    assert numbers(rep, kind="won") == ["DEAL-REP"]
    assert numbers(rep, kind="lost") == ["LOST"]


def test_by_several_stages(market, rep):
    market.sell(market.cast.rep, "Engaging", number="ENGAGING")
    market.sell(market.cast.rep, "Prospecting", number="PROSPECTING")
    stages = market.stages
    asked = [stages["Engaging"].pk, stages["Prospecting"].pk]
    assert numbers(rep, stage=asked) == ["ENGAGING", "PROSPECTING"]


def test_by_owner_and_by_who_leads_them(market, manager, executive):
    cast = market.cast
    assert numbers(manager, owner=cast.peer.pk) == ["DEAL-PEER"]
    assert numbers(manager, led_by=cast.manager.pk) == ["DEAL-REP", "DEAL-PEER"]
    assert numbers(executive, led_by=cast.other_manager.pk) == ["DEAL-OTHER_REP"]


def test_by_team_with_the_teams_that_are_part_of_it(market, executive):
    cast = market.cast
    cast.south.parent = cast.north
    cast.south.save()
    in_south = ["DEAL-EX_MANAGER", "DEAL-OTHER_REP", "DEAL-OTHER_MANAGER"]
    assert numbers(executive, team=cast.south.pk) == in_south
    assert len(numbers(executive, team=cast.north.pk)) == 6


def test_a_team_shows_only_those_of_it_one_may_see(market, manager):
    assert numbers(manager, team=market.cast.north.pk) == ["DEAL-REP", "DEAL-PEER", "DEAL-MANAGER"]
    assert problems(manager, team=market.cast.south.pk) == {"team"}


def test_by_product_and_account(market, rep):
    other = make_product(name="MG Special")
    condax = make_account(name="Condax")
    market.sell(market.cast.rep, number="OTHER", product=other, account=condax)
    assert numbers(rep, product=other.pk) == ["OTHER"]
    assert numbers(rep, account=condax.pk) == ["OTHER"]
    assert numbers(rep, account_name="onda") == ["OTHER"]


def test_by_the_days_of_opening_and_closing(market, rep):
    for day in (1, 15, 31):
        market.sell(
            market.cast.rep, number=f"OF-{day}", opened_on=date(2025, 10, day),
            closed_on=date(2025, 12, day),
        )  # fmt: skip
    assert numbers(rep, closed_from="2025-12-15", closed_to="2025-12-31") == ["OF-31", "OF-15"]
    assert numbers(rep, closed_to="2025-12-01") == ["OF-1"]
    assert numbers(rep, opened_from="2025-10-31", opened_to="2025-10-31") == ["OF-31"]


def test_by_value_both_ends_included(market, rep):
    for value in ("99.99", "100", "200", "200.01"):
        market.sell(market.cast.rep, number=f"OF-{value}", value=value)
    found = numbers(rep, value_from="100", value_to="200", sort="value")
    assert found == ["OF-100", "OF-200"]
    assert numbers(rep, value_from="99.995", value_to="100") == ["OF-100"]


def test_values_of_other_currencies_are_compared_in_their_own_units(market, rep):
    market.sell(market.cast.rep, number="YEN", value=1000, currency="JPY")
    market.sell(market.cast.rep, number="DINAR", value="1000", currency="KWD")
    market.sell(market.cast.rep, number="FEW YEN", value=999, currency="JPY")
    assert set(numbers(rep, value_from="1000")) == {"YEN", "DINAR", "DEAL-REP"}
    assert set(numbers(rep, value_to="999.5")) == {"FEW YEN"}


def test_by_what_is_missing(market, rep):
    cast = market.cast
    market.sell(cast.rep, "Engaging", number="NO-ACCOUNT", account=None)
    market.sell(cast.rep, "Prospecting", number="NO-DATES", opened_on=None)
    market.sell(cast.rep, "Engaging", number="NO-VALUE", value=None)
    assert numbers(rep, without="account") == ["NO-ACCOUNT"]
    assert numbers(rep, without="dates") == ["NO-DATES"]
    assert numbers(rep, without="value") == ["NO-VALUE"]
    assert numbers(rep, without=["value", "dates"]) == []


def test_filters_are_and_ed(market, manager):
    assert numbers(manager, owner=market.cast.rep.pk, q="peer") == []


def test_filters_in_force_are_named_and_can_be_dropped(market, manager):
    asked = {
        "q": "tree", "kind": "won", "owner": market.cast.rep.pk, "closed_from": "2026-01-01",
        "value_from": "10", "without": "account", "account": market.account.pk,
        "stage": market.stages["Won"].pk,
    }  # fmt: skip
    response = manager.get(URL, asked)
    labels = [label for label, _drop in response.context["form"].tags()]
    assert labels == [
        "“tree”",
        "Won",
        "Rhea Solbergh",
        "Closed from: 1 Jan 2026",
        "Value from: 10",
        "Stage: Won",
        "Without: account",
        "Treequote",
    ]
    content = response.content.decode()
    for label in labels:
        assert f"Remove the filter {label}" in content


def test_led_by_is_named(market, manager):
    response = manager.get(URL, {"led_by": market.cast.manager.pk})
    assert "led by Mila Trentham" in response.content.decode()


# --- bad input ------------------------------------------------------------------------------------

HUGE = "9" * 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("closed_from", "31.2.2026"),
        ("closed_to", "soon"),
        ("opened_from", "2026-13-01"),
        ("opened_to", "9999-99-99"),
        ("value_from", "1" + "0" * 400),
        ("value_from", "1e400"),
        ("value_to", "NaN"),
        ("value_to", "-Infinity"),
        ("value_to", "much"),
        ("value_from", "10000000000000"),
        ("owner", HUGE),
        ("owner", "-1"),
        ("owner", "rhea"),
        ("team", HUGE),
        ("product", HUGE),
        ("stage", HUGE),
        ("stage", "won"),
        ("kind", "sold"),
        ("account", HUGE),
        ("account", str(2**63)),
        ("account", "-5"),
        ("account", "12345"),
        ("led_by", HUGE),
        ("led_by", "x"),
        ("without", "shame"),
        ("q", "\x00"),
        ("q", "x" * 101),
        ("account_name", "\x00"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(market, rep, field, value):
    response = rep.get(URL, {field: value})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert "One thing needs you" in response.content.decode()
    assert [deal.number for deal in response.context["listing"].page] == ["DEAL-REP"]


@pytest.mark.parametrize("pair", ["closed", "opened"])
def test_an_end_before_its_start_is_said(market, rep, pair):
    asked = {f"{pair}_from": "2026-02-01", f"{pair}_to": "2026-01-31"}
    assert problems(rep, **asked) == {f"{pair}_to"}
    assert problems(rep, value_from="10", value_to="9") == {"value_to"}


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": ";drop table sales_deal"},
        {"sort": "owner__password"},
        {"sort": "--closed"},
        {"page": "9" * 99},
        {"page": "9" * 5000},
        {"page": "-1"},
        {"page": "last"},
        {"something": "else"},
    ],
)
def test_odd_addresses_show_the_list(market, rep, asked):
    assert numbers(rep, **asked) == ["DEAL-REP"]


def test_somebody_elses_person_or_account_cannot_be_told_from_none(market, rep):
    """The answer for a person who exists is that for one who does not."""
    cast = market.cast
    for field in ("owner", "led_by"):
        there = rep.get(URL, {field: cast.other_rep.pk}).context["form"].errors
        not_there = rep.get(URL, {field: 10**6}).context["form"].errors
        assert there == not_there
        assert there


# --- order and pages ------------------------------------------------------------------------------


def test_every_column_sorts_both_ways_and_gaps_come_last(market, rep):
    cast = market.cast
    first = make_account(name="Acme")
    market.sell(
        cast.rep, "Prospecting", number="A", account=first, product=None, value=None,
        opened_on=None,
    )  # fmt: skip
    market.sell(
        cast.rep, "Lost", number="Z", value=5, opened_on=date(2026, 2, 1),
        closed_on=date(2026, 3, 9), account=None,
    )  # fmt: skip
    expected = {
        "number": (["A", "DEAL-REP", "Z"], ["Z", "DEAL-REP", "A"]),
        "account": (["A", "DEAL-REP", "Z"], ["DEAL-REP", "A", "Z"]),
        "product": (["DEAL-REP", "Z", "A"], ["DEAL-REP", "Z", "A"]),
        "owner": (["DEAL-REP", "A", "Z"], ["DEAL-REP", "A", "Z"]),
        "stage": (["A", "DEAL-REP", "Z"], ["Z", "DEAL-REP", "A"]),
        "opened": (["DEAL-REP", "Z", "A"], ["Z", "DEAL-REP", "A"]),
        "closed": (["DEAL-REP", "Z", "A"], ["Z", "DEAL-REP", "A"]),
        "value": (["Z", "DEAL-REP", "A"], ["DEAL-REP", "Z", "A"]),
    }
    for key, (up, down) in expected.items():
        assert numbers(rep, sort=key) == up, key
        assert numbers(rep, sort=f"-{key}") == down, key
    assert numbers(rep) == expected["closed"][1]


def test_forty_a_page_and_totals_of_all(market, rep):
    for i in range(60):
        market.sell(market.cast.rep, number=f"N{i:02}", value=10)
    first = rep.get(URL)
    assert len(first.context["listing"].page) == 40
    assert first.context["deals"].totals.count == 61
    second = rep.get(URL, {"page": 2})
    assert len(second.context["listing"].page) == 21
    assert second.context["deals"].totals.by_currency[0].value == Money(1600_00, "USD")
    assert "41 to 61 of 61" in second.content.decode()
    seen = {deal.pk for response in (first, second) for deal in response.context["listing"].page}
    assert len(seen) == 61


# --- totals ---------------------------------------------------------------------------------------


def test_currencies_stand_side_by_side(market, rep):
    rep_ = market.cast.rep
    market.sell(rep_, value="250.50", currency="EUR")
    market.sell(rep_, "Lost", value=100, currency="EUR")
    market.sell(rep_, "Engaging", value=None, currency="JPY")
    totals = rep.get(URL).context["deals"].totals
    assert [(sum_.value, sum_.won, sum_.count, sum_.won_count) for sum_ in totals.by_currency] == [
        (Money(350_50, "EUR"), Money(250_50, "EUR"), 2, 1),
        (Money(1000_00, "USD"), Money(1000_00, "USD"), 1, 1),
    ]
    assert (totals.open, totals.won, totals.lost, totals.without_value) == (1, 2, 1, 1)
    content = rep.get(URL).content.decode()
    assert "351 EUR" in content
    assert "1,000 USD" in content


def test_money_is_in_whole_units_and_unknown_is_said(market, rep):
    market.sell(market.cast.rep, "Engaging", value=None)
    market.sell(market.cast.rep, value="1856.96")
    content = rep.get(URL).content.decode()
    assert "1,857" in content
    assert "1,856.96" not in content
    assert "none yet" in content
    assert "amounts in USD" in content


def test_totals_follow_the_filter(market, manager):
    totals = manager.get(URL, {"owner": market.cast.peer.pk}).context["deals"].totals
    assert totals.count == 1
    assert totals.by_currency[0].value.amount == Decimal(1000)


# --- next, empty, fragments, addresses ------------------------------------------------------------


def test_old_open_deals_come_first(market, manager):
    market.sell(market.cast.rep, "Engaging", number="OLD", opened_on=date(2025, 12, 10))
    market.sell(market.cast.rep, "Engaging", number="YOUNG", opened_on=date(2025, 12, 11))
    market.sell(market.cast.manager, "Engaging", number="MINE", opened_on=date(2025, 1, 1))
    step = manager.get(URL).context["next_step"]
    assert step.act == "One open deal is older than 90 days."
    shown = manager.get(step.url)
    assert [deal.number for deal in shown.context["listing"].page] == ["OLD"]


def test_without_old_deals_nothing_waits(market, rep):
    assert rep.get(URL).context["next_step"].act == "Nothing waits for you here."


def test_no_deals_yet_leads_on(cast, rep, client_for):
    content = rep.get(URL).content.decode()
    assert "No deals yet." in content
    assert "ask them" in content
    assert "Import deals" not in content
    assert "Import deals" in client_for(cast.compensation).get(URL).content.decode()


def test_where_there_are_deals_but_none_of_theirs_it_says_so(market, client_for):
    ImportFile.objects.create(
        kind="deals", state="imported", source="crm", name="f", sha256="", size=1,
        uploaded_at=NOW, imported_at=NOW,
    )  # fmt: skip
    content = client_for(market.cast.hr).get(URL).content.decode()
    assert "No deals that you may see." in content
    assert "No deals yet." not in content


def test_nothing_fits_leads_back(market, rep):
    content = rep.get(URL, {"q": "nothing like it"}).content.decode()
    assert "No deal fits these filters." in content
    assert "Clear all filters" in content


def test_empty_fields_leave_the_address(market, rep):
    response = rep.get(URL, {"q": "tree", "kind": "", "owner": " ", "stage": ["", "3"]})
    assert response.status_code == 302
    assert response.url == f"{URL}?q=tree&stage=3"
    assert rep.get(response.url).status_code == 200


def test_for_htmx_it_is_the_list_alone_with_its_address(market, rep):
    response = rep.get(URL, {"q": "tree", "kind": ""}, headers=HTMX)
    content = response.content.decode()
    assert content.lstrip().startswith('<div id="deals"')
    assert "<html" not in content
    assert response["HX-Push-Url"] == f"{URL}?q=tree"
    assert "HX-Request" in response["Vary"]


def test_going_back_shows_the_whole_page(market, rep):
    response = rep.get(URL, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in response.content.decode()


def test_what_people_typed_is_text(market, rep):
    evil = make_account(name="<script>alert(1)</script>")
    market.sell(market.cast.rep, number="<b>bold</b>", account=evil)
    content = rep.get(URL, {"q": '"><img src=x>'}).content.decode()
    content += rep.get(URL).content.decode()
    for raw in ("<script>alert", "<b>bold", "<img src=x"):
        assert raw not in content


# --- budget ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 30])
def test_the_same_queries_for_one_row_and_for_thirty(
    market, executive, rows, django_assert_num_queries
):
    Deal.objects.all().delete()
    for i in range(rows):
        make_deal(
            owner=(market.cast.rep, market.cast.peer, market.cast.other_rep)[i % 3],
            stage=market.stages["Engaging" if i % 2 else "Won"],
            account=make_account(),
            product=make_product(),
            value=i,
            opened_on=TODAY,
            closed_on=TODAY,
        )
    with django_assert_num_queries(13):
        assert len(executive.get(URL).context["listing"].page) == rows
    with django_assert_num_queries(13):
        executive.get(URL, {"q": "rhea", "kind": "won", "closed_from": "2026-01-01"})
