"""What to do next on the pages of this room, in one sentence."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calc.funnel import OLD_DAYS
from sales.models import Account, Deal, Stage
from sales.queries.deals import old_before
from sales.queries.pipeline import Pipeline
from sales.queries.scope import Scope
from salesperf.web import format
from salesperf.web.parts import NextStep


def old_deals_url(scope: Scope, today: date) -> str:
    """The address of the open deals of these owners that are too old."""
    asked = {**scope.params, "kind": "open", "opened_to": old_before(today).isoformat()}
    return f"{reverse('sales:deals')}?{urlencode(asked)}"


def for_pipeline(found: Pipeline, scope: Scope, today: date) -> NextStep:
    """Old open deals first: they are what a look at the pipeline is for."""
    old = found.total.age.old
    if not old.hits:
        return NextStep(
            act=_("Nothing waits for you here."),
            why=_("No open deal is older than %(days)s days.") % {"days": OLD_DAYS},
        )
    return NextStep(
        act=ngettext(
            "Go through the open deal older than %(days)s days.",
            "Go through the %(n)s open deals older than %(days)s days.",
            old.hits,
        )
        % {"n": format.number(old.hits), "days": OLD_DAYS},
        why=_("Win it, close it as lost, or write in the CRM what happens next."),
        url=old_deals_url(scope, today),
        button=ngettext("Show it", "Show them", old.hits),
    )


def for_deals(old: int, scope: Scope, today: date) -> NextStep:
    """The list leads to the deals that hang; ``old`` is how many there are."""
    if not old:
        return NextStep(
            act=_("Nothing waits for you here."),
            why=_("Deals change in the CRM and come in with the next import."),
        )
    return NextStep(
        act=ngettext(
            "One open deal is older than %(days)s days.",
            "%(n)s open deals are older than %(days)s days.",
            old,
        )
        % {"n": format.number(old), "days": OLD_DAYS},
        why=_("Win it, close it as lost, or write in the CRM what happens next."),
        url=old_deals_url(scope, today),
        button=ngettext("Show it", "Show them", old),
    )


def for_deal(deal: Deal, today: date) -> NextStep:
    """One deal: what is missing, or how long it has been open."""
    if deal.stage.kind != Stage.Kind.OPEN:
        return NextStep(
            act=_("Nothing waits for you."), why=_("The deal is decided; its story stands below.")
        )
    if deal.opened_on is not None and deal.opened_on <= old_before(today):
        days = (today - deal.opened_on).days
        return NextStep(
            act=_("Ask for a decision."),
            why=_("Open for %(days)s days. What you change in the CRM comes with the next import.")
            % {"days": format.number(days)},
        )
    if deal.account is None or deal.opened_on is None:
        missing = _("account") if deal.account is None else _("opening date")
        return NextStep(
            act=_("Add the %(missing)s in the CRM.") % {"missing": missing},
            why=_("Without it the deal is missing where deals are counted by it."),
        )
    return NextStep(
        act=_("Nothing waits for you."),
        why=_("What changes in the CRM comes with the next import."),
    )


def for_account(account: Account, open_deals: int) -> NextStep:
    """The open deals with it are what one does something about."""
    if not open_deals:
        return NextStep(
            act=_("Nothing waits for you here."),
            why=_("You may see no open deal with %(name)s.") % {"name": account.name},
        )
    return NextStep(
        act=ngettext(
            "One deal with %(name)s is open.", "%(n)s deals with %(name)s are open.", open_deals
        )
        % {"n": format.number(open_deals), "name": account.name},
        why=_("See how long, and in which stage."),
        url=f"{reverse('sales:deals')}?account={account.pk}&kind=open",
        button=ngettext("Show it", "Show them", open_deals),
    )


def for_catalogue() -> NextStep:
    """Accounts and products are kept in the CRM."""
    return NextStep(
        act=_("Nothing waits for you here."),
        why=_("What changes in the CRM comes with the next import."),
    )
