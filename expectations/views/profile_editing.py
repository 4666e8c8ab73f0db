"""Writing in the edition of a role profile, publishing it, throwing it away.

The editor is the one of documents (expectations/views/editing.py); here is who may use it.
"""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from expectations import next_steps, rules
from expectations.actions import profiles as acts
from expectations.actions.editing import SheetOutcome
from expectations.editor import TakenOut, editor_of
from expectations.problems import NotPossible
from expectations.queries.profiles import editions_of
from expectations.views import editing
from expectations.views.found import FoundProfile, found_profile
from expectations.views.profiles import reading_page
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request


@page(GET)
def profile_edition(request: Request, version_id: int) -> HttpResponse:
    """The editor for whoever writes a draft; the words of any other edition."""
    at = found_profile(request, version_id)
    version = at.version
    if version.is_draft and request.GET.get("as") != "reader":
        require(rules.can_write_profile(request.user, version.profile))
        return profile_editor_page(request, at)
    editions = editions_of(version.profile, request.user, request.today)
    return reading_page(request, version, editions)


def profile_editor_page(
    request: Request,
    at: FoundProfile,
    typed: Mapping[str, str] | None = None,
    outcome: SheetOutcome | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page to write in, with what could not be saved and why."""
    editor = editor_of(at.version, request.user, request.today, typed, outcome)
    context = {
        "version": at.version,
        "profile": at.version.profile,
        "editor": editor,
        "taken_out": [TakenOut.of(each) for each in at.version.removed_lines.all()[:20]],
        "next_step": next_steps.of_profile(editor),
    }
    return render(request, "expectations/profile_editor.html", context, status=status)


@act
def profile_wording(request: Request, version_id: int) -> HttpResponse:
    """The whole page at once, without script."""
    return editing.whole_kept(request, _to_write(request, version_id), profile_editor_page)


@act
def profile_field(request: Request, version_id: int) -> HttpResponse:
    """One field, from the script."""
    return editing.field_kept(request, _to_write(request, version_id))


@act
def profile_line_adding(request: Request, version_id: int) -> HttpResponse:
    return editing.line_added(request, _to_write(request, version_id))


@act
def profile_line_removal(request: Request, version_id: int) -> HttpResponse:
    return editing.line_removed(request, _to_write(request, version_id))


@act
def profile_line_restoration(request: Request, version_id: int) -> HttpResponse:
    return editing.line_restored(request, _to_write(request, version_id))


@act
def profile_order(request: Request, version_id: int, kind: str) -> HttpResponse:
    return editing.reordered(request, _to_write(request, version_id), kind)


@act
def profile_publication(request: Request, version_id: int) -> HttpResponse:
    """Publish the draft in the place of the edition before; twice is once."""
    at = _to_write(request, version_id)
    try:
        acts.publish(version=at.version, actor=request.user, now=request.now)
    except NotPossible as problem:
        messages.error(request, problem.message)
        return redirect(at.version)
    messages.success(request, _("Published. Documents can begin from it."))
    return redirect(at.version.profile)


@page(GET, POST)
def profile_discarding(request: Request, version_id: int) -> HttpResponse:
    """Throw a draft away; asked once more, because it cannot be undone."""
    at = _to_write(request, version_id)
    profile = at.version.profile
    if not at.version.is_draft:
        return redirect(at.version)
    if request.method == POST:
        acts.discard_edition(version=at.version, actor=request.user, now=request.now)
        messages.success(request, _("The draft is thrown away."))
        return redirect("expectations:profiles")
    context = {"version": at.version, "profile": profile}
    return render(request, "expectations/profile_discarding.html", context)


def _to_write(request: Request, version_id: int) -> FoundProfile:
    """The edition for whoever writes it; one that was published meanwhile is said so later."""
    at = found_profile(request, version_id)
    require(rules.can_write_profile(request.user, at.version.profile))
    return at
