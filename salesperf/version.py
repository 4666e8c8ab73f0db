"""The version, read from the changelog so that the two cannot differ."""

import re
from pathlib import Path

_CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def _read() -> str:
    found = re.search(r"^## (\d+\.\d+\.\d+)", _CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError("CHANGELOG.md has no heading of the form '## 1.2.3'.")
    return found.group(1)


VERSION = _read()
