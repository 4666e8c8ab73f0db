"""Finding the version a page is about, and the two sides of it."""

from dataclasses import dataclass

from expectations.models import DocumentVersion
from expectations.queries.documents import for_page
from expectations.rules import Sides, sides
from salesperf.web.find import find_or_404
from salesperf.web.request import Request


@dataclass(frozen=True)
class Found:
    """A version somebody may see, with its two sides."""

    version: DocumentVersion
    sides: Sides


def found(request: Request, version_id: int) -> Found:
    """The version, or 404 as for one that does not exist. Two queries."""
    visible = DocumentVersion.objects.visible_to(request.user, request.today)
    version = find_or_404(for_page(visible), pk=version_id)
    return Found(version, sides(version, request.today))
