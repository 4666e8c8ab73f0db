"""Reading O*NET files: occupations with what people in them do and need to know.

The files are those of the O*NET database as CSV (Occupation Data, Task Statements, Skills,
Knowledge, Work Styles, Sample of Reported Titles), read row by row. Facts come from the
O*NET 29.3 Database by the U.S. Department of Labor, Employment and Training Administration
(USDOL/ETA), used under CC BY 4.0; every page that shows them says so.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from expectations.models import OccupationFact

CODE, TITLE = "O*NET-SOC Code", "Title"
FILES = {
    "occupations": ("occupations.csv", (CODE, TITLE, "Description")),
    "titles": ("sample_of_reported_titles.csv", (CODE, "Reported Job Title")),
    "tasks": ("task_statements.csv", (CODE, "Task ID", "Task", "Task Type")),
}
RATED = {
    OccupationFact.Kind.SKILL: "skills.csv",
    OccupationFact.Kind.KNOWLEDGE: "knowledge.csv",
    OccupationFact.Kind.STYLE: "work_styles.csv",
}
RATED_COLUMNS = (CODE, "Element ID", "Element Name", "Scale ID", "Data Value")
IMPORTANCE, LEVEL = "IM", "LV"


class NotOnet(Exception):  # noqa: N818 what the folder is
    """The folder does not hold what is needed; the message names the file and the row."""


@dataclass
class Fact:
    """One task, skill, knowledge or work style of an occupation, as it is to be stored."""

    kind: str
    source_id: str
    text: str
    core: bool = False
    importance: Decimal | None = None
    level: Decimal | None = None
    not_relevant: bool = False


@dataclass
class Described:
    """One occupation with all that the files say about it."""

    code: str
    title: str
    description: str
    titles: list[str] = field(default_factory=list)
    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)


def read_folder(folder: Path) -> list[Described]:
    """The occupations of a folder. Raises NotOnet for a file that is missing or is another one.

    Only the occupations of the first file are kept, so that the whole database may be read for a
    few of them. Ratings that O*NET calls not relevant are left off.
    """
    found = {
        row[CODE]: Described(row[CODE], row[TITLE], row["Description"])
        for row in _rows(folder, *FILES["occupations"])
    }
    for row in _rows(folder, *FILES["titles"]):
        if row[CODE] in found:
            found[row[CODE]].titles.append(row["Reported Job Title"])
    for row in _rows(folder, *FILES["tasks"]):
        if row[CODE] in found:
            task = Fact(
                OccupationFact.Kind.TASK, row["Task ID"], row["Task"], row["Task Type"] == "Core"
            )
            found[row[CODE]].facts[task.kind, task.source_id] = task
    for kind, name in RATED.items():
        _read_ratings(folder, kind, name, found)
    return list(found.values())


def _read_ratings(folder: Path, kind: str, name: str, found: dict[str, Described]) -> None:
    for number, row in enumerate(_rows(folder, name, RATED_COLUMNS), start=2):
        of = found.get(row[CODE])
        if of is None:
            continue
        fact = of.facts.setdefault(
            (kind, row["Element ID"]), Fact(kind, row["Element ID"], row["Element Name"])
        )
        value = _rating(row["Data Value"], name, number)
        if row["Scale ID"] == IMPORTANCE:
            fact.importance = value
        elif row["Scale ID"] == LEVEL:
            fact.level = value
            fact.not_relevant = row.get("Not Relevant") == "Y"


def _rating(text: str, name: str, number: int) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise NotOnet(f"{name}, row {number}: {text!r} is no number.") from None
    if not 0 <= value <= 7:
        raise NotOnet(f"{name}, row {number}: {text} lies outside the scales of O*NET.")
    return value


def _rows(folder: Path, name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    try:
        file = (folder / name).open(encoding="utf-8-sig", newline="")
    except OSError as problem:
        raise NotOnet(f"{folder / name} cannot be read: {problem.strerror}.") from None
    with file:
        reader = csv.DictReader(file)
        missing = set(columns) - set(reader.fieldnames or ())
        if missing:
            raise NotOnet(f"{name} has no column {', '.join(sorted(missing))}.")
        for number, row in enumerate(reader, start=2):
            if any(row[column] is None for column in columns):
                raise NotOnet(f"{name}, row {number}: columns are missing.")
            yield row
