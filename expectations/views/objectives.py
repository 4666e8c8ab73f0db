"""Business objectives: making, changing, archiving."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calc.periods import year
from expectations import rules
from expectations.actions import objectives as acts
from expectations.actions.objective_revision import Pass, revise_all
from expectations.actions.objectives import ObjectiveChanged, ObjectiveValues
from expectations.actions.results import enter_objective_result
from expectations.comparison import objective_differences
from expectations.forms import ObjectiveForm, ObjectiveRevisionForm, ResultForm
from expectations.models import BusinessObjective, MarketingPlan, ObjectiveChange
from expectations.problems import NotPossible
from expectations.queries.as_of import readable_titles
from expectations.queries.hanging import documents_on
from expectations.queries.objectives import (
    OF_DEALS,
    Standings,
    Teams,
    results_of,
    siblings_of,
)
from expectations.queries.plans import objective_out_of, plan_words
from expectations.queries.strategy import (
    objective_fingerprint,
    owners_for,
    parents_for,
    places_for,
    standards_serving,
)
from expectations.wording import document_name
from salesperf.web.find import find_or_404
from salesperf.web.once import once
from salesperf.web.policy import GET, POST, act, page, require
from salesperf.web.request import Request, posted


@page(GET, POST)
def objective_new(request: Request) -> HttpResponse:
    """A new objective for the company, a team or a person one leads."""
    require(rules.can_write_some_objective(request.user, request.today))
    places = places_for(request.user, request.today)
    plan, planned = _planned(request)
    span = year(request.today)
    form = ObjectiveForm(
        request.POST or None,
        initial={
            "starts_on": span.start,
            "ends_on": span.end,
            "owner": request.user.pk,
            **planned,
        },
        **_choices(request, None),
        places=places.choices,
    )
    if request.method == POST and form.is_valid():
        team, person = places.of(form.cleaned_data["place"])
        try:
            return once(
                request,
                lambda: _made(
                    request,
                    acts.make_objective(
                        values=_values(form),
                        actor=request.user,
                        team=team,
                        person=person,
                        plan=plan,
                        now=request.now,
                    ),
                ),
            )
        except NotPossible as problem:
            form.add_error("parent", problem.message)
    status = 422 if form.is_bound else 200
    context = {"form": form, "plan": plan}
    return render(request, "expectations/objective_new.html", context, status=status)


@page(GET)
def objective(request: Request, objective_id: int) -> HttpResponse:
    """One objective: what it serves, what serves it, and the standards that hang on it."""
    found = _found(request, objective_id)
    visible = BusinessObjective.objects.visible_to(request.user, request.today)
    context = {
        "objective": found,
        "parent": visible.filter(pk=found.parent_id).first() if found.parent_id else None,
        "children": visible.filter(parent=found, archived_at__isnull=True).select_related(
            "team", "person", "owner"
        ),
        "standards": standards_serving(found, request.user, request.today),
        **_standing(request, found),
        **_place(request, found),
    }
    return render(request, "expectations/objective.html", context)


@page(GET, POST)
def objective_revision(request: Request, objective_id: int) -> HttpResponse:
    """Begin new versions of the documents of one's people that hang on it, for one reason."""
    found = _found(request, objective_id)
    require(rules.leads_somebody(request.user, request.today))
    hanging = documents_on(found, request.user, request.today)
    own = {str(each.version.pk): each for each in hanging if each.can_be_revised}
    form = ObjectiveRevisionForm(
        request.POST or None,
        choices=[(key, document_name(each.version.document)) for key, each in own.items()],
        chosen=[key for key, each in own.items() if each.outdated],
    )
    if request.method == POST and form.is_valid():
        done = revise_all(
            objective=found,
            versions=[own[key].version for key in form.cleaned_data["versions"]],
            actor=request.user,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
            today=request.today,
            now=request.now,
        )
        _say_what_was_begun(request, done)
        return redirect("expectations:objective", found.pk)
    status = 422 if form.is_bound else 200
    context = {"objective": found, "form": form}
    return render(request, "expectations/objective_revision.html", context, status=status)


def _say_what_was_begun(request: Request, done: Pass) -> None:
    if done.drafts:
        text = ngettext("One draft is begun.", "%(n)s drafts are begun.", len(done.drafts))
        messages.success(request, text % {"n": len(done.drafts)})
    for person, why in done.left:
        left = _("%(name)s is left out: %(why)s.")
        messages.warning(request, left % {"name": person.name, "why": why})


@page(GET)
def objective_documents(request: Request, objective_id: int) -> HttpResponse:
    """The documents that hang on it, and what it said before; htmx asks for the part alone."""
    found = _found(request, objective_id)
    hanging = documents_on(found, request.user, request.today)
    context = {
        "objective": found,
        "hanging": hanging,
        "may_revise": any(each.can_be_revised for each in hanging),
        "changes": _changes(request, found),
    }
    template = "_hanging" if request.htmx else "objective_documents"
    return render(request, f"expectations/{template}.html", context)


def _changes(request: Request, found: BusinessObjective) -> list[ObjectiveChange]:
    """The newest; what it served is named where the reader may read that objective."""
    changes = list(found.changes.select_related("by")[:20])
    served = [change.changes["parent"] for change in changes if "parent" in change.changes]
    names = {name for each in served for name in each.values()}
    readable = readable_titles(names, request.user, request.today)
    for each in served:
        for key, name in each.items():
            if name and name not in readable:
                each[key] = _("an objective that you may not read")
    return changes


@page(GET, POST)
def objective_edit(request: Request, objective_id: int) -> HttpResponse:
    """Change an objective. When somebody else was faster, both texts stand on the page."""
    found = _found(request, objective_id)
    require(rules.can_write_objective(request.user, found, request.today))
    form = ObjectiveForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in _PLAIN}
        | {"parent": found.parent_id, "owner": found.owner_id},
        **_choices(request, found),
        places=[],
    )
    passages = []
    seen = objective_fingerprint(found)
    if request.method == POST and form.is_valid():
        try:
            acts.change_objective(
                objective=found,
                values=_values(form),
                actor=request.user,
                seen=request.POST.get("seen", ""),
                today=request.today,
                now=request.now,
            )
        except ObjectiveChanged as changed:
            seen = objective_fingerprint(changed.stored)
            passages = objective_differences(_values(form), changed.stored)
        except NotPossible as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("expectations:objective", found.pk)
    context = {"objective": found, "form": form, "seen": seen, "passages": passages}
    status = 200 if not form.is_bound else (409 if passages else 422)
    return render(request, "expectations/objective_edit.html", context, status=status)


@act
def objective_place(request: Request, objective_id: int) -> HttpResponse:
    """Move an objective among those beside it, to the place that the button names."""
    found = _found(request, objective_id)
    require(rules.can_write_objective(request.user, found, request.today))
    to = posted(request, "to")
    if to.isascii() and to.isdigit() and len(to) < 6:
        acts.place_objective(objective=found, to=int(to), actor=request.user, now=request.now)
    return redirect(f"{reverse('expectations:objective', args=[found.pk])}#place")


@page(GET, POST)
def objective_result(request: Request, objective_id: int) -> HttpResponse:
    """What was entered for an objective so far, and a form for the next figure."""
    found = _found(request, objective_id)
    require(rules.can_enter_objective_result(request.user, found, request.today))
    form = ResultForm(request.POST or None, initial={"as_of": request.today})
    if request.method == POST and form.is_valid():
        try:
            enter_objective_result(
                objective=found,
                actor=request.user,
                **{name: form.cleaned_data[name] for name in ("as_of", "value", "evidence")},
                today=request.today,
                now=request.now,
            )
        except NotPossible as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Entered."))
            return redirect("expectations:objective", found.pk)
    context = {
        "objective": found,
        "form": form,
        "results": results_of(found, request.user, request.today),
    }
    status = 422 if form.is_bound else 200
    return render(request, "expectations/objective_result.html", context, status=status)


@act
def objective_archiving(request: Request, objective_id: int) -> HttpResponse:
    """Take an objective off the tree."""
    found = _found(request, objective_id)
    require(rules.can_write_objective(request.user, found, request.today))
    acts.archive_objective(
        objective=found, actor=request.user, today=request.today, now=request.now
    )
    messages.success(request, _("Archived. Documents that name it keep its words."))
    return redirect("expectations:objective", found.pk)


@act
def objective_restoration(request: Request, objective_id: int) -> HttpResponse:
    """Bring an archived objective back."""
    found = _found(request, objective_id)
    require(rules.can_write_objective(request.user, found, request.today))
    acts.restore_objective(objective=found, actor=request.user, now=request.now)
    messages.success(request, _("It is back."))
    return redirect("expectations:objective", found.pk)


def _planned(request: Request) -> tuple[MarketingPlan | None, dict[str, Any]]:
    """The published plan that the address names, and what an objective out of it begins with."""
    named = request.GET.get("plan", "")
    if not named:
        return None, {}
    visible = MarketingPlan.objects.visible_to(request.user, request.today).published()
    plan = find_or_404(visible.select_related("owner"), pk=named)
    return plan, objective_out_of(plan_words(plan), request.GET.get("from", ""))


_PLAIN = ("title", "target", "unit", "measure", "actual_from", "starts_on", "ends_on")


def _standing(request: Request, found: BusinessObjective) -> dict[str, Any]:
    """How it stands, and what was entered lately."""
    standings = Standings([found], request.user, request.today, Teams())
    entered = found.actual_from not in OF_DEALS
    return {
        "reached": standings.of(found),
        "is_entered": entered,
        "results": results_of(found, request.user, request.today) if entered else [],
        "enters": entered and rules.can_enter_objective_result(request.user, found, request.today),
    }


def _place(request: Request, found: BusinessObjective) -> dict[str, Any]:
    """Where it stands among those beside it, for who may move it."""
    writes = rules.can_write_objective(request.user, found, request.today)
    if not writes:
        return {"writes": False}
    beside = siblings_of(found)
    return {"writes": True, "place": beside.index(found) + 1, "beside": len(beside)}


def _found(request: Request, objective_id: int) -> BusinessObjective:
    visible = BusinessObjective.objects.visible_to(request.user, request.today)
    return find_or_404(visible.select_related("team", "person", "owner", "plan"), pk=objective_id)


def _choices(request: Request, found: BusinessObjective | None) -> dict[str, Any]:
    return {
        "parents": parents_for(request.user, request.today, found),
        "owners": owners_for(request.user, request.today, found),
    }


def _values(form: ObjectiveForm) -> ObjectiveValues:
    data = form.cleaned_data
    return ObjectiveValues(
        **{name: data[name] for name in (*_PLAIN, "owner")}, parent=data["parent"]
    )


def _made(request: Request, objective: BusinessObjective) -> str:
    messages.success(request, _("Added to the tree."))
    return reverse("expectations:objective", args=[objective.pk])
