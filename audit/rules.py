"""Who may read the audit trail."""

from typing import Any

from audit.models import ADMINISTRATOR


def can_read_trail(person: Any) -> bool:
    """Administrators may: the trail says who did what, and no private text."""
    return bool(person.has_role(ADMINISTRATOR))
