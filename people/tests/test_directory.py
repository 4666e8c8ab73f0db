"""GET /people/ and the same rows as CSV and XLSX."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from people import actions
from people.builders import make_person, make_team
from people.models import Person
from tests.cast import NOW, TODAY

URL = reverse("people:directory")
CSV = reverse("people:directory_csv")
XLSX = reverse("people:directory_xlsx")


def names(browser, **asked) -> list[str]:
    return [person.name for person in browser.get(URL, asked).context["listing"].page]


def csv_rows(browser, **asked) -> list[list[str]]:
    body = b"".join(browser.get(CSV, asked).streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(body)))


def test_it_works(cast, rep):
    assert names(rep) == [
        "Ada Winterbourne-Lyle",
        "Corin Abaraki",
        "Elke Sandovar",
        "Greta Holloway-Finch",
        "Hana Lindqvester",
        "Mila Trentham",
        "Oskar Vandermoor",
        "Pavo Lindegren",
        "Rhea Solbergh",
        "Suri Halvorsund",
        "Vera Quillington",
    ]


def test_strangers_are_led_to_the_door(db, client):
    for url in (URL, CSV, XLSX):
        assert client.get(url).status_code == 302


def test_it_rejects_post(rep):
    for url in (URL, CSV, XLSX):
        assert rep.post(url).status_code == 405


def test_colleagues_do_not_find_who_left(cast, rep):
    for asked in ({"state": "gone"}, {"q": "Dov"}, {"state": "gone", "q": "Dov"}):
        assert "Dov Marchetto" not in rep.get(URL, asked).content.decode()
        assert "Dov Marchetto" not in str(csv_rows(rep, **asked))


def test_who_keeps_people_finds_them(cast, hr, admin):
    assert names(hr, state="gone") == ["Dov Marchetto"]
    assert names(admin, state="gone") == ["Dov Marchetto"]
    assert "Left on 31 Jan 2026" in hr.get(URL, {"state": "gone"}).content.decode()


def test_colleagues_see_no_dates(cast, rep):
    cast.peer.hired_on = date(2023, 7, 9)
    cast.peer.left_on = date(2026, 8, 8)
    cast.peer.save()
    content = rep.get(URL).content.decode() + str(csv_rows(rep))
    for secret in ("2023", "Jul", "2026-08-08", "8 Aug", "Leaves"):
        assert secret not in content


def test_a_date_that_is_not_shown_does_not_sort(cast, rep, hr):
    cast.peer.hired_on = date(2001, 1, 1)
    cast.peer.save()
    assert names(rep, sort="hired") == names(rep)
    assert names(hr, sort="hired")[0] == "Pavo Lindegren"


def test_a_manager_who_left_is_no_link_to_nobody(cast, rep, hr):
    cast.manager.left_on = TODAY - timedelta(days=1)
    cast.manager.save()
    assert "Mila Trentham" not in rep.get(URL).content.decode()
    assert "Mila Trentham" in hr.get(URL).content.decode()


# --- searching, filtering, sorting, paging --------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("rhea", ["Rhea Solbergh"]),
        ("RHEA SOL", ["Rhea Solbergh"]),
        ("solbergh rhea", ["Rhea Solbergh"]),
        ("pavo@northwind", ["Pavo Lindegren"]),
        ("systems", ["Ada Winterbourne-Lyle"]),
        ("manager trentham", ["Mila Trentham"]),
        ("nobody at all", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search(cast, rep, q, found):
    assert names(rep, q=q) == found


def test_by_team_with_its_parts(cast, rep):
    region = make_team(name="Coast")
    cast.north.parent = region
    cast.north.save()
    expected = ["Mila Trentham", "Pavo Lindegren", "Rhea Solbergh"]
    assert names(rep, team=cast.north.pk) == expected
    assert names(rep, team=region.pk) == expected


def test_teams_in_a_circle_do_not_hang(cast, rep):
    cast.north.parent, cast.south.parent = cast.south, cast.north
    cast.north.save()
    cast.south.save()
    assert len(names(rep, team=cast.north.pk)) == 6


def test_by_manager(cast, rep):
    assert names(rep, manager=cast.manager.pk) == ["Pavo Lindegren", "Rhea Solbergh"]


def test_who_needs_a_manager(cast, hr):
    assert names(hr, state="loose") == []
    cast.manager.is_active = False
    cast.manager.save()
    make_person(name="Ilse Wavering")
    assert names(hr, state="loose") == ["Ilse Wavering", "Pavo Lindegren", "Rhea Solbergh"]


def test_who_has_not_signed_in_yet(cast, hr):
    cast.peer.set_unusable_password()
    cast.peer.save()
    assert names(hr, state="waiting") == ["Pavo Lindegren"]


def test_filters_in_force_are_named_and_can_be_dropped(cast, rep):
    content = rep.get(URL, {"q": "sol", "manager": cast.manager.pk}).content.decode()
    assert "led by Mila Trentham" in content
    assert "Remove the filter sol" in content


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("name", "Ada Winterbourne-Lyle", "Vera Quillington"),
        ("-name", "Vera Quillington", "Ada Winterbourne-Lyle"),
        ("manager", "Elke Sandovar", "Vera Quillington"),
        ("-team", "Suri Halvorsund", "Ada Winterbourne-Lyle"),
        ("password", "Ada Winterbourne-Lyle", "Vera Quillington"),
        ("team__parent", "Ada Winterbourne-Lyle", "Vera Quillington"),
    ],
)
def test_sorting(cast, rep, sort, first, last):
    found = names(rep, sort=sort)
    assert found[0] == first
    assert found[-1] == last


def test_fifty_a_page(cast, rep):
    for number in range(60):
        make_person(name=f"Z {number:03}")
    assert len(names(rep)) == 50
    assert len(names(rep, page=2)) == 21
    assert len(names(rep, page=99)) == 21
    assert len(names(rep, page="x")) == 50


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "x" * 10_000},
        {"q": "a\x00b"},
        {"q": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")},
        {"q": " ".join("abcdefghijklmnop")},
        {"team": "9" * 40},
        {"team": "x"},
        {"manager": "-1"},
        {"manager": "0"},
        {"state": "admin"},
        {"sort": "-" * 50},
        {"page": "9" * 40},
    ],
)
def test_bad_filters_are_no_failure(cast, hr, asked):
    assert hr.get(URL, asked).status_code == 200
    assert hr.get(CSV, asked).status_code == 200


def test_nobody_found_leads_on(cast, rep):
    content = rep.get(URL, {"q": "nobody at all"}).content.decode()
    assert "Nobody was found." in content
    assert "Show everybody" in content


# --- as a file ------------------------------------------------------------------------------------


def test_the_csv_has_the_rows_of_the_page(cast, rep):
    rows = csv_rows(rep, manager=cast.manager.pk, sort="-name")
    assert rows == [
        ["Name", "E-mail", "Title", "Team", "Manager", "Manager e-mail"],
        [
            "Rhea Solbergh",
            "rhea@northwind.example",
            "Sales representative",
            "North",
            "Mila Trentham",
            "mila@northwind.example",
        ],
        [
            "Pavo Lindegren",
            "pavo@northwind.example",
            "Sales representative",
            "North",
            "Mila Trentham",
            "mila@northwind.example",
        ],
    ]


def test_the_csv_has_all_pages(cast, rep):
    for number in range(120):
        make_person(name=f"Z {number:03}")
    assert len(csv_rows(rep)) == 1 + 11 + 120


def test_who_keeps_people_gets_the_dates(cast, hr):
    heads, row = csv_rows(hr, state="gone")
    assert heads[6:] == ["Hired on", "Left on", "State"]
    assert row[6:] == ["2020-01-06", "2026-01-31", "Left on 31 Jan 2026"]


def test_the_workbook(cast, hr):
    response = hr.get(XLSX, {"q": "rhea"})
    sheet = load_workbook(BytesIO(response.getvalue())).active
    head, row = list(sheet.values)
    assert head[0] == "Name"
    assert row[:2] == ("Rhea Solbergh", "rhea@northwind.example")
    assert response["Content-Disposition"] == 'attachment; filename="people.xlsx"'


@pytest.mark.parametrize("name", ["=1+1", "+49 Anna", "-2", "@SUM(A1)", "=cmd|'/c calc'!A1"])
def test_a_name_is_no_formula(cast, hr, name):
    make_person(name=name, title=name)
    row = csv_rows(hr, q=name.split()[0])[1]
    assert row[0] == "'" + name
    sheet = load_workbook(BytesIO(hr.get(XLSX, {"q": name.split()[0]}).getvalue())).active
    assert {cell.data_type for cell in list(sheet.rows)[1] if cell.value is not None} <= {"s", "d"}


# --- what the page costs --------------------------------------------------------------------------


@pytest.mark.parametrize("more", [1, 30])
def test_queries_of_a_colleague(cast, rep, more, django_assert_num_queries):
    fill(cast, more)
    with django_assert_num_queries(QUERIES):
        rep.get(URL)


@pytest.mark.parametrize("more", [1, 30])
def test_queries_of_who_keeps_people(cast, hr, more, django_assert_num_queries):
    fill(cast, more)
    with django_assert_num_queries(QUERIES + 2):
        hr.get(URL)


QUERIES = 9


def fill(cast, number):
    for _ in range(number):
        person = make_person(manager=cast.manager, team=cast.north)
        make_person(manager=person, is_active=False)


def test_next_says_what_is_not_in_order(cast, hr):
    assert hr.get(URL).context["next_step"].act == "Nothing waits for you."
    newcomer = make_person(name="Ilse Wavering", manager=cast.manager)
    newcomer.set_unusable_password()
    newcomer.save()
    assert (
        hr.get(URL).context["next_step"].act
        == "One person cannot sign in yet and has no invitation."
    )
    actions.invite(person=newcomer, by=cast.hr, now=NOW, today=TODAY)
    assert hr.get(URL).context["next_step"].act == "Nothing waits for you."
    Person.objects.filter(pk=cast.manager.pk).update(is_active=False)
    assert hr.get(URL).context["next_step"].act == "3 people need a manager."
