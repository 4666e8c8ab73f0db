"""A changed objective and the documents that hang on it: telling people, and revising in one pass."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from expectations.actions.drafts import revise
from expectations.models import BusinessObjective, DocumentVersion, State
from expectations.models.documents import IN_WORK
from expectations.problems import NotPossible
from expectations.queries.hanging import hanging_on
from expectations.rules import MANAGER, sides
from notifications.actions import notify
from people.models import Person, ReportingLine


def tell_of_change(
    *, objective: BusinessObjective, actor: Person, today: date, now: datetime
) -> None:
    """Tell the person and the manager of each shared document that hangs on it, once a change.

    Part of changing it, inside its transaction. A draft shows the words of today by itself.
    """
    everything = DocumentVersion.objects.exclude(state=State.DRAFT)
    versions = hanging_on(objective, everything, today)
    people = set(versions.values_list("document__person", flat=True))
    managers = (
        ReportingLine.objects.valid_on(today)
        .filter(person__in=people)
        .values_list("manager", flat=True)
    )
    told = Person.objects.filter(pk__in={*people, *managers}, is_active=True).exclude(pk=actor.pk)
    notify(
        key=f"expectations.objective_changed:{objective.pk}:{now.isoformat()}",
        recipients=told,
        kind="expectations.objective_changed",
        data={"objective": objective.title, "by": actor.name},
        url=reverse("expectations:objective", args=[objective.pk]),
        now=now,
    )


@dataclass
class Pass:
    """What came of revising several documents: the drafts, and whose were left, and why."""

    drafts: list[DocumentVersion] = field(default_factory=list)
    left: list[tuple[Person, str]] = field(default_factory=list)


@transaction.atomic
def revise_all(
    *,
    objective: BusinessObjective,
    versions: Iterable[DocumentVersion],
    actor: Person,
    kind: str,
    reason: str,
    today: date,
    now: datetime,
) -> Pass:
    """Begin the next version of each, for one reason; the objective's words of today come along.

    Those of which the actor is not the direct manager, and those in work already, are left with
    a sentence why. A second press begins nothing anew.
    """
    done = Pass()
    for version in versions:
        person = version.document.person
        why = _why_not(version, actor, today)
        if not why:
            try:
                draft = revise(
                    version=version, author=actor, reason=reason, kind=kind,
                    objective=objective, now=now,
                )  # fmt: skip
                done.drafts.append(draft)
            except NotPossible as problem:
                why = problem.message
        if why:
            done.left.append((person, why))
    return done


def _why_not(version: DocumentVersion, actor: Person, today: date) -> str:
    if sides(version, today).of(actor) != MANAGER:
        return _("you do not lead this person directly")
    if version.document.versions.filter(state__in=IN_WORK).exists():
        return _("a new version is in work already; sharing it brings the words of today")
    return ""
