"""Setting a document as a PDF, in a process of its own.

The typesetter needs 40 MB that a web worker would keep for ever, and is written in another
language: a child process does the work (salesperf/pdf/child.py), gives the memory back, and
takes nothing with it if it dies. Everything people typed goes in as JSON data, never as markup.
See docs/decisions/0022-documents-on-paper.md.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

_CHILD = Path(__file__).with_name("child.py")
# Far above what the longest document takes; far below what a browser waits.
_SECONDS = 20
# What the typesetter says of a letter that no font of this machine has.
_NO_LETTER = re.compile(r"the text `\"(?P<text>.*?)\"` (?:could not be displayed|is not mapped)")


class NotSet(Exception):  # noqa: N818 a fact about the document, not a fault
    """The document could not be set. ``letter`` is one that no font here has, or ""."""

    def __init__(self, letter: str, reason: str) -> None:
        super().__init__(reason)
        self.letter = letter


def typeset(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The PDF of a template (a path under templates/) filled with ``data``; tagged, PDF/UA-1.

    ``at`` becomes the date of the file. Raises NotSet where it cannot be set whole: a box in the
    place of a letter is never printed.
    """
    job = {
        "template": str(settings.BASE_DIR / "templates" / template),
        "data": json.dumps(data, ensure_ascii=False),
        "at": int(at.timestamp()),
    }
    try:
        done = subprocess.run(  # noqa: S603 our own program, with nothing of the request in its arguments
            [sys.executable, "-I", str(_CHILD)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise NotSet("", f"not set within {_SECONDS} seconds") from slow
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip()
        found = _NO_LETTER.search(reason)
        raise NotSet(found["text"] if found else "", reason)
    return done.stdout
