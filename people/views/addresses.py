"""Another address to sign in with, from the links of the two mails."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from people import actions, links, queries, rules
from people.models import EmailChange
from people.problems import LinkEnded
from people.views.person import found_person
from salesperf.web.policy import GET, POST, act, open_page, require
from salesperf.web.request import Request, posted

BY_LINK = "who has the one-time token of one of the two mails, looked up by its hash"
COOKIE = "email_link"

_OLD: dict[str, Callable[..., EmailChange]] = {
    "stop": actions.stop_address,
    "agree": actions.agree_to_address,
}
_NEW: dict[str, Callable[..., EmailChange]] = {"confirm": actions.confirm_address}


@open_page(GET, why=BY_LINK)
def email_link(request: Request, token: str) -> HttpResponse:
    return links.carry_to("people:email_change", COOKIE, token)


@open_page(GET, POST, why=BY_LINK)
def email_change(request: Request) -> HttpResponse:
    """Confirm from the new address; stop or agree from the old one."""
    token = links.carried(request, COOKIE)
    known = queries.email_change_by(token, request.now)
    if known is None:
        return _ended(request)
    change, is_old = known
    do = (_OLD if is_old else _NEW).get(posted(request, "answer"))
    if request.method == POST and do is not None:
        try:
            change = do(token_hash=links.hash_of(token), now=request.now)
        except LinkEnded:
            return _ended(request)
        return _answered(request, change)
    context = {"change": change, "is_old": is_old}
    return render(request, "people/email_change.html", context)


@act
def email_withdrawal(request: Request, person_id: int) -> HttpResponse:
    """Take back a change of the address that still waits."""
    one = found_person(request, person_id)
    require(rules.can_change_account(request.user, one))
    if actions.take_back_address(person=one, by=request.user, now=request.now):
        messages.success(request, _("The address stays %(email)s.") % {"email": one.email})
    return redirect(one)


def _answered(request: Request, change: EmailChange) -> HttpResponse:
    response = render(request, "people/email_change_answered.html", {"change": change})
    return links.drop(response, "people:email_change", COOKIE)


def _ended(request: Request) -> Any:
    return render(request, "people/link_ended.html", status=410)
