"""Marking standards as achievable, reading without agreeing, putting into force without agreement."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from expectations import rules
from expectations.actions import disagreement as acts
from expectations.actions.achievable import mark
from expectations.fields import LONGEST_TEXT, clean
from expectations.forms_of_agreement import DisagreementForm, PutInForceForm
from expectations.models import AchievableMark
from expectations.problems import NotPossible, OtherWords
from expectations.queries.documents import disagreement_with
from expectations.views.document import head
from expectations.views.found import Found, found
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request, posted

YES, NOT_YET = "yes", "not_yet"
LONGEST_WORD = AchievableMark._meta.get_field("text").max_length or LONGEST_TEXT


@act
def achievability(request: Request, version_id: int) -> HttpResponse:
    """Say whether one standard is achievable, or that all without a mark are."""
    at = found(request, version_id)
    require(bool(at.sides.of(request.user)))
    line, text = _line(request), clean(posted(request, "text"))
    if len(text) > LONGEST_WORD:
        text = text[: LONGEST_WORD - 1] + "…"
        messages.warning(request, _("Your word was shortened; comment on the line to say more."))
    try:
        mark(
            version=at.version,
            actor=request.user,
            line=line,
            achievable=line is None or posted(request, "achievable") != NOT_YET,
            text=text,
            seen=posted(request, "seen"),
            today=request.today,
            now=request.now,
        )
    except OtherWords:
        messages.warning(request, _("The words changed since you read them. Read them again."))
    except NotPossible as problem:
        messages.error(request, problem.message)
    place = f"standard-{line}" if line else "signatures"
    return redirect(f"{at.version.get_absolute_url()}#{place}")


def _line(request: Request) -> UUID | None:
    """The standard that is marked; None for all."""
    line = posted(request, "line")
    try:
        return UUID(line) if line else None
    except ValueError:
        raise Http404 from None


@page(GET, POST)
def disagreement(request: Request, version_id: int) -> HttpResponse:
    """Read, and I disagree: say why."""
    at = found(request, version_id)
    side = at.sides.of(request.user)
    require(bool(side) and not rules.writes(request.user, at.version, at.sides))
    if not rules.can_disagree(request.user, at.version, at.sides):
        messages.warning(request, _("Nothing is waiting for your word here."))
        return redirect(at.version)
    form = DisagreementForm(request.POST or None)
    if request.method == POST and form.is_valid():
        try:
            acts.disagree(
                version=at.version, actor=request.user, text=form.cleaned_data["text"],
                seen=posted(request, "seen"), today=request.today, now=request.now,
            )  # fmt: skip
        except OtherWords:
            form.add_error(None, _("The words changed since you read them. Read them again."))
        except NotPossible as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Recorded: you read it and disagree. You can agree later."))
            return redirect(at.version)
    context = {**head(request, at), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/disagreement.html", context, status=status)


@page(GET, POST)
def putting_in_force(request: Request, version_id: int) -> HttpResponse:
    """The manager answers a disagreement and puts the version into force; asks before."""
    at = found(request, version_id)
    require(at.sides.of(request.user) == rules.MANAGER)
    said = disagreement_with(at.version)
    if said is None or not rules.can_put_in_force(request.user, at.version, at.sides):
        messages.warning(request, _("Nobody disagrees with these words, or they are in force."))
        return redirect(at.version)
    form = PutInForceForm(request.POST or None)
    if request.method == POST and form.is_valid() and _put(request, at, form):
        messages.success(request, _("In force without agreement. Human resources are told."))
        return redirect(at.version)
    context = {**head(request, at), "form": form, "said": said}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/putting_in_force.html", context, status=status)


def _put(request: Request, at: Found, form: PutInForceForm) -> bool:
    try:
        acts.put_in_force(
            version=at.version, actor=request.user, text=form.cleaned_data["text"],
            seen=posted(request, "seen"), today=request.today, now=request.now,
        )  # fmt: skip
    except OtherWords:
        form.add_error(None, _("The words changed since you read them. Read them again."))
    except NotPossible as problem:
        form.add_error(None, problem.message)
    return form.is_valid()
