"""Every verified published example is a plan with its test and comes out to the cent."""

import json
from decimal import Decimal
from typing import Any

import pytest

from calc.tests.commission import published_more  # noqa: F401 it adds its cases
from calc.tests.commission.build import runs
from calc.tests.commission.published import CASES
from tests.data import cases


def _published() -> dict[str, Any]:
    text = cases("commission_cases.json").read_text()
    return {case["id"]: case for case in json.loads(text, parse_float=Decimal)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return Decimal(value)


@pytest.mark.parametrize("name", sorted(CASES))
def test_it_comes_out_to_the_cent(name):
    expected = _published()[name]["expected"]
    plans, figures = CASES[name]
    made = [run for data in plans for run in runs(data)]
    for one in made:
        assert one.outcome.passed, one.outcome.findings
    assert _plain(figures(made)) == _plain(expected)


def test_no_verified_case_is_left_out():
    verified = {name for name, case in _published().items() if case["verified"]}
    assert verified - set(CASES) == set()


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_line_of_it_explains_itself(name):
    plans, _ = CASES[name]
    for data in plans:
        for one in runs(data):
            for line in one.lines:
                assert one.trace(line).line == line
