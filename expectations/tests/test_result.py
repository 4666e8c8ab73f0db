"""/documents/<id>/results/<line>/: entering how a standard stands."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from expectations.builders import AreaSpec, Content, make_document
from expectations.models import Standard, StandardResult, State
from expectations.tests.conftest import url


@pytest.fixture
def line(active):
    """The standard on reviews, whose results are entered."""
    return Standard.objects.get(key_result_area__version=active, unit="reviews").line


def enter(browser, version, line, **body):
    body = {"value": "7", "as_of": "10 Mar 2026", "evidence": "Minutes of the review", **body}
    return browser.post(url("result", version, line), body, follow=True)


def test_both_sides_enter_results_with_what_shows_them(cast, rep, manager, active, line):
    assert rep.get(url("result", active, line)).status_code == 200
    answer = enter(rep, active, line)
    assert "Entered." in answer.text
    assert "as of 10 Mar 2026: Minutes of the review" in answer.text
    enter(manager, active, line, value="8")
    values = StandardResult.objects.values_list("value", "entered_by")
    assert list(values) == [(Decimal(8), cast.manager.pk), (Decimal(7), cast.rep.pk)]
    assert "Minutes of the review" in rep.get(url("result", active, line)).text


def test_twice_is_once(rep, active, line):
    enter(rep, active, line)
    enter(rep, active, line)
    assert StandardResult.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": ""}, "Write the value"), ({"value": "lots"}, "Write a number in digits"),
        ({"value": "1e9"}, "Write a number in digits"), ({"value": "9" * 30}, "too large"),
        ({"as_of": "12 Mar 2026"}, "between the first day of the period and today"),
        ({"as_of": "31 Dec 2025"}, "between the first day of the period and today"),
        ({"as_of": "31 Feb 2026"}, "February 2026 ends on the 28th"), ({"as_of": ""}, "Give the day"),
        ({"evidence": " "}, "Name what shows it."), ({"evidence": "x" * 501}, "500 fit here"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_gets_a_sentence_and_stays_typed(rep, active, line, wrong, says):
    answer = enter(rep, active, line, **wrong)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert not StandardResult.objects.exists()


def test_figures_of_other_rooms_are_not_entered_by_hand(rep, active):
    counted = Standard.objects.get(key_result_area__version=active, unit="USD").line
    for line in (counted, uuid.uuid4()):
        assert enter(rep, active, line).status_code == 404


@pytest.mark.parametrize("who", ["director", "hr", "executive"])
def test_readers_enter_nothing(cast, client_for, active, line, who):
    browser = client_for(getattr(cast, who))
    assert browser.get(url("result", active, line)).status_code == 403
    assert enter(browser, active, line).status_code == 403


def test_of_words_that_are_not_in_force(cast, rep, shared):
    line = Standard.objects.get(key_result_area__version=shared, unit="reviews").line
    answer = enter(rep, shared, line)
    assert "Results belong to the version in force." in answer.text


def test_results_follow_the_line_into_the_next_version(cast, rep, manager, active, line):
    enter(rep, active, line)
    from expectations.actions import drafts
    from expectations.queries import standing
    from tests.cast import NOW, TODAY

    new = drafts.revise(version=active, author=cast.manager, reason="New product", now=NOW)
    assert standing(new, TODAY)[str(line)].actual == 7


def test_another_persons_results_do_not_count(cast, rep, active, line):
    enter(rep, active, line)
    from expectations.queries import standing
    from tests.cast import TODAY

    peers = make_document(person=cast.peer, state=State.ACTIVE)
    assert all(each.result is None for each in standing(peers, TODAY).values())


def test_before_the_period_there_is_nothing_to_enter(cast, rep):
    coming = make_document(
        person=cast.rep, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30), state=State.ACTIVE
    )
    line = Standard.objects.filter(key_result_area__version=coming, actual_from="entered")[0].line
    page = rep.get(url("document", coming)).text
    assert "It begins on 1 Apr 2026." in page
    assert "begins 1 Apr 2026" in page
    assert "How it stands" not in page
    answer = enter(rep, coming, line)
    assert "The period begins on 1 Apr 2026" in answer.text
    assert not StandardResult.objects.exists()
    assert "Signed, begins 1 Apr 2026" in rep.get("/documents/").text


def only(cast, **standard):
    """A document in force with this one standard, entered by hand, and its line."""
    content = Content(areas=(AreaSpec("Area", 100, ({"text": "Yes", **standard},)),))
    version = make_document(person=cast.rep, content=content)
    return version, version.key_result_areas.get().standards.get().line


def test_of_a_share_both_counts_are_entered(cast, rep):
    version, line = only(
        cast, figure="ratio", target=Decimal(35), part="answers in a day", whole="requests"
    )
    page = rep.get(url("result", version, line)).text
    assert "answers in a day" in page
    assert 'name="value"' not in page
    assert "Of nothing there is no share" in enter(rep, version, line, part="0", whole="0").text
    assert "15 of 40" in enter(rep, version, line, part="15", whole="40").text
    result = StandardResult.objects.get()
    assert (result.value, result.part, result.whole) == (Decimal("37.5"), 15, 40)


def test_of_a_milestone_one_says_whether_it_is_done(cast, rep):
    version, line = only(cast, comparison="milestone", due_on=date(2026, 3, 20))
    assert "Not due yet" in rep.get(version.get_absolute_url()).text
    answer = enter(rep, version, line, done="1")
    assert StandardResult.objects.get().value == 1
    assert "10 Mar 2026" in answer.text
    assert enter(rep, version, line, done="2").status_code == 422
