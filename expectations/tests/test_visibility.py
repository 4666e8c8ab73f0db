"""Who reads which version: said once, in visible_to, and shown as a table."""

from datetime import date

import pytest

from expectations.builders import make_document, make_objective, make_strategy
from expectations.models import BusinessObjective, DocumentVersion, State, Strategy
from tests.cast import TODAY

READERS = {"rep", "manager", "director", "hr", "executive"}
EVERYBODY = {
    "rep", "peer", "manager", "director", "ex_manager", "other_rep", "other_manager", "hr",
    "compensation", "executive", "administrator",
}  # fmt: skip


def who_reads(cast, version) -> set[str]:
    return {
        name
        for name, person in cast.everyone().items()
        if DocumentVersion.objects.visible_to(person, TODAY).filter(pk=version.pk).exists()
    }


@pytest.mark.parametrize("state", [State.SHARED, State.ACTIVE, State.SUPERSEDED])
def test_what_was_shared_is_for_the_person_everybody_above_hr_and_executives(cast, state):
    assert who_reads(cast, make_document(person=cast.rep, state=state)) == READERS


def test_a_managers_draft_is_for_that_manager_alone(cast, draft):
    assert who_reads(cast, draft) == {"manager"}


def test_a_persons_own_draft_is_for_that_person_alone(cast):
    own = make_document(person=cast.rep, author=cast.rep, state=State.DRAFT)
    assert who_reads(cast, own) == {"rep"}


def move_rep(cast, manager):
    line = cast.rep.reporting_lines.get(manager=cast.manager)
    line.ends_on = date(2026, 3, 10)
    line.save()
    cast.rep.reporting_lines.create(manager=manager, starts_on=TODAY)


def test_a_draft_goes_over_to_the_next_manager(cast, draft):
    move_rep(cast, cast.other_manager)
    assert who_reads(cast, draft) == {"other_manager"}


def test_who_signed_reads_on_after_the_person_moved(cast, active):
    move_rep(cast, cast.other_manager)
    assert who_reads(cast, active) == {"rep", "manager", "other_manager", "hr", "executive"}


def test_who_left_reads_nothing_of_what_was_not_signed(cast, shared):
    move_rep(cast, cast.other_manager)
    assert "manager" not in who_reads(cast, shared)


def test_a_published_strategy_is_for_everybody_and_a_draft_for_executives(cast):
    published = make_strategy(author=cast.executive)
    draft = make_strategy(author=cast.executive, published_at=None)
    for name in EVERYBODY:
        seen = set(Strategy.objects.visible_to(getattr(cast, name), TODAY))
        assert seen == ({published, draft} if name == "executive" else {published})


def test_objectives_of_a_person_are_for_the_person_and_those_above(cast):
    company = make_objective(owner=cast.executive)
    team = make_objective(owner=cast.manager, team=cast.north)
    person = make_objective(owner=cast.manager, person=cast.rep)
    for name in EVERYBODY:
        seen = set(BusinessObjective.objects.visible_to(getattr(cast, name), TODAY))
        above = {"rep", "manager", "director", "executive"}
        assert seen == ({company, team, person} if name in above else {company, team})
