"""The hidden fields of a form on a page: what a browser would send along."""

from html.parser import HTMLParser

from django.http import HttpResponse


class _Forms(HTMLParser):
    """Collects hidden fields by the address the form posts to; "" is the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] | None = None
        self._by_id: dict[str, dict[str, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            address = given.get("action") or given.get("hx-post", "")
            self._fields = self.found.setdefault(address, {})
            if "id" in given:
                self._by_id[given["id"]] = self._fields
        elif tag == "input" and given.get("type") == "hidden" and "name" in given:
            fields = self._by_id.get(given.get("form", ""), self._fields)
            if fields is not None and given["name"] != "csrfmiddlewaretoken":
                fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None


def hidden_fields(page: HttpResponse, address: str) -> dict[str, str]:
    """What the form that posts to ``address`` sends along; the page's own form posts to itself."""
    parser = _Forms()
    parser.feed(page.content.decode())
    own = parser.found.get("", {}) if page.request["PATH_INFO"] == address else {}
    return parser.found.get(address, own)
