"""What a first visit loads: the page, and everything the page asks for at once."""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings


@dataclass(frozen=True)
class Weight:
    """Bytes on the wire and number of requests, the page itself included."""

    bytes: int
    requests: int


class _Assets(HTMLParser):
    """The addresses a browser fetches without being asked, and fragments loaded at once."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []
        self.fragments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        rel = set(given.get("rel", "").split())
        if tag == "link" and rel & {"stylesheet", "preload", "modulepreload", "icon", "manifest"}:
            self.files.append(given.get("href", ""))
        elif tag in {"script", "img"} and given.get("src"):
            self.files.append(given["src"])
        elif tag == "use" and given.get("href", "").startswith("/"):
            self.files.append(given["href"].partition("#")[0])
        trigger = given.get("hx-trigger", "")
        if given.get("hx-get") and ("load" in trigger or "revealed" in trigger):
            self.fragments.append(given["hx-get"])


def assets_of(html: str) -> tuple[list[str], list[str]]:
    """Static files (with what they import) and fragments of a page, each once."""
    parser = _Assets()
    parser.feed(html)
    files: list[str] = []
    waiting = [each for each in parser.files if each.startswith(settings.STATIC_URL)]
    while waiting:
        address = urlsplit(waiting.pop(0)).path
        if address not in files:
            files.append(address)
            waiting += imports_of(address)
    return files, list(dict.fromkeys(parser.fragments))


@cache
def imports_of(address: str) -> tuple[str, ...]:
    """What a style sheet or a module loads in turn."""
    path = _path(address)
    if path.suffix == ".css":
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"@import\s+(?:url\()?[\"']?([^\"')]+)", text)
        for face in re.findall(r"@font-face\s*\{[^}]*\}", text):
            if "unicode-range" not in face or re.search(r"U\+0000|U\+0-", face, re.I):
                found += re.findall(r"url\([\"']?([^\"')]+)", face)
    elif path.suffix == ".js":
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"\b(?:import|from)\s*[\"']([./][^\"']+)[\"']", text)
    else:
        found = []
    return tuple(urljoin(address, each) for each in found if not each.startswith("data:"))


@cache
def size_of(address: str) -> int:
    """Bytes on the wire: the compressed copy where the server has one."""
    path = _path(address)
    packed = path.with_name(path.name + ".gz")
    return packed.stat().st_size if packed.exists() else path.stat().st_size


def packed(html: bytes) -> int:
    return len(gzip.compress(html, compresslevel=6, mtime=0))


def _path(address: str) -> Path:
    return Path(settings.STATIC_ROOT) / address.removeprefix(settings.STATIC_URL)
