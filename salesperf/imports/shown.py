"""How findings are laid out on the page: alike problems once, and the rows behind a question."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from calc.tabular import Table
from salesperf.imports.checks import Check, Problem, Question
from salesperf.imports.kinds import Kind
from salesperf.imports.models import Answer
from salesperf.imports.queries import rows_of
from salesperf.web import format

MOST_SHOWN = 100  # different problems on a page; the file to download has them all


@dataclass(frozen=True)
class Group:
    """Problems of the same value in the same column: one line, one repair."""

    first: Problem
    rows: tuple[int, ...]

    @property
    def more(self) -> int:
        return len(self.rows) - 1


@dataclass(frozen=True)
class Grouped:
    groups: list[Group]
    rows: tuple[int, ...]
    hidden: int

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def rows_text(self) -> str:
        """The row numbers as the form sends them back."""
        return ",".join(map(str, self.rows))


def grouped(problems: Iterable[Problem]) -> Grouped:
    """Put problems that one act repairs together, in the order of the file."""
    together: dict[tuple[str, str, str], list[Problem]] = {}
    rows: dict[int, None] = {}
    for problem in problems:
        rows[problem.row] = None
        key = (problem.column, problem.value, problem.what)
        together.setdefault(key, []).append(problem)
    groups = [
        Group(first=alike[0], rows=tuple(problem.row for problem in alike))
        for alike in together.values()
    ]
    return Grouped(groups[:MOST_SHOWN], tuple(rows), max(0, len(groups) - MOST_SHOWN))


@dataclass(frozen=True)
class Answered:
    """A remembered answer in words, and who gave it when."""

    answer: Answer
    text: str
    by: str


def answered(check: Check, kind: Kind) -> list[Answered]:
    """The answers this check made use of."""
    found = []
    for answer in check.answered:
        means = kind.meaning(answer.field, answer.means)
        text = (
            _("“%(value)s” is %(means)s") % {"value": answer.value, "means": means}
            if answer.value
            else _("%(column)s: %(means)s")
            % {"column": kind.field(answer.field.partition(".")[0]).label, "means": means}
        )
        who = answer.answered_by.name if answer.answered_by else _("the command line")
        by = _("%(who)s, %(day)s") % {"who": who, "day": format.day(answer.answered_at)}
        found.append(Answered(answer, text, by))
    return found


@dataclass(frozen=True)
class RowsShown:
    """The rows a question is about, as they stand in the file."""

    question: Question
    heads: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]]

    @property
    def hidden(self) -> int:
        return len(self.question.rows) - len(self.rows)


def rows_shown(name: str, check: Check, table: Table) -> RowsShown | None:
    """The rows of the question of that name, if the reader asked for them."""
    for question in check.questions:
        if question.name == name:
            return RowsShown(question, table.columns, rows_of(table, question.rows))
    return None
