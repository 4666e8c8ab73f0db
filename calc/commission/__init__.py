"""The commission engine: a plan, people and credits in; lines, statements and findings out.

Plain Python, whole numbers, no clock. The form of a plan is in docs/commission-plans.md; what is
in which module:

* in: ``plan`` (a plan as values), ``parse`` (from JSON), ``files`` and ``sheets`` (deals and people),
  ``crediting`` (who gets which part of a deal)
* the run: ``engine`` calls ``counting`` and ``standing`` (what is counted, where one stands),
  ``rating`` with ``slicing`` and ``tables`` (what it earns), ``paying`` (rounding), ``adjusting``,
  ``limits``, ``pools``, ``settlement``
* afterwards: ``aftermath`` with ``payment`` (due in parts) and ``clawback``, ``reports``, ``fingerprint``
* on plans: ``examples`` (their tests), ``linter``, ``payout_curve``
"""

from calc.commission.engine import Engine, Result, calculate, explain, explain_pool
from calc.commission.examples import run_tests
from calc.commission.linter import lint
from calc.commission.parse import parse, parse_data
from calc.commission.values import CannotCalculate, Credit, Finding, Line, Person, Trace

__all__ = [
    "CannotCalculate",
    "Credit",
    "Engine",
    "Finding",
    "Line",
    "Person",
    "Result",
    "Trace",
    "calculate",
    "explain",
    "explain_pool",
    "lint",
    "parse",
    "parse_data",
    "run_tests",
]
