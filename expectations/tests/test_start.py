"""/documents/start/<person>/: beginning a document."""

from datetime import date

import pytest
from django.urls import reverse

from expectations.builders import make_document, make_objective
from expectations.models import DocumentVersion, Standard, State
from expectations.tests.conftest import first_standard


def url(person):
    return reverse("expectations:start", args=[person.pk])


def begin(browser, person, **body):
    return browser.post(url(person), {"period": "this", **body})


def test_this_quarter_blank(cast, manager):
    answer = begin(manager, cast.rep)
    version = DocumentVersion.objects.get()
    assert answer.url == version.get_absolute_url()
    document = version.document
    assert (document.starts_on, document.ends_on) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (version.author, version.number, version.state) == (cast.manager, 1, State.DRAFT)
    assert not version.key_result_areas.exists()


def test_next_quarter_as_a_copy_of_the_last(cast, manager, active):
    page = manager.get(url(cast.rep))
    assert "A copy of version 1, January to March 2026" in page.text
    begin(manager, cast.rep, period="next", copy_of=str(active.pk))
    new = DocumentVersion.objects.get(state=State.DRAFT)
    assert new.document.starts_on == date(2026, 4, 1)
    assert new.position_goal == active.position_goal
    assert first_standard(new).line == first_standard(active).line
    assert new.expected_activities.count() == active.expected_activities.count()


def test_objectives_that_are_over_are_left_off_a_copy(cast, manager):
    version = make_document(person=cast.rep, state=State.DRAFT)
    old = make_objective(owner=cast.executive, ends_on=date(2026, 3, 31))
    live = make_objective(owner=cast.executive)
    first, second, *_rest = Standard.objects.filter(key_result_area__version=version)
    first.objective, second.objective = old, live
    first.save()
    second.save()
    from expectations.actions import drafts
    from tests.cast import NOW, TODAY

    new = drafts.start(
        person=cast.rep, author=cast.manager, starts_on=date(2026, 4, 1),
        ends_on=date(2026, 6, 30), today=TODAY, now=NOW, copy_of=version,
    )  # fmt: skip
    served = Standard.objects.filter(key_result_area__version=new).values_list(
        "objective", flat=True
    )
    assert list(served)[:2] == [None, live.pk]


def test_for_oneself(cast, rep):
    begin(rep, cast.rep)
    assert DocumentVersion.objects.get().author == cast.rep


def test_other_days(cast, manager):
    begin(manager, cast.rep, period="own", starts_on="1 May 2026", ends_on="30.6.2026")
    document = DocumentVersion.objects.get().document
    assert (document.starts_on, document.ends_on) == (date(2026, 5, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "says"),
    [
        ("", "", "Give the day, like 1 Jan 2026."),
        ("31 Feb 2026", "31 Mar 2026", "February 2026 ends on the 28th"),
        ("1 May 2026", "30 Apr 2026", "It ends before it begins."),
        ("1 Jan 2026", "28 Feb 2026", "This period has ended."),
        ("1 Jan 2026", "31 Dec 2029", "two years at most"),
        ("1 Jan 2025", "31 Dec 2026", "more than a year ago"),
        ("tomorrow", "never", "Write a date like 28 Feb 2026."),
        ("1 Jan 0001", "31 Dec 9999", "between 2000 and 2100"),
        ("x" * 100_000, "31 Mar 2026", "Write a date like"),
        ("\x00", "31 Mar 2026", "Give the day"),
    ],
)
def test_days_that_make_no_sense_get_a_sentence(cast, manager, starts_on, ends_on, says):
    answer = begin(manager, cast.rep, period="own", starts_on=starts_on, ends_on=ends_on)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert not DocumentVersion.objects.exists()


def test_a_period_that_is_taken_is_said_and_leaks_no_draft(cast, manager, rep):
    draft = make_document(person=cast.rep, state=State.DRAFT)
    answer = begin(rep, cast.rep)
    assert (answer.status_code, "somebody writes them" in answer.text) == (422, True)
    assert draft.get_absolute_url() not in answer.text
    assert draft.position_goal not in answer.text


def test_what_it_will_supersede_is_said_before(cast, manager):
    make_document(person=cast.rep, starts_on=date(2026, 3, 1), ends_on=date(2026, 5, 31))
    page = manager.get(url(cast.rep))
    assert page.text.count("ends the day before it begins") == 3


@pytest.mark.parametrize("copy_of", ["999", "x", "0"])
def test_only_what_one_may_read_can_be_copied(cast, manager, copy_of):
    peers = make_document(person=cast.other_rep)
    for chosen in (copy_of, str(peers.pk)):
        answer = begin(manager, cast.rep, copy_of=chosen)
        assert answer.status_code == 422
    assert DocumentVersion.objects.count() == 1


def test_sent_twice_with_one_key_it_begins_one(cast, manager):
    first = begin(manager, cast.rep, form_key="a-key-of-one-time")
    second = begin(manager, cast.rep, form_key="a-key-of-one-time")
    assert first.url == second.url
    assert DocumentVersion.objects.count() == 1


@pytest.mark.parametrize(
    "who", ["peer", "director", "hr", "executive", "ex_manager", "administrator"]
)
def test_only_the_direct_manager_and_the_person_begin(cast, client_for, who):
    browser = client_for(getattr(cast, who))
    assert browser.get(url(cast.rep)).status_code == 403
    assert begin(browser, cast.rep).status_code == 403
    assert not DocumentVersion.objects.exists()


def test_for_nobody(manager):
    assert manager.get(reverse("expectations:start", args=[999])).status_code == 404
