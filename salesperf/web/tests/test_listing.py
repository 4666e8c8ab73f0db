"""Lists: sorted by what the reader chose, cut into pages, robust against nonsense."""

import pytest
from django.test import RequestFactory

from people.builders import make_team
from people.models import Team
from salesperf.web.listing import listing

pytestmark = pytest.mark.django_db
SORTS = {"name": ["name"], "parent": ["parent__name"]}


@pytest.fixture(autouse=True)
def teams():
    north = make_team(name="North")
    for name in ("Aspen", "Birch", "Cedar"):
        make_team(name=name, parent=None if name == "Birch" else north)


def names(query, **options):
    found = listing(
        RequestFactory().get(f"/?{query}"),
        Team.objects.all(),
        sorts=SORTS,
        default="name",
        **options,
    )
    return [team.name for team in found.page]


def test_the_reader_chooses_the_order():
    assert names("") == ["Aspen", "Birch", "Cedar", "North"]
    assert names("sort=-name") == ["North", "Cedar", "Birch", "Aspen"]


def test_rows_without_a_value_come_last_both_ways():
    assert names("sort=parent")[-2:] == ["North", "Birch"] or names("sort=parent")[-2:] == [
        "Birch",
        "North",
    ]
    assert set(names("sort=-parent")[-2:]) == {"North", "Birch"}


@pytest.mark.parametrize(
    "query",
    ["sort=password", "sort=;drop", "sort=--name", "page=x", "page=-1", "page=" + "9" * 400],
)
def test_nonsense_in_the_address_falls_back(query):
    assert set(names(query)) == {"Aspen", "Birch", "Cedar", "North"}


def test_pages_do_not_overlap():
    assert names("page=1", per_page=3) == ["Aspen", "Birch", "Cedar"]
    assert names("page=2", per_page=3) == ["North"]
