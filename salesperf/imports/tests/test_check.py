"""The check before anything is saved, and what can be done there: /imports/<file>/check/ …"""

import pytest
from django.urls import reverse

from sales.models import Deal, DealRevision, Product
from salesperf.imports.models import Answer, ImportFile, RowToRepair
from salesperf.imports.tests.conftest import DEALS
from salesperf.imports.tests.helpers import check, receive

BROKEN = (
    "B-1;Rhea Solbergh;Beacon;;Won;2026-01-05;2026-02-30;10\n"
    "B-2;R. Solbergh;Beacon;;Won;2026-01-05;2026-02-20;10\n"
)


@pytest.fixture
def file(cast, beacon) -> ImportFile:
    return receive("deals", DEALS, by=cast.compensation, currency="USD")


@pytest.fixture
def broken(cast, beacon) -> ImportFile:
    return receive("deals", DEALS + BROKEN, by=cast.compensation, currency="USD")


def page(name: str, file: ImportFile) -> str:
    return reverse(f"imports:{name}", args=[file.pk])


def seen(client, file: ImportFile) -> str:
    """The fingerprint that stands on the page."""
    text = client.get(page("check", file)).text
    return text.split('name="seen" value="')[1].split('"')[0]


# --- what it shows -------------------------------------------------------------------------------
def test_it_says_what_the_import_will_do_and_saves_nothing(cast, client_for, file):
    text = client_for(cast.compensation).get(page("check", file)).text
    assert "Import 3 rows" in text
    assert "3 rows, 8 columns · semicolon, UTF-8 · dates as 2026-01-05 · first import" in text
    assert "Value, USD" in text
    assert "Does it add up?" in text
    assert Deal.objects.count() == 0


def test_the_import_is_the_next_step_and_sends_what_was_seen(cast, client_for, file):
    answer = client_for(cast.compensation).get(page("check", file))
    step = answer.context["next_step"]
    assert (step.button, step.url, step.post) == ("Import 3 rows", page("importing", file), True)
    assert step.seen == answer.context["check"].fingerprint
    assert answer.text.count("btn-main") == 1


def test_rows_that_cannot_be_read_are_named_with_column_and_value(cast, client_for, broken):
    text = client_for(cast.compensation).get(page("check", broken)).text
    assert "2 rows that cannot be read" in text
    assert '<span class="cell-mark">2026-02-30</span>' in text
    assert "February 2026 has 28 days." in text
    assert "Nobody has this name. Closest: Rhea Solbergh." in text
    assert 'name="seen"' not in text
    assert "Repair 2 rows, or leave them out." in text


def test_what_the_file_says_is_escaped(cast, client_for, beacon):
    bad = "<script>alert(1)</script>"
    file = receive("deals", f"{DEALS}{bad};{bad};Beacon;;Open;;;\n", name=f"{bad}.csv")
    text = client_for(cast.compensation).get(page("check", file)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_the_rows_behind_a_question_are_shown_on_demand(cast, client_for):
    file = receive("deals", DEALS, by=cast.compensation, currency="USD")
    client = client_for(cast.compensation)
    question = check(file).questions[0]
    assert "The rows in the file" not in client.get(page("check", file)).text
    shown = client.get(page("check", file), {"rows": question.name}).text
    assert "The rows in the file" in shown
    assert "A-3" in shown


@pytest.mark.parametrize("rows", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    cast, beacon, client_for, django_assert_num_queries, rows
):
    more = "".join(f"C-{n};Rhea Solbergh;Beacon;;Open;;;\n" for n in range(rows))
    file = receive("deals", DEALS + more, by=cast.compensation, currency="USD")
    client = client_for(cast.compensation)
    client.get(page("check", file))
    with django_assert_num_queries(15):
        client.get(page("check", file))


# --- answering -----------------------------------------------------------------------------------
def test_an_answer_is_remembered_for_the_source_and_can_be_taken_back(cast, client_for):
    Product.objects.create(name="Bea con")
    file = receive("deals", DEALS, by=cast.compensation, currency="USD")
    client = client_for(cast.compensation)
    assert "Is “Beacon” the product “Bea con”?" in client.get(page("check", file)).text
    said = {"field": "product", "value": "Beacon", "means": "Bea con"}
    client.post(page("answer", file), said)
    answer = Answer.objects.get()
    assert (answer.source, answer.value, answer.means) == ("crm", "Beacon", "Bea con")
    assert answer.answered_by == cast.compensation
    text = client.get(page("check", file)).text
    assert "“Beacon” is Bea con" in text
    assert "Import 3 rows" in text
    later = receive("deals", DEALS + "A-9;Rhea Solbergh;Beacon;;Open;;;\n", currency="USD")
    assert check(later).questions == ()
    other = receive("deals", DEALS, source="another", currency="USD")
    assert len(check(other).questions) == 1
    client.post(page("withdrawal", file), {"field": "product", "value": "Beacon"})
    assert "Is “Beacon” the product “Bea con”?" in client.get(page("check", file)).text


def test_the_same_answer_twice_is_one_and_another_gives_way(cast, client_for, file):
    client = client_for(cast.compensation)
    for means in ("", "", "Beacon"):
        said = {"field": "product", "value": "Beacon", "means": means}
        assert client.post(page("answer", file), said).status_code == 302
    assert Answer.objects.get().means == "Beacon"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"field": "product", "means": "x"},
        {"field": "p" * 41, "value": "Beacon", "means": "x"},
        {"field": "product", "value": "Beacon", "means": "x" * 201},
    ],
)
def test_what_is_no_answer_changes_nothing(cast, client_for, file, said):
    response = client_for(cast.compensation).post(page("answer", file), said, follow=True)
    assert "could not be read" in response.text
    assert Answer.objects.count() == 0


def test_an_answer_that_names_what_does_not_exist_is_asked_again(cast, client_for, file):
    Product.objects.all().delete()
    said = {"field": "product", "value": "Beacon", "means": "Gone"}
    client_for(cast.compensation).post(page("answer", file), said)
    assert len(check(file).questions) == 1


# --- leaving out ---------------------------------------------------------------------------------
def test_rows_are_left_out_and_taken_in_again(cast, client_for, broken):
    client = client_for(cast.compensation)
    client.post(page("leaving_out", broken), {"rows": "5,6"})
    text = client.get(page("check", broken)).text
    assert "2 rows left out, to repair" in text
    assert "Import 3 rows" in text
    assert 'name="seen"' in text
    client.post(page("leaving_out", broken), {"rows": ""})
    assert "2 rows that cannot be read" in client.get(page("check", broken)).text


def test_rows_that_can_be_read_are_not_left_out(cast, client_for, broken):
    client_for(cast.compensation).post(page("leaving_out", broken), {"rows": "2,3,5,6,99"})
    counts = check(broken).counts
    assert (counts.new, counts.left_out, counts.rows) == (3, 2, 5)


def test_row_numbers_that_are_none_are_refused(cast, client_for, broken):
    response = client_for(cast.compensation).post(
        page("leaving_out", broken), {"rows": "5;DROP"}, follow=True
    )
    assert "Nothing was changed." in response.text


def test_the_repairs_can_be_downloaded_and_hold_no_formula(cast, client_for, beacon):
    evil = '=HYPERLINK("http://evil.example")'
    file = receive(
        "deals", f"deal id,owner,stage\n\"{evil.replace(chr(34), chr(34) * 2)}\",Nobody Known,Open\n",
        by=cast.compensation, currency="USD",
    )  # fmt: skip
    response = client_for(cast.compensation).get(page("repairs", file))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0] == "Row,Column,What is wrong and what to do,deal id,owner,stage"
    assert lines[1].startswith('2,owner,"Nobody has this name. Correct')
    assert "'=HYPERLINK" in lines[1]
    assert "attachment" in response["Content-Disposition"]


# --- importing -----------------------------------------------------------------------------------
def test_the_import_writes_deals_revisions_and_says_so(cast, client_for, file):
    client = client_for(cast.compensation)
    response = client.post(page("importing", file), {"seen": seen(client, file)})
    assert response.url == page("outcome", file)
    text = client.get(response.url).text
    assert "file.csv is in" in text
    assert "Every row came in." in text
    won = Deal.objects.get(number="A-1")
    assert (won.owner, won.value_minor, won.closed_on.isoformat()) == (
        cast.rep, 70000, "2026-02-01",
    )  # fmt: skip
    revision = won.revisions.get()
    assert revision.values == won.as_values()
    assert revision.raw["amount"] == "700"
    assert (revision.imported_from, revision.row, revision.by) == (file, 2, cast.compensation)
    assert Deal.objects.get(number="A-2").value_minor == 0
    assert Deal.objects.get(number="A-3").account is None


def test_it_is_recorded_and_told(cast, client_for, file):
    from audit.models import Event
    from notifications.models import Notification

    client = client_for(cast.compensation)
    client.post(page("importing", file), {"seen": seen(client, file)})
    event = Event.objects.get(verb="imports.imported")
    assert (event.actor, event.target_id, event.data["new"]) == (
        cast.compensation, str(file.pk), 3,
    )  # fmt: skip
    told = Notification.objects.get(kind="imports.done")
    assert (told.recipient, told.url) == (cast.compensation, page("outcome", file))


def test_pressing_twice_has_one_effect(cast, client_for, file):
    client = client_for(cast.compensation)
    body = {"seen": seen(client, file)}
    for _ in range(2):
        assert client.post(page("importing", file), body).url == page("outcome", file)
    assert (Deal.objects.count(), DealRevision.objects.count()) == (3, 3)


def test_what_was_not_seen_is_not_imported(cast, client_for, file):
    client = client_for(cast.compensation)
    body = {"seen": seen(client, file)}
    Product.objects.filter(name="Beacon").update(name="Something else")
    response = client.post(page("importing", file), body, follow=True)
    assert "has changed since you looked" in response.text
    assert Deal.objects.count() == 0


def test_a_file_that_was_swapped_on_disk_is_not_imported(cast, client_for, file):
    client = client_for(cast.compensation)
    body = {"seen": seen(client, file)}
    with open(file.content.path, "ab") as content:
        content.write(b"A-9;Rhea Solbergh;Beacon;;Open;;;\n")
    response = client.post(page("importing", file), body, follow=True)
    assert "is not the one that was uploaded any more" in response.text
    assert Deal.objects.count() == 0
    assert client.get(page("check", file)).status_code == 409


def test_with_something_left_to_repair_nothing_is_imported(cast, client_for, broken):
    body = {"seen": check(broken, cast.compensation).fingerprint}
    response = client_for(cast.compensation).post(page("importing", broken), body, follow=True)
    assert "repair or leave out the rows first" in response.text
    assert Deal.objects.count() == 0


def test_a_failure_in_the_middle_saves_nothing(cast, client_for, file, monkeypatch):
    from sales import actions

    client = client_for(cast.compensation)
    body = {"seen": seen(client, file)}
    monkeypatch.setattr(actions, "_write_revisions", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.post(page("importing", file), body)
    assert Deal.objects.count() == 0
    file.refresh_from_db()
    assert file.state == ImportFile.State.MAPPED


def test_sums_that_differ_after_writing_take_everything_back(cast, client_for, file, monkeypatch):
    from sales.imports import deals

    client = client_for(cast.compensation)
    body = {"seen": seen(client, file)}
    monkeypatch.setattr(deals, "write_deals", lambda **given: (0, 0))
    response = client.post(page("importing", file), body, follow=True)
    assert "The sums after writing differ" in response.text
    file.refresh_from_db()
    assert file.state == ImportFile.State.MAPPED


# --- what became of it ---------------------------------------------------------------------------
def test_left_out_rows_wait_for_repair_until_a_file_brings_them(cast, client_for, broken):
    client = client_for(cast.compensation)
    client.post(page("leaving_out", broken), {"rows": "5,6"})
    client.post(page("importing", broken), {"seen": seen(client, broken)})
    text = client.get(page("outcome", broken)).text
    assert "February 2026 has 28 days." in text
    assert "Correct the rows that were left out" in text
    assert "2 rows to repair" in client.get(reverse("imports:imports")).text
    kept = b"".join(client.get(page("repairs", broken)).streaming_content).decode("utf-8-sig")
    assert "B-1,Rhea Solbergh,Beacon,,Won,2026-01-05,2026-02-30,10" in kept
    assert kept.splitlines()[0].endswith(
        "deal id,owner,product,account,stage,created,closed,amount"
    )

    mended = BROKEN.replace("2026-02-30", "2026-02-28").replace("R. Solbergh", "Rhea Solbergh")
    later = receive("deals", DEALS + mended, by=cast.compensation, currency="USD")
    client.post(page("importing", later), {"seen": seen(client, later)})
    assert RowToRepair.objects.filter(settled_by__isnull=True).count() == 0
    assert "2 rows that were left out came with a later file." in (
        client.get(page("outcome", broken)).text
    )


def test_leaving_the_same_rows_out_again_does_not_pile_them_up(cast, client_for, broken):
    client = client_for(cast.compensation)
    for _ in range(2):
        again = receive("deals", DEALS + BROKEN, by=cast.compensation, currency="USD")
        client.post(page("leaving_out", again), {"rows": "5,6"})
        client.post(page("importing", again), {"seen": seen(client, again)})
    assert RowToRepair.objects.filter(settled_by__isnull=True).count() == 2


def test_giving_a_file_up_deletes_its_content(
    cast, client_for, file, django_capture_on_commit_callbacks
):
    client = client_for(cast.compensation)
    storage, name = file.content.storage, file.content.name
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page("cancelling", file)).url == reverse("imports:imports")
        client.post(page("cancelling", file))
    file.refresh_from_db()
    assert file.state == ImportFile.State.CANCELLED
    assert not storage.exists(name)
    assert "was given up" in client.get(page("outcome", file)).text


@pytest.mark.parametrize(
    "act", ["answer", "withdrawal", "leaving_out", "reading", "importing", "cancelling"]
)
def test_a_file_that_is_in_is_not_touched_any_more(cast, client_for, file, act):
    client = client_for(cast.compensation)
    client.post(page("importing", file), {"seen": seen(client, file)})
    before = ImportFile.objects.values().get(pk=file.pk)
    body = {
        "field": "product", "value": "Beacon", "means": "", "rows": "2", "seen": "x",
        "delimiter": ";", "encoding": "utf-8",
    }  # fmt: skip
    assert client.post(page(act, file), body).status_code == 302
    assert ImportFile.objects.values().get(pk=file.pk) == before
    assert Answer.objects.count() == 0
    assert Deal.objects.count() == 3


@pytest.mark.parametrize("who", ["hr", "administrator", "rep", "manager", "director"])
def test_others_find_none_of_its_pages(cast, client_for, file, who):
    client = client_for(getattr(cast, who))
    for name in ("check", "outcome", "repairs", "columns"):
        assert client.get(page(name, file)).status_code == 404
    for act in ("answer", "withdrawal", "leaving_out", "reading", "importing", "cancelling"):
        assert client.post(page(act, file), {"seen": "x"}).status_code == 404
    assert Deal.objects.count() == 0


@pytest.mark.parametrize(
    "act", ["answer", "withdrawal", "leaving_out", "reading", "importing", "cancelling"]
)
def test_acts_are_posted(cast, client_for, file, act):
    assert client_for(cast.compensation).get(page(act, file)).status_code == 405


def test_pages_of_files_that_do_not_exist(cast, client_for):
    client = client_for(cast.compensation)
    for number in (0, 10**18, 10**30):
        assert client.get(f"/imports/{number}/check/").status_code == 404


def test_an_unfinished_file_has_no_outcome_yet(cast, client_for, file):
    response = client_for(cast.compensation).get(page("outcome", file))
    assert response.url == page("check", file)
