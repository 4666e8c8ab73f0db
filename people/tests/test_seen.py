"""Whose words are kept when two people edit one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.seen import ChangedMeanwhile, fingerprint, merged

SEEN = {"name": "Rhea", "title": "Rep", "team": None}
VALUES = st.one_of(st.none(), st.sampled_from(["a", "b", "c", ""]), st.dates())
STATES = st.fixed_dictionaries({"name": VALUES, "title": VALUES, "team": VALUES})


def merge(now, typed, seen=SEEN):
    return merged(fingerprint(seen), {**SEEN, **now}, {**SEEN, **typed})


def test_what_the_sender_changed_is_saved():
    assert merge({}, {"title": "Lead"}) == {"title": "Lead"}


def test_what_the_other_changed_stays():
    assert merge({"title": "Lead"}, {}) == {}


def test_both_changed_different_things():
    assert merge({"title": "Lead"}, {"name": "Rhea S"}) == {"name": "Rhea S"}


def test_both_wrote_the_same():
    assert merge({"title": "Lead"}, {"title": "Lead"}) == {"title": "Lead"}


def test_both_changed_one_thing():
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        merge({"title": "Lead"}, {"title": "Boss"})
    (clash,) = meanwhile.value.clashes
    assert (clash.field, clash.theirs, clash.yours) == ("title", "Lead", "Boss")


@given(seen=STATES, now=STATES, typed=STATES)
def test_nothing_of_either_is_lost_unasked(seen, now, typed):
    """After the merge each value is the one somebody changed it to, or a question was asked."""
    try:
        result = {**now, **merged(fingerprint(seen), now, typed)}
    except ChangedMeanwhile as meanwhile:
        for clash in meanwhile.clashes:
            assert seen[clash.field] != now[clash.field] != typed[clash.field]
        return
    for field in seen:
        if typed[field] != seen[field]:
            assert result[field] == typed[field]
        else:
            assert result[field] == now[field]
