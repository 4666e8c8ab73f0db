"""Writing in a draft: one field at a time from the script, the whole page from the plain form."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from activities.models import ActivityType
from expectations import rules
from expectations.actions import editing, lines
from expectations.editor import Editor, TakenOut, behaviour_of, editor_of
from expectations.fields import Refused
from expectations.lines import (
    ACTIVITY,
    BEHAVIOUR,
    COMPETENCY,
    DOCUMENT,
    KINDS,
    STANDARD,
    Name,
    kinds_of,
)
from expectations.models import Competency
from expectations.problems import NotDraft, NotPossible
from expectations.queries.talk import Talk, talk_about
from expectations.queries.words import strategy_words
from expectations.views.document import editor_page
from expectations.views.found import Desk, Found, found
from salesperf.web.find import find_or_404
from salesperf.web.format import clock
from salesperf.web.marks import level
from salesperf.web.policy import act, require
from salesperf.web.request import Request

MOST_WAS = 20  # texts that a page may have sent without hearing whether they arrived


@act
def wording(request: Request, version_id: int) -> HttpResponse:
    """The whole page at once, without script: everything is kept or nothing; then one act."""
    return whole_kept(request, _to_write(request, version_id), editor_page)


def whole_kept(request: Request, at: Any, editor_page: Callable[..., HttpResponse]) -> HttpResponse:
    """The same for whatever is written: everything is kept or nothing; then one act."""
    typed = {name: request.POST[name] for name in request.POST if Name.parse(name) is not None}
    try:
        outcome = editing.save_sheet(
            version=at.version,
            actor=request.user,
            typed=typed,
            seen=request.POST.get("seen", ""),
            today=request.today,
            now=request.now,
        )
        if not outcome.saved:
            status = 409 if outcome.conflicts or outcome.gone else 422
            return editor_page(request, at, typed, outcome, status=status)
        place = _plain_act(request, at)
    except NotPossible as problem:
        messages.error(request, problem.message)
        return redirect(at.version)
    return redirect(f"{at.version.get_absolute_url()}{place}")


@act
def field(request: Request, version_id: int) -> HttpResponse:
    """One field: 200 saved, 409 somebody was faster, 410 the line is gone, 422 cannot be kept."""
    return field_kept(request, _to_write(request, version_id))


def field_kept(request: Request, at: Desk) -> HttpResponse:
    """The same for whatever is written."""
    name = Name.parse(request.POST.get("name", ""))
    if name is None:
        raise Http404
    try:
        outcome = editing.save_field(
            version=at.version,
            actor=request.user,
            name=name,
            typed=request.POST.get("value", ""),
            was=request.POST.getlist("was")[:MOST_WAS],
            today=request.today,
            now=request.now,
        )
    except NotDraft as problem:
        return JsonResponse({"problem": problem.message}, status=423)
    if isinstance(outcome, editing.Saved):
        return JsonResponse({"text": outcome.text, **_parts(request, at, name)})
    if isinstance(outcome, editing.Wrong):
        return JsonResponse({"problem": outcome.message}, status=422)
    if isinstance(outcome, editing.Gone):
        gone = _("This line was taken out. Put it back to keep what you wrote.")
        return JsonResponse({"problem": gone, "kind": name.kind.name}, status=410)
    block = render_to_string(
        "expectations/_conflict.html", {"conflict": outcome, "choose": True}, request
    )
    return JsonResponse({"stored": outcome.stored, "block": block}, status=409)


@act
def line_adding(request: Request, version_id: int) -> HttpResponse:
    """Add a line; the answer brings it as the page shows it."""
    return line_added(request, _to_write(request, version_id))


def line_added(request: Request, at: Desk) -> HttpResponse:
    """The same for whatever is written."""
    kind = _kind(request, at)
    if kind == STANDARD and "text" in request.POST:
        return _standards_added(request, at)
    try:
        row = _add(request, at, kind, request.POST.get("to", ""), request.POST.get("line", ""))
    except NotPossible as problem:
        return JsonResponse({"problem": problem.message}, status=422)
    return _line_answer(request, at, kind, row.line)


def _standards_added(request: Request, at: Desk) -> HttpResponse:
    """Many lines that were pasted: a standard for each that fits, in their order."""
    try:
        rows = lines.add_standards(
            version=at.version,
            area=_uuid(request.POST.get("to", "")),
            line=_uuid(request.POST.get("line") or str(uuid.uuid4())),
            texts=request.POST.getlist("text")[: lines.MOST_LINES],
            now=request.now,
        )
    except NotPossible as problem:
        return JsonResponse({"problem": problem.message}, status=422)
    editor = editor_of(at.version, request.user, request.today)
    added = [_card(request, at, editor, STANDARD, row.line) for row in rows]
    return JsonResponse({"lines": added, **_fragments(request, at, editor)})


@act
def line_removal(request: Request, version_id: int) -> HttpResponse:
    """Take a line out; it can be put back until the draft is shared."""
    return line_removed(request, _to_write(request, version_id))


def line_removed(request: Request, at: Desk) -> HttpResponse:
    """The same for whatever is written."""
    kind, line = _kind(request, at), _line(request)
    try:
        removed = lines.remove_line(version=at.version, kind=kind, line=line, now=request.now)
    except NotDraft as problem:
        return JsonResponse({"problem": problem.message}, status=423)
    if removed is None:
        raise Http404
    block = render_to_string("expectations/_taken_out.html", {"removed": TakenOut.of(removed)})
    return JsonResponse({"block": block, **_parts(request, at)})


@act
def line_restoration(request: Request, version_id: int) -> HttpResponse:
    """Put a line back as it was."""
    return line_restored(request, _to_write(request, version_id))


def line_restored(request: Request, at: Desk) -> HttpResponse:
    """The same for whatever is written."""
    kind, line = _kind(request, at), _line(request)
    try:
        lines.restore_line(version=at.version, kind=kind, line=line, now=request.now)
    except NotPossible as problem:
        return JsonResponse({"problem": problem.message}, status=422)
    return _line_answer(request, at, kind, line)


@act
def order(request: Request, version_id: int, kind: str) -> HttpResponse:
    """Lines in another order; standards within ``?area=``."""
    return reordered(request, _to_write(request, version_id), kind)


def reordered(request: Request, at: Desk, kind: str) -> HttpResponse:
    """The same for whatever is written."""
    _check_kind(at, kind)
    try:
        lines.reorder(
            version=at.version,
            kind=kind,
            order=[_uuid(each) for each in request.POST.getlist("order")[:200]],
            area=_uuid(request.GET["area"]) if kind == STANDARD and "area" in request.GET else None,
            now=request.now,
        )
    except NotDraft as problem:
        return JsonResponse({"problem": problem.message}, status=423)
    return JsonResponse(_parts(request, at))


# --- acts ----------------------------------------------------------------------------------------
def _to_write(request: Request, version_id: int) -> Found:
    """The version for whoever writes it; a draft that was shared meanwhile is said so later."""
    at = found(request, version_id)
    require(rules.writes(request.user, at.version, at.sides))
    return at


def _plain_act(request: Request, at: Desk) -> str:
    """The button that was pressed in the plain form, and where to land.

    It says ``verb:kind:line``; to add a line, ``add:kind:line:to``, where the line is a fresh one
    that the page made up, and ``to`` the area of a standard or the key of a behaviour.
    """
    pressed = request.POST.get("act", "")
    if not pressed:
        messages.success(request, _("Saved."))
        return ""
    verb, kind, line, to = [*pressed.split(":"), "", "", ""][:4]
    _check_kind(at, kind)
    if verb == "add":
        return f"#{kind}-{_add(request, at, kind, to, line).line}"
    if verb == "use" and kind == STANDARD:
        _use_wording(request, at, _uuid(line))
        return f"#{kind}-{line}"
    if verb not in _VERBS:
        raise Http404
    _VERBS[verb](version=at.version, kind=kind, line=_uuid(line), now=request.now)
    return "#taken-out" if verb == "remove" else f"#{kind}-{line}"


_VERBS: dict[str, Callable[..., Any]] = {
    "remove": lines.remove_line,
    "restore": lines.restore_line,
    "up": partial(lines.move_line, down=False),
    "down": partial(lines.move_line, down=True),
}


def _use_wording(request: Request, at: Desk, line: uuid.UUID) -> None:
    """Put the wording that the check proposes in the place of the standard's words."""
    card = editor_of(at.version, request.user, request.today).card(STANDARD, line)
    if card is None or card.check is None or not card.check.instead:
        raise NotPossible(_("There is no other wording for this standard."))
    editing.save_field(
        version=at.version,
        actor=request.user,
        name=Name(KINDS[STANDARD], line, "text"),
        typed=card.check.instead,
        was=[card.words.text],
        today=request.today,
        now=request.now,
    )


def _add(request: Request, at: Desk, kind: str, to: str, line: str) -> Any:
    more: dict[str, Any] = {}
    if kind == STANDARD:
        more["area"] = _uuid(to)
    if kind == BEHAVIOUR and isinstance(at, Found):
        strategy = strategy_words(max(request.today, at.version.document.starts_on))
        more["marked"] = behaviour_of(strategy, to)
    if kind == ACTIVITY:
        more = _chosen_activity(request)
    if kind == COMPETENCY:
        more = {"competency": _chosen_competency(request)}
    return lines.add_line(
        version=at.version,
        kind=kind,
        line=_uuid(line) if line else None,
        now=request.now,
        **more,
    )


def _chosen_activity(request: Request) -> dict[str, Any]:
    types = ActivityType.objects.visible_to(request.user, request.today).in_use()
    chosen = request.POST.get("new_activity_type", "")
    if not chosen:
        raise NotPossible(_("Choose an activity first."))
    quantity = request.POST.get("new_weekly_quantity", "") or "0"
    try:
        weekly = KINDS[ACTIVITY].fields["weekly_quantity"].read(quantity)
    except Refused as refusal:
        raise NotPossible(str(refusal)) from None
    return {"activity_type": find_or_404(types, pk=chosen), "weekly_quantity": weekly}


def _chosen_competency(request: Request) -> Competency:
    known = Competency.objects.visible_to(request.user, request.today).in_use()
    chosen = request.POST.get("new_competency", "")
    if not chosen:
        raise NotPossible(_("Choose a competency first."))
    return find_or_404(known, pk=chosen)


# --- what comes back -----------------------------------------------------------------------------
def _talk(request: Request, at: Desk) -> Talk | None:
    """What was said about a document: a line that is put back brings it along."""
    if not isinstance(at, Found):
        return None
    return talk_about(at.version, request.user, request.today)


def _line_answer(request: Request, at: Desk, kind: str, line: uuid.UUID) -> JsonResponse:
    editor = editor_of(at.version, request.user, request.today)
    html = _card(request, at, editor, kind, line, _talk(request, at))
    return JsonResponse({"line": html, **_fragments(request, at, editor)})


def _card(
    request: Request, at: Desk, editor: Editor, kind: str, line: uuid.UUID, talk: Talk | None = None
) -> str:
    card = editor.card(kind, line)
    return render_to_string(
        f"expectations/_{kind}.html",
        {"card": card, "editor": editor, "version": at.version, "talk": talk},
        request,
    )


def _parts(request: Request, at: Desk, name: Name | None = None) -> dict[str, Any]:
    if name is not None and name.kind.name == DOCUMENT:
        at.version.refresh_from_db(fields=name.kind.fields_of(at.version))
    editor = editor_of(at.version, request.user, request.today)
    return _fragments(request, at, editor, name)


def _fragments(
    request: Request, at: Desk, editor: Editor, name: Name | None = None
) -> dict[str, Any]:
    """What changes on the page when a line changed: the Next bar, sharing, sums, remarks."""
    context = {"editor": editor, "version": at.version, **at.beside(request, editor)}
    parts = {
        f"check.{card.id}": render_to_string("expectations/_remarks.html", {"card": card})
        for card in editor.cards
    }
    for card in [*editor.abilities, *editor.competencies]:
        needed = card.words.level_needed
        shown = level(needed) if editor.is_profile else level(card.words.level_now, needed)
        parts[f"level.{card.id}"] = shown
    for part in at.parts:
        parts[part] = render_to_string(f"expectations/_{part}.html", context, request)
    if name is not None and name.kind.name == STANDARD and name.line is not None:
        changed = {"card": editor.card(STANDARD, name.line)}
        for part in ("facts", "suggestion"):
            html = render_to_string(f"expectations/_{part}.html", changed)
            parts[f"{part}.{STANDARD}-{name.line}"] = html
    return {"saved": clock_with_seconds(request), "seen": editor.seen, "parts": parts}


def clock_with_seconds(request: Request) -> str:
    """ "11:42:08" where the person is."""
    return f"{clock(request.now)}:{request.now:%S}"


def _kind(request: Request, at: Desk) -> str:
    kind = request.POST.get("kind", "")
    _check_kind(at, kind)
    return kind


def _check_kind(at: Desk, kind: str) -> None:
    """The document itself is no line of it."""
    if kind == DOCUMENT or kind not in {each.name for each in kinds_of(at.version)}:
        raise Http404


def _line(request: Request) -> uuid.UUID:
    return _uuid(request.POST.get("line", ""))


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
