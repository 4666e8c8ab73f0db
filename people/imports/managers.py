"""Who leads whom in the file: found by e-mail or name, or new; never in a circle."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from calc.tabular.texts import closest_names, difference, fold, look_alikes
from people.imports.matching import Directory, Matched, SignInNames
from people.imports.rows import LONGEST, Incoming
from people.models import Person
from salesperf.imports import wording
from salesperf.imports.checks import Choice, Offer, Question
from salesperf.imports.sheet import Sheet

# Everybody is known by the e-mail they have or will have.
Email = str


@dataclass(frozen=True)
class NewManager:
    """Somebody who stands only in the column of managers."""

    email: Email
    name: str
    team: str


@dataclass
class Leading:
    """Row number → e-mail of the manager, and the managers who have no row."""

    of_row: dict[int, Email] = field(default_factory=dict)
    new: list[NewManager] = field(default_factory=list)


class Managers:
    """Finds the managers of one file."""

    def __init__(
        self,
        sheet: Sheet,
        everybody: list[Incoming],
        matched: Matched,
        directory: Directory,
        names: SignInNames,
    ) -> None:
        self.sheet = sheet
        self.everybody = everybody
        self.matched = matched
        self.directory = directory
        self.names = names
        self.by_name: dict[str, set[Email]] = defaultdict(set)
        self.spelled: dict[Email, str] = {}
        self.emails: set[Email] = set(directory.by_email)
        for person in directory.people.values():
            self._add(person.name, person.email)
        for incoming in everybody:
            if email := self.email_of(incoming):
                self._add(incoming.name, email)
                self.emails |= {email, incoming.email} - {""}

    def _add(self, name: str, email: Email) -> None:
        self.by_name[fold(name)].add(email)
        self.spelled[email] = name

    def email_of(self, incoming: Incoming) -> Email:
        number = incoming.row.number
        person = self.matched.known.get(number)
        return person.email if person else self.matched.emails.get(number, "")

    def find(self) -> Leading:
        leading = Leading()
        rows: dict[str, list[Incoming]] = defaultdict(list)
        for incoming in self.everybody:
            if incoming.manager:
                rows[incoming.manager].append(incoming)
        often_first = sorted(rows, key=lambda text: -len(rows[text]))
        for text in often_first:
            email = self._known(text)
            if email is None:
                email = self._unknown(text, rows[text], leading)
            if email:
                leading.of_row.update({i.row.number: email for i in rows[text]})
        self._refuse_self(rows, leading)
        return leading

    # --- one manager -----------------------------------------------------------------------------
    def _known(self, text: str) -> Email | None:
        said = self.sheet.answer("manager", text)
        if said and said in self.emails:
            return said
        if "@" in text:
            email = text.lower()
            return self._as_matched(email) if email in self.emails else None
        same = self.by_name.get(fold(text), set())
        return next(iter(same)) if len(same) == 1 else None

    def _as_matched(self, email: Email) -> Email:
        """The address in the file may be another than the one the person has here."""
        for incoming in self.everybody:
            if incoming.email == email:
                return self.email_of(incoming) or email
        return email

    def _unknown(self, text: str, rows: list[Incoming], leading: Leading) -> Email | None:
        namesakes = self.by_name.get(fold(text), set())
        if namesakes:
            offers = [
                offer
                for email in sorted(namesakes)[:5]
                for offer in self.sheet.offer(
                    _("Use %(email)s") % {"email": email}, "manager", text, email
                )
            ]
            self._note(rows, _("Several people have this name. Which one is it?"), offers)
            return None
        if self.sheet.has("email") or "@" in text or len(text) > LONGEST:
            self._note(rows, *self._nobody(text))
            return None
        return self._new_or_asked(text, rows, leading)

    def _nobody(self, text: str) -> tuple[str, list[Offer]]:
        if "@" in text:
            return f"{_('Nobody has this address, here or in the file.')} {wording.mend()}", []
        unique = {self.spelled[next(iter(es))]: next(iter(es)) for es in self._unique()}
        close = closest_names(text, unique, most=1)
        if not close:
            return f"{_('Nobody has this name, here or in the file.')} {wording.mend()}", []
        what = _("Nobody has this name. Closest: %(name)s.") % {"name": close[0]}
        label = _("Use %(name)s") % {"name": close[0].split()[0]}
        return what, self.sheet.offer(label, "manager", text, unique[close[0]])

    def _unique(self) -> Iterable[set[Email]]:
        return (emails for emails in self.by_name.values() if len(emails) == 1)

    def _new_or_asked(self, text: str, rows: list[Incoming], leading: Leading) -> Email | None:
        """In a file without e-mails, whoever only leads is a person too."""
        said = self.sheet.answer("manager", text)
        if said is None:
            known = {self.spelled[next(iter(es))]: next(iter(es)) for es in self._unique()}
            alike = look_alikes([text], known)
            if text in alike:
                self.sheet.ask(_is_it(text, alike[text], known[alike[text]], rows))
                return None
        email, numbered = self.names.make(text)
        if not email:
            self._note(rows, f"{_('No sign-in name can be made from this name.')} {wording.mend()}")
            return None
        if numbered:
            self.matched.numbered.append(email)
        leading.new.append(NewManager(email, text, _team_of(rows)))
        self._add(text, email)
        self.emails.add(email)
        return email

    def _note(self, rows: list[Incoming], what: str, offers: Iterable[Offer] = ()) -> None:
        for incoming in rows:
            self.sheet.note(incoming.row, "manager", what, *offers)

    def _refuse_self(self, rows: Mapping[str, list[Incoming]], leading: Leading) -> None:
        for several in rows.values():
            for incoming in several:
                if leading.of_row.get(incoming.row.number) == self.email_of(incoming) != "":
                    what = f"{_('Nobody is their own manager.')} {wording.mend()}"
                    self.sheet.note(incoming.row, "manager", what)
                    del leading.of_row[incoming.row.number]


def _team_of(rows: list[Incoming]) -> str:
    """The team of all who report to this manager, if they are of one."""
    teams = Counter(incoming.team for incoming in rows)
    return next(iter(teams)) if len(teams) == 1 else ""


def _is_it(text: str, name: str, email: Email, rows: list[Incoming]) -> Question:
    numbers = tuple(incoming.row.number for incoming in rows)
    facts = f"{wording.rows_from(numbers)} {wording.how_they_differ(difference(text, name))}"
    return Question(
        field="manager",
        values=(text,),
        text=_("Is the manager “%(text)s” %(name)s?") % {"text": text, "name": name},
        facts=facts.strip(),
        rows=numbers,
        choices=(Choice(email, _("Yes, the same")), Choice("", _("No, a new person"))),
    )


# --- circles -------------------------------------------------------------------------------------
def refuse_circles(
    sheet: Sheet, managers: Managers, leading: Leading, directory: Directory, today: date
) -> None:
    """Note every row whose line would close a circle, counting the lines that are there."""
    above = _lines_after(managers, leading, directory, today)
    for incoming in managers.everybody:
        start = managers.email_of(incoming)
        if incoming.row.number not in leading.of_row or not start:
            continue
        circle = _circle(start, above)
        if circle:
            chain = " → ".join(managers.spelled.get(email, email) for email in circle)
            what = _("These people would lead each other in a circle: %(chain)s.") % {
                "chain": chain
            }
            sheet.note(incoming.row, "manager", f"{what} {wording.mend()}")


def _lines_after(
    managers: Managers, leading: Leading, directory: Directory, today: date
) -> dict[Email, Email]:
    above: dict[Email, Email] = {}
    for person in directory.people.values():
        manager = directory.people.get(directory.manager_on(person, today) or 0)
        if manager is not None:
            above[person.email] = manager.email
    for incoming in managers.everybody:
        if email := leading.of_row.get(incoming.row.number):
            above[managers.email_of(incoming)] = email
    return above


def _circle(start: Email, above: Mapping[Email, Email]) -> list[Email]:
    """The circle that ``start`` is part of, beginning and ending with it; empty if none."""
    path = [start]
    seen = {start}
    while (email := above.get(path[-1])) is not None:
        path.append(email)
        if email == start:
            return path
        if email in seen:
            return []
        seen.add(email)
    return []


def leads_somebody(person: Person, directory: Directory, today: date) -> bool:
    return any(directory.manager_on(p, today) == person.pk for p in directory.people.values())
