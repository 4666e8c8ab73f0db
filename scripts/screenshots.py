"""Makes the pictures of the README and the docs from the demo company.

    .venv/bin/python scripts/screenshots.py                 all of them, into docs/pictures
    .venv/bin/python scripts/screenshots.py home-rep week   only these

It starts the demo company in a temporary folder, on a day that is always the same, and drives a
Chromium (SALESPERF_CHROMIUM, by default /usr/bin/chromium). Needs requirements-dev.txt.
"""

import os
import sys
import tempfile
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
NOW = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)  # a Wednesday in the fourth quarter
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, at which width, how much of it."""

    name: str
    role: str
    address: str
    width: int = 1280
    height: int = 860
    dark: bool = False


def pictures() -> list[Picture]:
    """Every picture; addresses are found when the demo company is there."""
    from expectations.models import DocumentVersion, State
    from insights.company.demo import address
    from people.models import Person

    def document(**wanted) -> str:
        found = DocumentVersion.objects.filter(**wanted).order_by("-document__starts_on", "pk")
        return found[0].get_absolute_url()

    rep = Person.objects.get(email=address("rep"))
    manager = Person.objects.get(email=address("manager"))
    active = document(document__person=rep, state=State.ACTIVE)
    return [
        Picture("home-rep", "rep", "/"),
        Picture("home-rep-phone", "rep", "/", 390, 844),
        Picture("home-rep-dark", "rep", "/", dark=True),
        Picture("week", "rep", "/week/"),
        Picture("week-phone", "rep", "/week/", 390, 844),
        Picture("sign", "rep", document(document__person=rep, state=State.SHARED)),
        Picture("document", "rep", active),
        Picture("deals", "rep", "/deals/"),
        Picture("home-manager", "manager", "/"),
        Picture("draft", "manager", document(author=manager, state=State.DRAFT), height=1100),
        Picture("team", "manager", "/team/"),
        Picture("home-hr", "hr", "/"),
        Picture("directory", "hr", "/people/"),
        Picture("coverage", "hr", "/coverage/"),
        Picture("home-compensation", "compensation", "/"),
        Picture("imports", "compensation", "/imports/new/deals/"),
        Picture("pipeline", "executive", "/pipeline/"),
        Picture("home-executive", "executive", "/"),
        Picture("strategy", "executive", "/strategy/"),
        Picture("home-administrator", "administrator", "/"),
        Picture("roles", "administrator", "/roles/"),
        Picture("trail", "administrator", "/audit/"),
    ]


def prepare(folder: str) -> None:
    """The demo company in a folder of its own, and a clock that stands on one day."""
    os.environ["SALESPERF_ENV"] = "demo"
    os.environ["SALESPERF_VAR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "salesperf.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ["COMPANY_NAME"] = "Northwind"
    os.environ["LOG_LEVEL"] = "ERROR"
    sys.path.insert(0, str(ROOT))

    import time_machine

    time_machine.travel(NOW, tick=True).start()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo_data")
    call_command("collectstatic", interactive=False, verbosity=0)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        """Say nothing about each request."""


def serve() -> str:
    """Serve the pages from a thread; returns the address."""
    from salesperf.wsgi import application

    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def session_of(role: str) -> dict[str, str]:
    """The cookie of the demo's person of that role."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from insights.company.demo import address
    from people import sessions
    from people.models import Person

    client = Client()
    client.force_login(Person.objects.get(email=address(role)))
    session = client.session
    sessions.mark(session, timezone.now())
    session.save()
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def take(picture: Picture, browser, url: str) -> None:
    context = browser.new_context(
        base_url=url,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
        reduced_motion="reduce",
    )
    context.add_cookies([{**session_of(picture.role), "url": url}])
    page = context.new_page()
    page.goto(picture.address, wait_until="networkidle")
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    context.close()


def main() -> None:
    from playwright.sync_api import sync_playwright

    wanted = set(sys.argv[1:])
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="salesperf-pictures-") as folder:
        prepare(folder)
        url = serve()
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=os.environ.get("SALESPERF_CHROMIUM", "/usr/bin/chromium"),
                args=list(FLAGS),
            )
            for picture in pictures():
                if not wanted or picture.name in wanted:
                    take(picture, browser, url)
            browser.close()


if __name__ == "__main__":
    main()
