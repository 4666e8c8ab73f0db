"""What every answer says to the browser: whom to trust, what to keep, what to tell others."""

import pytest

from tests.access.row import REP, Row
from tests.access.table import TABLE
from tests.access.world import World
from tests.test_access_matrix import ask, browser_of

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# A page that was opened by a one-time link tells nobody where its reader came from.
REFERRERS = {"same-origin", "no-referrer"}

FOR_MACHINES = {"healthz", "readyz"}  # answered before everything else, with words only
SHOWN = [row for row in TABLE if "GET" in row.allowed]


def reader_of(row: Row) -> str:
    able = row.role & row.finds & row.reads or row.role
    return "anonymous" if row.is_open else REP if REP in able else sorted(able)[0]


def policy_of(header: str) -> dict[str, set[str]]:
    parts = (part.split() for part in header.split(";") if part.strip())
    return {name: set(sources) for name, *sources in parts}


def headers_missing(row: Row, world: World) -> list[str]:
    response = ask(browser_of(world, reader_of(row)), row, "GET", world)
    if row.name in FOR_MACHINES:
        return []
    wrong = [name for name, value in ALWAYS.items() if response.get(name) != value]
    if response.get("Referrer-Policy") not in REFERRERS:
        wrong.append("Referrer-Policy")
    policy = policy_of(response.get("Content-Security-Policy", ""))
    wrong += [name for name, sources in POLICY.items() if policy.get(name) != sources]
    allowed = set().union(*policy.values()) if policy else set()
    wrong += sorted(allowed & {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"})
    if response.status_code == 200 and "no-store" not in response.get("Cache-Control", ""):
        wrong.append("Cache-Control")
    if response["Content-Type"].startswith("text/") and "charset=" not in response["Content-Type"]:
        wrong.append("charset")
    return wrong


def test_every_answer_carries_its_headers(world: World):
    wrong = {f"{row}": missing for row in SHOWN if (missing := headers_missing(row, world))}
    assert wrong == {}


def test_error_pages_carry_them_too(world: World):
    for url in ("/nowhere/", "/deals/999999999/"):
        response = browser_of(world, REP).get(url)
        assert response.status_code == 404
        assert policy_of(response["Content-Security-Policy"])["script-src"] == {"'self'"}


@pytest.mark.parametrize("row", [row for row in TABLE if row.name == "people:sign_in"], ids=str)
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(row: Row, world: World):
    browser = browser_of(world, "anonymous")
    browser.get(row.url(world))
    rep = {"email": world.cast.rep.email, "password": world.password}
    browser.post(row.url(world), rep)
    assert set(browser.cookies) >= {"sessionid", "csrftoken"}
    for name in ("sessionid", "csrftoken"):
        assert browser.cookies[name]["httponly"]
        assert browser.cookies[name]["samesite"] == "Lax"
