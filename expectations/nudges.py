"""Who is to be reminded of what, so that a person comes to signed expectations.

A nudge follows from how things stand: what is shared waits for the side whose turn it is, what
is missing or out of date waits for the manager. Its key names the document and the day, so that
nobody is reminded of the same document twice on one day, whoever presses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from calc.periods import Period, quarter
from expectations.models import Signature
from expectations.queries.coverage import Line, Paper
from expectations.wording import period_of
from notifications.models import Notification

START, SIGN, REVISE = (
    "expectations.reminded_start",
    "expectations.reminded_sign",
    "expectations.reminded_revise",
)


Path = tuple[str, tuple[int, ...]]  # the name of an address and what it takes


@dataclass(frozen=True)
class Nudge:
    """What to say to whom. ``recipient`` is None where nobody leads the person."""

    kind: str
    recipient: int | None
    name: str
    key: str
    path: Path
    period: str

    @property
    def url(self) -> str:
        """Where the next step is; made only for who is told of it."""
        name, args = self.path
        return reverse(name, args=args)


def nudge_of(line: Line, span: Period, today: date) -> Nudge | None:
    """What is to be reminded of on this day; None when nothing is missing. No query."""
    person = line.person
    if line.shared is not None:
        own_turn = line.next_side == Signature.Side.PERSON
        recipient = (person.pk, person.name) if own_turn else (person.manager_id, person.manager)
        return _nudge(SIGN, recipient, f"v{line.shared.pk}", _path(line.shared), today, line.shared)
    manager = (person.manager_id, person.manager)
    if line.signed is None:
        # One day stands for the quarter around it: nobody agrees on a single day.
        days = quarter(span.start) if span.start == span.end else span
        path: Path = ("expectations:documents", ())
        return _nudge(START, manager, f"p{person.pk}", path, today, days)
    if line.out_of_date:
        return _nudge(REVISE, manager, f"v{line.signed.pk}", _path(line.signed), today, line.signed)
    return None


def _nudge(
    kind: str,
    recipient: tuple[int | None, str | None],
    subject: str,
    path: Path,
    today: date,
    days: Paper | Period,
) -> Nudge:
    span = days if isinstance(days, Period) else Period(days.starts_on, days.ends_on)
    return Nudge(
        kind=kind,
        recipient=recipient[0],
        name=recipient[1] or "",
        key=f"expectations.reminded:{subject}:{today.isoformat()}",
        path=path,
        period=period_of(span.start, span.end),
    )


def _path(paper: Paper) -> Path:
    return "expectations:document", (paper.pk,)


def was_sent(nudge: Nudge) -> bool:
    """Was somebody reminded of it on this day? One query."""
    return nudge.key in sent([nudge])


def sent(nudges: Iterable[Nudge]) -> set[str]:
    """The keys of those that were sent on this day. One query, however many."""
    keys = [nudge.key for nudge in nudges]
    return set(Notification.objects.filter(key__in=keys).values_list("key", flat=True))
