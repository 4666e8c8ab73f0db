"""Commission plans and who is under them, credits, and what runs calculated from them."""

from commissions.models.credits import (
    Credit,
    CreditedDeal,
    DealEvent,
    DealSplit,
    ExchangeRate,
    PayeeInputs,
)
from commissions.models.plans import CommissionPlan, PlanAssignment, PlanVersion
from commissions.models.runs import (
    CommissionLine,
    CommissionRun,
    CommissionStatement,
    PayeeResult,
    RunShard,
)

__all__ = [
    "CommissionLine",
    "CommissionPlan",
    "CommissionRun",
    "CommissionStatement",
    "Credit",
    "CreditedDeal",
    "DealEvent",
    "DealSplit",
    "ExchangeRate",
    "PayeeInputs",
    "PayeeResult",
    "PlanAssignment",
    "PlanVersion",
    "RunShard",
]
