"""Every address × method × actor gives the written answer, and no answer leaks.

The table is tests/access/table.py; the objects it asks for belong to ``rep`` and are made in
tests/access/world.py.
"""

import re
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.models import Person
from tests.access.forms import hidden_fields
from tests.access.row import ACTORS, METHODS, REP, STRANGERS, Row
from tests.access.scan import body_of, head_of, text_of
from tests.access.state import difference
from tests.access.table import TABLE
from tests.access.world import World
from tests.cast import sign_in
from tests.test_conventions import all_patterns

POSTS = [
    row
    for row in TABLE
    if "POST" in row.allowed and (row.is_open or row.role & row.finds & row.acts)
]

# Names that no form takes from a browser unless its row says so: a POST that carries them all
# must do exactly what it does without them.
SMUGGLED = {
    "owner": "{other}",
    "owner_id": "{other}",
    "person": "{other}",
    "person_id": "{other}",
    "author": "{other}",
    "author_id": "{other}",
    "manager": "{other}",
    "manager_id": "{other}",
    "recipient": "{other}",
    "actor": "{other}",
    "uploaded_by": "{other}",
    "granted_by": "{other}",
    "entered_by": "{other}",
    "state": "active",
    "status": "sent",
    "role": "administrator",
    "roles": "administrator",
    "side": "manager",
    "is_active": "on",
    "is_staff": "on",
    "is_superuser": "on",
    "approved": "1",
    "number": "77",
    "revision": "77",
    "imported_quantity": "77",
    "snapshot": "{{}}",
    "words": "{{}}",
    "created_at": "2020-01-01",
    "shared_at": "2020-01-01",
    "signed_at": "2020-01-01",
    "activated_at": "2020-01-01",
    "submitted_at": "2020-01-01",
    "revoked_at": "2020-01-01",
    "expires_at": "2030-01-01",
    "in_inbox": "",
    "token_hash": "77",
    "sha256": "77",
}


def browser_of(world: World, actor: str, **settings: bool) -> Client:
    browser = Client(raise_request_exception=False, **settings)
    person = world.cast.everyone().get(actor)
    if person is not None:
        sign_in(browser, person)
    return browser


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(browser: Client, row: Row, method: str, world: World, **body: str):
    browser.cookies.load(row.cookies(world))
    send = getattr(browser, method.lower())
    if method == "POST":
        data = {**row.body(world), **body}
        return send(row.url(world), data, headers=dict(row.headers))
    return send(row.url(world), headers=dict(row.headers))


def hidden(row: Row, actor: str, world: World) -> dict[str, str]:
    """What the form of this row sends along when ``actor`` fills it in."""
    if row.form_on is None:
        return {}
    page = browser_of(world, actor if row.form_of_each else who_may(row)).get(row.form_on(world))
    return hidden_fields(page, row.url(world)) if page.status_code == 200 else {}


# --- the matrix --------------------------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_each_actor_gets_the_written_answer_and_nothing_leaks(row: Row, world: World):
    deviations, leaks = [], []
    for actor in ACTORS:
        browser = browser_of(world, actor)
        sent_along = hidden(row, actor, world)
        for method in METHODS:
            with undone():
                response = ask(browser, row, method, world, **sent_along)
                text = text_of(body_of(response)) + head_of(response)
            expected = row.expected(method, actor)
            if response.status_code != expected:
                deviations.append(f"{method} as {actor}: {response.status_code}, not {expected}")
            if actor in STRANGERS and expected == 302 and not row.is_open:
                assert response["Location"].startswith(reverse(settings.LOGIN_URL))
            if method == "HEAD":
                assert not body_of(response), f"HEAD as {actor} has a body"
            leaks += [f"{method} as {actor}: {leak}" for leak in world.leaks(text, actor)]
    assert deviations == []
    assert leaks == []


def test_every_address_stands_in_the_table():
    missing = {name for name, _ in all_patterns()} - {row.name for row in TABLE}
    assert sorted(missing) == [], "write down who may ask for these (tests/access/table.py)"


def test_no_line_of_the_table_is_left_over():
    assert sorted({row.name for row in TABLE} - {name for name, _ in all_patterns()}) == []


def test_the_table_knows_every_actor_of_the_cast(world: World):
    assert set(world.cast.everyone()) | {"anonymous"} == set(ACTORS)


def test_a_leak_is_caught(world: World):
    needle = world.plant("private note", frozenset({REP}))
    amount = world.plant_number("value of a deal", 8202868, frozenset({REP}))
    body = text_of(f"<p>{needle}</p><td>{amount:,}</td>".encode())
    assert len(world.leaks(body, "peer")) == 2
    assert world.leaks(body, REP) == []


def test_a_leak_inside_a_workbook_is_caught(world: World):
    from salesperf.web.export import xlsx_response

    needle = world.plant("private note", frozenset({REP}))
    response = xlsx_response("notes", ["note"], [[needle]])
    assert world.leaks(text_of(body_of(response)), "peer")


# --- what is hidden looks like what is not there -----------------------------------------------


def with_number(row: Row, world: World, number: int) -> Row | None:
    """The same address about another number; None when it has no number in it."""
    args = row.args(world)
    numbers = [arg for arg in args if isinstance(arg, int)]
    if not numbers:
        return None
    others = [number if arg == numbers[0] else arg for arg in args]
    return replace(row, args=lambda world: others)


def test_a_hidden_row_looks_like_one_that_does_not_exist(world: World):
    """Same status, same bytes: an address tells a stranger nothing about what exists."""
    differing = []
    for row in TABLE:
        missing = with_number(row, world, 10**9)
        if row.is_open or missing is None:
            continue
        method = "GET" if "GET" in row.allowed else "POST"
        for actor in sorted(row.role - row.finds):
            browser = browser_of(world, actor)
            hidden, absent = (ask(browser, each, method, world) for each in (row, missing))
            if (hidden.status_code, absent.status_code) != (404, 404):
                differing.append(f"{row} as {actor}: {hidden.status_code}, {absent.status_code}")
            elif without_keys(body_of(hidden)) != without_keys(body_of(absent)):
                differing.append(f"{row} as {actor}: the bodies differ")
    assert differing == []


def test_a_number_that_no_database_holds_is_not_there(world: World):
    wrong = []
    for row in TABLE:
        huge = with_number(row, world, 10**30)
        if huge is None or row.is_open:
            continue
        browser = browser_of(world, sorted(row.role & row.finds)[0])
        status = ask(browser, huge, row.methods.split()[0], world).status_code
        if status not in {204, 403, 404}:
            wrong.append(f"{row}: {status}")
    assert wrong == []


def without_keys(body: bytes) -> bytes:
    """Tokens of forms are new on each page; everything else must be the same."""
    return re.sub(rb'(?<=value=")[A-Za-z0-9_-]{24,}(?=")|"X-CSRFToken": "[^"]+"', b"", body)


# --- every POST --------------------------------------------------------------------------------


def who_may(row: Row) -> str:
    if row.is_open:
        return "anonymous"
    able = row.role & row.finds & row.acts
    return REP if REP in able else sorted(able)[0]


@pytest.mark.parametrize("row", POSTS, ids=str)
def test_a_form_of_another_site_is_refused(row: Row, world: World):
    sent_along = hidden(row, who_may(row), world)
    browser = browser_of(world, who_may(row), enforce_csrf_checks=True)
    before = world.state.snapshot()
    assert ask(browser, row, "POST", world, **sent_along).status_code == 403
    assert difference(before, world.state.snapshot()) == {}


@pytest.mark.parametrize("row", [row for row in POSTS if not row.not_repeated], ids=str)
def test_sent_twice_is_done_once(row: Row, world: World):
    """Double click, retry after a lost answer, back button."""
    browser = browser_of(world, who_may(row))
    sent = {**hidden(row, who_may(row), world), "form_key": "sent-twice"}
    first = ask(browser, row, "POST", world, **sent)
    once = world.state.snapshot()
    second = ask(browser, row, "POST", world, **sent)
    assert first.status_code == row.done
    assert second.status_code < 500
    assert difference(once, world.state.snapshot()) == {}


@pytest.mark.parametrize("row", POSTS, ids=str)
def test_fields_that_a_form_does_not_have_change_nothing(
    row: Row, world: World, monkeypatch: pytest.MonkeyPatch
):
    """Who adds ``owner`` or ``state`` to a request by hand gets what they got without it."""
    sent_along = hidden(row, who_may(row), world)
    known = set(row.body(world)) | set(sent_along) | row.takes
    smuggled = {
        name: value.format(other=world.cast.other_rep.pk)
        for name, value in SMUGGLED.items()
        if name not in known
    }
    effects = []
    for extra in ({}, smuggled):
        without_chance(monkeypatch)
        with undone():
            browser = browser_of(world, who_may(row))
            before = world.state.snapshot()
            response = ask(browser, row, "POST", world, **sent_along, **extra)
            effects.append((response.status_code, difference(before, world.state.snapshot())))
    numbers = {number for _, changed in effects for number in numbers_of_new_rows(changed)}
    plain, with_more = [(status, facts(changed, numbers)) for status, changed in effects]
    assert plain == with_more


def without_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens and line numbers come out the same each time this was called."""
    chance = Random(1)
    monkeypatch.setattr(secrets, "choice", chance.choice)
    monkeypatch.setattr(secrets, "token_urlsafe", lambda n=32: f"{chance.getrandbits(n * 8):x}")
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=chance.getrandbits(128), version=4))


def test_what_is_written_is_seen_even_when_it_was_read_before(world: World):
    before = world.state.snapshot()
    Person.objects.filter(pk=world.cast.rep.pk).update(title="Head of nothing")
    ((gone, new),) = difference(before, world.state.snapshot()).values()
    assert (len(gone), len(new)) == (1, 1)
    assert "'Head of nothing'" in new[0]


def numbers_of_new_rows(changed: dict) -> set[str]:
    return {row[0] for _, new in changed.values() for row in new if row[0].isdigit()}


def facts(changed: dict, numbers: set[str]) -> dict:
    """What rows say, without the ``numbers`` they got: a rolled back number is not given again.

    Effects that are compared are told with the numbers of both, or the day of a date would be
    hidden in the one whose row happens to have that number, and stand in the other.
    """
    return {
        label: (len(gone), sorted(_without_numbers(row, numbers) for row in new))
        for label, (gone, new) in changed.items()
    }


def _without_numbers(row: tuple[str, ...], numbers: set[str]) -> tuple[str, ...]:
    """Numbers and chosen ids of new rows become ``#``; amounts and words stay."""
    told = [re.sub(r"(?<!\w)\d+(?!\w)", lambda m: "#" if m[0] in numbers else m[0], v) for v in row]
    # Ids that were drawn, and fingerprints of words that such ids are part of: what a broker draws
    # in between is not foreseen.
    chance = r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]{64}\b"
    return tuple(re.sub(chance, "#", value) for value in told)
