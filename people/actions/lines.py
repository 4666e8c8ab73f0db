"""Who leads whom: the one place where reporting lines change.

All changes wait for each other (one lock), because a circle can be closed by two lines that
share nobody. Circles are looked for in the result, so the order of several changes does not
matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.actions.telling import record, tell
from people.circles import Circle, Span, first_circle
from people.models import Person, ReportingLine, Role, RoleGrant
from people.problems import PeopleProblem
from salesperf.locks import one_at_a_time
from salesperf.web.format import day

LOCK = "reporting lines"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LineChange:
    """``person`` reports to ``manager`` (nobody, if None) from ``starts_on`` on."""

    person: Person
    manager: Person | None
    starts_on: date


def set_manager(
    *, person: Person, manager: Person | None, starts_on: date, by: Person | None, now: datetime
) -> bool:
    """Give a person a manager from a day on; return whether anything changed.

    The line in force ends the day before. A line that begins on that very day is corrected in
    place; the audit trail keeps what it said. Raises ``PeopleProblem`` for oneself, for a manager
    who is not there, for a circle on any day from then on, and when a later line is planned.
    """
    return bool(set_managers(changes=[LineChange(person, manager, starts_on)], by=by, now=now))


@transaction.atomic
def set_managers(
    *, changes: Sequence[LineChange], by: Person | None, now: datetime, telling: bool = True
) -> list[Person]:
    """Change several lines, all or none; return the people whose manager changed.

    ``telling`` off sends nobody anything: for an import of what everybody knows.
    """
    one_at_a_time(LOCK)
    ids = {each.person.pk for each in changes}
    people = Person.objects.in_bulk(ids | {each.manager.pk for each in changes if each.manager})
    lines = _lines_of(ids)
    refuse_oneself_above(changes=changes, lines=lines, by=by)
    changed: list[tuple[LineChange, Person | None]] = []
    for change in changes:
        person = people[change.person.pk]
        manager = people[change.manager.pk] if change.manager else None
        _refuse_unfit(person, manager, change.starts_on)
        before = _manager_on(lines.get(person.pk, []), change.starts_on)
        if _place(lines.setdefault(person.pk, []), person, manager, change.starts_on):
            changed.append((LineChange(person, manager, change.starts_on), before))
    refuse_circles(changes=[change for change, _before in changed])
    for change, before in changed:
        _record(change, before, by, now, telling)
    return [change.person for change, _before in changed]


@transaction.atomic
def cancel_line(*, line: ReportingLine, by: Person, now: datetime, today: date) -> bool:
    """Take back a line that has not begun; the one before it goes on. False if it is gone.

    Raises ``PeopleProblem`` for a line that has begun: it is history.
    """
    one_at_a_time(LOCK)
    planned = ReportingLine.objects.filter(pk=line.pk).select_related("person", "manager").first()
    if planned is None:
        return False
    if planned.starts_on <= today:
        raise PeopleProblem(_("This line has begun. Set another manager from today on instead."))
    before = ReportingLine.objects.filter(
        person=planned.person, ends_on=planned.starts_on - ONE_DAY
    ).first()
    planned.delete()
    if before is not None and before.manager.works_here(today):
        before.ends_on = planned.person.left_on
        before.save(update_fields=["ends_on"])
        change = LineChange(planned.person, before.manager, planned.starts_on)
        refuse_circles(changes=[change])
    record(
        "manager_plan_cancelled",
        planned.person,
        by=by,
        at=now,
        manager=planned.manager_id,
        starts_on=planned.starts_on,
    )
    return True


# --- checks --------------------------------------------------------------------------------------


def _refuse_unfit(person: Person, manager: Person | None, starts_on: date) -> None:
    if person.has_left(starts_on):
        raise PeopleProblem(
            _("%(name)s left on %(day)s, before this line begins.")
            % {"name": person.name, "day": day(person.left_on)},
            field="starts_on",
            person=person,
        )
    if manager is None:
        return
    if manager.pk == person.pk:
        raise PeopleProblem(
            _("Nobody is their own manager. Choose somebody else."), field="manager", person=person
        )
    if not manager.works_here(starts_on):
        raise PeopleProblem(
            _("%(name)s does not work here on %(day)s. Choose somebody who does.")
            % {"name": manager.name, "day": day(starts_on)},
            field="manager",
            person=person,
        )


def refuse_oneself_above(
    *, changes: Sequence[LineChange], lines: dict[int, list[ReportingLine]], by: Person | None
) -> None:
    """Refuse that who keeps people comes to stand above somebody by their own hand.

    Whoever leads a person reads that person's weeks, deals and documents, so somebody else who
    keeps people has to write such a line. It is free to place somebody one leads already, a
    newcomer who never had a manager, leads nobody and holds no role, and everything while nobody
    else keeps people (the first set-up).
    """
    if by is None:
        return
    led_on: dict[date, set[int]] = {}
    for change in changes:
        if change.manager is None or change.person.pk == by.pk:
            continue
        if change.starts_on not in led_on:
            below = Person.objects.led_by(by, change.starts_on)
            led_on[change.starts_on] = set(below.values_list("pk", flat=True))
        led = led_on[change.starts_on]
        lifts = change.manager.pk in {by.pk, *led} and change.person.pk not in led
        if lifts and not _is_newcomer(change.person, lines) and _others_keep_people(by, change):
            raise PeopleProblem(
                _("You would come to stand above %(name)s. Ask somebody else who keeps people.")
                % {"name": change.person.name},
                field="manager",
                person=change.person,
            )


def _is_newcomer(person: Person, lines: dict[int, list[ReportingLine]]) -> bool:
    return not lines.get(person.pk) and not person.led_lines.exists() and not person.roles


def _others_keep_people(by: Person, change: LineChange) -> bool:
    keepers = RoleGrant.objects.filter(
        role__in=(Role.HR, Role.ADMINISTRATOR), revoked_at__isnull=True
    ).exclude(person=by)
    here = Person.objects.employed_on(change.starts_on)
    return here.filter(pk__in=keepers.values("person")).exists()


def refuse_circles(*, changes: Iterable[LineChange]) -> None:
    """Raise ``PeopleProblem`` if what was written runs in a circle. Call it under the lock."""
    led = {change.person.pk: change for change in changes if change.manager}
    if not led:
        return
    since = min(change.starts_on for change in led.values())
    rows = ReportingLine.objects.overlapping(since, None).values_list(
        "person_id", "manager_id", "starts_on", "ends_on"
    )
    circle = first_circle((Span(*row) for row in rows.iterator()), led)
    if circle is not None:
        raise _circle_problem(circle, led)


def _circle_problem(circle: Circle, led: dict[int, LineChange]) -> PeopleProblem:
    names = dict(Person.objects.filter(pk__in=circle.people).values_list("pk", "name"))
    chain = [names[pk] for pk in (*circle.people, circle.people[0])]
    text = _("That would be a circle: %(chain)s, on %(day)s. Choose a manager outside of it.") % {
        "chain": " → ".join(chain),
        "day": day(circle.day),
    }
    mine = [led[pk].person for pk in circle.people if pk in led]
    return PeopleProblem(text, field="manager", person=mine[0] if mine else None)


# --- writing -------------------------------------------------------------------------------------


def _lines_of(people: Iterable[int]) -> dict[int, list[ReportingLine]]:
    """The lines of each person, in the order of days."""
    lines: dict[int, list[ReportingLine]] = {}
    rows = ReportingLine.objects.filter(person__in=people).select_related("manager")
    for line in rows.order_by("starts_on"):
        lines.setdefault(line.person_id, []).append(line)
    return lines


def _line_on(lines: list[ReportingLine], on: date) -> ReportingLine | None:
    for line in lines:
        if line.starts_on <= on and (line.ends_on is None or line.ends_on >= on):
            return line
    return None


def _manager_on(lines: list[ReportingLine], on: date) -> Person | None:
    line = _line_on(lines, on)
    return line.manager if line else None


def _place(
    lines: list[ReportingLine], person: Person, manager: Person | None, starts_on: date
) -> bool:
    """Write the change into the person's lines; return whether there was one to write.

    A line goes on without end, or to the person's last day if that is known.
    """
    current = _line_on(lines, starts_on)
    later = [line for line in lines if line.starts_on > starts_on]
    same = current is not None and manager is not None and current.manager_id == manager.pk
    nothing_to_do = (current is None and manager is None) or (
        same and current is not None and current.ends_on == person.left_on
    )
    if nothing_to_do and not later:
        return False
    if later:
        raise PeopleProblem(
            _("From %(day)s on a line to %(manager)s is written already. Take that back first.")
            % {"day": day(later[0].starts_on), "manager": later[0].manager.name},
            field="starts_on",
            person=person,
        )
    if current is not None and same:
        current.ends_on = person.left_on
        current.save(update_fields=["ends_on"])
        return True
    if current is not None:
        _end(lines, current, starts_on)
    if manager is not None:
        _begin(lines, person, manager, starts_on)
    return True


def _end(lines: list[ReportingLine], current: ReportingLine, starts_on: date) -> None:
    if current.starts_on == starts_on:
        lines.remove(current)
        current.delete()
    else:
        current.ends_on = starts_on - ONE_DAY
        current.save(update_fields=["ends_on"])


def _begin(lines: list[ReportingLine], person: Person, manager: Person, starts_on: date) -> None:
    """Open a line; one to the same manager that ended the day before simply goes on."""
    for line in lines:
        if line.manager_id == manager.pk and line.ends_on == starts_on - ONE_DAY:
            line.ends_on = person.left_on
            line.save(update_fields=["ends_on"])
            return
    lines.append(
        ReportingLine.objects.create(
            person=person, manager=manager, starts_on=starts_on, ends_on=person.left_on
        )
    )


def _record(
    change: LineChange, before: Person | None, by: Person | None, now: datetime, telling: bool
) -> None:
    person, manager = change.person, change.manager
    record(
        "manager_set",
        person,
        by=by,
        at=now,
        was=before,
        manager=manager,
        starts_on=change.starts_on,
    )
    if not telling:
        return
    # Not who did it, and nobody who cannot sign in yet: the invitation comes first.
    told = [each for each in (person, manager, before) if each and each.has_usable_password()]
    tell(
        "manager_changed",
        [each for each in told if each != by],
        key=f"{person.pk} {change.starts_on} {now.isoformat()}",
        url=person.get_absolute_url(),
        now=now,
        person=person.name,
        manager=manager.name if manager else "",
        starts_on=day(change.starts_on),
    )
