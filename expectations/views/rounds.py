"""Comment rounds on drafts of the strategy and of the marketing plan."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expectations import rules
from expectations.actions import rounds as acts
from expectations.actions.editions import Kind
from expectations.actions.kinds import kind_of
from expectations.actions.marketing import PLAN
from expectations.actions.strategy import STRATEGY
from expectations.forms_editions import AnswerForm, CommentForm, ExtensionForm, RoundForm
from expectations.models import CommentRound, DraftComment
from expectations.problems import NotPossible
from expectations.queries.rounds import Talk, asked_at, counts, talk
from expectations.queries.strategy import fingerprint_of
from expectations.views.editions import edition_of
from people.queries import teams
from salesperf.web.find import find_or_404
from salesperf.web.format import day
from salesperf.web.parts import NextStep
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request, posted

ONE_WEEK, TWO_WEEKS = timedelta(days=7), timedelta(days=14)


@page(GET, POST, may=rules.can_write_strategy)
def strategy_round(request: Request, edition_id: int) -> HttpResponse:
    """Ask people about a draft of the strategy."""
    return _opening(request, STRATEGY, edition_id)


@page(GET, POST, may=rules.can_write_strategy)
def plan_round(request: Request, edition_id: int) -> HttpResponse:
    """Ask people about a draft of the marketing plan."""
    return _opening(request, PLAN, edition_id)


def _opening(request: Request, kind: Kind[Any, Any], edition_id: int) -> HttpResponse:
    draft = edition_of(request, kind, edition_id)
    form = RoundForm(
        request.POST or None, teams=teams(), initial={"until": request.today + TWO_WEEKS}
    )
    if request.method == POST and form.is_valid():
        try:
            made = acts.open_round(
                kind=kind,
                edition=draft,
                actor=request.user,
                **form.cleaned_data,
                today=request.today,
                now=request.now,
            )
        except NotPossible as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The round is open; those who are asked are told."))
            return redirect("expectations:comment_round", made.pk)
    context = {"form": form, "edition": draft, "page": kind.page, "is_plan": kind is PLAN}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/round_opening.html", context, status=status)


@page(GET)
def comment_round(request: Request, round_id: int) -> HttpResponse:
    """The draft part by part, what was said of it and what was answered."""
    return _page(request, _round(request, round_id))


def _page(
    request: Request, found: CommentRound, failed: CommentForm | None = None, status: int = 200
) -> HttpResponse:
    kind = kind_of(of_round=found)
    words = kind.words(found.edition)
    spoken = talk(found, kind.parts(words), request.user, request.today)
    is_asked, answered_at = asked_at(found, request.user)
    takes = found.takes_comments(request.today)
    writes = rules.can_write_strategy(request.user)
    context: dict[str, Any] = {
        "round": found,
        "edition": found.edition,
        "is_plan": found.plan_id is not None,
        "words": words,
        "seen": fingerprint_of(words),
        "page": kind.page,
        "talk": spoken,
        "counts": counts(found),
        "comments": is_asked and takes,
        "answers": writes and found.edition.published_at is None,
        "answered_at": answered_at,
        "form": failed or CommentForm(),
        **_where_it_failed(request, spoken, failed, can_send=is_asked and takes),
        "next_step": _next(
            request,
            found,
            spoken,
            asks=is_asked and takes,
            answered=bool(answered_at),
            writes=writes,
        ),
    }
    return render(request, "expectations/round.html", context, status=status)


def _where_it_failed(
    request: Request, spoken: Talk, failed: CommentForm | None, *, can_send: bool
) -> dict[str, Any]:
    """The part at which the mistake stands; what was typed stands by itself where no form is."""
    if failed is None:
        return {}
    part = posted(request, "part")
    if can_send and any(passage.part.key == part for passage in spoken.passages):
        return {"failed_part": part}
    return {"is_lost": True}


@act
def comments(request: Request, round_id: int) -> HttpResponse:
    """Say what one thinks of one part."""
    found = _round(request, round_id)
    form = CommentForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            acts.comment(
                of_round=found,
                person=request.user,
                part=data["part"],
                text=data["text"],
                today=request.today,
                now=request.now,
            )
        except NotPossible as problem:
            form.add_error("text", problem.message)
        else:
            messages.success(request, _("Said. You read the answer here."))
            return redirect(
                f"{reverse('expectations:comment_round', args=[found.pk])}#{data['part']}"
            )
    return _page(request, found, failed=form, status=422)


@act
def nothing_to_add(request: Request, round_id: int) -> HttpResponse:
    """Say that one has read the draft and has nothing to add."""
    found = _round(request, round_id)
    try:
        acts.nothing_to_add(
            of_round=found, person=request.user, today=request.today, now=request.now
        )
    except NotPossible as problem:
        messages.warning(request, problem.message)
    else:
        messages.success(request, _("Noted. You may still comment until the round ends."))
    return redirect("expectations:comment_round", found.pk)


@page(GET, POST, may=rules.can_write_strategy)
def comment_answer(request: Request, comment_id: int) -> HttpResponse:
    """Answer a comment: taken in or not, with a word."""
    visible = DraftComment.objects.visible_to(request.user, request.today)
    comment = find_or_404(visible.select_related("round", "person"), pk=comment_id)
    last = comment.answers.last()
    initial = {"taken_in": "yes" if last.taken_in else "no", "text": last.text} if last else {}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == POST and form.is_valid():
        acts.answer_comment(
            comment=comment,
            actor=request.user,
            taken_in=form.cleaned_data["taken_in"] == AnswerForm.TAKEN_IN,
            text=form.cleaned_data["text"],
            now=request.now,
        )
        messages.success(request, _("Answered."))
        return redirect(
            f"{reverse('expectations:comment_round', args=[comment.round_id])}#comment-{comment.pk}"
        )
    status = 422 if form.is_bound else 200
    context = {"form": form, "comment": comment}
    return render(request, "expectations/comment_answer.html", context, status=status)


@page(GET, POST, may=rules.can_write_strategy)
def round_extension(request: Request, round_id: int) -> HttpResponse:
    """Give a round more days; everybody who is asked is told."""
    found = _round(request, round_id)
    form = ExtensionForm(
        request.POST or None, initial={"until": max(found.until, request.today) + ONE_WEEK}
    )
    if request.method == POST and form.is_valid():
        try:
            acts.extend_round(
                of_round=found,
                actor=request.user,
                until=form.cleaned_data["until"],
                today=request.today,
                now=request.now,
            )
        except NotPossible as problem:
            form.add_error("until", problem.message)
        else:
            messages.success(request, _("The round has more days; those who are asked are told."))
            return redirect("expectations:comment_round", found.pk)
    context = {"form": form, "round": found}
    status = 422 if form.is_bound else 200
    return render(request, "expectations/round_extension.html", context, status=status)


@act
def round_closing(request: Request, round_id: int) -> HttpResponse:
    """End the round; who commented is told."""
    found = _round(request, round_id)
    require(rules.can_write_strategy(request.user))
    acts.close_round(of_round=found, actor=request.user, now=request.now)
    messages.success(request, _("The round is closed. Those who commented are told."))
    return redirect("expectations:comment_round", found.pk)


def _round(request: Request, round_id: int) -> CommentRound:
    visible = CommentRound.objects.visible_to(request.user, request.today)
    return find_or_404(visible.select_related("strategy", "plan__owner", "opened_by"), pk=round_id)


def _next(
    request: Request, found: CommentRound, spoken: Talk, *, asks: bool, answered: bool, writes: bool
) -> NextStep:
    if writes and found.closed_at is None:
        return _next_to_answer(spoken)
    if asks and not answered:
        return NextStep(
            act=_("Read the draft and say what you think of it."),
            why=_("Until %(day)s; a sentence at one part is enough.") % {"day": day(found.until)},
            elsewhere=True,
        )
    if found.closed_at is None:
        return NextStep(
            act=_("Nothing waits for you."), why=_("You are told when the answers are there.")
        )
    return NextStep(act=_("Nothing waits for you."), why=_("The round is closed."))


def _next_to_answer(spoken: Talk) -> NextStep:
    if spoken.open:
        text = ngettext("Answer %(n)s comment.", "Answer %(n)s comments.", spoken.open)
        return NextStep(
            act=text % {"n": spoken.open},
            why=_("Say of each whether it is taken in; then close the round."),
            elsewhere=True,
        )
    return NextStep(
        act=_("Close the round when everybody had their say."),
        why=_("Then the draft can be published."),
        elsewhere=True,
    )
