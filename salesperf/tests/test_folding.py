"""A text is found whatever its case, in every alphabet, on both databases."""

import pytest

from people.builders import make_person
from people.models import Person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "looked_for"),
    [
        ("Žan Čeh", "žan"), ("Žan Čeh", "ŽAN ČEH"), ("Łucja Øre", "łUCJA ø"),
        ("Ирина Павлова", "ирина"), ("Ελένη Ξένου", "ΕΛΈΝΗ"), ("Anna Snelling", "SNELL"),
    ],
)  # fmt: skip
def test_case_does_not_count(name, looked_for):
    person = make_person(name=name)
    assert list(Person.objects.filter(name__icontains=looked_for)) == [person]


@pytest.mark.django_db
@pytest.mark.parametrize("looked_for", ["žen", "ž%n", "ž_n", "žan\\"])
def test_other_letters_count_and_nothing_is_a_placeholder(looked_for):
    make_person(name="Žan Čeh")
    assert not Person.objects.filter(name__icontains=looked_for).exists()


@pytest.mark.django_db
def test_a_percent_sign_is_one():
    person = make_person(name="Š 100%")
    assert list(Person.objects.filter(name__icontains="š 100%")) == [person]
