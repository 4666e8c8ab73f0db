"""What the docs point to is there: links, files, commands, settings."""

import os
import re
from functools import lru_cache
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.conventions.prose_rules import doc_files
from tests.conventions.rule import ROOT

DOCS = [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in doc_files()]
# In backticks: folders and files of the repository. A pattern with … or < is an example.
# What the program makes when it runs (var/) is not there before.
_PATH = re.compile(r"`(?!var/)((?:\.?[\w-]+/)+[\w.-]*|[\w-]+\.(?:py|md|txt|toml|ini|yaml))`")


def text_without_code(path: Path) -> str:
    return re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)


def broken_links(path: Path, text: str) -> list[str]:
    found = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if not there.exists() or (anchor and anchor not in anchors(there)):
            found.append(target)
    return found


def anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCS)
def test_links_lead_somewhere(path: Path):
    assert broken_links(path, text_without_code(path)) == []


def test_a_broken_link_is_caught():
    readme = ROOT / "CONTRIBUTING.md"
    assert broken_links(readme, "See [this](docs/nowhere.md) and [that](#no-such-head).") == [
        "docs/nowhere.md",
        "#no-such-head",
    ]


@pytest.mark.parametrize("path", DOCS)
def test_files_that_are_named_are_there(path: Path):
    named = (name for name in _PATH.findall(text_without_code(path)) if is_ours(name))
    assert [name for name in named if not is_there(name)] == []


def is_ours(name: str) -> bool:
    """A path below some folder of the repository; others stand on the machine that runs it."""
    return "/" not in name or is_there(name.partition("/")[0])


@lru_cache
def all_paths() -> frozenset[str]:
    """Every file and folder of the repository, with a slash before it."""
    hidden = (".git", ".venv", ".mypy_cache", ".ruff_cache", "__pycache__", "var", "staticfiles")
    found = set()
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in hidden]
        place = "/" + Path(folder).relative_to(ROOT).as_posix() + "/"
        place = place.replace("/./", "/")
        found |= {place, place.rstrip("/")} | {place + name for name in files}
    return frozenset(found)


def is_there(name: str) -> bool:
    """From the root, or the end of some path: ``actions.py`` means the one of each room.

    A module may have grown into a package.
    """
    wanted = (f"/{name}", f"/{name.removesuffix('.py')}/")
    return any(path.endswith(wanted) for path in all_paths())


def test_a_file_that_is_gone_is_caught():
    assert is_there("tests/cast.py")
    assert not is_there("tests/forecast.py")


@pytest.mark.parametrize("path", DOCS)
def test_commands_that_are_named_exist(path: Path):
    text = path.read_text(encoding="utf-8")
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert sorted(commands - set(get_commands())) == []


@pytest.mark.parametrize("path", DOCS)
def test_ways_of_run_py_that_are_named_exist(path: Path):
    runner = ROOT / "run.py"
    source = runner.read_text(encoding="utf-8") if runner.exists() else ""
    named = set(re.findall(r"run\.py (?:`)?([a-z]+)\b", path.read_text(encoding="utf-8")))
    named |= set(re.findall(r"run\.py [a-z]+ (--[a-z-]+)", path.read_text(encoding="utf-8")))
    assert [word for word in sorted(named) if word not in source] == []


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    numbered = sorted(path.name for path in folder.glob("0*.md"))
    assert [name for name in numbered if f"({name})" not in listed] == []


def test_every_doc_can_be_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or not path.exists():
            continue
        reached.add(path)
        targets = re.findall(r"\]\(([^)\s#]+\.md)", path.read_text(encoding="utf-8"))
        waiting += [(path.parent / target).resolve() for target in targets if "://" not in target]
    assert sorted({path.name for path in doc_files()} - {path.name for path in reached}) == []


def test_the_version_is_the_newest_heading_of_the_changelog():
    from salesperf.version import VERSION

    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (\S+)", changelog, re.M).group(1) == VERSION
