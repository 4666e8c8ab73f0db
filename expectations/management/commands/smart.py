"""``manage.py smart``: standards as JSON lines in, what the check says of each out."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from expectations.smart import Check, check_text

_LONGEST_LINE = 8 * 1024 * 1024  # bytes; more is no standard and would fill the memory


class Command(BaseCommand):
    help = "Check standards letter by letter: JSON lines with a text in, JSON lines out."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="JSON lines like {\"text\": …}; else standard input"
        )  # fmt: skip

    def handle(self, *args: Any, **said: Any) -> None:
        path: Path | None = said["file"]
        with nullcontext(sys.stdin.buffer) if path is None else _opened(path) as lines:
            try:
                wrong = self._check(lines)
            except BrokenPipeError:  # the reader has seen enough, as with "| head"
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return
        if wrong:
            raise CommandError(f"{wrong} lines could not be read.")

    def _check(self, lines: BinaryIO) -> int:
        """Answer each line; how many could not be read."""
        wrong = 0
        for number, line in enumerate(_lines(lines), start=1):
            if not line.strip():
                continue
            try:
                answer = _as_json(_text(line))
            except ValueError as problem:
                answer = {"line": number, "error": str(problem)}
                wrong += 1
            self.stdout.write(_json(answer))
        return wrong


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as problem:
        raise CommandError(f"{path} cannot be read: {problem.strerror}.") from None


def _lines(stream: BinaryIO) -> Iterable[bytes]:
    """Lines up to the longest; the rest of a longer one is skipped."""
    while line := stream.readline(_LONGEST_LINE + 1):
        yield line
        while len(line) > _LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(_LONGEST_LINE + 1)
            if not line:
                return


def _text(line: bytes) -> str:
    """The text of a line. Raises ValueError with a sentence that says what is wrong."""
    if len(line) > _LONGEST_LINE:
        raise ValueError("The line is longer than 8 MB.")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("The line is not UTF-8.") from None
    except RecursionError:
        raise ValueError("The line is nested too deeply.") from None
    except ValueError as problem:
        raise ValueError(f"The line is not JSON: {problem}.") from None
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(text, str):
        raise ValueError("The line has no “text” that is a text.")  # noqa: TRY004 one kind of problem
    return text


def _as_json(text: str) -> dict[str, Any]:
    check: Check = check_text(text)
    findings = [
        {
            "letter": each.letter,
            "span": each.span,
            "why": each.why,
            "proposal": _proposal(each.proposal, check.instead if each.fails else ""),
        }
        for each in check.remarks
    ]
    return {
        "text": text,
        "verdict": check.verdict,
        "missing": list(check.missing),
        "findings": findings,
    }


def _proposal(sentence: str, instead: str) -> str:
    """With another wording of the whole standard, where there is one."""
    return f"{sentence} For example: “{instead}”" if instead else sentence


def _json(answer: dict[str, Any]) -> str:
    """Halves of characters cannot be written; they go out as JSON escapes them."""
    text = json.dumps(answer, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer)
    return text
