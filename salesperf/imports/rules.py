"""Who may import. Which kinds, the kinds say themselves; files follow their kind."""

from typing import Any

from salesperf.imports.checks import Check
from salesperf.imports.kinds import kinds_for
from salesperf.imports.models import ImportFile


def may_import(person: Any) -> bool:
    """Is there any kind of file that this person may bring in?"""
    return bool(kinds_for(person))


def can_go_on(person: Any, file: ImportFile) -> bool:
    """Map, answer, leave out, import, cancel: as long as the file is neither in nor given up."""
    return file.is_open


def can_run(person: Any, file: ImportFile, check: Check) -> bool:
    return can_go_on(person, file) and check.ready
