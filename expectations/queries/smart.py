"""How many standards of a version are weak: a letter in doubt, and no reason why the words stay."""

from collections.abc import Iterable

from expectations.models import Standard
from expectations.queries.words import standard_words
from expectations.smart import is_weak


def weak_standards(version_ids: Iterable[int]) -> dict[int, int]:
    """Weak standards of each of these versions; 0 where there are none. One query."""
    counts = dict.fromkeys(version_ids, 0)
    rows = Standard.objects.filter(key_result_area__version__in=counts).select_related(
        "key_result_area", "objective", "activity_type"
    )
    for row in rows if counts else ():
        counts[row.key_result_area.version_id] += is_weak(standard_words(row))
    return counts
