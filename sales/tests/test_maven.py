"""MavenTech, a real CRM export: the whole way through the pages, and through the commands.

The data is public and lies outside the project (tests/data.py); 'GTXPro' in the deals is
'GTX Pro' among the products, 1,425 open deals have no account and 500 no dates.
"""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum
from django.urls import reverse

from people.builders import make_person
from people.models import Person, ReportingLine, Role
from sales.models import Account, Deal, DealRevision, Product, Stage
from salesperf.imports.models import ImportFile, RowToRepair
from tests.cast import TODAY
from tests.data import shared

DOMAIN = "maventech.example"


@pytest.fixture
def files() -> dict[str, Path]:
    names = ("sales_teams", "accounts", "products", "sales_pipeline")
    return {name: shared("maven_crm", f"{name}.csv") for name in names}


@pytest.fixture
def hr(db, frozen_day) -> Person:
    return make_person(name="Hana Lindqvester", email="hana@northwind.example", roles=(Role.HR,))


@pytest.fixture
def compensation(db, frozen_day) -> Person:
    return make_person(
        name="Corin Abaraki", email="corin@northwind.example", roles=(Role.COMPENSATION,)
    )


class Browser:
    """Walks the pages as a person does: only what a page offers is sent back."""

    def __init__(self, client) -> None:
        self.client = client
        self.file: ImportFile | None = None

    def upload(self, kind: str, path: Path, **options: str) -> str:
        sent = SimpleUploadedFile(path.name, path.read_bytes())
        page = reverse("imports:upload", args=[kind])
        columns = self.client.post(page, {"source": "Maven CRM", "file": sent}).url
        self.file = ImportFile.objects.latest("pk")
        text = self.client.get(columns).text
        body = dict(self._chosen(text), **options)
        self.client.post(columns, body)
        return self.look()

    def _chosen(self, text: str) -> list[tuple[str, str]]:
        """What stands in the form: the chosen option of each list, the value of each field."""
        found = []
        for name, options in re.findall(r'<select name="(\w+)"(.*?)</select>', text, re.S):
            value = re.search(r'<option value="([^"]*)" selected', options)
            found.append((name, value.group(1) if value else ""))
        for name, value in re.findall(
            r'<input type="(?:text|date)" name="(\w+)" value="([^"]*)"', text
        ):
            found.append((name, value))
        return found

    def look(self) -> str:
        return self.client.get(reverse("imports:check", args=[self.file.pk])).text

    def press(self, act: str, **body: str):
        return self.client.post(reverse(f"imports:{act}", args=[self.file.pk]), body)

    def run(self) -> str:
        seen = re.search(r'name="seen" value="(\w+)"', self.look())
        response = self.press("importing", seen=seen.group(1))
        return self.client.get(response.url).text


def everything() -> dict[str, list]:
    """All that an import of MavenTech could touch, row by row."""
    models = (Person, ReportingLine, Account, Product, Stage, Deal, DealRevision)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_the_files_of_a_real_crm_through_the_browser(files, hr, compensation, client_for):
    with_people = Browser(client_for(hr))
    text = with_people.upload(
        "people", files["sales_teams"], domain=DOMAIN, lines_from="2016-10-01"
    )
    assert "Import 35 rows" in text
    assert "41 people are new" in text
    with_people.run()
    agents_and_managers = Person.objects.filter(email__endswith=f"@{DOMAIN}")
    assert agents_and_managers.count() == 41
    lines = ReportingLine.objects.valid_on(TODAY)
    assert lines.filter(person__in=agents_and_managers).count() == 35
    assert lines.values("manager").distinct().count() == 6
    assert not any(person.has_usable_password() for person in agents_and_managers)

    browser = Browser(client_for(compensation))
    assert "Import 85 rows" in browser.upload("accounts", files["accounts"])
    browser.run()
    assert "Import 7 rows" in browser.upload("products", files["products"])
    browser.run()

    text = browser.upload("deals", files["sales_pipeline"])
    assert "Is “GTXPro” the product “GTX Pro”?" in text
    assert "1,480 rows, first in row 3. It differs by one blank. The prices agree." in text
    assert 'name="seen"' not in text
    browser.press("answer", field="product", value="GTXPro", means="GTX Pro")
    text = browser.look()
    assert "Import 8,800 rows" in text
    assert "30 of 35 people in these teams get deals; 5 have none." in text
    assert "85 accounts are known already. 7 products are known already." in text
    done = browser.run()
    for figure in ("8,800", "4,238", "10,005,534", "2,473", "2,089"):
        assert figure in done

    assert_as_in_the_file(files["sales_pipeline"])

    # A second import of the same files changes nothing: no row, no revision.
    before = everything()
    again = Browser(client_for(hr))
    assert "Nothing would change." in again.upload(
        "people", files["sales_teams"], domain=DOMAIN, lines_from="2016-10-01"
    )
    again.run()
    for kind, name in (
        ("accounts", "accounts"), ("products", "products"), ("deals", "sales_pipeline"),
    ):  # fmt: skip
        assert "Nothing would change." in browser.upload(kind, files[name])
        browser.run()
    assert everything() == before
    assert RowToRepair.objects.count() == 0


def assert_as_in_the_file(path: Path) -> None:
    """Count the file by hand, without anything of the import, and compare."""
    with path.open(newline="") as source:
        rows = list(csv.DictReader(source))
    won = [row for row in rows if row["deal_stage"] == "Won"]
    by_kind = {
        kind: (count, value)
        for kind, count, value in Deal.objects.values_list("stage__kind").annotate(
            Count("pk"), Sum("value_minor")
        )
    }
    assert by_kind["won"] == (4238, 1_000_553_400)
    assert sum(Decimal(row["close_value"]) for row in won) == 10_005_534
    assert by_kind["lost"] == (2473, 0)
    assert by_kind["open"] == (2089, None)
    assert Deal.objects.count() == DealRevision.objects.count() == len(rows) == 8800
    by_owner = dict(
        Deal.objects.filter(stage__kind="won").values_list("owner__name").annotate(
            Sum("value_minor")
        )
    )  # fmt: skip
    counted: dict[str, Decimal] = {}
    for row in won:
        counted[row["sales_agent"]] = counted.get(row["sales_agent"], Decimal(0)) + Decimal(
            row["close_value"]
        )
    assert {name: Decimal(value) / 100 for name, value in by_owner.items()} == counted
    assert len(by_owner) == 30
    assert Deal.objects.filter(account=None, stage__kind="open").count() == 1425
    assert Deal.objects.filter(opened_on=None).count() == 500
    assert Deal.objects.filter(product__name="GTX Pro").count() == 1480
    assert not Product.objects.filter(name="GTXPro").exists()
    one = Deal.objects.get(number="Z063OYW0")
    assert one.revisions.get().raw["product"] == "GTXPro"


def test_the_same_files_through_the_commands(files, compensation, hr, capsys):
    call_command(
        "import_people", str(files["sales_teams"]), source="Maven CRM", by=hr.email,
        option=[f"domain={DOMAIN}"],
    )  # fmt: skip
    for name in ("accounts", "products"):
        call_command(f"import_{name}", str(files[name]), source="Maven CRM", by=compensation.email)
    deals = ("import_deals", str(files["sales_pipeline"]))
    with pytest.raises(CommandError, match="Nothing was saved"):
        call_command(*deals, source="Maven CRM", by=compensation.email)
    printed = capsys.readouterr()
    assert "Is “GTXPro” the product “GTX Pro”?" in printed.err
    assert "--answer 'product:GTXPro=GTX Pro'" in printed.err
    assert Deal.objects.count() == 0

    said = {"source": "Maven CRM", "by": compensation.email, "answer": ["product:GTXPro=GTX Pro"]}
    call_command(*deals, **said, dry_run=True)
    assert "Nothing was saved: this was a dry run." in capsys.readouterr().out
    assert Deal.objects.count() == 0
    call_command(*deals, **said)
    printed = capsys.readouterr().out
    assert "Won deals: 4,238 in the file, 4,238 after" in printed
    assert "Their value, USD: 10,005,534 in the file, 10,005,534 after" in printed
    assert "Imported: 8,800 new, 0 changed." in printed
    assert_as_in_the_file(files["sales_pipeline"])
    call_command(*deals, source="Maven CRM", by=compensation.email)
    assert "0 new, 0 changed, 8,800 as before" in capsys.readouterr().out
