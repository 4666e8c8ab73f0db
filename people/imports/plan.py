"""What an import of people changes: compared with what is there, and written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calc.tabular.texts import fold
from people import actions, rules
from people.actions import LineChange
from people.imports.managers import Leading, Managers, NewManager
from people.imports.matching import Directory
from people.imports.rows import Incoming
from people.models import Person, Team
from people.problems import PeopleProblem
from salesperf.imports import wording
from salesperf.imports.problems import ImportRefused
from salesperf.imports.sheet import Sheet
from salesperf.web import format

Email = str


@dataclass(frozen=True)
class Line:
    """``person`` reports to ``manager`` from ``starts_on`` on, all by e-mail."""

    person: Email
    manager: Email
    starts_on: date


@dataclass
class Plan:
    """New people, new managers without a row, changes of known ones, lines, last days."""

    new: list[tuple[Email, Incoming]] = field(default_factory=list)
    managers: list[NewManager] = field(default_factory=list)
    manager_title: str = ""
    changed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    leaving: list[tuple[Email, date]] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    changed_rows: int = 0
    same: int = 0
    emails: set[Email] = field(default_factory=set)

    def signature(self) -> list[Any]:
        return [
            *((email, each.row.number, each.says) for email, each in self.new),
            *self.managers,
            self.manager_title,
            *((pk, sorted(values.items(), key=str)) for pk, values in self.changed),
            *self.lines,
            *self.leaving,
            *self.teams,
        ]


class Planner:
    """Compares each row with the directory."""

    def __init__(
        self, sheet: Sheet, directory: Directory, managers: Managers, leading: Leading,
        *, by: Any, today: date,
    ) -> None:  # fmt: skip
        self.sheet = sheet
        self.directory = directory
        self.managers = managers
        self.leading = leading
        self.by = by
        self.today = today
        self.lines_from = _lines_from(sheet, today)
        self.known_teams = {fold(team.name): team.name for team in Team.objects.all()}
        self.plan = Plan(
            managers=list(leading.new),
            manager_title=str(sheet.options.get("manager_title") or "")[:150],
        )

    def make(self) -> Plan:
        for incoming in self.managers.everybody:
            if incoming.row.number in self.sheet.bad:
                continue
            self._one(incoming)
        used = {
            email for number, email in self.leading.of_row.items() if number not in self.sheet.bad
        }
        self.plan.managers = [m for m in self.plan.managers if m.email in used]
        for manager in self.plan.managers:
            self._team(manager.team)
            self.plan.emails.add(manager.email)
        return self.plan

    def _one(self, incoming: Incoming) -> None:
        email = self.managers.email_of(incoming)
        person = self.managers.matched.known.get(incoming.row.number)
        if person is None and not email:
            return
        self._team(incoming.team)
        before = (len(self.plan.changed), len(self.plan.lines), len(self.plan.leaving))
        if person is None:
            self.plan.new.append((email, incoming))
        else:
            self._change(person, incoming)
        self._lead(email, person, incoming)
        self._leave(email, person, incoming)
        if incoming.row.number in self.sheet.bad:
            self._take_back(before, person is None)
            return
        self.plan.emails.add(email)
        after = (len(self.plan.changed), len(self.plan.lines), len(self.plan.leaving))
        if person is not None:
            self.plan.same += after == before
            self.plan.changed_rows += after != before

    def _take_back(self, before: tuple[int, int, int], was_new: bool) -> None:
        """A problem was found on the way: nothing of this row is planned."""
        del self.plan.changed[before[0] :], self.plan.lines[before[1] :]
        del self.plan.leaving[before[2] :]
        if was_new:
            self.plan.new.pop()

    def _team(self, name: str) -> None:
        if name and fold(name) not in self.known_teams:
            self.known_teams[fold(name)] = name
            self.plan.teams.append(name)

    def _change(self, person: Person, incoming: Incoming) -> None:
        """What the row says and is otherwise here. An empty cell takes nothing away."""
        values: dict[str, Any] = {}
        if incoming.name and incoming.name != person.name and self.sheet.has("email"):
            values["name"] = incoming.name
        if incoming.title and incoming.title != person.title:
            values["title"] = incoming.title
        if incoming.hired_on and incoming.hired_on != person.hired_on:
            values["hired_on"] = incoming.hired_on
        team = self.known_teams.get(fold(incoming.team)) if incoming.team else None
        if team and team != (person.team.name if person.team else None):
            values["team"] = team
        if values:
            self.plan.changed.append((person.pk, values))

    def _lead(self, email: Email, person: Person | None, incoming: Incoming) -> None:
        manager = self.leading.of_row.get(incoming.row.number)
        if manager is None:
            return
        start = self._start(person, incoming)
        left = incoming.left_on or (person.left_on if person else None)
        if left is not None and left < start:
            return
        now = self.directory.manager_on(person, start) if person else None
        known = self.directory.by_email.get(manager)
        if known is not None and known.pk == now:
            return
        if known is not None and not known.works_here(start):
            what = _("%(name)s does not work here on %(day)s.") % {
                "name": known.name,
                "day": format.day(start),
            }
            self.sheet.note(incoming.row, "manager", f"{what} {wording.mend()}")
            return
        self.plan.lines.append(Line(email, manager, start))

    def _start(self, person: Person | None, incoming: Incoming) -> date:
        """From when the manager of the file leads: the past of known people is not rewritten."""
        hired = incoming.hired_on or (person.hired_on if person else None)
        if person is not None and self.directory.lines[person.pk]:
            return max(filter(None, (self.today, hired)))
        return max(filter(None, (self.lines_from, hired)))

    def _leave(self, email: Email, person: Person | None, incoming: Incoming) -> None:
        left = incoming.left_on
        if left is None or (person is not None and person.left_on == left):
            return
        if person is not None and not self._may_end(person):
            what = _("You may not write down the last day of this person. An administrator can.")
            self.sheet.note(incoming.row, "left_on", what)
            return
        hired = incoming.hired_on or (person.hired_on if person else None)
        if hired and left < hired:
            what = _("The last day is before the day of hiring, %(day)s.") % {
                "day": format.day(hired)
            }
            self.sheet.note(incoming.row, "left_on", f"{what} {wording.mend()}")
            return
        self.plan.leaving.append((email, left))

    def _may_end(self, person: Person) -> bool:
        if self.by is None:  # the command line
            return True
        return rules.can_end_account(self.by, person)


def _lines_from(sheet: Sheet, today: date) -> date:
    try:
        return date.fromisoformat(str(sheet.options.get("lines_from") or ""))
    except ValueError:
        return today


# --- writing -------------------------------------------------------------------------------------
def write(plan: Plan, *, by: Any, now: datetime, today: date) -> None:
    """Write a plan through the actions of this room. Raises ImportRefused with a reason."""
    try:
        _write(plan, by, now, today)
    except PeopleProblem as problem:
        name = f"{problem.person.name}: " if problem.person else ""
        raise ImportRefused(f"{name}{problem.text}") from None
    except ValidationError as error:
        raise ImportRefused(" ".join(error.messages)) from None


def _write(plan: Plan, by: Any, now: datetime, today: date) -> None:
    for name in plan.teams:
        actions.create_team(name=name, parent=None, by=by, now=now)
    teams = {fold(team.name): team for team in Team.objects.all()}
    for email, incoming in plan.new:
        actions.create_person(
            email=email,
            name=incoming.name,
            title=incoming.title,
            team=teams.get(fold(incoming.team)),
            hired_on=incoming.hired_on,
            time_zone=incoming.time_zone,
            currency=incoming.currency,
            by=by,
            now=now,
        )
    for manager in plan.managers:
        actions.create_person(
            email=manager.email,
            name=manager.name,
            title=plan.manager_title,
            team=teams.get(fold(manager.team)),
            by=by,
            now=now,
        )
    _write_changes(plan.changed, teams, by, now)
    people = {person.email: person for person in Person.objects.all()}
    changes = [
        LineChange(people[line.person], people[line.manager], line.starts_on) for line in plan.lines
    ]
    actions.set_managers(changes=changes, by=by, now=now, telling=False)
    for email, left_on in plan.leaving:
        actions.leave(person=people[email], left_on=left_on, by=by, now=now, today=today)


def _write_changes(
    changed: Iterable[tuple[int, dict[str, Any]]], teams: Mapping[str, Team], by: Any, now: datetime
) -> None:
    changed = list(changed)
    people = Person.objects.in_bulk([pk for pk, _values in changed])
    for pk, values in changed:
        if "team" in values:
            values = {**values, "team": teams[fold(values["team"])]}
        actions.change_person(person=people[pk], values=values, by=by, now=now)
