"""/competencies/: how people here work, said by what one sees at each level."""

import pytest
from django.urls import reverse

from expectations.builders import make_competency, make_profile
from expectations.models import Competency


def url(name, *args):
    return reverse(f"expectations:{name}", args=args)


@pytest.fixture
def hr(cast, client_for):
    return client_for(cast.hr)


@pytest.mark.parametrize("n", [1, 30])
def test_everybody_reads_them_with_as_many_queries(cast, rep, n, django_assert_max_num_queries):
    for number in range(n):
        make_competency(name=f"Competency {number}")
    with django_assert_max_num_queries(15) as held:
        page = rep.get(url("competencies")).text
    assert page.count("Is done by then") == n
    assert "Add a competency" not in page
    assert len(held) == 8


def test_none_yet(cast, rep, hr):
    assert "There are no competencies yet." in rep.get(url("competencies")).text
    assert "Add the ready profiles and competencies" in hr.get(url("competencies")).text


def test_hr_adds_one_once(hr):
    body = {"name": "Curiosity", "meaning": "Wants to know.", "level_3": "Asks why\n\nAsks again",
            "form_key": "k"}  # fmt: skip
    first = hr.post(url("competency_new"), body)
    assert hr.post(url("competency_new"), body).url == first.url
    row = Competency.objects.get()
    texts = [(each.level, each.text) for each in row.indicators.all()]
    assert texts == [(3, "Asks why"), (3, "Asks again")]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"name": ""}, "Name the competency."),
        ({"name": "Curiosity"}, "Say for one level at least what one sees people do."),
        ({"name": "Curiosity", "level_1": "a\n" * 9}, "At most 8 behaviours for a level."),
        ({"name": "Curiosity", "level_1": "a" * 301}, "A behaviour has at most 300 characters."),
        ({"name": "accountability", "level_1": "a"}, "There is a competency of this name already."),
    ],
)
def test_bad_input_is_said_at_its_place_and_nothing_is_lost(hr, body, says):
    make_competency()
    answer = hr.post(url("competency_new"), {"meaning": "Kept words.", **body})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Kept words." in answer.text
    assert Competency.objects.count() == 1


def test_hr_changes_one(hr):
    row = make_competency()
    assert "Is done by then" in hr.get(url("competency_edit", row.pk)).text
    hr.post(url("competency_edit", row.pk), {"name": "Answering", "level_4": "Warns early"})
    row.refresh_from_db()
    assert row.name == "Answering"
    assert [each.level for each in row.indicators.all()] == [4]


def test_archived_it_is_no_choice_and_stays_in_profiles(cast, hr):
    row = make_competency()
    edition = make_profile(competency=row)
    hr.post(url("competency_archiving", row.pk))
    hr.post(url("competency_archiving", row.pk))
    assert row.name in hr.get(url("profile", edition.profile_id)).text
    assert not Competency.objects.in_use().exists()
    hr.post(url("competency_restoration", row.pk))
    assert Competency.objects.in_use().exists()
