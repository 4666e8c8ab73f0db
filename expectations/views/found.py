"""Finding the version a page is about, and the two sides of it."""

from dataclasses import dataclass
from typing import Any, ClassVar

from expectations import next_steps
from expectations.editor import Editor
from expectations.models import DocumentVersion, ProfileVersion
from expectations.queries.documents import for_page
from expectations.queries.talk import talk_about
from expectations.rules import Sides, sides
from salesperf.web.find import find_or_404
from salesperf.web.request import Request


@dataclass(frozen=True)
class Found:
    """A version somebody may see, with its two sides."""

    version: DocumentVersion
    sides: Sides

    # Parts of the editor's page that a change of a line changes: expectations/_<part>.html
    parts: ClassVar[tuple[str, ...]] = (
        "next", "sharing", "weights", "general", "types", "held",
    )  # fmt: skip

    def beside(self, request: Request, editor: Editor) -> dict[str, Any]:
        """What those parts need besides the editor."""
        other = self.sides.other(request.user)
        talk = talk_about(self.version, request.user, request.today)
        return {"other": other, "step": next_steps.of_draft(editor, other, talk)}


@dataclass(frozen=True)
class FoundProfile:
    """An edition of a role profile somebody may see; the same editor writes in it."""

    version: ProfileVersion

    parts: ClassVar[tuple[str, ...]] = (
        "next", "publishing", "weights", "general", "types", "competency_choices",
    )  # fmt: skip

    def beside(self, request: Request, editor: Editor) -> dict[str, Any]:
        """What those parts need besides the editor."""
        return {"step": next_steps.of_profile(editor)}


Desk = Found | FoundProfile


def found(request: Request, version_id: int) -> Found:
    """The version, or 404 as for one that does not exist. Two queries."""
    visible = DocumentVersion.objects.visible_to(request.user, request.today)
    version = find_or_404(for_page(visible), pk=version_id)
    return Found(version, sides(version, request.today))


def found_profile(request: Request, version_id: int) -> FoundProfile:
    """The edition, or 404 as for one that does not exist. One query."""
    visible = ProfileVersion.objects.visible_to(request.user, request.today)
    return FoundProfile(find_or_404(visible.select_related("profile__owner"), pk=version_id))
