"""Rows of several small tables in one query: the same instances as one query each gives."""

from datetime import date

import pytest

from expectations.builders import make_document
from expectations.models import Ability, DevelopmentAim, KeyResultArea, MarkedBehaviour, State
from expectations.queries.together import rows_together

MODELS = (KeyResultArea, Ability, DevelopmentAim, MarkedBehaviour)


def plain(rows):
    return [
        {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        for row in rows
    ]


@pytest.fixture
def version(cast):
    return make_document(person=cast.rep, state=State.DRAFT)


def of(version):
    return [model.objects.filter(version=version) for model in MODELS]


def test_they_are_those_of_one_query_each_with_every_value_and_its_type(
    version, django_assert_num_queries
):
    DevelopmentAim.objects.create(version=version, title="", position=1, due_on=None)
    DevelopmentAim.objects.create(version=version, title="’ \u05e9 🎉", due_on=date(2026, 2, 28))
    with django_assert_num_queries(1):
        together = rows_together(of(version))
    assert [plain(rows) for rows in together] == [plain(rows) for rows in of(version)]
    assert [type(rows[0]) for rows in together] == list(MODELS)


def test_they_stand_in_the_order_of_their_model(version):
    version.abilities.update(position=5)
    first = Ability.objects.create(version=version, name="First", position=0)
    assert rows_together(of(version))[1][0].pk == first.pk


def test_tables_without_rows_come_back_empty(cast):
    empty = make_document(person=cast.peer, state=State.DRAFT)
    DevelopmentAim.objects.filter(version=empty).delete()
    assert rows_together(of(empty))[2] == []


def test_a_row_is_saved_as_one_that_was_loaded_by_itself(version):
    aim = rows_together(of(version))[2][0]
    aim.title = "Another"
    aim.save()
    assert DevelopmentAim.objects.get().title == "Another"
