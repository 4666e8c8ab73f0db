"""Which standards each side finds achievable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from calc.document import StandardWords, Wording, fingerprint_of_standard
from expectations.models import AchievableMark, DocumentVersion, Signature
from expectations.rules import Sides

SIDES = (Signature.Side.PERSON, Signature.Side.MANAGER)


@dataclass(frozen=True)
class SideMark:
    """What one side says about one standard; ``mark`` is None while it says nothing."""

    side: str
    name: str
    mark: AchievableMark | None


@dataclass
class Marks:
    """All marks about the words as they stand, by line and side."""

    standards: tuple[StandardWords, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    by_line: dict[str, dict[str, AchievableMark]] = field(default_factory=dict)

    def of(self, line: str) -> list[SideMark]:
        """Both sides of one standard."""
        marks = self.by_line.get(line, {})
        return [SideMark(side, self.names.get(side, ""), marks.get(side)) for side in SIDES]

    def unmarked(self, side: str) -> list[StandardWords]:
        """Standards about which a side has said nothing."""
        return [each for each in self.standards if side not in self.by_line.get(each.line, {})]

    def not_yet(self, side: str) -> list[StandardWords]:
        """Standards that a side does not find achievable yet."""
        return [
            each
            for each in self.standards
            if (mark := self.by_line.get(each.line, {}).get(side)) and not mark.achievable
        ]


def marks_of(version: DocumentVersion, wording: Wording, both: Sides | None = None) -> Marks:
    """The latest mark of each side about each standard. One query, none if nothing was marked."""
    names: dict[str, str] = {}
    if both is not None:
        manager = both.manager.first_name if both.manager else ""
        names = {SIDES[0]: both.person.first_name, SIDES[1]: manager}
    marks = Marks(tuple(wording.standards), names)
    if not getattr(version, "was_marked", True):
        return marks
    words = {each.line: fingerprint_of_standard(each) for each in marks.standards}
    for row in AchievableMark.objects.filter(version=version).order_by("at", "pk"):
        line = str(row.line)
        if words.get(line) == row.words:
            marks.by_line.setdefault(line, {})[row.side] = row
    return marks
