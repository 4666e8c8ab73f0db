"""Person and what belongs to one: team, reporting lines, roles, ways in."""

from people.models.access import (
    Door,
    EmailChange,
    Invitation,
    PasswordReset,
    ResetAsk,
    SignInAttempt,
    hash_of,
)
from people.models.days import Away, DayOff
from people.models.lines import ReportingLine
from people.models.person import Person, Team
from people.models.roles import Role, RoleGrant

__all__ = [
    "Away",
    "DayOff",
    "Door",
    "EmailChange",
    "Invitation",
    "PasswordReset",
    "Person",
    "ReportingLine",
    "ResetAsk",
    "Role",
    "RoleGrant",
    "SignInAttempt",
    "Team",
    "hash_of",
]
