"""POST /week/<monday>/remarks/: the skill practised and the line on the week."""

from datetime import date

from django.urls import reverse

from activities.actions import remarks_token
from activities.builders import make_week
from activities.models import Week
from activities.tests.conftest import MONDAY
from tests.cast import NOW

URL = reverse("activities:remarks", args=[MONDAY])
HTMX = {"HX-Request": "true"}


def words(skill="Asking questions", line="Two deals hang on one buyer.", token=None):
    token = remarks_token(week=None) if token is None else token
    return {"skill_practised": skill, "reflection": line, "version": token}


def kept():
    week = Week.objects.get()
    return week.skill_practised, week.reflection


def test_it_keeps_both_as_they_are_typed(rep):
    answer = rep.post(URL, words(), headers=HTMX)
    assert answer.json() == {"saved": "10:00", "version": remarks_token(week=Week.objects.get())}
    assert kept() == ("Asking questions", "Two deals hang on one buyer.")


def test_the_plain_form_leads_back(rep):
    answer = rep.post(URL, words())
    assert answer.headers["Location"] == "/week/2026-03-09/"


def test_the_next_words_follow_on_the_version_that_came_back(rep):
    token = rep.post(URL, words(), headers=HTMX).json()["version"]
    assert rep.post(URL, words(line="Other."), headers=HTMX).status_code == 409
    assert rep.post(URL, words(line="Other.", token=token), headers=HTMX).status_code == 200
    assert kept()[1] == "Other."


def test_sent_twice_is_one_change(rep):
    rep.post(URL, words(), headers=HTMX)
    assert rep.post(URL, words(), headers=HTMX).status_code == 200


def test_two_windows_both_texts_are_shown(rep, cast):
    make_week(person=cast.rep, monday=MONDAY, reflection="Written on the phone.")
    answer = rep.post(URL, words(), headers=HTMX)
    assert answer.status_code == 409
    assert "Written on the phone." in answer.text
    assert kept() == ("", "Written on the phone.")
    plain = rep.post(URL, words())
    assert plain.status_code == 409
    assert "Written on the phone." in plain.text
    assert "Two deals hang on one buyer." in plain.text


def test_too_long_a_line_says_so_and_is_kept(rep):
    long = "x" * 501
    answer = rep.post(URL, words(line=long), headers=HTMX)
    assert answer.status_code == 422
    assert "500" in answer.json()["problem"]
    plain = rep.post(URL, words(line=long))
    assert (plain.status_code, long in plain.text) == (422, True)
    assert not Week.objects.exists()


def test_a_submitted_week_keeps_its_words(rep, cast):
    make_week(person=cast.rep, monday=MONDAY, reflection="Done.", submitted_at=NOW)
    answer = rep.post(URL, words(), headers=HTMX)
    assert (answer.status_code, "Reopen it" in answer.json()["problem"]) == (422, True)
    assert rep.post(URL, words()).status_code == 422
    assert kept()[1] == "Done."


def test_what_is_typed_is_shown_as_text(rep, cast):
    make_week(person=cast.rep, monday=MONDAY, reflection="<script>alert(1)</script>")
    assert "<script>alert(1)" not in rep.get(reverse("activities:week")).text


def test_a_future_week_has_no_words(rep):
    url = reverse("activities:remarks", args=[date(2026, 3, 16)])
    assert rep.post(url, words(), headers=HTMX).status_code == 403


def test_it_cannot_be_read(rep):
    assert rep.get(URL).status_code == 405
