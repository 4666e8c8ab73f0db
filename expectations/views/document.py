"""The document: written in by its author's side while a draft, read by both sides afterwards."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from calc.document import Wording
from expectations import next_steps, rules
from expectations.actions.editing import SheetOutcome
from expectations.comparison import differences
from expectations.editor import TakenOut, editor_of
from expectations.models import DocumentVersion, State
from expectations.queries.achievable import marks_of
from expectations.queries.documents import (
    SideLine,
    other_versions,
    put_in_force,
    side_lines,
    taken_out,
    words_before,
)
from expectations.queries.standings import Standing, standing
from expectations.queries.talk import Talk, talk_about
from expectations.queries.words import words_of
from expectations.views.found import Found, found
from expectations.wording import period_of
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, page
from salesperf.web.request import Request


@page(GET)
def document(request: Request, version_id: int) -> HttpResponse:
    """One version: the editor for whoever writes it, the words for everybody else.

    ``?as=reader`` shows a draft as the other side will read it.
    """
    at = found(request, version_id)
    if rules.can_edit(request.user, at.version, at.sides) and request.GET.get("as") != "reader":
        return editor_page(request, at)
    return reading_page(request, at)


def editor_page(
    request: Request,
    at: Found,
    typed: Mapping[str, str] | None = None,
    outcome: SheetOutcome | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page to write in, with what could not be saved and why."""
    editor = editor_of(at.version, request.user, request.today, typed, outcome)
    talk = talk_about(at.version, request.user, request.today)
    context = {
        **head(request, at),
        "editor": editor,
        "taken_out": [TakenOut.of(each) for each in taken_out(at.version)],
        "talk": talk,
        "next_step": next_steps.of_draft(editor, at.sides.other(request.user), talk),
    }
    return render(request, "expectations/editor.html", context, status=status)


def reading_page(request: Request, at: Found, **more: Any) -> HttpResponse:
    """The words as both sides read and sign them."""
    version = at.version
    lines = side_lines(version, at.sides)
    talk = _talk(request, at)
    others = other_versions(version, request.user, request.today)
    wording = words_of(version, request.today)
    standings = _standings(request, version, wording)
    marks = marks_of(version, wording, at.sides) if not version.is_draft else None
    changes = _changes(request, at, wording)
    side = at.sides.of(request.user)
    in_force = put_in_force(version)
    signed = _signed(request, at, lines)
    may_mark = rules.can_mark(request.user, version, at.sides) and not signed
    context = {
        **head(request, at),
        "marks": marks,
        "marking": version.is_shared and bool(side),
        "unmarked": marks.unmarked(side) if marks and may_mark else [],
        "in_force": in_force,
        "changed_since": changes,
        "wording": wording,
        "sides": lines,
        "talk": talk,
        "others": others,
        "standings": standings,
        "may": {
            "sign": not signed
            and (
                rules.can_sign(request.user, version, at.sides)
                or (in_force is not None and side == rules.PERSON and not version.superseded_at)
            ),
            "mark": may_mark,
            "disagree": rules.can_disagree(request.user, version, at.sides)
            and not any(line.disagreed for line in lines),
            "put_in_force": rules.can_put_in_force(request.user, version, at.sides)
            and any(line.disagreed and not line.signed_at for line in lines),
            "write_anew": side == rules.PERSON
            and rules.writes(request.user, version, at.sides)
            and version.is_shared
            and any(line.disagreed and not line.signed_at for line in lines),
            "comment": rules.can_comment(request.user, version, at.sides),
            "propose": rules.can_propose(request.user, version, at.sides),
            "answer": rules.can_answer(request.user, version, at.sides),
            "take_back": rules.can_take_back(request.user, version, at.sides),
            "revise": rules.can_revise(request.user, version, at.sides),
            "enter": rules.can_enter_result(request.user, version, at.sides),
            "edit": rules.can_edit(request.user, version, at.sides),
        },
        "next_step": _next_step(request, at, lines, talk, others, standings),
        **more,
    }
    return render(request, "expectations/document.html", context)


def _talk(request: Request, at: Found) -> Talk:
    """What was said about it; that is between the two sides."""
    if not at.sides.of(request.user):
        return Talk(at.version)
    return talk_about(at.version, request.user, request.today)


def _standings(
    request: Request, version: DocumentVersion, wording: Wording
) -> Mapping[str, Standing]:
    """How its standards stand; not while it is compared with the version before."""
    if not version.is_signed or "compare" in request.GET:
        return {}
    return standing(version, request.today, wording=wording)


def _changes(request: Request, at: Found, wording: Wording) -> list[dict[str, Any]]:
    """What is different from what was read before: while it is agreed on, and when asked for."""
    asked = "compare" in request.GET and at.version.number > 1
    if at.version.is_draft or not (at.version.is_shared or asked):
        return []
    again, before = words_before(at.version)
    changes = []
    if again is not None and at.sides.of(request.user):
        old = Wording.from_plain(again.words)
        title = _("Different from what was shared last")
        changes.append({"title": title, "passages": differences(old, wording)})
    if before is not None:
        old = Wording.from_plain(before.words)
        title = _("Different from version %(n)s") % {"n": before.version.number}
        changes.append({"title": title, "passages": differences(old, wording)})
    return changes


def head(request: Request, at: Found) -> dict[str, Any]:
    """What the head of every page of a document needs."""
    document = at.version.document
    return {
        "version": at.version,
        "both": at.sides,
        "side": at.sides.of(request.user),
        "other": at.sides.other(request.user),
        "mine": document.person_id == request.user.pk,
        "period": period_of(document.starts_on, document.ends_on),
        "states": State,
    }


def _signed(request: Request, at: Found, lines: list[SideLine]) -> bool:
    side = at.sides.of(request.user)
    return any(line.side == side and line.signed_at is not None for line in lines)


def _next_step(
    request: Request,
    at: Found,
    lines: list[SideLine],
    talk: Talk,
    others: list[DocumentVersion],
    standings: Mapping[str, Standing],
) -> NextStep | None:
    version = at.version
    if version.is_draft:
        return NextStep(
            act=_("This is how it reads once you share it."),
            why=_("Only you see it now."),
            url=version.get_absolute_url(),
            button=_("Go on writing"),
        )
    if version.is_shared:
        return next_steps.of_shared(version, request.user, at.sides, lines, talk)
    newer = [
        each
        for each in others
        if each.document_id == version.document_id and each.number > version.number
    ]
    empty = [
        line
        for line, each in standings.items()
        if each.is_entered and each.result is None and version.state == State.ACTIVE
    ]
    latest = newer[0] if newer else None
    return next_steps.of_signed(version, request.user, at.sides, empty, latest, request.today)
