"""Accounts and products from a file: matched by name, nothing the file says is lost."""

import pytest

from sales.builders import make_account, make_product
from sales.models import Account, Product
from salesperf.imports.tests.helpers import check, leave_out, receive, run

pytestmark = pytest.mark.django_db
ACCOUNTS = "account,industry,country,employees\nHarbour Mills,food,Norway,120\nOrchard,,,\n"


def test_accounts_keep_what_no_field_is_for():
    run(receive("accounts", ACCOUNTS))
    account = Account.objects.get(name="Harbour Mills")
    assert (account.sector, account.location) == ("food", "Norway")
    assert account.facts == {"employees": "120"}
    assert Account.objects.get(name="Orchard").facts == {}


def test_the_same_accounts_again_change_nothing():
    run(receive("accounts", ACCOUNTS))
    again = check(receive("accounts", ACCOUNTS))
    assert (again.counts.same, again.changes_nothing) == (2, True)


def test_an_empty_cell_takes_nothing_away_and_a_filled_one_changes():
    make_account(name="harbour mills", sector="food", location="Oslo", facts={"phone": "1"})
    file = receive("accounts", "account,industry,country,employees\nHarbour Mills,,Norway,9\n")
    assert check(file).counts.changed == 1
    run(file)
    account = Account.objects.get()
    assert (account.sector, account.location) == ("food", "Norway")
    assert account.facts == {"phone": "1", "employees": "9"}


def test_a_name_that_stands_twice_is_counted_or_named():
    file = receive("accounts", "account,industry\nOrchard,food\nORCHARD,food\nOrchard,wood\n,x\n")
    found = check(file)
    assert found.counts.twice == 1
    assert [(p.row, p.column) for p in found.problems] == [(4, "account"), (5, "account")]
    leave_out(file)
    run(file)
    assert Account.objects.get().sector == "food"


def test_products_have_list_prices_in_the_chosen_currency():
    run(receive("products", 'product,series,price\nBeacon,Lights,"1,054.50"\n', currency="EUR"))
    product = Product.objects.get()
    assert (product.series, product.list_price_minor, product.currency) == ("Lights", 105450, "EUR")


def test_a_changed_price_changes_the_product():
    make_product(name="Beacon", list_price=700)
    file = receive("products", "product,price\nBeacon,750\n", currency="USD")
    assert check(file).counts.changed == 1
    run(file)
    assert Product.objects.get().list_price_minor == 75000


def test_a_price_that_is_none_is_named():
    (problem,) = check(
        receive("products", "product,price\nBeacon,cheap\n", currency="USD")
    ).problems
    assert (problem.row, problem.column, problem.value) == (2, "price", "cheap")
