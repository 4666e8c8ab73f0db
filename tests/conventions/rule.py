"""What a convention is: a sentence, a check, and examples that prove the check can fail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "insights",
    "reviews",
    "meetings",
    "commissions",
    "journal",
    "expectations",
    "activities",
    "sales",
    "people",
    "notifications",
    "audit",
    "salesperf",
)


class Finding(NamedTuple):
    line: int
    what: str


class Place(NamedTuple):
    """A file and the line in it that breaks a rule."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


@dataclass(frozen=True)
class Rule:
    """One convention.

    ``check`` takes the text of a file and returns what is wrong in it. ``exceptions`` maps a
    path to the reason why the rule does not hold there; one that is not needed any more fails.
    """

    name: str
    says: str
    files: Callable[[], list[Path]]
    check: Callable[[str], list[Finding]]
    bad: tuple[str, ...]
    good: tuple[str, ...] = ()
    exceptions: Mapping[str, str] = field(default_factory=dict)

    def broken_in(self, path: Path) -> list[Place]:
        where = path.relative_to(ROOT).as_posix()
        source = path.read_text(encoding="utf-8")
        return [Place(where, *finding) for finding in self.check(source)]

    def broken(self) -> list[Place]:
        """Every place that breaks the rule and is no exception."""
        return [
            place
            for path in self.files()
            if path.relative_to(ROOT).as_posix() not in self.exceptions
            for place in self.broken_in(path)
        ]

    def exceptions_without_need(self) -> list[str]:
        return [name for name in self.exceptions if not self._needs_exception(ROOT / name)]

    def _needs_exception(self, path: Path) -> bool:
        return path.exists() and bool(self.broken_in(path))

    def __str__(self) -> str:
        return self.name


def python_files(*folders: str) -> list[Path]:
    """The program's own modules: no tests, no migrations."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)
    )


def room_files() -> list[Path]:
    return python_files(*ROOMS)


def modules_named(*names: str) -> Callable[[], list[Path]]:
    """Modules and packages of that name in every room: views.py, views/deals.py, deal_views.py."""

    def files() -> list[Path]:
        return [path for path in room_files() if _is_one_of(path, names)]

    return files


def _is_one_of(path: Path, names: tuple[str, ...]) -> bool:
    return any(
        path.stem == name or path.stem.endswith(f"_{name}") or path.parent.name == name
        for name in names
    )


def template_files() -> list[Path]:
    folders = [ROOT / "templates", *(ROOT / room / "templates" for room in ROOMS)]
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt", ".svg"}
    )


def page_files() -> list[Path]:
    return [path for path in template_files() if path.suffix == ".html"]
