"""Whom we sell to and what: accounts with the deals one may see, and the price list."""

from django.http import HttpResponse
from django.shortcuts import render

from sales import next_steps, queries
from sales.deal_list import deal_list
from sales.forms import AccountSearchForm
from sales.models import Account, Deal, Product
from sales.queries.catalogue import (
    NO_DEALS,
    accounts_mentioning,
    counts_by_account,
    counts_by_product,
)
from salesperf.web.find import find_or_404
from salesperf.web.listing import listing
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

ACCOUNT_SORTS = {"name": ["name"], "sector": ["sector", "name"], "location": ["location", "name"]}
PRODUCT_SORTS = {
    "name": ["name"],
    "series": ["series", "name"],
    "price": ["currency", "list_price_minor"],
}


@page(GET)
def accounts(request: Request) -> HttpResponse:
    form = AccountSearchForm(request.GET)
    visible = Account.objects.visible_to(request.user, request.today)
    found = listing(
        request, accounts_mentioning(visible, form.text()), sorts=ACCOUNT_SORTS, default="name"
    )
    counts = counts_by_account(
        Deal.objects.visible_to(request.user, request.today),
        [account.pk for account in found.page],
        queries.stages(),
    )
    rows = [(account, counts.get(account.pk, NO_DEALS)) for account in found.page]
    context = {
        "form": form,
        "listing": found,
        "rows": rows,
        "next_step": next_steps.for_catalogue(),
    }
    return render(request, "sales/accounts.html", context)


@page(GET)
def account(request: Request, account_id: int) -> HttpResponse:
    found = find_or_404(Account.objects.visible_to(request.user, request.today), pk=account_id)
    visible = Deal.objects.visible_to(request.user, request.today).filter(account=found)
    deals = deal_list(request, visible, queries.stages(), with_account=False)
    context = {
        "account": found,
        "facts": [(str(name), str(value)) for name, value in found.facts.items() if value],
        "deals": deals,
        "listing": deals.listing,
        "next_step": next_steps.for_account(found, deals.totals.open),
    }
    return render(request, "sales/account.html", context)


@page(GET)
def products(request: Request) -> HttpResponse:
    visible = Product.objects.visible_to(request.user, request.today)
    found = listing(request, visible, sorts=PRODUCT_SORTS, default="name")
    counts = counts_by_product(
        Deal.objects.visible_to(request.user, request.today),
        [product.pk for product in found.page],
        queries.stages(),
    )
    rows = [(product, counts.get(product.pk, NO_DEALS)) for product in found.page]
    context = {"listing": found, "rows": rows, "next_step": next_steps.for_catalogue()}
    return render(request, "sales/products.html", context)
