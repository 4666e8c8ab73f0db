"""The words of a document: one spelling, one fingerprint, and what is still missing."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.document import (
    AbilityWords,
    ActivityWords,
    AreaWords,
    Finding,
    ObjectiveWords,
    StandardWords,
    StrategyWords,
    ValueWords,
    Wording,
    findings,
    fingerprint,
    fingerprint_of_plain,
)

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
NUMBER = st.none() | st.decimals(-(10**13), 10**13, places=4)
DAY = st.dates(date(2000, 1, 1), date(2100, 12, 31))
LINE = st.uuids().map(str)

STANDARD = st.builds(
    StandardWords,
    line=LINE,
    text=TEXT,
    comparison=st.sampled_from(["at_least", "at_most", "between", "by_date"]),
    target=NUMBER,
    target_to=NUMBER,
    unit=TEXT,
    cadence=st.sampled_from(["period", "week", "month", "quarter"]),
    due_on=st.none() | DAY,
    baseline=NUMBER,
    actual_from=st.sampled_from(["won_value", "activity", "entered"]),
    activity_type=st.none() | st.integers(1, 10**9),
    activity=TEXT,
    objective=st.none() | st.integers(1, 10**9),
    serves=TEXT,
)
LEVEL = st.none() | st.integers(1, 5)
WORDING = st.builds(
    Wording,
    person=st.integers(1, 10**9),
    name=TEXT,
    job_title=TEXT,
    starts_on=DAY,
    ends_on=DAY,
    number=st.integers(1, 99),
    reason=TEXT,
    strategy=st.none()
    | st.builds(
        StrategyWords,
        st.integers(1, 9),
        DAY,
        TEXT,
        TEXT,
        st.lists(
            st.builds(ValueWords, TEXT, st.lists(TEXT, max_size=2).map(tuple), st.just(())),
            max_size=2,
        ).map(tuple),
    ),
    objectives=st.lists(
        st.builds(
            ObjectiveWords, st.integers(1, 99), st.just("team"), TEXT, TEXT, NUMBER, TEXT, DAY, DAY
        ),
        max_size=2,
    ).map(tuple),
    position_goal=TEXT,
    areas=st.lists(
        st.builds(
            AreaWords,
            LINE,
            TEXT,
            st.integers(0, 100),
            st.lists(STANDARD, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    activities=st.lists(
        st.builds(
            ActivityWords,
            LINE,
            st.integers(1, 99),
            TEXT,
            st.just("count"),
            st.decimals(0, 999, places=2),
            LINE,
            TEXT,
        ),
        max_size=2,
    ).map(tuple),
    abilities=st.lists(
        st.builds(AbilityWords, LINE, st.just("skill"), TEXT, LEVEL, LEVEL, TEXT), max_size=2
    ).map(tuple),
)


# --- one spelling --------------------------------------------------------------------------------
@given(WORDING)
def test_words_survive_json_with_their_fingerprint(wording):
    stored = json.loads(json.dumps(wording.to_plain()))
    assert fingerprint(Wording.from_plain(stored)) == fingerprint(wording)
    assert fingerprint_of_plain(stored) == fingerprint(wording)


@given(WORDING)
def test_the_order_in_which_a_database_keeps_keys_does_not_matter(wording):
    plain = wording.to_plain()
    turned = dict(reversed(plain.items()))
    assert fingerprint_of_plain(turned) == fingerprint_of_plain(plain)


@given(WORDING, TEXT)
def test_another_word_is_another_fingerprint(wording, text):
    other = replace(wording, position_goal=text)
    assert (fingerprint(other) == fingerprint(wording)) == (other == wording)


def test_zeros_behind_the_point_are_no_difference():
    one = make(target=Decimal("78000.0000"))
    two = make(target=Decimal(78000))
    assert fingerprint(one) == fingerprint(two)
    assert one.to_plain()["areas"][0]["standards"][0]["target"] == "78000"


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="Format 2"):
        Wording.from_plain({**make().to_plain(), "format": 2})


def test_the_fingerprint_of_known_words_stays_the_same_for_ever():
    """Signatures of years ago are checked against it."""
    assert fingerprint(make()) == (
        "12f532101ebe982fe6d8586df2e37a5ce477b1f94091a6196a5b51749a6d6fb5"
    )


# --- what is missing -----------------------------------------------------------------------------
def make(**standard) -> Wording:
    """A document that lacks nothing; ``standard`` changes its first standard."""
    plain = StandardWords(line="s1", text="Yes", target=Decimal(1), unit="x")
    wordy = replace(
        plain, text="Revenue is at least 78,000 USD.", target=Decimal(78000), unit="USD"
    )
    return Wording(
        person=7,
        name="Rhea Solbergh",
        job_title="Rep",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31),
        number=1,
        position_goal="Win firms.",
        areas=(
            AreaWords("a1", "New revenue", 40, (replace(wordy, **standard),)),
            AreaWords("a2", "Area 2", 30, (replace(plain, line="s2"),)),
            AreaWords("a3", "Area 3", 30, (replace(plain, line="s3"),)),
        ),
        activities=(ActivityWords("t1", 1, "Calls", "count", Decimal(60)),),
        abilities=(AbilityWords("b1", "skill", "Asking", 2, 3, "Practice"),),
    )


def codes(wording) -> set[str]:
    return {finding.code for finding in findings(wording)}


def test_a_whole_document_lacks_nothing():
    assert findings(make()) == ()


def with_areas(*areas) -> Wording:
    return replace(make(), areas=areas)


FULL = make().areas
STANDARD_LINE = FULL[0].standards[0]

TABLE = [
    ("goal_missing", replace(make(), position_goal="  "), True),
    ("areas_missing", with_areas(), True),
    ("area_unnamed", with_areas(replace(FULL[0], title=" "), *FULL[1:]), True),
    ("area_without_standard", with_areas(replace(FULL[0], standards=()), *FULL[1:]), True),
    (
        "area_many_standards",
        with_areas(
            replace(
                FULL[0], standards=tuple(replace(STANDARD_LINE, line=str(n)) for n in range(5))
            ),
            *FULL[1:],
        ),
        False,
    ),
    ("areas_few", with_areas(replace(FULL[0], weight=70), FULL[1]), False),
    (
        "areas_many",
        with_areas(
            *(replace(FULL[0], line=str(n), weight=w) for n, w in enumerate([30, *[10] * 7]))
        ),
        False,
    ),
    ("weights", with_areas(replace(FULL[0], weight=35), *FULL[1:]), True),
    ("weights", with_areas(replace(FULL[0], weight=45), *FULL[1:]), True),
    (
        "area_weighs_nothing",
        with_areas(*FULL, replace(FULL[0], line="a4", weight=0)),
        False,
    ),
    ("standard_unworded", make(text="\n"), True),
    ("target_missing", make(target=None), True),
    ("due_missing", make(comparison="by_date"), True),
    ("upper_missing", make(comparison="between"), True),
    ("upper_below", make(comparison="between", target_to=Decimal(5)), True),
    ("unit_missing", make(unit=""), False),
    ("due_outside", make(due_on=date(2026, 4, 1)), False),
    ("activity_unchosen", make(actual_from="activity"), True),
    ("activities_missing", replace(make(), activities=()), False),
    (
        "activity_without_quantity",
        replace(make(), activities=(ActivityWords("t1", 1, "Calls", "count", Decimal(0)),)),
        False,
    ),
    ("abilities_missing", replace(make(), abilities=()), False),
    (
        "ability_unnamed",
        replace(make(), abilities=(AbilityWords("b1", "skill", "", 2, 3, ""),)),
        True,
    ),
    (
        "level_unknown",
        replace(make(), abilities=(AbilityWords("b1", "skill", "Asking", 2, None, ""),)),
        False,
    ),
]


@pytest.mark.parametrize(("code", "wording", "blocks"), TABLE, ids=[row[0] for row in TABLE])
def test_what_is_missing_is_found(code, wording, blocks):
    found = [finding for finding in findings(wording) if finding.code == code]
    assert [finding.blocks for finding in found] == [blocks]
    assert codes(wording) == {code}


def test_a_falling_target_and_a_date_without_a_number_are_fine():
    assert codes(make(comparison="at_most", target=Decimal(3), baseline=Decimal(8))) == set()
    by_date = make(comparison="by_date", target=None, unit="", due_on=date(2026, 2, 28))
    assert codes(by_date) == set()


def test_weights_say_how_much_is_missing():
    wording = with_areas(replace(FULL[0], weight=35), *FULL[1:])
    (finding,) = findings(wording)
    assert dict(finding.evidence) == {"total": 95, "missing": 5}
    assert finding == Finding("weights", "blocker", "a1", "weight")
