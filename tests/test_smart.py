"""How well standards are judged: the figures that docs/smart.md gives, held so that none falls."""

import json
import time

import pytest

from bench import smart as measured
from calc.smart import judge
from tests.data import cases


@pytest.fixture(scope="module")
def held_out():
    return measured.held_out()


@pytest.fixture(scope="module")
def published():
    return measured.published(cases("smart_cases.json"))


class TestPublishedExamples:
    """93 examples from elsewhere with the verdicts of their authors."""

    def test_verdicts(self, published):
        assert len(published.judged) == 93
        assert published.balanced >= 0.97

    def test_letters_that_authors_miss_are_named(self, published):
        named, there = published.letters
        assert named / there >= 0.97

    def test_letters_that_authors_call_good_are_kept(self, published):
        kept, there = published.single
        assert kept == there

    def test_each_difference_that_stays_is_explained(self, published):
        page = (measured.ROOT / "docs" / "smart.md").read_text(encoding="utf-8")
        for one, _ in published.different:
            assert one.text in page


class TestHeldOutExamples:
    """At least 120 examples that were written before the rules."""

    def test_there_are_enough_of_both(self, held_out):
        labels = [one.label for one, _ in held_out.judged]
        assert len(labels) >= 120
        assert min(labels.count("smart"), labels.count("vague")) >= 60

    def test_verdicts(self, held_out):
        assert held_out.balanced >= 0.98

    def test_letters(self, held_out):
        named, there = held_out.letters
        assert named / there >= 0.98
        kept, single = held_out.single
        assert kept / single >= 0.9

    def test_none_of_them_is_a_published_one(self, held_out):
        there = {one["text"].lower() for one in json.loads(cases("smart_cases.json").read_text())}
        assert not there & {one.text.lower() for one, _ in held_out.judged}


def test_ten_thousand_standards_take_under_two_seconds_of_one_core(held_out):
    texts = [one.text for one, _ in held_out.judged]
    assert measured.seconds_for(texts, 1_000) < 0.2


@pytest.mark.parametrize(
    "piece",
    ["Improve ", "by 1 ", "no errors ", "multiply by 3 ", "in order to ", "1/", "a-", "1:2 ", "…",
     "to better ", "so ", "every first ", "100% ", "'a", "٣", "💥", "the best in ", "$1M ", "1,"],
)  # fmt: skip
def test_a_long_text_takes_longer_and_no_more(piece):
    """Sixteen times the text takes about sixteen times as long, never its square (256 times)."""
    short, long = 20_000, 320_000
    seconds = []
    for length in (short, long):
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.process_time()
        judge(text)
        seconds.append(max(time.process_time() - start, 0.002))
    assert seconds[1] / seconds[0] < 100
