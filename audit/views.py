"""The audit trail as a page and as a file, for administrators."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from audit import queries, rules
from audit.forms import FilterForm
from audit.models import Event
from audit.things import things_of
from salesperf.web.export import csv_response
from salesperf.web.listing import Listing, listing
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

SORTS = {"time": ["at"]}


@page(GET, may=rules.can_read_trail)
def events(request: Request) -> HttpResponse:
    """What happened, newest first."""
    form, found = _found(request)
    rows = things_of(found.page, request.user, request.today)
    return render(request, "audit/events.html", {"form": form, "listing": found, "rows": rows})


@page(GET, may=rules.can_read_trail)
def events_csv(request: Request) -> HttpResponseBase:
    """The same events as a file, all of them."""
    heads = [_("Time (UTC)"), _("Person"), _("Act"), _("Thing"), _("Number"), _("Details")]
    _form, found = _found(request)
    return csv_response("audit-trail", heads, _rows(found))


def _found(request: Request) -> tuple[FilterForm, Listing]:
    form = FilterForm(request.GET, verbs=queries.verbs())
    visible = Event.objects.visible_to(request.user, request.today)
    events = queries.filtered(visible, form.wanted(), request.user.zone)
    return form, listing(request, events, sorts=SORTS, default="-time")


def _rows(found: Listing) -> Iterator[list[Any]]:
    for event in found.rows.iterator(chunk_size=500):
        yield [
            event.at.isoformat(timespec="seconds"),
            event.actor.name if event.actor else "",
            event.verb,
            event.target_type,
            event.target_id,
            json.dumps(event.data, ensure_ascii=False, sort_keys=True) if event.data else "",
        ]
