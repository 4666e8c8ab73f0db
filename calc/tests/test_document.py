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
    AimWords,
    AreaWords,
    BehaviourWords,
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
    comparison=st.sampled_from(["at_least", "at_most", "between", "by_date", "milestone"]),
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
    figure=st.sampled_from(["sum", "level", "ratio"]),
    part=TEXT,
    whole=TEXT,
    activity_type_whole=st.none() | st.integers(1, 10**9),
    activity_whole=TEXT,
    minimum=NUMBER,
    outstanding=NUMBER,
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
            st.sampled_from(["result", "learning"]),
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
    aims=st.lists(
        st.builds(AimWords, LINE, TEXT, TEXT, TEXT, st.none() | DAY, TEXT), max_size=2
    ).map(tuple),
    behaviours=st.lists(st.builds(BehaviourWords, LINE, TEXT, TEXT, TEXT), max_size=2).map(tuple),
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


EARLIER = {
    "format": 1, "person": 7, "name": "Rhea Solbergh", "job_title": "Account executive",
    "starts_on": "2026-01-01", "ends_on": "2026-03-31", "number": 1, "reason": "",
    "strategy": None, "objectives": [], "position_goal": "Win small firms.",
    "areas": [
        {
            "line": "a1", "title": "New revenue", "weight": 100,
            "standards": [
                {
                    "line": "s1", "text": "At least 78,000 USD.", "comparison": "at_least",
                    "target": "78000", "target_to": None, "unit": "USD", "cadence": "period",
                    "due_on": None, "baseline": None, "actual_from": "won_value",
                    "activity_type": None, "activity": "", "objective": None, "serves": "",
                }
            ],
        }
    ],
    "activities": [], "abilities": [],
}  # fmt: skip


def test_words_from_before_levels_shares_aims_and_behaviours_keep_their_fingerprint():
    read = Wording.from_plain(EARLIER)
    assert (read.aims, read.behaviours, read.areas[0].kind) == ((), (), "result")
    assert (next(read.standards).figure, next(read.standards).minimum) == ("sum", None)
    assert fingerprint(read) == fingerprint_of_plain(EARLIER)
    assert fingerprint(read) == "19bd98ba7f25c2479883a1eddde5c802498a7c93954d14eed1db3e535a0c5778"


def test_words_that_say_the_later_parts_empty_are_read_too():
    area = {**EARLIER["areas"][0], "kind": "result"}
    said = {**EARLIER, "areas": [area], "aims": [], "behaviours": []}
    assert Wording.from_plain(said) == Wording.from_plain(EARLIER)


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


def milestone(**standard) -> Wording:
    known = {"comparison": "milestone", "target": None, "unit": "", "due_on": date(2026, 2, 28)}
    return make(**{**known, **standard})


def share(**standard) -> Wording:
    known = {"figure": "ratio", "target": Decimal(35), "unit": "", "part": "wins", "whole": "bids"}
    return make(**{**known, **standard})


def with_learning(*places: int) -> Wording:
    areas = make().areas
    return with_areas(
        *(replace(a, kind="learning") if n in places else a for n, a in enumerate(areas))
    )


AIM = AimWords("m1", "Chair a meeting", "To lead", "A course", date(2026, 2, 1), "Two were chaired")
VALUES = (ValueWords("Say bad news early", ("Names a lost deal",), ("Keeps a dead deal",)),)


def marked(**words) -> Wording:
    known = BehaviourWords("v1", "Say bad news early", "Names a lost deal", "In the same week")
    strategy = StrategyWords(1, date(2026, 1, 1), "Vision", "", VALUES)
    return replace(make(), strategy=strategy, behaviours=(replace(known, **words),))


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
    (
        "way_unknown",
        replace(make(), abilities=(AbilityWords("b1", "skill", "Asking", 2, 3, ""),)),
        False,
    ),
    ("due_missing", make(comparison="milestone", target=None), True),
    ("milestone_not_entered", milestone(actual_from="won_count"), True),
    ("unused", milestone(target=Decimal(1)), False),
    ("unused", make(target_to=Decimal(90_000)), False),
    ("unused", make(comparison="between", target_to=Decimal(90_000), minimum=Decimal(1)), False),
    ("target_below_minimum", make(minimum=Decimal(78_001)), True),
    ("outstanding_below_target", make(outstanding=Decimal(77_999)), True),
    ("target_below_minimum_falling", make(comparison="at_most", minimum=Decimal(70_000)), True),
    (
        "outstanding_below_target_falling",
        make(comparison="at_most", outstanding=Decimal(79_000)),
        True,
    ),
    ("baseline_reached", make(figure="level", baseline=Decimal(80_000)), False),
    (
        "baseline_reached",
        make(figure="level", comparison="at_most", baseline=Decimal(70_000)),
        False,
    ),
    ("share_unnamed", make(unit="%"), False),
    ("no_share", share(actual_from="won_value"), True),
    ("part_missing", share(part=" "), True),
    ("whole_missing", share(whole=""), True),
    ("whole_unchosen", share(actual_from="activity", activity_type=1), True),
    ("learning_twice", with_learning(1, 2), False),
    ("learning_not_last", with_learning(1), False),
    ("aim_unnamed", replace(make(), aims=(replace(AIM, title=" "),)), True),
    ("aim_without_way", replace(make(), aims=(replace(AIM, how=""),)), False),
    ("aim_without_day", replace(make(), aims=(replace(AIM, due_on=None),)), False),
    ("aim_without_proof", replace(make(), aims=(replace(AIM, known_when=""),)), False),
    ("behaviour_gone", marked(behaviour="Says nothing"), False),
    ("behaviour_unworded", marked(looks_like=""), False),
]


@pytest.mark.parametrize(("code", "wording", "blocks"), TABLE, ids=[row[0] for row in TABLE])
def test_what_is_missing_is_found(code, wording, blocks):
    found = [finding for finding in findings(wording) if finding.code == code]
    assert [finding.blocks for finding in found] == [blocks]
    assert codes(wording) == {code}


@pytest.mark.parametrize(
    "wording",
    [
        make(comparison="at_most", target=Decimal(3), baseline=Decimal(8)),
        make(comparison="at_most", figure="level", target=Decimal(3), baseline=Decimal(8)),
        make(comparison="at_most", minimum=Decimal(80_000), outstanding=Decimal(70_000)),
        make(minimum=Decimal(78_000), outstanding=Decimal(90_000)),
        make(baseline=Decimal(90_000)),
        milestone(),
        milestone(actual_from="imported"),
        share(),
        share(target=Decimal(120)),
        share(actual_from="win_rate", part="", whole=""),
        share(actual_from="activity", activity_type=1, activity_type_whole=2, part="", whole=""),
        with_learning(2),
        replace(make(), aims=(AIM,)),
        marked(),
        marked(behaviour=""),
    ],
)
def test_a_measure_that_can_be_kept_is_found_no_fault_with(wording):
    """Falling targets, over-achievement, shares and milestones are normal."""
    assert findings(wording) == ()


def test_a_target_below_its_minimum_names_both_figures():
    (finding,) = findings(make(minimum=Decimal(80_000)))
    assert (finding.line, finding.field) == ("s1", "minimum")
    assert dict(finding.evidence) == {
        "minimum": Decimal(80_000), "target": Decimal(78_000), "unit": "USD",
    }  # fmt: skip


def test_weights_say_how_much_is_missing():
    wording = with_areas(replace(FULL[0], weight=35), *FULL[1:])
    (finding,) = findings(wording)
    assert dict(finding.evidence) == {"total": 95, "missing": 5}
    assert finding == Finding("weights", "blocker", "a1", "weight")
