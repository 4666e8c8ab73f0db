"""Sharing, taking back, signing, making a new version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from expectations import rules
from expectations.actions import agreement, drafts
from expectations.comparison import differences
from expectations.forms import RevisionForm
from expectations.problems import NotPossible, OtherWords
from expectations.queries.documents import wording_with
from expectations.queries.words import words_of
from expectations.views.document import head
from expectations.views.found import Found, found
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request, posted


@act
def sharing(request: Request, version_id: int) -> HttpResponse:
    """Freeze the draft that was on the screen and show it to the other side."""
    at = found(request, version_id)
    require(rules.writes(request.user, at.version, at.sides))
    other = at.sides.other(request.user)
    try:
        agreement.share(
            version=at.version,
            actor=request.user,
            seen=posted(request, "seen"),
            today=request.today,
            now=request.now,
        )
    except OtherWords:
        messages.warning(
            request,
            _("Something changed since this page was loaded. Look at it once more, then share."),
        )
    except NotPossible as problem:
        messages.error(request, problem.message)
    else:
        messages.success(
            request,
            _("Shared with %(name)s.") % {"name": other.first_name if other else ""},
        )
    return redirect(at.version)


@act
def taking_back(request: Request, version_id: int) -> HttpResponse:
    """Make shared words a draft again."""
    at = found(request, version_id)
    require(rules.writes(request.user, at.version, at.sides))
    try:
        agreement.take_back(
            version=at.version, actor=request.user, today=request.today, now=request.now
        )
    except NotPossible as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Taken back. Only you see it now."))
    return redirect(at.version)


@act
def signature(request: Request, version_id: int) -> HttpResponse:
    """Sign the words that were on the screen; other words are shown, and nothing is signed."""
    at = found(request, version_id)
    require(bool(at.sides.of(request.user)))
    seen = posted(request, "seen")
    try:
        signed = agreement.sign(
            version=at.version,
            actor=request.user,
            seen=seen,
            today=request.today,
            now=request.now,
        )
    except OtherWords:
        return _other_words(request, at, seen)
    except NotPossible as problem:
        messages.error(request, problem.message)
        return redirect(at.version)
    if signed.version.is_signed:
        messages.success(request, _("Signed by both of you. It is in force."))
    else:
        messages.success(request, _("Signed. The other side is told."))
    return redirect(at.version)


@page(GET, POST)
def revision(request: Request, version_id: int) -> HttpResponse:
    """Begin the next version of the one in force, and say why."""
    at = found(request, version_id)
    require(bool(at.sides.of(request.user)))
    if not rules.can_revise(request.user, at.version, at.sides):
        messages.warning(request, _("Only the version in force can be revised."))
        return redirect(at.version)
    form = RevisionForm(request.POST or None)
    if request.method == POST and form.is_valid():
        try:
            draft = drafts.revise(
                version=at.version,
                author=request.user,
                reason=form.cleaned_data["reason"],
                kind=form.cleaned_data["kind"],
                now=request.now,
            )
        except NotPossible as problem:
            form.add_error(None, problem.message)
        else:
            return redirect(draft)
    context = {**head(request, at), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/revision.html", context, status=status)


@page(GET, POST)
def discarding(request: Request, version_id: int) -> HttpResponse:
    """Throw away a draft that nobody else saw; asks before."""
    at = found(request, version_id)
    require(rules.writes(request.user, at.version, at.sides))
    if request.method == POST:
        try:
            drafts.discard(version=at.version, actor=request.user, now=request.now)
        except NotPossible as problem:
            messages.error(request, problem.message)
            return redirect(at.version)
        messages.success(request, _("The draft is thrown away."))
        return redirect("expectations:documents")
    return render(request, "expectations/discarding.html", head(request, at))


def _other_words(request: Request, at: Found, seen: str) -> HttpResponse:
    """Both wordings, when the one that was to be signed is not the one that is stored."""
    found_again = found(request, at.version.pk)
    before = wording_with(found_again.version, seen)
    now = words_of(found_again.version, request.today)
    context = {
        **head(request, found_again),
        "known": before is not None,
        "passages": differences(before, now) if before is not None else [],
        "may_sign": rules.can_sign(request.user, found_again.version, found_again.sides),
    }
    return render(request, "expectations/other_words.html", context, status=409)
