"""Circles in reporting lines, found as by somebody who walks up from everybody on every day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from people.circles import Circle, Span, first_circle

DAY = date(2026, 1, 1)
LENGTH = 12  # days that matter


def on(day: int) -> date:
    return DAY + timedelta(days=day)


def circle_by_walking(spans) -> bool:
    """The oracle: on each day, walk up from each person and see whether one comes back."""
    for day in (on(number) for number in range(LENGTH + 1)):
        boss = {
            span.person: span.manager
            for span in spans
            if span.start <= day and (span.end is None or span.end >= day)
        }
        for person in boss:
            seen, current = set(), person
            while current in boss:
                if current in seen:
                    return True
                seen.add(current)
                current = boss[current]
    return False


@st.composite
def histories(draw):
    """For each of a few people a history without overlaps; anybody may lead anybody else."""
    spans = []
    people = range(draw(st.integers(2, 6)))
    for person in people:
        days = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=6)))
        for start, end in zip(days[::2], [*days[1::2], None], strict=False):
            manager = draw(st.sampled_from([other for other in people if other != person]))
            spans.append(Span(person, manager, on(start), on(end) if end is not None else None))
    return spans


@given(histories())
def test_it_finds_what_walking_finds(spans):
    everybody = {span.person for span in spans}
    assert (first_circle(spans, everybody) is not None) == circle_by_walking(spans)


@given(histories())
def test_what_it_finds_is_a_circle(spans):
    circle = first_circle(spans, {span.person for span in spans})
    if circle is None:
        return
    steps = zip(circle.people, (*circle.people[1:], circle.people[0]), strict=True)
    for person, manager in steps:
        assert any(
            span.person == person
            and span.manager == manager
            and span.start <= circle.day
            and (span.end is None or span.end >= circle.day)
            for span in spans
        )


def test_two_who_lead_each_other_on_the_same_days():
    spans = [Span(1, 2, on(0), None), Span(2, 1, on(5), None)]
    assert first_circle(spans, [1]) == Circle((1, 2), on(5))


def test_two_who_lead_each_other_one_after_the_other():
    assert first_circle([Span(1, 2, on(0), on(4)), Span(2, 1, on(5), None)], [1, 2]) is None


def test_a_circle_somewhere_above():
    spans = [Span(1, 2, on(0), None), Span(2, 3, on(0), None), Span(3, 2, on(0), None)]
    assert first_circle(spans, [1]) == Circle((2, 3), on(0))


def test_a_deep_line_is_no_circle():
    spans = [Span(number, number + 1, on(0), None) for number in range(200)]
    assert first_circle(spans, [0]) is None
