"""Finding one row for a page: only ever through what the person may see."""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404

M = TypeVar("M", bound=Model)


def find_or_404(visible: QuerySet[M], **lookup: Any) -> M:
    """Return the one visible row, or answer as for an id that does not exist.

    ``visible`` is a queryset that went through ``visible_to``. The 404 names neither the model
    nor the id, so that a row one may not see cannot be told from one that is not there.
    Numbers that no database column can hold are not there either (SQLite overflows on them).
    """
    try:
        return visible.get(**lookup)
    except (ObjectDoesNotExist, ValueError, OverflowError):
        raise Http404 from None
