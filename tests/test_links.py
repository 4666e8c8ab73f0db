"""Everybody can go wherever their pages lead: no dead link, no door that is shut, no leak."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.access.row import SIGNED_IN
from tests.access.scan import body_of, text_of
from tests.access.world import World
from tests.test_access_matrix import browser_of

MOST = 120  # pages for each person


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        self.links += [given[name] for name in ("hx-get",) if given.get(name)]
        self.forms += [given[name] for name in ("action", "hx-post") if given.get(name)]


def addresses(html: str, page: str) -> tuple[set[str], set[str]]:
    """Where the links and the forms of a page lead, as paths of this site."""
    parser = _Addresses()
    parser.feed(html)

    def ours(found: list[str]) -> set[str]:
        whole = (urldefrag(urljoin(page, each))[0] for each in found)
        return {each for each in whole if each.startswith("/") and not each.startswith("/static/")}

    return ours(parser.links), ours(parser.forms)


def kind_of(url: str) -> str:
    """Pages that differ only in how a list is sorted or paged are one."""
    parts = urlsplit(url)
    names = sorted(each.partition("=")[0] for each in parts.query.split("&") if each)
    return f"{parts.path}?{'&'.join(names)}"


@pytest.mark.parametrize("actor", sorted(SIGNED_IN))
def test_everything_that_is_offered_can_be_opened(actor: str, world: World):
    browser = browser_of(world, actor)
    seen, waiting, wrong = {"/?"}, ["/"], []
    while waiting and len(seen) < MOST:
        url = waiting.pop(0)
        response = browser.get(url)
        if response.status_code >= 400:
            wrong.append(f"{url}: {response.status_code}")
            continue
        text = text_of(body_of(response))
        wrong += [f"{url} shows {leak}" for leak in world.leaks(text, actor)]
        if not response.get("Content-Type", "").startswith("text/html"):
            continue
        links, forms = addresses(text, url)
        wrong += [f"{url} posts to {form}, which is nowhere" for form in forms if is_nowhere(form)]
        for link in sorted(links):
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)
    assert wrong == []


def is_nowhere(address: str) -> bool:
    try:
        resolve(urlsplit(address).path)
    except Resolver404:
        return True
    return False


def test_a_form_that_leads_nowhere_is_caught():
    _, forms = addresses('<form action="/nowhere/"></form>', "/")
    assert is_nowhere(forms.pop())
