"""Two change reporting lines at the same moment: still no circle, and one manager a day."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from people import actions
from people.builders import make_person
from people.circles import Span, first_circle
from people.models import ReportingLine, RoleGrant
from people.problems import PeopleProblem
from tests.cast import NOW, TODAY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "__import__('django.db').db.connection.vendor == 'sqlite'",
        reason="the database in memory is one connection's; writers wait for each other there",
    ),
]


def at_once(*acts):
    """Run the acts as nearly at the same moment as can be; returns what each came to."""
    start = Barrier(len(acts))

    def one(act):
        try:
            start.wait()
            return act()
        except PeopleProblem as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(one, act) for act in acts]]


def leading(person, manager):
    return lambda: actions.set_manager(
        person=person, manager=manager, starts_on=TODAY, by=None, now=NOW
    )


@pytest.mark.parametrize("attempt", range(5))
def test_two_who_choose_each_other(attempt):
    anna, ben = make_person(), make_person()
    results = at_once(leading(anna, ben), leading(ben, anna))
    assert sorted(isinstance(result, PeopleProblem) for result in results) == [False, True]
    assert ReportingLine.objects.count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_a_circle_of_lines_that_share_nobody(attempt):
    """a → b and c → d at once, where b → c and d → a are there: the two have nobody in common."""
    a, b, c, d = (make_person() for _ in range(4))
    leading(b, c)()
    leading(d, a)()
    at_once(leading(a, b), leading(c, d))
    spans = [
        Span(line.person_id, line.manager_id, line.starts_on, line.ends_on)
        for line in ReportingLine.objects.all()
    ]
    assert first_circle(spans, {span.person for span in spans}) is None
    assert len(spans) == 3


def test_one_person_and_many_managers():
    person, managers = make_person(), [make_person() for _ in range(6)]
    results = at_once(*(leading(person, manager) for manager in managers))
    assert not [result for result in results if isinstance(result, Exception)]
    assert ReportingLine.objects.filter(person=person, ends_on=None).count() == 1


def test_two_administrators_revoke_each_other():
    one, other = (make_person(roles=("administrator",), granted_at=NOW) for _ in range(2))

    def revoke(person, by):
        return lambda: actions.revoke_role(
            person=person, role="administrator", by=by, now=NOW, today=TODAY
        )

    results = at_once(revoke(one, other), revoke(other, one))
    assert sorted(isinstance(result, PeopleProblem) for result in results) == [False, True]
    assert RoleGrant.objects.filter(revoked_at=None).count() == 1


def test_an_invitation_is_taken_once():
    person = make_person()
    person.set_unusable_password()
    person.save()
    token_hash = actions.invite(person=person, by=None, now=NOW, today=TODAY).invitation.token_hash

    def take(password):
        return lambda: actions.accept_invitation(token_hash=token_hash, password=password, now=NOW)

    results = at_once(*(take(f"password number {number}") for number in range(6)))
    assert sum(isinstance(result, PeopleProblem) for result in results) == 5
