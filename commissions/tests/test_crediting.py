"""Deals become credits: who gets which part, in which currency, and when again."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from commissions.actions.crediting import credit_deals, set_splits
from commissions.builders import make_plan, put_under
from commissions.models import Credit, ExchangeRate, PayeeInputs
from sales.models import Deal, Stage


@pytest.fixture
def plan(cast):
    plan = make_plan()
    put_under(plan, cast.rep, cast.peer)
    return plan


def credit():
    return credit_deals(now=timezone.now())


def amounts():
    rows = Credit.objects.order_by("payee__name", "key")
    return [(row.payee.first_name, row.amount) for row in rows.select_related("payee")]


def test_a_won_deal_is_credited_to_its_owner(plan, cast, sell):
    deal = sell(cast.rep, 1200)
    assert credit().written == 1
    row = Credit.objects.get()
    assert (row.plan, row.payee, row.deal) == (plan, cast.rep, deal)
    assert (row.day, row.amount, row.role, row.share) == (date(2026, 1, 15), 1200_00, "own", "")
    assert row.key == f"crm:{deal.number}"


@pytest.mark.parametrize("kind", [Stage.Kind.OPEN, Stage.Kind.LOST])
def test_what_is_not_won_is_not_credited(plan, cast, sell, kind):
    sell(cast.rep, 1200, kind=kind)
    assert credit().written == 0


def test_who_is_under_no_plan_that_day_gets_no_credit(plan, cast, sell):
    put_under(plan, cast.peer, starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 28))
    sell(cast.peer, 1, "01-31")
    sell(cast.peer, 2, "02-01")
    sell(cast.peer, 3, "02-28")
    sell(cast.peer, 4, "03-01")
    sell(cast.other_rep, 5)
    credit()
    assert amounts() == [("Pavo", 200), ("Pavo", 300)]


def test_a_deal_is_looked_at_again_only_when_it_changed(plan, cast, sell):
    deal = sell(cast.rep, 1200)
    sell(cast.peer, 700)
    assert credit().deals == 2
    assert credit().deals == 0
    Deal.objects.filter(pk=deal.pk).update(value_minor=1300_00, revision=2)
    again = credit()
    assert (again.deals, again.written, again.removed) == (1, 1, 1)
    assert amounts() == [("Pavo", 700_00), ("Rhea", 1300_00)]


def test_a_change_that_changes_no_credit_writes_nothing(plan, cast, sell):
    deal = sell(cast.rep, 1200)
    credit()
    Deal.objects.filter(pk=deal.pk).update(revision=2)
    again = credit()
    assert (again.deals, again.written, again.removed) == (1, 0, 0)
    assert PayeeInputs.objects.get().revision == 1


def test_a_deal_that_is_no_longer_won_loses_its_credit(plan, cast, sell):
    deal = sell(cast.rep, 1200)
    credit()
    Deal.objects.filter(pk=deal.pk).update(
        stage=Stage.objects.get(kind=Stage.Kind.LOST), revision=2
    )
    assert credit().removed == 1
    assert amounts() == []
    assert PayeeInputs.objects.get().credits == 0


def test_the_parts_of_a_shared_deal_add_up_to_it(plan, cast, sell):
    third = make_plan("Others")
    put_under(third, cast.other_rep)
    deal = sell(cast.rep, "100.00")
    people = (cast.rep, cast.peer, cast.other_rep)
    set_splits(
        deal=deal, splits=[(each, "credit", 1) for each in people], actor=None, now=timezone.now()
    )
    credit()
    assert sum(amount for _, amount in amounts()) == 100_00
    assert sorted(amount for _, amount in amounts()) == [33_33, 33_33, 33_34]


def test_a_payout_split_credits_the_whole_deal_to_each_and_shares_the_pay(plan, cast, sell):
    deal = sell(cast.rep, 1000)
    splits = [(cast.rep, "payout", 60), (cast.peer, "payout", 40)]
    set_splits(deal=deal, splits=splits, actor=None, now=timezone.now())
    credit()
    assert amounts() == [("Pavo", 1000_00), ("Rhea", 1000_00)]
    shares = set(Credit.objects.values_list("share", flat=True))
    assert len(shares) == 2
    assert all(share.endswith("/100") for share in shares)


def test_an_overlay_comes_on_top(plan, cast, sell):
    deal = sell(cast.rep, 1000)
    splits = [(cast.peer, "overlay", 500_000_000)]
    set_splits(deal=deal, splits=splits, actor=None, now=timezone.now())
    credit()
    assert amounts() == [("Pavo", 500_00), ("Rhea", 1000_00)]


def test_splitting_a_deal_later_credits_it_again(plan, cast, sell):
    deal = sell(cast.rep, 1000)
    credit()
    set_splits(deal=deal, splits=[(cast.peer, "credit", 1)], actor=None, now=timezone.now())
    again = credit()
    assert (again.deals, again.removed, again.written) == (1, 1, 1)
    assert amounts() == [("Pavo", 1000_00)]


def test_a_manager_is_credited_with_the_team_where_their_plan_counts_it(plan, cast, sell):
    override = make_plan("Override", {"id": "team", "rate": "1%", "where": {"role": ["team"]}})
    put_under(override, cast.manager)
    sell(cast.rep, 1000)
    credit()
    assert amounts() == [("Mila", 1000_00), ("Rhea", 1000_00)]
    assert Credit.objects.get(payee=cast.manager).role == "team"


def test_another_manager_gets_the_team_credits_of_all_deals(plan, cast, sell):
    override = make_plan("Override", {"id": "team", "rate": "1%", "where": {"role": ["team"]}})
    put_under(override, cast.manager, cast.other_manager)
    sell(cast.rep, 1000, "02-10")
    credit()
    cast.rep.reporting_lines.update(manager=cast.other_manager)
    again = credit()
    assert (again.removed, again.written) == (1, 1)
    assert {name for name, _ in amounts()} == {cast.other_manager.first_name, "Rhea"}


def test_another_currency_is_converted_once_and_says_by_which_rate(plan, cast, sell):
    ExchangeRate.objects.create(
        currency="EUR", into="USD", on=date(2026, 1, 10), rate=Decimal("1.0825"), source="ECB"
    )
    sell(cast.rep, "100.01", currency="EUR")
    credit()
    row = Credit.objects.get()
    assert row.amount == 108_26  # 108.260825
    assert row.conversion["amount"] == 100_01
    assert (row.conversion["on"], row.conversion["source"]) == ("2026-01-10", "ECB")


def test_a_deal_without_a_rate_is_said_every_time_until_there_is_one(plan, cast, sell):
    deal = sell(cast.rep, 100, currency="EUR")
    for _ in range(2):
        found = credit()
        assert [one.at for one in found.findings] == [f"deals/crm:{deal.number}/currency"]
        assert amounts() == []
    ExchangeRate.objects.create(
        currency="EUR", into="USD", on=date(2026, 1, 1), rate=2, source="by hand"
    )
    assert credit().findings == []
    assert amounts() == [("Rhea", 200_00)]


def test_a_won_deal_without_value_is_a_finding_not_a_zero(plan, cast, sell):
    sell(cast.rep, None)
    found = credit()
    assert [one.code for one in found.findings] == ["incomplete"]
    assert amounts() == []


def test_texts_of_any_kind_come_through(plan, cast, sell, calculate):
    sell(cast.rep, 10, number="a\\tb\tc\\\\d 👩‍💼 «ž»")
    credit()
    assert Credit.objects.get().key == "crm:a\\tb\tc\\\\d 👩‍💼 «ž»"
    assert calculate().shards.get().lines == 1


def test_crediting_that_was_stopped_goes_on(plan, cast, sell, monkeypatch):
    from commissions.actions import crediting

    monkeypatch.setattr(crediting, "CHUNK", 2)
    for value in range(1, 6):
        sell(cast.rep, value)
    told = []

    def stop_after_one(so_far):
        told.append(so_far.deals)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        credit_deals(now=timezone.now(), told=stop_after_one)
    assert (told, Credit.objects.count()) == ([2], 2)
    assert credit().deals == 3
    assert [amount for _, amount in amounts()] == [100, 200, 300, 400, 500]
    assert PayeeInputs.objects.get().credits == 5
