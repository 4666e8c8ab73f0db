"""Commenting on a line, proposing other words, answering proposals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expectations import rules
from expectations.actions import talk as acts
from expectations.forms_of_agreement import AnswersForm, CommentForm
from expectations.models import Comment
from expectations.places import Place, line_names
from expectations.problems import NotPossible, OtherWords
from expectations.queries.talk import open_proposals, passages, talk_about
from expectations.queries.words import fingerprint_now, words_of
from expectations.views.document import head
from expectations.views.found import Found, found
from salesperf.web.find import find_or_404
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request, posted


@page(GET, POST)
def talk(request: Request, version_id: int, key: str) -> HttpResponse:
    """What was said about one place, and a form to say more; htmx asks for the form alone."""
    at = found(request, version_id)
    require(bool(at.sides.of(request.user)))
    place = Place.parse(key)
    row = place.row(at.version) if place is not None else None
    if place is None or row is None:
        raise Http404
    if not rules.can_comment(request.user, at.version, at.sides):
        messages.warning(request, _("Nothing is waiting for your word here."))
        return redirect(at.version)
    form = CommentForm(
        request.POST or None,
        place=place,
        stored=place.texts(row),
        proposes=rules.can_propose(request.user, at.version, at.sides),
    )
    if request.method == POST and form.is_valid() and _said(request, at, place, form):
        return redirect(f"{at.version.get_absolute_url()}#{place.key}")
    context = {
        **head(request, at),
        "form": form,
        "place": place,
        "thread": talk_about(at.version, request.user, request.today).threads.get(place.key, ()),
    }
    template = "_talk_form" if request.htmx else "talk"
    status = 422 if form.is_bound else 200
    return render(request, f"expectations/{template}.html", context, status=status)


def _said(request: Request, at: Found, place: Place, form: CommentForm) -> bool:
    """Was it said? Otherwise the form says why not, with every word still in it."""
    try:
        acts.say(
            version=at.version,
            actor=request.user,
            place=place,
            text=form.cleaned_data["text"],
            changes=form.changes,
            seen=posted(request, "seen"),
            today=request.today,
            now=request.now,
        )
    except OtherWords:
        form.add_error(None, _("The words changed since you read them. Read them again."))
        return False
    except NotPossible as problem:
        form.add_error(None, problem.message)
        return False
    other = at.sides.other(request.user)
    name = {"name": other.first_name if other else ""}
    text = _("Proposed. %(name)s answers.") if form.changes else _("Said. %(name)s is told.")
    messages.success(request, text % name)
    return True


@page(GET, POST)
def answers(request: Request, version_id: int) -> HttpResponse:
    """All open proposals on one page: accept and decline as many at once as one likes."""
    at = found(request, version_id)
    require(rules.writes(request.user, at.version, at.sides))
    proposals = open_proposals(at.version)
    if not proposals or not rules.can_answer(request.user, at.version, at.sides):
        messages.info(request, _("No proposal waits for an answer."))
        return redirect(at.version)
    form = AnswersForm(request.POST or None, proposals=proposals)
    status = 422 if form.is_bound else 200
    if request.method == POST and form.is_valid():
        try:
            version = acts.answer(
                version=at.version, actor=request.user, answers=form.answers,
                seen=posted(request, "seen"), today=request.today, now=request.now,
            )  # fmt: skip
        except OtherWords:
            status = 409
            form.add_error(None, _("The words changed since you read them. Read them again."))
        except NotPossible as problem:
            form.add_error(None, problem.message)
        else:
            _say_what_happened(request, form)
            return redirect(version)
    return render(
        request, "expectations/answers.html", _answering(request, at, form), status=status
    )


def _answering(request: Request, at: Found, form: AnswersForm) -> dict[str, Any]:
    names = line_names(words_of(at.version, request.today))
    return {
        **head(request, at),
        "form": form,
        "rows": [
            {
                "said": comment,
                "about": names.get(Place.of(comment).key, ""),
                "place": Place.of(comment),
                "passages": passages(comment),
                "verdict": verdict,
                "word": word,
            }
            for comment, verdict, word in form.rows
        ],
        "seen": fingerprint_now(at.version, request.today),
    }


def _say_what_happened(request: Request, form: AnswersForm) -> None:
    accepted = sum(each.accept for each in form.answers)
    if not accepted:
        messages.success(request, _("Answered. The words stay as they are shared."))
        return
    text = ngettext(
        "One proposal is in the draft. Look at it once more, then share it again.",
        "%(n)s proposals are in the draft. Look at it once more, then share it again.",
        accepted,
    )
    messages.success(request, text % {"n": accepted})


@act
def withdrawal(request: Request, version_id: int, comment_id: int) -> HttpResponse:
    """Take one's own proposal back."""
    at = found(request, version_id)
    visible = Comment.objects.visible_to(request.user, request.today).filter(version=at.version)
    comment = find_or_404(visible.select_related("version"), pk=comment_id)
    require(comment.person_id == request.user.pk)
    acts.withdraw(comment=comment, actor=request.user, now=request.now)
    return redirect(f"{at.version.get_absolute_url()}#{Place.of(comment).key}")
