"""Every component in every state, on one page: developers build from it, testers compare with it.

The figures are made up and stand here, not in the database, so that the page never changes.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calc.money import Money
from salesperf.web.listing import Listing
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

# Token, contrast on paper in light and in dark (WCAG 2.2 relative luminance).
COLOURS = (
    ("ink", "17.2", "14.9"),
    ("ink-2", "7.9", "8.8"),
    ("ink-3", "5.7", "6.3"),
    ("accent", "7.7", "8.7"),
    ("good", "6.8", "8.9"),
    ("warn", "6.7", "8.8"),
    ("bad", "6.5", "7.7"),
    ("edge", "3.9", "4.5"),
    ("chart-grey", "3.4", "5.0"),
    ("paper", "1.0", "1.0"),
    ("wash", "1.1", "1.1"),
    ("wash-2", "1.2", "1.2"),
    ("line", "1.3", "1.4"),
    ("line-2", "1.7", "2.0"),
    ("accent-wash", "1.2", "1.3"),
    ("accent-mid", "1.7", "2.8"),
)
STATUS_KEYS = (
    ("ahead", "met", "draft"),
    ("on_track", "missed", "waiting"),
    ("behind", "look", "closed"),
    ("far_behind", "stops", "no_data"),
)
PACE = [0, 0, 0, 0, 30, 34, 80, 100, 100, 105, 110, 110, 120, 180, 190, 190, 195, 240, 294]
EXPECTED = [0, 14, 30, 44, 60, 75, 90, 106, 120, 138, 150, 175, 190, 220, 240, 270, 290, 320, 343]
TREND = [88, 93, 97, 90, 107, 99, 95, 101, 91, 100]
WEEK = (
    {
        "name": _("Calls"),
        "area": _("New revenue"),
        "days": ("22", "25", "24", "27", ""),
        "done": 98,
        "week": 100,
        "mark": 80,
        "pace": "ahead",
        "imported": True,
    },
    {
        "name": _("First meetings"),
        "area": _("New revenue"),
        "days": ("3", "2", "4", "2", ""),
        "done": 11,
        "week": 15,
        "mark": 12,
        "pace": "on_track",
    },
    {
        "name": _("Proposals sent"),
        "area": _("New revenue"),
        "days": ("1", "0", "2", "", ""),
        "done": 3,
        "week": 8,
        "mark": 6,
        "pace": "behind",
    },
)
NOW = datetime(2017, 11, 16, 11, 42, 8, tzinfo=ZoneInfo("UTC"))


class _Example(forms.Form):
    target = forms.CharField(label=_("Target"), help_text=_("Won deals, in whole USD"))
    due = forms.DateField(label=_("Due"), input_formats=["%d %b %Y"])
    focus = forms.CharField(label=_("In focus"))
    why = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class _Choices(forms.Form):
    source = forms.ChoiceField(
        label=_("Counts from"), choices=[("deals", _("Deals")), ("log", _("Activities"))]
    )
    read = forms.ChoiceField(
        label=_("You have read it"),
        choices=[("agree", _("and agree")), ("disagree", _("and disagree, because …"))],
        widget=forms.RadioSelect,
    )
    share = forms.BooleanField(
        label=_("Share with Anna"), required=False, help_text=_("She is told at once.")
    )
    version = forms.CharField(
        label=_("Plan version"),
        disabled=True,
        help_text=_("Signed text cannot change. Make a new version."),
    )


@page(GET)
def patterns(request: Request) -> HttpResponse:
    """The page; it reads nothing but the request."""
    return render(request, "web/patterns.html", {**_forms(), **_figures(request)})


def _forms() -> dict[str, Any]:
    example = _Example({"target": "78,000", "due": "31.2.", "focus": "Asking discovery questions"})
    example.fields["due"].error_messages["invalid"] = _(
        "February ends on the 28th. Write a date like 28 Feb 2018."
    )
    return {
        "example": example,
        "choices": _Choices(initial={"read": "agree", "share": True, "version": _("3, signed")}),
    }


def _figures(request: Request) -> dict[str, Any]:
    today = date(2017, 11, 16)
    return {
        "colours": COLOURS,
        "status_rows": STATUS_KEYS,
        "listing": Listing(
            page=Paginator(range(8800), 50).get_page(request.GET.get("page")),
            sort="-value",
            rows=None,  # type: ignore[arg-type]
        ),
        "deals": (
            (
                date(2017, 11, 15),
                "Treequote",
                Money(527600, "USD"),
                "6 and 8%",
                Money(40580, "USD"),
            ),
            (date(2017, 11, 13), "Streethex", Money(106000, "USD"), "6%", Money(6360, "USD")),
            (date(2017, 11, 2), "Domzoom", Money(-110300, "USD"), "6%", Money(-6618, "USD")),
            (None, "Rundofase", None, "", None),
        ),
        "total_value": Money(523300, "USD"),
        "total_pay": Money(40322, "USD"),
        "pace_actual": PACE,
        "pace_expected": EXPECTED,
        "trend_values": TREND,
        "strip_others": [38, 41, 42, 55, 66, 68, 71],
        "strip_mine": [47, 57, 72],
        "mine": (Decimal("46"), Decimal("53"), Decimal("60")),
        "others": (Decimal("60"), Decimal("63"), Decimal("66")),
        "week_rows": WEEK,
        "strip_said": _("Past quarters from 38 to 72, hers 47, 57 and 72, target 70"),
        "half": Decimal("0.50"),
        "today": today,
        "yesterday": date(2017, 11, 15),
        "friday": date(2017, 11, 17),
        "monday": date(2017, 11, 13),
        "now": NOW,
        "rate": Decimal("0.602"),
        "calm_step": NextStep(
            gettext("Nothing waits for you."),
            gettext("The next one-on-one opens for preparation on Thursday."),
        ),
        "next_step": NextStep(
            gettext("Look at each part in light and dark, on a phone and on paper."),
            gettext("What is not here does not exist yet: say so before you invent it."),
            "#fields",
            gettext("Go to the fields"),
            main=False,
        ),
    }
