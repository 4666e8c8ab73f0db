"""Every POST can come twice: double click, retry after a lost answer, back button.

Acts that change a state are idempotent by themselves. A form that *creates* something carries a
one-time key (template tag ``form_key``); its view wraps the creation in :func:`once`::

    return once(request, lambda: create(...).get_absolute_url())

The second sending of the same key does nothing and leads to where the first one led. The key
and the creation are one transaction: if creating fails, the key is free again. The same key
with another body is a mistake of the sender and is refused (409), like Stripe's idempotency
keys (https://docs.stripe.com/api/idempotent_requests).
"""

import hashlib
import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect

from salesperf.web.models import ReceivedForm
from salesperf.web.request import Request, posted

FIELD = "form_key"


def new_key() -> str:
    """A fresh one-time key: 192 random bits."""
    return secrets.token_urlsafe(24)


def once(request: Request, create: Callable[[], str]) -> HttpResponse:
    """Run ``create`` at most once for the form key of this request.

    ``create`` does the work and returns the address to go to. Without a key (an API client, a
    hand-made form) it simply runs.
    """
    key = posted(request, FIELD)[:64]
    if not key:
        with transaction.atomic():
            return HttpResponseRedirect(create())
    body_hash = _body_hash(request)
    try:
        with transaction.atomic():
            received = ReceivedForm.objects.create(
                key=key,
                person_id=request.user.pk,
                body_hash=body_hash,
                leads_to="",
                received_at=request.now,
            )
            received.leads_to = create()
            received.save(update_fields=["leads_to"])
            return HttpResponseRedirect(received.leads_to)
    except IntegrityError:
        first = ReceivedForm.objects.filter(key=key, person_id=request.user.pk).first()
        if first is None:
            raise
        if first.body_hash != body_hash:
            return HttpResponse(status=409)
        return HttpResponseRedirect(first.leads_to)


def _body_hash(request: Request) -> str:
    fields = sorted(
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", FIELD}
        for value in values
    )
    return hashlib.sha256(repr(fields).encode()).hexdigest()
