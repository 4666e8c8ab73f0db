"""The people of a company from a file of its personnel system, or from a list with names alone."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people import rules
from people.imports.managers import Leading, Managers, refuse_circles
from people.imports.matching import Directory, Matched, SignInNames, match
from people.imports.plan import Plan, Planner, write
from people.imports.room import RoomKind
from people.imports.rows import Incoming, read_rows
from people.models import Person
from salesperf.imports.checks import Found, Remark, SumLine
from salesperf.imports.kinds import Field, WrongMapping
from salesperf.imports.models import ImportFile
from salesperf.imports.sheet import Sheet
from salesperf.web.format import number
from salesperf.web.parts import NextStep

_DOMAIN = re.compile(
    r"^(?=.{4,180}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,63}$"
)
_EXAMPLES = 2


class PeopleFile(RoomKind):
    """Who works here, who leads whom."""

    name = "people"
    label = gettext_lazy("People")
    says = gettext_lazy(
        "Who works here: e-mail, name, title, manager, team, dates. A list without e-mails will do."
    )
    new_label = gettext_lazy("New people")
    changed_label = gettext_lazy("Changed people")
    key_label = gettext_lazy("Person")
    rest_label = gettext_lazy("Not used")
    key_fields = ("email", "name", "last_name")
    not_remembered = ("lines_from",)
    fields = (
        Field(
            "email",
            gettext_lazy("E-mail"),
            ("e-mail", "email address", "e-mail address", "work email", "mail", "user principal name",
             "upn", "username", "login"),
            reads="email",
        ),
        Field(
            "name",
            gettext_lazy("Name"),
            ("full name", "sales agent", "employee name", "employee", "person", "salesperson",
             "display name", "sales rep", "agent", "worker"),
        ),
        Field("first_name", gettext_lazy("First name"), ("given name", "forename")),
        Field("last_name", gettext_lazy("Last name"), ("surname", "family name")),
        Field("title", gettext_lazy("Job title"), ("job title", "position", "role", "job")),
        Field(
            "manager",
            gettext_lazy("Manager"),
            ("manager email", "manager name", "reports to", "supervisor", "line manager", "boss"),
        ),
        Field(
            "team",
            gettext_lazy("Team"),
            ("regional office", "department", "office", "region", "group", "division", "org unit"),
        ),
        Field(
            "hired_on",
            gettext_lazy("Hired on"),
            ("hire date", "start date", "hired", "date of hire", "date hired", "joined"),
            reads="date",
        ),
        Field(
            "left_on",
            gettext_lazy("Left on"),
            ("leave date", "end date", "termination date", "last day", "left"),
            reads="date",
        ),
        Field("time_zone", gettext_lazy("Time zone"), ("timezone", "tz")),
        Field("currency", gettext_lazy("Currency"), ("currency code",)),
    )  # fmt: skip

    def may(self, person: Person) -> bool:
        return rules.can_import_people(person)

    def options(
        self, *, columns: Mapping[str, str], person: Any, today: date
    ) -> dict[str, forms.Field]:
        domain = getattr(person, "email", "").rpartition("@")[2]
        return {
            "domain": forms.CharField(
                label=_("Domain of made-up sign-in names"),
                help_text=_(
                    "Only for a file without e-mails: “Mei-Mei Johns” gets mei-mei.johns@ this "
                    "domain, the second of a name gets a 2. Nobody can sign in before an invitation."
                ),
                required=False,
                max_length=180,
                initial=domain,
            ),
            "manager_title": forms.CharField(
                label=_("Job title of managers without a row of their own"),
                help_text=_("Only in a file without e-mails: who leads somebody is a person too."),
                required=False,
                max_length=150,
                initial=_("Sales manager"),
            ),
            "lines_from": forms.DateField(
                label=_("Reporting lines of new people begin on"),
                help_text=_("Or on the day of hiring, if that is later."),
                initial=today.isoformat(),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            ),
        }

    def wrong_mapping(
        self, columns: Mapping[str, str], options: Mapping[str, Any]
    ) -> list[WrongMapping]:
        wrong = []
        if not columns.keys() & {"name", "first_name", "last_name"}:
            wrong.append(
                WrongMapping(None, _("Say which column is the name. The import needs it."))
            )
        if "email" not in columns and not _DOMAIN.match(str(options.get("domain") or "").lower()):
            text = _("Write down a domain like company.example; the file has no e-mails.")
            wrong.append(WrongMapping("domain", text))
        return wrong

    def check(self, sheet: Sheet, *, by: Any, today: date) -> Found:
        directory = Directory()
        everybody, twice = read_rows(sheet)
        domain = str(sheet.options.get("domain") or "").lower()
        names = SignInNames(domain, directory.by_email)
        matched = match(sheet, everybody, directory, names)
        managers = Managers(sheet, everybody, matched, directory, names)
        leading = managers.find()
        refuse_circles(sheet, managers, leading, directory, today)
        planner = Planner(sheet, directory, managers, leading, by=by, today=today)
        plan = planner.make()
        readable = [each for each in everybody if each.row.number not in sheet.bad]
        return Found(
            plan=plan,
            signature=plan.signature(),
            new=len(plan.new),
            changed=plan.changed_rows,
            same=plan.same,
            twice=twice,
            sums=_sums(readable, plan, leading),
            touches=_touches(plan, matched, sheet),
            extra=((_("Managers without a row of their own"), len(plan.managers)),)
            if plan.managers
            else (),
            remarks=_remarks(readable, plan, leading, twice),
            keys=frozenset(sheet.key(each.row) for each in readable),
        )

    def apply(self, plan: Plan, *, file: ImportFile, by: Any, now: datetime, today: date) -> None:
        write(plan, by=by, now=now, today=today)

    def after(self, file: ImportFile) -> NextStep | None:
        if not file.outcome.get("new"):
            return None
        return NextStep(
            act=_("Invite the new people."),
            why=_("They cannot sign in before they have taken their invitation."),
            url=reverse("people:invitation_all"),
            button=_("Invite them"),
        )

    def meaning(self, field: str, means: str) -> str:
        return means or _("a new person")


def _sums(readable: list[Incoming], plan: Plan, leading: Leading) -> tuple[SumLine, ...]:
    """People, managers and teams named in the file, and how many of them there will be."""
    leaders = {each.manager.casefold() for each in readable if each.manager}
    led_by = {leading.of_row.get(each.row.number) for each in readable if each.manager} - {None}
    people = len(readable) + len(plan.managers)
    teams = {each.team.casefold() for each in readable if each.team}
    lines = [SumLine(_("People"), people, len(plan.emails))]
    if leaders:
        lines.append(SumLine(_("of them managers"), len(leaders), len(led_by)))
    if teams:
        lines.append(SumLine(_("Teams"), len(teams), len(teams)))
    return tuple(lines)


def _touches(plan: Plan, matched: Matched, sheet: Sheet) -> tuple[str, ...]:
    found = []
    new = len(plan.new) + len(plan.managers)
    if new:
        text = ngettext(
            "%(n)s person is new and cannot sign in before an invitation.",
            "%(n)s people are new and cannot sign in before an invitation.",
            new,
        )
        found.append(text % {"n": number(new)})
    if new and not sheet.has("email"):
        made = [email for email, _each in plan.new] + [m.email for m in plan.managers]
        found.append(
            _("Their sign-in names are made up: %(examples)s …")
            % {"examples": ", ".join(made[:_EXAMPLES])}
        )
    if matched.numbered:
        found.append(
            _("These were taken and got a number: %(names)s.")
            % {"names": ", ".join(matched.numbered)}
        )
    if plan.teams:
        text = ngettext("New team: %(names)s.", "New teams: %(names)s.", len(plan.teams))
        found.append(text % {"names": ", ".join(plan.teams)})
    if plan.leaving:
        text = ngettext(
            "%(n)s person gets a last day.", "%(n)s people get a last day.", len(plan.leaving)
        )
        found.append(text % {"n": number(len(plan.leaving))})
    found.append(_("An empty cell takes nothing away."))
    return tuple(found)


def _remarks(
    readable: list[Incoming], plan: Plan, leading: Leading, twice: int
) -> dict[str, Remark]:
    unique = Remark(_("unique in the file"))
    if twice:
        text = ngettext("%(n)s row twice", "%(n)s rows twice", twice) % {"n": number(twice)}
        unique = Remark(text, look=True)
    managers = {each.manager for each in readable if each.manager}
    teams = {each.team for each in readable if each.team}
    remarks = {"email": unique, "name": unique}
    if managers:
        remarks["manager"] = Remark(
            _("%(n)s different, %(new)s of them without a row")
            % {"n": number(len(managers)), "new": number(len(plan.managers))}
            if plan.managers
            else _("%(n)s different, all known") % {"n": number(len(managers))}
        )
    if teams:
        remarks["team"] = Remark(
            _("%(n)s different, %(new)s new")
            % {"n": number(len(teams)), "new": number(len(plan.teams))}
        )
    return remarks
