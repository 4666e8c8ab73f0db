"""The tree of business objectives, and the same as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from expectations import rules
from expectations.forms import ObjectiveFilterForm
from expectations.models import BusinessObjective
from expectations.queries.objectives import Branch, Tree, objective_tree
from expectations.queries.strategy import archived_objectives
from salesperf.web.export import csv_response, xlsx_response
from salesperf.web.policy import GET, page
from salesperf.web.request import Request

EVERY_BRANCH = "all"


@page(GET)
def objectives(request: Request) -> HttpResponse:
    """Who is to reach what, from the company down to the person, and how it stands."""
    form = ObjectiveFilterForm(request.GET)
    opened = request.GET.get("open", "")
    unfolded = None if opened == EVERY_BRANCH else _ids(opened)
    tree = objective_tree(request.user, request.today, form.wanted(), unfolded)
    form.offer(tree.teams.rows, tree.owners)
    context = {
        "form": form,
        "tree": tree,
        "branches": list(tree.flat()),
        "archived": archived_objectives(request.user, request.today),
        "writes": rules.can_write_some_objective(request.user, request.today),
        "every_branch": EVERY_BRANCH,
    }
    return render(request, "expectations/objectives.html", context)


@page(GET)
def objectives_csv(request: Request) -> HttpResponseBase:
    return csv_response("objectives", *_table(request))


@page(GET)
def objectives_xlsx(request: Request) -> HttpResponseBase:
    return xlsx_response("objectives", *_table(request))


def _ids(text: str) -> frozenset[int]:
    return frozenset(
        int(each) for each in text.split(",")[:100] if each.isascii() and each.isdigit()
    )


def _table(request: Request) -> tuple[list[str], Iterator[list[Any]]]:
    heads = [
        _("Level"), _("For"), _("Objective"), _("Serves"), _("How it is measured"), _("Target"),
        _("Unit"), _("From"), _("To"), _("Owner"), _("Actual from"), _("Actual"), _("As of"),
        _("Expected by now"), _("Share of the one above"), _("Targets below add up to"), _("Gap"),
    ]  # fmt: skip
    wanted = ObjectiveFilterForm(request.GET).wanted()
    tree = objective_tree(request.user, request.today, wanted)
    return heads, _rows(tree)


def _rows(tree: Tree) -> Iterator[list[Any]]:
    titles = {branch.objective.pk: branch.objective.title for branch in tree.flat()}
    for branch in tree.flat():
        if branch.asked:
            yield [*_said(branch.objective, titles), *_figures(branch)]


def _said(row: BusinessObjective, titles: dict[int, str]) -> list[Any]:
    levels = {"company": _("Company"), "team": _("Team"), "person": _("Person")}
    return [
        levels[row.level], row.of or None, row.title, titles.get(row.parent_id or 0), row.measure,
        row.target, row.unit, row.starts_on, row.ends_on, row.owner.name,
        str(BusinessObjective.ActualFrom(row.actual_from).label),
    ]  # fmt: skip


def _figures(branch: Branch) -> list[Any]:
    reached, below = branch.reached, branch.below
    return [
        reached.actual if reached else None,
        reached.as_of if reached else None,
        reached.expected if reached else None,
        branch.share and round(branch.share, 4),
        below.total if below else None,
        below.gap if below else None,
    ]
