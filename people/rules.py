"""Who may do what with people. Who may see them is Person.objects.visible_to.

Keeping people is the work of human resources and of administrators. Two things are kept apart:

* Only administrators grant roles, and nobody to themselves.
* Whoever changes somebody's e-mail address could have the password reset sent to it. So the
  address and the invitation of somebody whose roles open more than one's own are in the hands of
  administrators, and the whole account of an administrator is.
"""

from datetime import date
from typing import TYPE_CHECKING

from people.models import Person, ReportingLine, Role

if TYPE_CHECKING:
    from people.models import Invitation


def keeps_people(person: Person) -> bool:
    """Human resources and administrators: they see and change who works here."""
    return person.has_role(Role.HR, Role.ADMINISTRATOR)


can_invite = keeps_people
can_import_people = keeps_people
can_keep_teams = keeps_people
can_set_manager = keeps_people
can_see_people_who_left = keeps_people


def can_keep_roles(person: Person) -> bool:
    """Administrators see who holds which role and change it."""
    return person.has_role(Role.ADMINISTRATOR)


def can_change_roles_of(by: Person, person: Person) -> bool:
    """Nobody gives or takes a role of their own."""
    return can_keep_roles(by) and by.pk != person.pk


def can_change_person(by: Person, person: Person) -> bool:
    """Name, title, team, dates."""
    return keeps_people(by)


def can_change_account(by: Person, person: Person) -> bool:
    """What decides who comes in under this name: e-mail address and invitation."""
    return keeps_people(by) and (by.has_role(Role.ADMINISTRATOR) or person.roles <= by.roles)


def can_end_account(by: Person, person: Person) -> bool:
    """Switch somebody's account off or on, or write down when they leave; not one's own."""
    if person.has_role(Role.ADMINISTRATOR) and not by.has_role(Role.ADMINISTRATOR):
        return False
    return by.pk != person.pk and keeps_people(by)


def can_invite_person(by: Person, person: Person, today: date) -> bool:
    """A person who works here and has never set a password."""
    return (
        can_change_account(by, person)
        and person.works_here(today)
        and not person.has_usable_password()
    )


def can_withdraw(by: Person, invitation: "Invitation") -> bool:
    return can_change_account(by, invitation.person)


def can_see_employment(viewer: Person, person: Person, today: date) -> bool:
    """Dates of hiring and leaving and former managers: those who keep people, the person, and
    everybody above the person in the reporting line.
    """
    if viewer.pk == person.pk or keeps_people(viewer):
        return True
    return leads(viewer, person, today)


def leads(viewer: Person, person: Person, today: date) -> bool:
    """Does the viewer stand above the person in the reporting line today? One query."""
    above = ReportingLine.objects.managers_above(person, today)
    return Person.objects.filter(pk=viewer.pk, pk__in=above).exists()
