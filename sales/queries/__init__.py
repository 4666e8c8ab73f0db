"""Reading what was sold: results, the pipeline, lists with their totals, the history of a deal."""

from sales.queries.deals import (
    DealFilter,
    Totals,
    days_open,
    filtered,
    old_before,
    old_open_deals,
    others_of_account,
    others_of_product,
    stages,
    totals,
    with_names,
)
from sales.queries.pipeline import Pipeline, closed_span, owner_lines, pipeline
from sales.queries.rates import DealFact, deal_facts
from sales.queries.results import (
    NOTHING,
    DayWon,
    OwnerWon,
    SalesResult,
    deals_as_of,
    results_by_person,
    won_by_day,
    won_by_day_of,
    won_in_spans,
)
from sales.queries.scope import Owner, Scope, Scopes, scopes

__all__ = [
    "NOTHING",
    "DayWon",
    "DealFact",
    "DealFilter",
    "Owner",
    "OwnerWon",
    "Pipeline",
    "SalesResult",
    "Scope",
    "Scopes",
    "Totals",
    "closed_span",
    "days_open",
    "deal_facts",
    "deals_as_of",
    "filtered",
    "old_before",
    "old_open_deals",
    "others_of_account",
    "others_of_product",
    "owner_lines",
    "pipeline",
    "results_by_person",
    "scopes",
    "stages",
    "totals",
    "with_names",
    "won_by_day",
    "won_by_day_of",
    "won_in_spans",
]
