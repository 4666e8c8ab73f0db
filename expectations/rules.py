"""Who may do what with strategy, objectives and documents."""

from dataclasses import dataclass
from datetime import date

from expectations.models import BusinessObjective, DocumentVersion, PutInForce, RoleProfile, State
from expectations.models.documents import Signature
from people.models import Person, ReportingLine, Role
from people.rules import leads

PERSON, MANAGER = Signature.Side.PERSON, Signature.Side.MANAGER


@dataclass(frozen=True)
class Sides:
    """The two who agree on a document: the person, and who leads them directly today."""

    person: Person
    manager: Person | None

    def of(self, somebody: Person) -> str:
        """``person``, ``manager``, or "" for everybody else.

        Both are asked by themselves: nobody is their own manager, whatever a table says.
        """
        if somebody.pk == self.person.pk:
            return PERSON
        if self.manager is not None and somebody.pk == self.manager.pk:
            return MANAGER
        return ""

    def other(self, somebody: Person) -> Person | None:
        """Who stands on the other side; None when nobody does."""
        return self.manager if self.of(somebody) == PERSON else self.person


def sides(version: DocumentVersion, today: date) -> Sides:
    """One query."""
    return Sides(version.document.person, manager_of(version.document.person, today))


def manager_of(person: Person, today: date) -> Person | None:
    """Who leads the person directly on that day, if it is somebody who still works here."""
    line = (
        ReportingLine.objects.valid_on(today)
        .filter(person=person)
        .exclude(manager=person)
        .select_related("manager")
        .first()
    )
    return line.manager if line is not None and line.manager.is_active else None


# --- documents -----------------------------------------------------------------------------------
def can_start(somebody: Person, person: Person, today: date) -> bool:
    """Everybody for themselves, and for the people they lead directly."""
    if somebody.pk == person.pk:
        return True
    manager = manager_of(person, today)
    return manager is not None and manager.pk == somebody.pk


def writes(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    """Is it the side that writes this version? A successor writes on what a manager began."""
    return both.of(somebody) == (PERSON if version.begun_by_person else MANAGER)


def can_edit(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    return version.state == State.DRAFT and writes(somebody, version, both)


def can_share(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    return can_edit(somebody, version, both)


def can_take_back(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    return version.state == State.SHARED and writes(somebody, version, both)


def can_comment(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    """Both sides, while the words are on the table and while they are in force."""
    return version.state in (State.SHARED, State.ACTIVE) and both.of(somebody) != ""


def can_propose(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    """The side that reads, while the words are on the table."""
    return (
        version.state == State.SHARED
        and both.of(somebody) != ""
        and not writes(somebody, version, both)
    )


def can_answer(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    """The side that writes says which proposals it takes in, until both have signed."""
    return version.state in (State.DRAFT, State.SHARED) and writes(somebody, version, both)


def can_sign(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    return version.state == State.SHARED and both.of(somebody) != ""


def can_mark(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    """Say which standards one finds achievable: both sides, while the words are on the table."""
    return version.state == State.SHARED and both.of(somebody) != ""


def can_disagree(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    """Read, and disagree: the side that reads, with what the other wrote."""
    return can_propose(somebody, version, both)


def can_put_in_force(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    """Without agreement: the manager, what a manager wrote. That somebody disagreed is checked
    by the act."""
    return (
        version.state == State.SHARED
        and both.of(somebody) == MANAGER
        and writes(somebody, version, both)
    )


def can_agree_later(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    """The person, to what is in force without their agreement. One query, only for them."""
    return (
        version.state == State.ACTIVE
        and both.of(somebody) == PERSON
        and PutInForce.objects.filter(version=version).exists()
        and not version.signatures.filter(side=PERSON, fingerprint=version.fingerprint).exists()
    )


def can_revise(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    return version.state == State.ACTIVE and both.of(somebody) != ""


def can_discard(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    return can_edit(somebody, version, both)


def can_enter_result(somebody: Person, version: DocumentVersion, both: Sides) -> bool:
    return version.state == State.ACTIVE and both.of(somebody) != ""


def can_import_results(somebody: Person) -> bool:
    """A file holds the results of many people, and its rows stay readable: HR and executives, who
    read all documents.
    """
    return can_read_all_documents(somebody)


# --- what team-mates see -------------------------------------------------------------------------
def can_show_team(somebody: Person, *, leads_people: bool) -> bool:
    """Who decides whether a team sees its expectations: HR, administrators, and whoever ``leads_people``
    of the team.
    """
    return leads_people or somebody.has_role(Role.HR, Role.ADMINISTRATOR)


# --- strategy and objectives ---------------------------------------------------------------------
def can_write_strategy(somebody: Person) -> bool:
    return somebody.has_role(Role.EXECUTIVE)


def can_count_readers(somebody: Person, today: date) -> bool:
    """Executives and HR count who has read the strategy; who leads people, those."""
    return (
        somebody.has_role(Role.EXECUTIVE, Role.HR)
        or Person.objects.reporting_to(somebody, today).exists()
    )


def can_read_all_documents(somebody: Person) -> bool:
    """HR and executives read what was shared in the whole company."""
    return somebody.has_role(Role.HR, Role.EXECUTIVE)


def can_see_coverage(somebody: Person, today: date) -> bool:
    """HR and executives for everybody; others for the people they lead."""
    return can_read_all_documents(somebody) or Person.objects.reporting_to(somebody, today).exists()


def can_remind(somebody: Person, person: Person, today: date) -> bool:
    """Who answers for a person's expectations reminds of them; nobody reminds of their own."""
    if somebody.pk == person.pk:
        return False
    return can_read_all_documents(somebody) or leads(somebody, person, today)


def can_write_objective(somebody: Person, objective: BusinessObjective, today: date) -> bool:
    """Executives write all; who leads a person, or people of a team, writes theirs."""
    if somebody.has_role(Role.EXECUTIVE):
        return True
    led = Person.objects.led_by(somebody, today)
    if objective.person_id:
        return led.filter(pk=objective.person_id).exists()
    if objective.team_id:
        return led.filter(team=objective.team_id).exists()
    return False


def can_enter_objective_result(somebody: Person, objective: BusinessObjective, today: date) -> bool:
    """Who answers for it, and who may write it."""
    return objective.owner_id == somebody.pk or can_write_objective(somebody, objective, today)


def can_write_some_objective(somebody: Person, today: date) -> bool:
    """Is there any objective this person may write? Executives and everybody who leads."""
    return (
        somebody.has_role(Role.EXECUTIVE) or Person.objects.reporting_to(somebody, today).exists()
    )


# --- role profiles and competencies --------------------------------------------------------------
def leads_somebody(somebody: Person, today: date) -> bool:
    """Is somebody led directly by this person today?"""
    return Person.objects.reporting_to(somebody, today).exists()


def can_begin_profile(somebody: Person, today: date) -> bool:
    """HR, and everybody who leads somebody."""
    return somebody.has_role(Role.HR) or leads_somebody(somebody, today)


def can_write_profile(somebody: Person, profile: RoleProfile) -> bool:
    """HR writes all; who began a profile writes that one. Those that are ready are HR's."""
    return somebody.has_role(Role.HR) or profile.owner_id == somebody.pk


def can_write_competencies(somebody: Person) -> bool:
    """One list for the whole company, so that a level means the same everywhere."""
    return somebody.has_role(Role.HR)
