"""A real CRM export comes in through the browser, and a second time changes nothing.

The figures are those of the public MavenTech export: 35 agents, 6 managers, 8,800 deals, of them
4,238 won, worth 10,005,534. Its files are not part of the project; see tests/data.py.
"""

import re

import pytest
from django.db.models import Sum

from people.builders import make_person
from people.models import Person, ReportingLine, Role
from sales.models import Account, Deal, DealRevision, Product
from tests.cast import TODAY
from tests.data import shared

expect = pytest.importorskip("playwright.sync_api").expect
LONG = 60_000  # milliseconds; 8,800 rows are read, compared and written


def send(page, kind: str, name: str, **options: str) -> None:
    """From the list of imports to the check: choose the file, accept what is understood."""
    page.goto("/imports/")
    page.locator(f"a[href='/imports/new/{kind}/']").first.click()
    page.get_by_label("File").set_input_files(shared("maven_crm", name))
    page.get_by_label("Source").fill("Maven CRM")
    page.get_by_role("button", name="Upload and look at it").click()
    for field, value in options.items():
        page.locator(f"[name={field}]").fill(value)
    page.get_by_role("button", name="Check the rows").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Check before anything is saved", timeout=LONG)


def import_rows(page) -> None:
    page.get_by_role("button", name=re.compile("^Import ")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is in", timeout=LONG)


def everything() -> list:
    models = (Person, ReportingLine, Account, Product, Deal, DealRevision)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_real_crm_comes_in_once(wednesday, transactional_db, window, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hr = window(make_person(name="Hana", email="hana@northwind.example", roles=(Role.HR,)))
    page = window(
        make_person(name="Corin", email="corin@northwind.example", roles=(Role.COMPENSATION,))
    )

    people = {"domain": "maventech.example", "lines_from": "2016-10-01"}
    send(hr, "people", "sales_teams.csv", **people)
    import_rows(hr)
    assert Person.objects.filter(email__endswith="@maventech.example").count() == 41
    lines = ReportingLine.objects.valid_on(TODAY)
    assert lines.values("person").distinct().count() == 35
    assert lines.values("manager").distinct().count() == 6

    for kind in ("accounts", "products"):
        send(page, kind, f"{kind}.csv")
        import_rows(page)

    send(page, "deals", "sales_pipeline.csv")
    expect(page.get_by_text("Is “GTXPro” the product “GTX Pro”?").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^Yes")).click()
    expect(page.get_by_role("button", name="Import 8,800 rows")).to_be_visible(timeout=LONG)
    import_rows(page)
    for figure in ("8,800", "4,238", "10,005,534"):
        expect(page.get_by_text(figure).first).to_be_visible()

    assert Deal.objects.count() == 8_800
    won = Deal.objects.won()
    assert (won.count(), won.aggregate(sum=Sum("value_minor"))["sum"]) == (4_238, 1_000_553_400)

    before = everything()
    send(hr, "people", "sales_teams.csv", **people)
    expect(hr.get_by_text("Nothing would change").first).to_be_visible()
    send(page, "deals", "sales_pipeline.csv")
    expect(page.get_by_text("Nothing would change").first).to_be_visible()
    import_rows(page)
    assert everything() == before
