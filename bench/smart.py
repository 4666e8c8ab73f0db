"""How well and how fast standards are judged: ``python -m bench.smart``.

Two files of examples with the verdicts of their authors are judged. One is public and lies
outside the project (tests/data.py says where); the other is ``calc/tests/smart/held_out.jsonl``,
written in the manner of published pairs before the first rule was.
"""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calc.smart import SMART, VAGUE, Judgement, judge

ROOT = Path(__file__).resolve().parent.parent
HELD_OUT = ROOT / "calc" / "tests" / "smart" / "held_out.jsonl"
PUBLISHED = ROOT.parent / "shared" / "cases" / "smart_cases.json"
MANY = 10_000


@dataclass(frozen=True)
class Example:
    """A text with its author's verdict; ``only`` is the one letter that the author speaks of."""

    text: str
    label: str
    missing: tuple[str, ...]
    only: str = ""

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Example":
        note = row.get("note", "")
        only = row.get("only", "") or (note[0] if "good on one letter" in note else "")
        return cls(row["text"], row["label"], tuple(row["missing"]), only)


@dataclass(frozen=True)
class Score:
    """What the check says of the examples, beside what their authors say."""

    judged: tuple[tuple[Example, Judgement], ...]

    @property
    def whole(self) -> list[tuple[Example, Judgement]]:
        """Examples whose author speaks of the whole standard."""
        return [(one, said) for one, said in self.judged if not one.only]

    @property
    def balanced(self) -> float:
        """The mean of the shares of smart and of vague examples that are called so."""
        return sum(self.share(label) for label in (SMART, VAGUE)) / 2

    def share(self, label: str) -> float:
        same = [said.verdict == label for one, said in self.whole if one.label == label]
        return sum(same) / len(same)

    @property
    def letters(self) -> tuple[int, int]:
        """Letters that authors found missing: how many are named, and how many there are."""
        named = sum(letter in said.missing for one, said in self.judged for letter in one.missing)
        return named, sum(len(one.missing) for one, _ in self.judged)

    @property
    def single(self) -> tuple[int, int]:
        """Letters that authors call good: how many are not called missing, and how many."""
        ones = [(one, said) for one, said in self.judged if one.only and one.label == SMART]
        return sum(one.only not in said.missing for one, said in ones), len(ones)

    @property
    def different(self) -> Iterator[tuple[Example, Judgement]]:
        """Where the check and the author differ."""
        for one, said in self.judged:
            wrong = one.only in said.missing if one.only else one.label != said.verdict
            if wrong or set(one.missing) - set(said.missing):
                yield one, said


def score(rows: Iterable[dict[str, Any]]) -> Score:
    examples = [Example.of(row) for row in rows]
    return Score(tuple((one, judge(one.text)) for one in examples))


def held_out() -> Score:
    lines = HELD_OUT.read_text(encoding="utf-8").splitlines()
    return score(json.loads(line) for line in lines)


def published(path: Path = PUBLISHED) -> Score:
    return score(json.loads(path.read_text(encoding="utf-8")))


def seconds_for(texts: list[str], many: int = MANY) -> float:
    """Seconds of one core for judging ``many`` standards."""
    start = time.process_time()
    for place in range(many):
        judge(texts[place % len(texts)])
    return time.process_time() - start


def report(name: str, found: Score) -> None:
    named, there = found.letters
    held, single = found.single
    print(
        f"{name}: balanced accuracy {found.balanced:.3f}"
        f" (smart {found.share(SMART):.3f}, vague {found.share(VAGUE):.3f}, {len(found.whole)} texts);"
        f" missing letters named {named} of {there} ({named / there:.0%});"
        f" single good letters kept {held} of {single}"
    )
    if "-v" in sys.argv:
        for one, said in found.different:
            theirs = f"{one.label} {''.join(one.missing)}{one.only}"
            codes = ", ".join(f"{each.letter} {each.code}" for each in said.findings)
            print(f"  {theirs:12} {one.text[:100]!r}: {codes}")


def main() -> None:
    texts = [one.text for one, _ in held_out().judged]
    report("held out", held_out())
    if PUBLISHED.exists():
        report("published", published())
    else:
        print(f"published: {PUBLISHED} is not there")
    took = seconds_for(texts)
    print(f"speed: {MANY:,} standards in {took:.2f} s of one core (budget 2 s)")


if __name__ == "__main__":
    main()
