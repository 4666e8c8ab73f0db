"""Who in the file is who in SalesPerf, and under which name new people will sign in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from calc.tabular.texts import fold, sign_in_name
from people.imports.rows import Incoming
from people.models import Person, ReportingLine, Role, RoleGrant
from salesperf.imports import wording
from salesperf.imports.checks import Choice, Question
from salesperf.imports.sheet import Sheet


class Directory:
    """Everybody in SalesPerf, by e-mail and by name, and who leads whom. Three queries."""

    def __init__(self) -> None:
        self.people = {p.pk: p for p in Person.objects.select_related("team")}
        self.by_email = {p.email: p for p in self.people.values()}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for person in self.people.values():
            self.by_name[fold(person.name)].append(person)
        self.lines: dict[int, list[ReportingLine]] = defaultdict(list)
        for line in ReportingLine.objects.order_by("starts_on"):
            self.lines[line.person_id].append(line)
        self.administrators = frozenset(
            RoleGrant.objects.filter(role=Role.ADMINISTRATOR, revoked_at__isnull=True).values_list(
                "person_id", flat=True
            )
        )

    def manager_on(self, person: Person, day: date) -> int | None:
        """The id of the manager on that day."""
        for line in self.lines[person.pk]:
            if line.starts_on <= day and (line.ends_on is None or line.ends_on >= day):
                return line.manager_id
        return None


@dataclass
class Matched:
    """Everybody in the file who can be told, each with the person they are or a new e-mail."""

    known: dict[int, Person] = field(default_factory=dict)  # row number → person
    emails: dict[int, str] = field(default_factory=dict)  # row number → e-mail of a new person
    numbered: list[str] = field(default_factory=list)  # made-up names that got a number


class SignInNames:
    """Makes up addresses from names and never gives one twice."""

    def __init__(self, domain: str, taken: Iterable[str]) -> None:
        self.domain = domain
        self.taken = set(taken)

    def base(self, name: str) -> str:
        return sign_in_name(name)

    def is_made_from(self, email: str, name: str) -> bool:
        """Is this the address, perhaps with a number, that the name gives here?"""
        local, _at, domain = email.partition("@")
        base = self.base(name)
        number = local.removeprefix(base)
        return (
            domain == self.domain and local.startswith(base) and (not number or number.isdecimal())
        )

    def make(self, name: str) -> tuple[str, bool]:
        """A free address, and whether it needed a number. Empty for a name without letters."""
        base = self.base(name)
        if not base:
            return "", False
        email, number = f"{base}@{self.domain}", 1
        while email in self.taken:
            number += 1
            email = f"{base}{number}@{self.domain}"
        self.taken.add(email)
        return email, number > 1


def match(
    sheet: Sheet, everybody: list[Incoming], directory: Directory, names: SignInNames
) -> Matched:
    """Say for each row who it is. What nobody can tell becomes a question or a problem."""
    found = Matched()
    if sheet.has("email"):
        for incoming in everybody:
            _match_by_email(sheet, incoming, directory, found)
        return found
    rows_of: dict[str, list[Incoming]] = defaultdict(list)
    for incoming in everybody:
        rows_of[fold(incoming.name)].append(incoming)
    for name, rows in rows_of.items():
        _match_by_name(sheet, rows, directory.by_name.get(name, []), names, found)
    for incoming in everybody:
        if incoming.row.number not in found.known and incoming.row.number not in sheet.bad:
            _make_up(sheet, incoming, names, found)
    return found


# --- by e-mail -----------------------------------------------------------------------------------
def _match_by_email(sheet: Sheet, incoming: Incoming, directory: Directory, found: Matched) -> None:
    number = incoming.row.number
    if person := directory.by_email.get(incoming.email):
        found.known[number] = person
        return
    namesakes = directory.by_name.get(fold(incoming.name), [])
    if not namesakes:
        found.emails[number] = incoming.email
        return
    said = sheet.answer("email", incoming.email)
    if said and said in directory.by_email:
        found.known[number] = directory.by_email[said]
    else:
        found.emails[number] = incoming.email
        if said != "":
            sheet.ask(_is_it_by_email(incoming, namesakes))


def _is_it_by_email(incoming: Incoming, namesakes: list[Person]) -> Question:
    return Question(
        field="email",
        values=(incoming.email,),
        text=_("Is “%(email)s” the %(name)s who is here already?")
        % {"email": incoming.email, "name": incoming.name},
        facts=f"{wording.rows_from([incoming.row.number])} "
        + _("The known address stays as it is."),
        rows=(incoming.row.number,),
        choices=(*_known_ones(namesakes), Choice("", _("No, a new person"))),
    )


def _known_ones(people: list[Person]) -> list[Choice]:
    return [
        Choice(person.email, _("Yes, %(email)s") % {"email": person.email}) for person in people[:8]
    ]


# --- by name -------------------------------------------------------------------------------------
def _match_by_name(
    sheet: Sheet,
    rows: list[Incoming],
    namesakes: list[Person],
    names: SignInNames,
    found: Matched,
) -> None:
    if not namesakes:
        return
    if len(rows) > 1:
        _match_several(sheet, rows, namesakes, names, found)
        return
    incoming = rows[0]
    said = sheet.answer("name", incoming.name)
    told = {person.email: person for person in namesakes}
    if said in told:
        found.known[incoming.row.number] = told[said]
    elif said != "":
        only = namesakes[0] if len(namesakes) == 1 else None
        if only and names.is_made_from(only.email, incoming.name):
            found.known[incoming.row.number] = only
        else:
            sheet.ask(_is_it_by_name(incoming, namesakes))


def _match_several(
    sheet: Sheet,
    rows: list[Incoming],
    namesakes: list[Person],
    names: SignInNames,
    found: Matched,
) -> None:
    """Several rows of one name are those of before if they are as many, in the same order."""
    made = [p for p in namesakes if names.is_made_from(p.email, rows[0].name)]
    if len(made) == len(namesakes) == len(rows):
        made.sort(key=lambda person: (len(person.email), person.email))
        for incoming, person in zip(rows, made, strict=True):
            found.known[incoming.row.number] = person
        return
    for incoming in rows:
        what = _(
            "Several people have this name, here and in the file. Add a column with e-mails, or "
            "leave the row out."
        )
        sheet.note(incoming.row, "name", what)


def _is_it_by_name(incoming: Incoming, namesakes: list[Person]) -> Question:
    return Question(
        field="name",
        values=(incoming.name,),
        text=_("Is “%(name)s” somebody who is here already?") % {"name": incoming.name},
        facts=wording.rows_from([incoming.row.number]),
        rows=(incoming.row.number,),
        choices=(*_known_ones(namesakes), Choice("", _("No, a new person"))),
    )


def _make_up(sheet: Sheet, incoming: Incoming, names: SignInNames, found: Matched) -> None:
    email, numbered = names.make(incoming.name)
    if not email:
        what = _("No sign-in name can be made from this name. Add a column with e-mails.")
        sheet.note(incoming.row, "name", what)
        return
    found.emails[incoming.row.number] = email
    if numbered:
        found.numbered.append(email)
