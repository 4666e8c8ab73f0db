"""Reading without agreeing, and what the manager may do then.

One need not agree to have read: “Read, and I disagree” is recorded with the reason. It signs
nothing. What the person disagrees with, the manager answers: writes other words, or puts the
version into force without agreement, in writing and after a talk. Human resources and the
manager's own manager are told that it happened; the person can agree later. What a manager
disagrees with stays without force until there are words that both sign: nobody sets their own
expectations against the word of who leads them.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from expectations.actions.agreement import activate
from expectations.actions.locking import locked, locked_person
from expectations.actions.telling import tell, tell_about
from expectations.models import Disagreement, DocumentVersion, PutInForce, Signature
from expectations.problems import NotPossible, OtherWords
from expectations.rules import MANAGER, can_disagree, can_put_in_force, manager_of, sides
from people.models import Person, Role


@transaction.atomic
def disagree(
    *, version: DocumentVersion, actor: Person, text: str, seen: str, today: date, now: datetime
) -> Disagreement:
    """Record that the actor has read the words and does not agree, and why. Twice is once.

    Raises OtherWords, and NotPossible for anybody but the side that reads, or after they signed.
    """
    version = locked(version=version)
    earlier = version.disagreements.filter(fingerprint=seen, person=actor).first()
    if earlier is not None:
        return earlier
    if version.is_draft or version.fingerprint != seen:
        raise OtherWords
    both = sides(version, today)
    if not can_disagree(actor, version, both):
        raise NotPossible(_("Nothing is waiting for your word here."))
    if version.signatures.filter(fingerprint=seen, person=actor).exists():
        raise NotPossible(_("You have signed these words already."))
    disagreement = Disagreement.objects.create(
        version=version, person=actor, name=actor.name, text=text, fingerprint=seen, at=now
    )
    record(actor=actor, verb="expectations.disagreed", target=version, at=now, fingerprint=seen)
    tell(
        version=version, kind="expectations.disagreed", recipient=both.other(actor),
        actor=actor, now=now,
    )  # fmt: skip
    return disagreement


@transaction.atomic
def put_in_force(
    *, version: DocumentVersion, actor: Person, text: str, seen: str, today: date, now: datetime
) -> DocumentVersion:
    """Put words into force with which the person disagrees; ``text`` answers the reason.

    The manager signs with it. Twice is once. Raises OtherWords, and NotPossible when nobody
    disagreed with these words, or the actor is not the manager who wrote them.
    """
    locked_person(person=version.document.person)
    version = locked(version=version)
    if PutInForce.objects.filter(version=version, person=actor, fingerprint=seen).exists():
        return version
    if not version.is_shared or version.fingerprint != seen:
        raise OtherWords
    both = sides(version, today)
    if not can_put_in_force(actor, version, both):
        raise NotPossible(_("Only the manager who wrote it puts it into force."))
    if not version.disagreements.filter(fingerprint=seen).exists():
        raise NotPossible(_("%(name)s has not answered yet.") % {"name": both.person.first_name})
    if version.signatures.filter(fingerprint=seen, person=both.person).exists():
        raise NotPossible(
            _("%(name)s has signed by now. Sign too.") % {"name": both.person.first_name}
        )
    PutInForce.objects.create(
        version=version, person=actor, name=actor.name, text=text, fingerprint=seen, at=now
    )
    Signature.objects.get_or_create(
        version=version,
        side=MANAGER,
        fingerprint=seen,
        defaults={"person": actor, "name": actor.name, "at": now},
    )
    record(actor=actor, verb="expectations.put_in_force", target=version, at=now, fingerprint=seen)
    activate(version=version, actor=actor, both=both, today=today, now=now)
    tell_about(
        version=version, kind="expectations.without_agreement",
        recipients=_who_watches(actor, today), actor=actor, now=now,
    )  # fmt: skip
    return version


def _who_watches(manager: Person, today: date) -> list[Person]:
    """Human resources, and who leads the manager."""
    granted = Person.objects.filter(
        role_grants__role=Role.HR, role_grants__revoked_at__isnull=True, is_active=True
    ).distinct()
    above = manager_of(manager, today)
    people = {each.pk: each for each in [*granted, *([above] if above else [])]}
    people.pop(manager.pk, None)
    return list(people.values())
