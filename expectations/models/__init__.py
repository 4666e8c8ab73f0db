"""Strategy, and the performance expectation documents that translate it for one person."""

from expectations.models.content import Ability, ExpectedActivity, KeyResultArea, Standard
from expectations.models.documents import (
    ChangeRequest,
    DocumentVersion,
    ExpectationDocument,
    RemovedLine,
    SharedWording,
    Signature,
    State,
)
from expectations.models.results import StandardResult
from expectations.models.strategy import (
    BusinessObjective,
    CompanyValue,
    Strategy,
    ValueBehaviour,
)

__all__ = [
    "Ability",
    "BusinessObjective",
    "ChangeRequest",
    "CompanyValue",
    "DocumentVersion",
    "ExpectationDocument",
    "ExpectedActivity",
    "KeyResultArea",
    "RemovedLine",
    "SharedWording",
    "Signature",
    "Standard",
    "StandardResult",
    "State",
    "Strategy",
    "ValueBehaviour",
]
