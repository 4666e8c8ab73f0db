"""Joins the style sheets and the behaviours into static/app.css and static/app.js.

Each part stays a small file of its own; a page asks for one of each kind, so that a first visit
needs few requests. The parts are listed in order below. Run it after changing a part; a test
fails when the committed bundle is stale.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"

STYLES = [
    "layers", "tokens", "fonts", "base", "frame", "page-head", "buttons", "fields", "tables",
    "week", "document", "talk", "home",
    "marks", "notes", "parts", "charts", "floating", "patterns", "phone", "print",
]  # fmt: skip
BEHAVIOURS = [
    "menu", "theme", "toast", "dialog", "shortcuts", "errors", "submit-once", "unsaved",
    "autosave", "reorder", "rows", "copy", "loading", "put-away",
]  # fmt: skip

# Behaviours of a single page, loaded by it alone: static/<name>.js of static/js/<name>/*.js.
PAGES = {
    "week": ["keys", "steps", "save", "keep"],
    "document": ["send", "fields", "conflict", "lines", "measure", "suggestion", "pasted"],
}


def style() -> str:
    """The style sheet: parts in order, under the layers declared in the first.

    The bundle stands one folder above its parts, and so do the addresses in it.
    """
    parts = [(STATIC / "css" / f"{name}.css").read_text() for name in STYLES]
    joined = "\n".join(part.strip() for part in parts) + "\n"
    return joined.replace('url("../', 'url("')


def script() -> str:
    """The module of every page."""
    return _module("core", BEHAVIOURS)


def _module(folder: str, names: list[str]) -> str:
    """Behaviours in one module, each in a block, so that its names are its own."""
    parts = [
        f"{{ // {name}\n{(STATIC / 'js' / folder / f'{name}.js').read_text().strip()}\n}}"
        for name in names
    ]
    return "\n".join(parts) + "\n"


BUNDLES: dict[Path, Callable[[], str]] = {
    STATIC / "app.css": style,
    STATIC / "app.js": script,
    **{STATIC / f"{page}.js": partial(_module, page, names) for page, names in PAGES.items()},
}


def main() -> int:
    stale = [path for path, make in BUNDLES.items() if not _is_current(path, make())]
    if "--check" in sys.argv:
        return 1 if stale else 0
    for path in stale:
        path.write_text(BUNDLES[path]())
    return 0


def _is_current(path: Path, content: str) -> bool:
    return path.exists() and path.read_text() == content


if __name__ == "__main__":
    raise SystemExit(main())
