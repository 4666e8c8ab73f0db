"""Reminding those on whom somebody's expectations wait: by a press, and when days have passed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from calc.periods import Period
from expectations.actions.locking import locked_person
from expectations.nudges import Nudge, nudge_of, was_sent
from expectations.problems import NotPossible
from expectations.queries.coverage import lines_of
from notifications.actions import notify
from people.models import Person


@transaction.atomic
def remind(*, person: Person, actor: Person, span: Period, today: date, now: datetime) -> Nudge:
    """Tell whoever has the next step with this person's expectations, once a day.

    Reminding again on the same day tells nobody and is no mistake. Raises NotPossible when
    nothing is missing, nobody leads the person, or the step is the actor's own.
    """
    locked_person(person=person)
    (line,) = lines_of(Person.objects.filter(pk=person.pk), actor, today, span) or (None,)
    nudge = nudge_of(line, span, today) if line is not None else None
    if nudge is None:
        raise NotPossible(_("Nothing is missing for %(name)s any more.") % {"name": person.name})
    if nudge.recipient is None:
        raise NotPossible(
            _("Nobody leads %(name)s at the moment. Set a manager first.") % {"name": person.name}
        )
    if nudge.recipient == actor.pk:
        raise NotPossible(_("The next step is yours."))
    if was_sent(nudge):
        return nudge
    notify(
        key=nudge.key,
        recipients=Person.objects.filter(pk=nudge.recipient),
        kind=nudge.kind,
        data={"name": person.name, "period": nudge.period, "by": actor.name},
        url=nudge.url,
        now=now,
    )
    record(
        actor=actor, verb="expectations.reminded", target=person, at=now,
        to=nudge.recipient, about=nudge.kind,
    )  # fmt: skip
    return nudge
