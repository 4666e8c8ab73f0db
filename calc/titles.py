"""Which of some job names fits a job title: a suggestion, made only when one fits best.

A name fits when all of its words are in the title, in any order; words of rank (senior, junior,
...) and small words say nothing. The name with most words fits best. Between two that fit
equally well nothing is suggested: a person decides.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key")

_SAYS_NOTHING = frozenset(
    [
        "a",
        "an",
        "and",
        "associate",
        "chief",
        "for",
        "head",
        "ii",
        "iii",
        "junior",
        "jr",
        "lead",
        "of",
        "principal",
        "senior",
        "sr",
        "staff",
        "the",
        "to",
        "trainee",
    ]
)


@dataclass(frozen=True)
class Match:
    """The name that fits, as it was given."""

    name: str
    words: int


def words_of(title: str) -> frozenset[str]:
    """The words that say what the job is, in small letters."""
    return frozenset(re.findall(r"\w+", title.casefold())) - _SAYS_NOTHING


def best_match(title: str, names: Mapping[Key, Sequence[str]]) -> tuple[Key, Match] | None:
    """The key whose names fit the title best; None when none does, or two do equally well."""
    said = words_of(title)
    best: list[tuple[Key, Match]] = []
    for key, each in names.items():
        fitting = [
            Match(name, len(words)) for name in each if (words := words_of(name)) and words <= said
        ]
        if fitting:
            best.append((key, max(fitting, key=lambda match: match.words)))
    best.sort(key=lambda pair: -pair[1].words)
    if not best or (len(best) > 1 and best[0][1].words == best[1][1].words):
        return None
    return best[0]
