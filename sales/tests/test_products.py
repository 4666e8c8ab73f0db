"""GET /products/: the price list, and how the deals one may see went with each product."""

import pytest
from django.urls import reverse

from sales.builders import make_product
from sales.models import Product
from sales.tests.market import SEES

URL = reverse("sales:products")


@pytest.mark.parametrize("actor", SEES)
def test_everybody_sees_the_prices_and_counts_their_own_deals(market, client_for, actor):
    response = client_for(getattr(market.cast, actor)).get(URL)
    [(product, counts)] = response.context["rows"]
    assert (product.name, counts.won) == ("GTX Plus Pro", len(SEES[actor]))
    assert "5,482 USD" in response.content.decode()


def test_it_sorts(market, rep):
    make_product(name="MG Special", list_price=55, series="MG")
    make_product(name="Unpriced", list_price=None, series="A")

    def names(sort):
        return [product.name for product in rep.get(URL, {"sort": sort}).context["listing"].page]

    assert names("price") == ["MG Special", "GTX Plus Pro", "Unpriced"]
    assert names("-price") == ["GTX Plus Pro", "MG Special", "Unpriced"]
    assert names("series") == ["Unpriced", "GTX Plus Pro", "MG Special"]
    assert names(";drop") == ["GTX Plus Pro", "MG Special", "Unpriced"]


def test_a_price_that_is_not_known_is_said(market, rep):
    make_product(list_price=None)
    make_product(list_price=0)
    content = rep.get(URL).content.decode()
    assert "none yet" in content
    assert "0 USD" in content


def test_none_yet(cast, rep):
    assert "No products yet." in rep.get(URL).content.decode()


def test_methods_and_the_door(client, rep):
    assert rep.post(URL).status_code == 405
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("rows", [1, 30])
def test_the_same_queries_for_one_row_and_for_thirty(
    market, executive, rows, django_assert_num_queries
):
    for _ in range(rows):
        market.sell(market.cast.rep, product=make_product())
    Product.objects.exclude(deals__isnull=False).delete()
    with django_assert_num_queries(9):
        executive.get(URL)
