"""The deals one may see, as a list and as a file; one deal with its story."""

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from sales import next_steps, queries, rules
from sales.deal_list import deal_list, file_table
from sales.forms import DealFilterForm
from sales.models import Account, Deal, Product
from sales.models.deals import DealQuerySet
from sales.queries.history import history
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.find import find_or_404
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

OTHERS_SHOWN = 6


@page(GET)
def deals(request: Request) -> HttpResponse:
    """The whole page, or for htmx the list alone; fields left empty leave the address."""
    asked = _without_blanks(request.GET)
    address = f"{request.path}?{asked.urlencode()}" if asked else request.path
    if dict(asked.lists()) != dict(request.GET.lists()) and not request.htmx:
        return HttpResponseRedirect(address)
    request.GET = asked  # type: ignore[assignment]  # one of our own making can be changed
    form, rows = _filtered(request)
    several = len(form.scopes.people) > 1
    found = deal_list(request, rows, form.stages, with_owner=several)
    context = {
        "form": form,
        "filtered": bool(form.tags()),
        "path": request.path,
        "deals": found,
        "listing": found.listing,
        "as_of": queries.deals_as_of(),
        "may_import": rules.can_import_deals(request.user),
    }
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "sales/_deals.html", context)
        response["HX-Push-Url"] = address
    else:
        context["next_step"] = _next_step(request, form)
        response = render(request, "sales/deals.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@page(GET)
def deals_csv(request: Request) -> HttpResponseBase:
    form, rows = _filtered(request)
    return _back_to_list(request, form) or csv_response("deals", *file_table(request, rows))


@page(GET)
def deals_xlsx(request: Request) -> HttpResponseBase:
    form, rows = _filtered(request)
    return _back_to_list(request, form) or xlsx_response("deals", *file_table(request, rows))


@page(GET)
def deal(request: Request, deal_id: int) -> HttpResponse:
    visible = _visible(request)
    found = find_or_404(
        visible.select_related("account", "product", "owner__team", "stage"), pk=deal_id
    )
    context = {
        "deal": found,
        "days": queries.days_open(found, request.today),
        "revisions": history(found),
        "of_account": queries.others_of_account(visible, found, OTHERS_SHOWN),
        "of_product": queries.others_of_product(visible, found, OTHERS_SHOWN),
        "next_step": next_steps.for_deal(found, request.today),
    }
    return render(request, "sales/deal.html", context)


def _visible(request: Request) -> DealQuerySet:
    return Deal.objects.visible_to(request.user, request.today)


def _filtered(request: Request) -> tuple[DealFilterForm, DealQuerySet]:
    form = DealFilterForm(
        request.GET,
        choices=queries.scopes(request.user, request.today),
        stages=queries.stages(),
        products=Product.objects.visible_to(request.user, request.today),
        accounts=Account.objects.visible_to(request.user, request.today),
    )
    return form, queries.filtered(_visible(request), form.wanted(), request.today)


def _next_step(request: Request, form: DealFilterForm) -> NextStep:
    scope = form.scopes.default
    old = queries.old_open_deals(scope.narrow(_visible(request)), form.stages, request.today)
    return next_steps.for_deals(old, scope, request.today)


def _back_to_list(request: Request, form: DealFilterForm) -> HttpResponse | None:
    """A file with a filter that is not understood would hold rows nobody asked for."""
    if form.is_valid():
        return None
    return HttpResponseRedirect(f"{reverse('sales:deals')}?{request.GET.urlencode()}")


def _without_blanks(asked: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        filled = [value for value in values if value.strip()]
        if filled:
            kept.setlist(name, filled)
    return kept
