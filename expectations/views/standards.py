"""Standards as a file: of one document, and of all that somebody may read."""

from collections.abc import Iterator

from django.http import HttpResponseBase

from expectations import sheet
from expectations.forms import CoverageFilterForm
from expectations.paper import file_stem
from expectations.queries.coverage import versions_wanted
from expectations.queries.standards import StandardLine, standards_of, standards_of_shared
from expectations.queries.words import words_of
from expectations.views.found import Found, found
from people.queries import teams
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.policy import GET, page
from salesperf.web.request import Request


@page(GET)
def standards_csv(request: Request, version_id: int) -> HttpResponseBase:
    at = found(request, version_id)
    return csv_response(_name(request, at), sheet.heads(), sheet.rows(_of_one(request, at)))


@page(GET)
def standards_xlsx(request: Request, version_id: int) -> HttpResponseBase:
    at = found(request, version_id)
    return xlsx_response(_name(request, at), sheet.heads(), sheet.rows(_of_one(request, at)))


@page(GET)
def all_standards_csv(request: Request) -> HttpResponseBase:
    return csv_response("standards", sheet.heads(), sheet.rows(_of_all(request)))


@page(GET)
def all_standards_xlsx(request: Request) -> HttpResponseBase:
    return xlsx_response("standards", sheet.heads(), sheet.rows(_of_all(request)))


def _of_one(request: Request, at: Found) -> list[StandardLine]:
    return standards_of(at.version, request.today)


def _of_all(request: Request) -> Iterator[StandardLine]:
    """Those of the coverage, with its filters; for who has no such page, one's own."""
    form = CoverageFilterForm(request.GET, teams=teams(), today=request.today)
    versions = versions_wanted(request.user, request.today, form.wanted())
    in_order = versions.order_by("document__person__name", "document__starts_on", "pk")
    return standards_of_shared(in_order, request.today)


def _name(request: Request, at: Found) -> str:
    return file_stem(words_of(at.version, request.today))
