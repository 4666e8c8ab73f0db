"""Strategy, and the performance expectation documents that translate it for one person."""

from expectations.models.acknowledgement import Acknowledgement
from expectations.models.agreement import (
    AchievableMark,
    Comment,
    Disagreement,
    ObjectiveChange,
    PutInForce,
    ReasonKind,
    Revision,
    Verdict,
)
from expectations.models.content import (
    Ability,
    DevelopmentAim,
    ExpectedActivity,
    KeyResultArea,
    MarkedBehaviour,
    Standard,
)
from expectations.models.documents import (
    DocumentVersion,
    ExpectationDocument,
    RemovedLine,
    SharedWording,
    Signature,
    State,
)
from expectations.models.marketing import ForecastLine, MarketingPlan
from expectations.models.occupations import Occupation, OccupationFact
from expectations.models.planning import Planning, PlanningStep
from expectations.models.profiles import (
    Competency,
    Indicator,
    ProfileAbility,
    ProfileActivity,
    ProfileArea,
    ProfileCompetency,
    ProfileRemovedLine,
    ProfileStandard,
    ProfileVersion,
    RoleProfile,
)
from expectations.models.results import ObjectiveResult, StandardResult
from expectations.models.rounds import (
    CommentAnswer,
    CommentRound,
    DraftComment,
    RoundInvitation,
)
from expectations.models.strategy import (
    BusinessObjective,
    CompanyValue,
    Strategy,
    ValueBehaviour,
)
from expectations.models.transparency import TeamSetting

__all__ = [
    "Ability",
    "AchievableMark",
    "Acknowledgement",
    "BusinessObjective",
    "Comment",
    "CommentAnswer",
    "CommentRound",
    "CompanyValue",
    "Competency",
    "DevelopmentAim",
    "Disagreement",
    "DocumentVersion",
    "DraftComment",
    "ExpectationDocument",
    "ExpectedActivity",
    "ForecastLine",
    "Indicator",
    "KeyResultArea",
    "MarkedBehaviour",
    "MarketingPlan",
    "ObjectiveChange",
    "ObjectiveResult",
    "Occupation",
    "OccupationFact",
    "Planning",
    "PlanningStep",
    "ProfileAbility",
    "ProfileActivity",
    "ProfileArea",
    "ProfileCompetency",
    "ProfileRemovedLine",
    "ProfileStandard",
    "ProfileVersion",
    "PutInForce",
    "ReasonKind",
    "RemovedLine",
    "Revision",
    "RoleProfile",
    "RoundInvitation",
    "SharedWording",
    "Signature",
    "Standard",
    "StandardResult",
    "State",
    "Strategy",
    "TeamSetting",
    "ValueBehaviour",
    "Verdict",
]
