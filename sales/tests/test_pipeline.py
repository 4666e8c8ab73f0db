"""GET /pipeline/: what is open and how the decided deals ended, of one person or of many."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from calc.money import Money
from people.builders import make_person
from sales.builders import make_deal, make_product
from sales.models import Deal
from sales.tests.market import SEES

URL = reverse("sales:pipeline")


def shown(browser, **asked):
    response = browser.get(URL, asked)
    assert response.status_code == 200
    return response.context


def words(browser, **asked) -> str:
    return " ".join(unescape(browser.get(URL, asked).content.decode()).split())


# --- whose ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actor", "name", "won"),
    [
        ("rep", "Rhea Solbergh", 1),
        ("peer", "Pavo Lindegren", 1),
        ("manager", "The people you lead", 2),
        ("director", "The people you lead", 4),
        ("ex_manager", "Elke Sandovar", 1),
        ("other_manager", "The people you lead", 1),
        ("executive", "Everybody", 7),
        ("compensation", "Everybody", 7),
        ("hr", "Hana Lindqvester", 0),
        ("administrator", "Ada Winterbourne-Lyle", 0),
    ],
)
def test_it_begins_with_those_one_looks_after(market, client_for, actor, name, won):
    context = shown(client_for(getattr(market.cast, actor)))
    assert context["scope"].name == name
    assert context["pipeline"].decided.won_count == won


@pytest.mark.parametrize("actor", SEES)
@pytest.mark.parametrize("owner", ["rep", "manager", "other_rep"])
def test_a_persons_pipeline_is_for_who_sees_their_deals(market, client_for, actor, owner):
    person = getattr(market.cast, owner)
    response = client_for(getattr(market.cast, actor)).get(URL, {"of": f"person-{person.pk}"})
    assert response.status_code == (200 if owner in SEES[actor] else 404)


def test_any_team_for_executives_own_people_for_managers(market, client_for):
    cast = market.cast
    of_south, of_north = {"of": f"team-{cast.south.pk}"}, {"of": f"team-{cast.north.pk}"}
    assert shown(client_for(cast.executive), **of_south)["pipeline"].decided.won_count == 3
    assert shown(client_for(cast.manager), **of_north)["pipeline"].decided.won_count == 3
    assert client_for(cast.manager).get(URL, of_south).status_code == 404


def test_a_team_holds_those_who_are_in_its_parts(market, executive):
    cast = market.cast
    cast.south.parent = cast.north
    cast.south.save()
    assert len(shown(executive, of=f"team-{cast.north.pk}")["scope"].owners) == 6


@pytest.mark.parametrize(
    "key",
    [
        "all",
        "led-1",
        "team-0",
        "person-0",
        "person-" + "9" * 400,
        "person",
        "x",
        "person-x",
        "\x00",
    ],
)
def test_what_is_not_theirs_or_not_there_is_not_found(market, rep, key):
    assert rep.get(URL, {"of": key}).status_code == 404


def test_the_choice_offers_no_stranger(market, manager):
    content = words(manager)
    assert "Pavo Lindegren" in content
    for stranger in ("Suri Halvorsund", "South", "Elke Sandovar"):
        assert stranger not in content


def test_who_left_stays_as_long_as_they_own_deals(market, executive):
    with_deal, without = market.cast.deactivated, make_person(name="Nobody Here", is_active=False)
    make_deal(owner=with_deal, stage=market.stages["Won"])
    owners = {owner.name for owner in shown(executive)["scope"].owners}
    assert with_deal.name in owners
    assert without.name not in owners


def test_one_person_has_no_list_of_people(market, manager):
    assert "By person" in words(manager)
    assert "By person" not in words(manager, of=f"person-{market.cast.rep.pk}")


# --- what is open ---------------------------------------------------------------------------------


def test_by_stage_with_list_prices_said(market, rep):
    me = market.cast.rep
    market.sell(me, "Prospecting", value=None)
    market.sell(me, "Engaging", value=4000)
    market.sell(me, "Engaging", value=None)
    market.sell(me, "Engaging", value=None, product=make_product(list_price=None))
    found = shown(rep)["pipeline"]
    prospecting, engaging = found.stages
    assert (prospecting.open.count, engaging.open.count, found.total.count) == (1, 3, 4)
    [value] = engaging.open.values
    assert value.value == Money(9482_00, "USD")
    assert value.at_list == Money(5482_00, "USD")
    assert (value.at_list_count, engaging.open.unpriced) == (1, 1)
    assert prospecting.open.values[0].all_at_list
    assert "1 deal has neither and counts as 0." in words(rep)


def test_a_list_price_is_in_the_currency_of_the_product(market, rep):
    euro = make_product(list_price=100, currency="EUR")
    market.sell(market.cast.rep, "Engaging", value=None, product=euro)
    market.sell(market.cast.rep, "Engaging", value=7, product=euro)
    values = shown(rep)["pipeline"].total.values
    assert [value.value for value in values] == [Money(100_00, "EUR"), Money(7_00, "USD")]
    assert "100 EUR" in words(rep)


def test_age_of_what_is_open(market, rep):
    me = market.cast.rep
    for opened in (date(2025, 12, 10), date(2025, 12, 11), date(2026, 3, 11), None):
        market.sell(me, "Engaging", opened_on=opened)
    age = shown(rep)["pipeline"].total.age
    assert age.median == 90
    assert (age.old.hits, age.old.n, age.undated) == (1, 3, 1)
    assert "1 deal has no opening date, so no age." in words(rep)


def test_without_open_deals_it_says_what_belongs_there(market, rep):
    assert "No open deals." in words(rep)


def test_old_deals_come_next(market, rep):
    market.sell(market.cast.rep, "Engaging", number="OLD", opened_on=date(2025, 12, 10))
    step = shown(rep)["next_step"]
    assert step.act == "Go through the open deal older than 90 days."
    assert [deal.number for deal in rep.get(step.url).context["listing"].page] == ["OLD"]


# --- what was decided -----------------------------------------------------------------------------


def test_this_quarter_and_the_three_before(market, rep):
    me = market.cast.rep
    for closed in (date(2026, 1, 1), date(2025, 12, 31), date(2025, 4, 1), date(2025, 3, 31)):
        market.sell(me, closed_on=closed, opened_on=None, value=10)
    market.sell(me, "Lost", closed_on=date(2026, 3, 31), value=0)
    market.sell(me, closed_on=None, value=99)  # won, nobody knows when
    quarters = shown(rep)["pipeline"].quarters
    assert [(q.result.won_count, q.result.lost_count) for q in quarters] == [
        (2, 1), (1, 0), (0, 0), (1, 0),
    ]  # fmt: skip
    assert quarters[0].result.won_value("USD") == Money(1010_00, "USD")


def test_another_quarter(market, rep):
    market.sell(market.cast.rep, closed_on=date(2017, 11, 15), opened_on=None)
    context = shown(rep, quarter="2017-Q4")
    assert context["quarter_name"] == "Fourth quarter 2017"
    assert context["pipeline"].decided.won_count == 1
    keys = [key for key, _name in context["form"].fields["quarter"].choices]
    assert keys[0] == "2026-Q1"
    assert keys[-1] == "2017-Q4"
    assert len(keys) == 34


def test_no_more_quarters_than_one_can_choose_from(market, rep):
    me = market.cast.rep
    market.sell(me, closed_on=date(1, 1, 1), opened_on=None)
    market.sell(me, closed_on=date(9999, 12, 31), opened_on=None)
    keys = [key for key, _name in shown(rep)["form"].fields["quarter"].choices]
    assert len(keys) == 40
    assert keys[0] == "2099-Q4"


@pytest.mark.parametrize(
    "quarter", ["2026-Q5", "2026", "0000-Q1", "9999-Q4", "2026-Q1'", "9" * 400, "\x00", "soon"]
)
def test_what_is_no_quarter_is_said_and_the_present_one_shown(market, rep, quarter):
    context = shown(rep, quarter=quarter)
    assert set(context["form"].errors) == {"quarter"}
    assert context["quarter_name"] == "First quarter 2026"
    assert "This is no quarter." in words(rep, quarter=quarter)


def test_too_few_are_called_too_few(market, rep):
    assert "too few" in words(rep)
    assert "1 of 1 decided deals were won. That is too few to conclude anything" in words(rep)


def test_from_twenty_on_a_share_with_its_range(market, rep):
    for i in range(19):
        market.sell(market.cast.rep, "Won" if i < 11 else "Lost")
    content = words(rep)
    assert "12 of 20 decided deals were won, 60%." in content
    assert "between 39% and 78%, 19 times in 20" in content


def test_without_decisions_it_leads_to_the_latest(market, rep):
    Deal.objects.all().delete()
    market.sell(market.cast.rep, closed_on=date(2017, 11, 15), opened_on=None)
    context = shown(rep)
    assert context["latest"] == ("2017-Q4", "fourth quarter 2017")
    assert "quarter=2017-Q4" in words(rep)
    assert shown(rep, quarter="2017-Q4")["latest"] is None


def test_decisions_of_no_real_day_lead_nowhere(market, rep):
    Deal.objects.all().delete()
    market.sell(market.cast.rep, closed_on=date(9999, 12, 31), opened_on=None)
    key, _name = shown(rep)["latest"]
    assert rep.get(URL, {"quarter": key}).status_code == 200


def test_nothing_decided_is_said(cast, rep):
    assert "No deal was decided in this time." in words(rep)


# --- by person ------------------------------------------------------------------------------------


def test_each_person_by_name_beside_the_others(market, manager):
    cast = market.cast
    for i in range(24):
        market.sell(cast.rep, "Won" if i % 2 else "Lost")
        market.sell(cast.peer, "Won" if i % 3 else "Lost")
    market.sell(cast.peer, "Engaging", opened_on=date(2025, 1, 1))
    context = shown(manager)
    peer, rep = context["rows"]
    assert [row.line.owner.name for row in (peer, rep)] == ["Pavo Lindegren", "Rhea Solbergh"]
    assert (rep.line.decided.won_count, rep.line.decided.lost_count) == (13, 12)
    assert (peer.line.open.count, peer.line.open.age.old.hits) == (1, 1)
    assert rep.mine[1] == Decimal(13) / 25
    assert rep.others == peer.mine
    assert rep.said == "Rhea Solbergh: 52% (33% to 70%); the others: 68% (48% to 83%)"
    assert context["axis"] == (Decimal("0.3"), Decimal("0.9"))


def test_who_decided_too_little_has_no_range(market, manager):
    assert [row.mine for row in shown(manager)["rows"]] == [None, None]
    assert shown(manager)["axis"] is None


def test_people_without_deals_are_there_with_nothing(market, manager):
    make_person(name="Zora New", manager=market.cast.manager)
    last = shown(manager)["rows"][-1]
    assert last.line.owner.name == "Zora New"
    assert (last.line.open.count, last.line.decided.decided) == (0, 0)


def test_twenty_people_a_page(market, executive):
    for i in range(20):
        make_person(name=f"Extra {i:02}")
    first, second = shown(executive), shown(executive, page=2)
    assert len(first["rows"]) == 20
    names = {row.line.owner.name for context in (first, second) for row in context["rows"]}
    assert len(names) == len(first["scope"].owners)
    assert shown(executive, page="9" * 99)["owners"].number == 2


# --- figures open their rows ----------------------------------------------------------------------


def test_every_figure_opens_exactly_its_rows(market, manager):
    cast = market.cast
    for i in range(3):
        market.sell(cast.rep, "Engaging", opened_on=date(2025, 1, 1 + i))
        market.sell(cast.peer, "Prospecting", opened_on=None)
        market.sell(cast.rep, "Lost", closed_on=date(2025, 11, 5), opened_on=None)
    market.sell(cast.manager, "Engaging", number="MINE", opened_on=date(2025, 1, 1))
    content = manager.get(URL).content.decode()
    deals = re.escape(reverse("sales:deals"))
    links = re.findall(rf'<a href="({deals}\?[^"]+)">([\d,]+)</a>', content)
    assert len(links) > 10
    for address, figure in links:
        found = manager.get(unescape(address)).context
        assert not found["form"].errors, address
        assert found["deals"].totals.count == int(figure.replace(",", "")), address


# --- methods, door, budget ------------------------------------------------------------------------


def test_methods_and_the_door(client, rep):
    assert rep.post(URL).status_code == 405
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("people", [1, 30])
def test_the_same_queries_for_one_person_and_for_thirty(
    market, client_for, people, django_assert_num_queries
):
    leader = make_person(name="Lene Oakhurst")
    for _ in range(people):
        seller = make_person(manager=leader, team=market.cast.south)
        for stage in ("Engaging", "Won", "Lost", "Prospecting"):
            market.sell(seller, stage)
    browser = client_for(leader)
    with django_assert_num_queries(14):
        assert len(shown(browser)["rows"]) == min(people, 20)
