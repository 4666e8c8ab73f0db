"""Results as JSON and as tables of text, for terminals and files."""

from collections.abc import Iterable, Sequence
from typing import Any

from calc.commission.engine import Result
from calc.commission.numbers import ONE
from calc.commission.values import Finding, Line, Trace
from calc.money import Money


def amount(minor: int, currency: str) -> str:
    """An amount in major units."""
    return str(Money(minor, currency).amount)


def percent(rate: int) -> str:
    """A rate in billionths as a percentage without needless zeros."""
    whole, rest = divmod(abs(rate), ONE // 100)
    text = f"{whole}.{rest:07}".rstrip("0").rstrip(".")
    return f"{'-' if rate < 0 else ''}{text}%"


def as_json(result: Result, currency: str) -> dict[str, Any]:
    """A result with amounts as texts in major units, and the totals of everybody."""
    return {
        "currency": currency,
        "total": amount(result.paid(), currency),
        "payees": {
            payee: amount(result.paid(payee), currency)
            for payee in sorted({line.payee for line in result.lines})
        },
        "statements": [
            {
                key: value if isinstance(value, str) else amount(value, currency)
                for key, value in statement._asdict().items()
            }
            for statement in result.statements
        ],
        "lines": [line_as_json(line, currency) for line in result.lines],
        "findings": [finding_as_json(finding, currency) for finding in result.findings],
    }


def line_as_json(line: Line, currency: str) -> dict[str, str | int]:
    """A line: base and before as whole numbers (minor units, or thousandths of pieces)."""
    found: dict[str, str | int] = dict(line._asdict())
    found["rate"] = percent(line.rate)
    found["gross"] = amount(line.gross, currency)
    found["paid"] = amount(line.paid, currency)
    return found


def trace_as_json(trace: Trace, currency: str) -> dict[str, Any]:
    steps = [dict((("what", step.what), *step.facts)) for step in trace.steps]
    return {"line": line_as_json(trace.line, currency), "steps": steps}


def finding_as_json(finding: Finding, currency: str) -> dict[str, str]:
    found = {
        "level": finding.level,
        "code": finding.code,
        "at": finding.at,
        "text": finding.text,
    }
    if finding.money is not None:
        found["money"] = amount(finding.money, currency)
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns of text; what looks like a number stands to the right."""
    every = [list(head), *(list(row) for row in rows)]
    widths = [max(len(row[i]) for row in every) for i in range(len(head))]
    lines = []
    for number, row in enumerate(every):
        cells = [
            cell.rjust(width)
            if number and cell[-1:].isdigit() and cell[:1] in "-0123456789"
            else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def differences(old: Result, new: Result) -> list[tuple[str, int, int]]:
    """Who was and who would be paid how much, the largest changes first."""
    payees = {line.payee for line in (*old.lines, *new.lines)}
    rows = [(payee, old.paid(payee), new.paid(payee)) for payee in payees]
    return sorted(rows, key=lambda row: (-abs(row[2] - row[1]), row[0]))
