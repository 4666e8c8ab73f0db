"""Every page of the access table, as two roles: no complaint of the browser, no sideways scroll."""

import shutil
import subprocess
import tarfile
from functools import lru_cache
from pathlib import Path

import pytest

from tests.access.row import (
    ADMINISTRATOR,
    COMPENSATION,
    EXECUTIVE,
    HR,
    MANAGER,
    REP,
    Row,
)
from tests.access.table import TABLE
from tests.access.world import World, make_world

ROLES = (REP, MANAGER, HR, COMPENSATION, EXECUTIVE, ADMINISTRATOR)
PHONES = (390, 320)  # CSS pixels
AXE = "axe-core@4.14.1"


def is_page(row: Row, actor: str) -> bool:
    return (
        "GET" in row.allowed
        and not row.is_open
        and not row.headers
        and row.expected("GET", actor) == 200
        and not row.name.endswith(("_csv", "_xlsx", ":pdf", "repairs"))
        and "fragment" not in row.name
    )


def readers(row: Row) -> list[str]:
    """The first and the last of the roles that may open a page: it looks alike to those between."""
    able = [actor for actor in ROLES if is_page(row, actor)]
    return able[:1] + able[1:][-1:]


PAGES = {actor: [row for row in TABLE if actor in readers(row)] for actor in ROLES}


@pytest.fixture
def world(wednesday, transactional_db, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


def too_wide(page) -> str:
    """The element that reaches past the window, or nothing."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return "";
          const wide = [...document.body.querySelectorAll("*")].filter(
            (each) => each.getBoundingClientRect().right > width + 1
          );
          const last = wide.at(-1);
          return last ? `${last.tagName} ${last.className} ${last.textContent.trim().slice(0, 40)}`
            : "something";
        }"""
    )


@pytest.mark.parametrize("actor", ROLES)
def test_every_page_is_quiet_and_fits(actor: str, world: World, window, ears):
    page = window(world.cast.everyone()[actor])
    wrong = []
    for row in PAGES[actor]:
        page.set_viewport_size({"width": 1440, "height": 900})
        answer = page.goto(row.url(world), wait_until="load")
        if answer.status != 200:
            wrong.append(f"{row}: {answer.status}")
        for width in (1440, *PHONES):
            page.set_viewport_size({"width": width, "height": 800})
            if wide := too_wide(page):
                wrong.append(f"{row} at {width} px: {wide}")
        wrong += [f"{row}: {said}" for said in ears.heard]
        ears.heard.clear()
    assert wrong == []


# --- accessibility -------------------------------------------------------------------------------


@lru_cache
def axe() -> str:
    """The source of axe-core, fetched by npm when the tests run; it is no part of the product."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not there, so axe-core cannot be fetched")
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True).stdout.strip())
    fetched = subprocess.run(
        [npm, "pack", AXE, "--silent", "--pack-destination", str(folder)],
        capture_output=True, text=True, timeout=90, cwd=folder,
    )  # fmt: skip
    archives = list(folder.glob("*.tgz"))
    if fetched.returncode or not archives:
        pytest.skip("axe-core could not be fetched")
    with tarfile.open(archives[0]) as archive:
        file = archive.extractfile("package/axe.min.js")
        assert file is not None
        return file.read().decode()


FULL = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
CONTRAST = "{runOnly: {type: 'rule', values: ['color-contrast']}}"


def violations(page, rules: str) -> list[str]:
    found = page.evaluate(f"axe.run(document, {rules})")
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:120]}"
        for each in found["violations"]
    ]


def once_each() -> list[tuple[str, list[Row]]]:
    """Each page for one role that may open it."""
    seen: set[str] = set()
    shares = []
    for actor in ROLES:
        rows = [row for row in PAGES[actor] if str(row) not in seen]
        seen |= {str(row) for row in rows}
        shares.append((actor, rows))
    return shares


@pytest.mark.parametrize(("actor", "rows"), once_each(), ids=ROLES)
def test_every_page_can_be_read_by_everybody(actor, rows, world: World, window, ears):
    """WCAG 2.2 AA as far as a program can tell, in light; the contrast in dark, too."""
    source = axe()
    page = window(world.cast.everyone()[actor])
    wrong = []
    for row in rows:
        page.emulate_media(color_scheme="light")
        page.goto(row.url(world), wait_until="load")
        page.evaluate(source)
        wrong += [f"{row}: {each}" for each in violations(page, FULL)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{row}, dark: {each}" for each in violations(page, CONTRAST)]
    ears.heard.clear()  # the other test listens
    assert wrong == []
