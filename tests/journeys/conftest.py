"""A Chromium, people who sit at it, and ears for what the browser complains about.

The server's clock stands on the day of the cast and ticks. The browser has its own; it keeps
cookies by their Max-Age, so the two need not agree.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from people.models import Person
from tests.cast import NOW, Cast, make_cast, sign_in

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP = {"width": 1440, "height": 900}
PATIENCE = 20_000  # milliseconds; a machine that runs other tests too is slow

# Playwright runs a loop of its own in the thread of the test, which Django would refuse.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@dataclass
class Ears:
    """What a browser complained about: errors of the console, of scripts, of requests."""

    heard: list[str] = field(default_factory=list)

    def listen_to(self, page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("response", self._response)

    def _console(self, message) -> None:
        # An answer of 4xx is reported by the console too; _response knows which are meant.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.heard.append(f"console: {message.text}")

    def _response(self, response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.heard.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    playwright = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("SALESPERF_CHROMIUM", "/usr/bin/chromium")
    if not os.path.exists(path):
        pytest.skip("there is no Chromium; say where one is in SALESPERF_CHROMIUM")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def wednesday() -> Iterator[None]:
    """It is Wednesday 11 March 2026, and time goes on."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def company(wednesday, transactional_db) -> Cast:
    return make_cast()


@pytest.fixture
def ears() -> Iterator[Ears]:
    """A journey in which the browser complained has failed."""
    ears = Ears()
    yield ears
    assert ears.heard == []


@pytest.fixture
def window(chromium, live_server, ears: Ears) -> Iterator[Callable]:
    """Opens windows: ``window(person, viewport)`` is signed in, ``window()`` is a stranger's."""
    contexts = []

    def open_window(person: Person | None = None, viewport: dict | None = None):
        context = chromium.new_context(
            base_url=live_server.url, viewport=viewport or DESKTOP, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person is not None:
            context.add_cookies([session_cookie(person, live_server.url)])
        page = context.new_page()
        ears.listen_to(page)
        return page

    yield open_window
    for number, context in enumerate(contexts):
        if folder := os.environ.get("SALESPERF_SHOTS"):  # to look at what a failed journey saw
            context.pages[0].screenshot(path=f"{folder}/window-{number}.png", full_page=True)
        context.close()


def session_cookie(person: Person, url: str) -> dict:
    """The cookie of somebody who has just come in by the door."""
    client = Client()
    sign_in(client, person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
