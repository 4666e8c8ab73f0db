"""What holds for every text."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bench.smart import held_out
from calc.smart import LETTERS, SMART, Measure, judge
from calc.smart.rewording import Known, reworded

EXAMPLES = [one.text for one, _ in held_out().judged]
# Characters of every kind, and words that the check knows, in any order.
KNOWN = (
    "improve sell more always never 100% 12 deals by in within the next month quarter each every"
    " a per of from to $ 2M ( ) / - : 24/7 #1 31 March May 2026 Q3 no errors zero one half double"
    " so that order multiply revenue 3x … ___ X% first Friday 25th soon 八 ٣ 💥"
)
WORDS = st.sampled_from(KNOWN.split())
TEXT = (
    st.text(max_size=200) | st.lists(WORDS, max_size=30).map(" ".join) | st.sampled_from(EXAMPLES)
)
MEASURE = st.builds(
    Measure,
    target=st.none() | st.decimals(-(10**13), 10**13, places=4),
    unit=st.text(max_size=10),
    cadence=st.sampled_from(["period", "week", "month", "quarter"]),
    due_on=st.none() | st.dates(),
    baseline=st.none() | st.decimals(-(10**13), 10**13, places=4),
    linked=st.none() | st.booleans(),
)


@given(TEXT, MEASURE)
def test_every_finding_points_into_the_text(text, measure):
    judged = judge(text, measure)
    for finding in judged.findings:
        assert finding.letter in LETTERS
        assert 0 <= finding.start <= finding.end <= len(text)
        assert judged.span(finding) == judged.span(finding).strip()


@given(TEXT, MEASURE)
def test_smart_is_what_lacks_no_letter(text, measure):
    judged = judge(text, measure)
    assert (judged.verdict == SMART) == (judged.missing == ())
    assert list(judged.missing) == sorted(judged.missing, key=LETTERS.index)


@given(TEXT, MEASURE)
def test_the_same_words_get_the_same_judgement(text, measure):
    assert judge(text, measure) == judge(text, measure)


@given(st.sampled_from(EXAMPLES))
def test_an_amount_with_its_unit_and_a_day_takes_no_letter_away(text):
    said = text.rstrip(" .!")
    assert set(judge(f"{said}, at least 20 deals by 31 March 2026").missing) <= set(
        judge(said).missing
    )


@given(st.sampled_from(EXAMPLES))
def test_a_day_gives_time(text):
    assert "T" not in judge(f"{text.rstrip(' .!')} by 31 March 2026").missing


@given(TEXT, MEASURE)
def test_a_measure_takes_no_letter_away(text, measure):
    assert set(judge(text, measure).missing) <= set(judge(text).missing)


@given(st.sampled_from(EXAMPLES))
def test_blanks_around_change_nothing(text):
    around = judge(f"  {text}\n")
    assert around.missing == judge(text).missing


@given(TEXT)
def test_another_wording_is_mended_in_what_it_mends(text):
    """With every blank filled in, the letters that were in doubt are not."""
    judged = judge(text)
    instead = reworded(judged, Known("20 deals", "12 deals", "by 31 March 2026"))
    if instead:
        assert set(judge(instead).missing) < set(judged.missing)


def test_numbers_of_any_size_are_read():
    for number in ("9" * 5000, "1." * 3000, "0", "٣٤", "1e999", "½"):
        judge(f"Multiply revenue by {number} in {number} months", Measure(target=Decimal(1)))
