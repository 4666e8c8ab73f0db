"""The list of activity types; HR, administrators and executives keep it."""

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from activities import actions, rules
from activities.forms import ActivityTypeForm
from activities.models import ActivityType
from salesperf.web.find import find_or_404
from salesperf.web.once import once
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request


@page(GET, POST)
def types(request: Request) -> HttpResponse:
    """The list, with a form that adds to it for who keeps it."""
    form = ActivityTypeForm(request.POST or None)
    if request.method == POST:
        require(rules.can_keep_types(request.user))
        # The key is asked first: a second sending must not trip over the name the first one took.
        with suppress(ValidationError):
            return once(request, lambda: _added(request, form))
    status = 422 if form.errors else 200
    return render(request, "activities/types.html", _list_context(request, form), status=status)


@act
def usual_types(request: Request) -> HttpResponse:
    """Begin with the types that most sales organisations count."""
    require(rules.can_keep_types(request.user))
    actions.add_standard_types(actor=request.user, now=request.now)
    return redirect("activities:types")


@page(GET, POST, may=rules.can_keep_types)
def type_edit(request: Request, type_id: int) -> HttpResponse:
    """Rename a type, count it otherwise, say how long one takes and what it leads to."""
    kept = _find(request, type_id)
    form = ActivityTypeForm(request.POST or None, instance=kept)
    if request.method == POST and form.is_valid():
        actions.change_type(
            activity_type=kept, actor=request.user, now=request.now, **form.cleaned_data
        )
        return redirect("activities:types")
    context = {"form": form, "kept": _find(request, type_id)}
    status = 422 if form.errors else 200
    return render(request, "activities/type_edit.html", context, status=status)


@act
def type_place(request: Request, type_id: int) -> HttpResponse:
    """Put a type at a place of the list: ``place`` 0 is the first."""
    require(rules.can_keep_types(request.user))
    place = request.POST.get("place", "")
    if place.isascii() and place.isdigit():
        actions.move_type(activity_type=_find(request, type_id), place=int(place[:6]))
    return redirect("activities:types")


@act
def type_archiving(request: Request, type_id: int) -> HttpResponse:
    """Offer a type no longer."""
    require(rules.can_keep_types(request.user))
    actions.archive_type(activity_type=_find(request, type_id), actor=request.user, now=request.now)
    return redirect("activities:types")


@act
def type_return(request: Request, type_id: int) -> HttpResponse:
    """Offer an archived type again."""
    require(rules.can_keep_types(request.user))
    actions.restore_type(activity_type=_find(request, type_id), actor=request.user, now=request.now)
    return redirect("activities:types")


def _find(request: Request, type_id: int) -> ActivityType:
    visible = ActivityType.objects.visible_to(request.user, request.today)
    return find_or_404(visible, pk=type_id)


def _added(request: Request, form: ActivityTypeForm) -> str:
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    added = actions.add_type(actor=request.user, now=request.now, **form.cleaned_data)
    messages.success(request, _("%(name)s is in the list.") % {"name": added.name})
    return reverse("activities:types")


def _list_context(request: Request, form: ActivityTypeForm) -> dict[str, object]:
    every = list(
        ActivityType.objects.visible_to(request.user, request.today).select_related("leads_to")
    )
    keeps = rules.can_keep_types(request.user)
    return {
        "form": form,
        "in_use": [each for each in every if each.archived_at is None],
        "archived": [each for each in every if each.archived_at is not None],
        "keeps": keeps,
        "next_step": _next(keeps) if not every else None,
    }


def _next(keeps: bool) -> NextStep:
    if not keeps:
        return NextStep(
            act=_("Nothing waits for you."),
            why=_("Human resources or an administrator writes this list."),
        )
    return NextStep(
        act=_("Begin with the usual six."),
        why=_(
            "Calls, first meetings, proposals, account reviews, referrals, practice; all can be renamed."
        ),
        url=reverse("activities:usual_types"),
        button=_("Add the usual six"),
        post=True,
    )
