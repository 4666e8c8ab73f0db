"""Who may do what with deals. Who may see them is said in sales.models.deals."""

from typing import Any

from salesperf.imports.kinds import kinds_for


def can_import_deals(person: Any) -> bool:
    """The kind of import itself says who may bring deals in."""
    return any(kind.name == "deals" for kind in kinds_for(person))
