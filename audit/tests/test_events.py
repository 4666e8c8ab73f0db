"""The trail is written once: refused in Python, and by the database itself."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.models.deletion import ProtectedError

from audit.actions import LONGEST_TEXT, record
from audit.models import Event
from salesperf.append_only import ChangeRefused

NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


@pytest.fixture
def event(cast):
    return record(actor=cast.manager, verb="person.moved", target=cast.rep, at=NOW, team=3)


# --- what is written -----------------------------------------------------------------------------


def test_who_did_what_to_which_thing_and_when(event, cast):
    event.refresh_from_db()
    assert event.actor == cast.manager
    assert event.verb == "person.moved"
    assert event.target == f"people.person {cast.rep.pk}"
    assert event.at == NOW
    assert event.data == {"team": 3}


def test_the_program_itself_and_strangers_have_no_person(cast):
    for nobody in (None, AnonymousUser()):
        assert record(actor=nobody, verb="swept", target=cast.rep, at=NOW).actor is None


def test_details_are_kept_as_plain_values(cast):
    event = record(
        actor=None,
        verb="tried",
        target=cast.rep,
        at=NOW,
        amount=Decimal("10.50"),
        day=date(2026, 3, 1),
        moment=NOW,
        person=cast.peer,
        fields=("name", "title"),
        was={"team": cast.rep.team},
        nothing=None,
        yes=True,
    )
    event.refresh_from_db()
    assert event.data == {
        "amount": "10.50",
        "day": "2026-03-01",
        "moment": "2026-03-11T10:00:00+00:00",
        "person": cast.peer.pk,
        "fields": ["name", "title"],
        "was": {"team": cast.rep.team.pk},
        "nothing": None,
        "yes": True,
    }


def test_a_long_text_is_refused(cast):
    """Administrators read the trail and no notes."""
    with pytest.raises(ValueError, match="does not belong"):
        record(actor=None, verb="noted", target=cast.rep, at=NOW, note="x" * (LONGEST_TEXT + 1))


def test_what_json_cannot_keep_is_refused(cast):
    with pytest.raises(TypeError, match="float"):
        record(actor=None, verb="paid", target=cast.rep, at=NOW, amount=1.5)


def test_everything_about_one_thing(event, cast):
    record(actor=None, verb="person.moved", target=cast.peer, at=NOW)
    assert list(Event.objects.about(cast.rep)) == [event]


def test_an_event_that_is_rolled_back_did_not_happen(cast):
    with transaction.atomic():
        record(actor=None, verb="tried", target=cast.rep, at=NOW)
        transaction.set_rollback(True)
    assert not Event.objects.exists()


# --- what is refused -----------------------------------------------------------------------------


def test_saving_again_is_refused(event):
    event.verb = "something else"
    with pytest.raises(ChangeRefused):
        event.save()


def test_deleting_is_refused(event):
    with pytest.raises(ChangeRefused):
        event.delete()


@pytest.mark.parametrize(
    "change",
    [
        lambda events: events.update(verb="x"),
        lambda events: events.delete(),
        lambda events: events.bulk_update(list(events), ["verb"]),
        lambda events: events.bulk_create(
            list(events), update_conflicts=True, unique_fields=["pk"], update_fields=["verb"]
        ),
    ],
    ids=["update", "delete", "bulk_update", "upsert"],
)
def test_changing_many_is_refused(event, change):
    with pytest.raises(ChangeRefused):
        change(Event.objects.all())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'x'",
        "UPDATE audit_event SET actor_id = NULL",
        "DELETE FROM audit_event",
        (
            "INSERT INTO audit_event SELECT * FROM audit_event WHERE true "
            "ON CONFLICT (id) DO UPDATE SET verb = 'x'"
        ),
    ],
)
def test_raw_sql_is_refused(event, statement):
    with (
        pytest.raises(IntegrityError, match="audit_event refuses"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.get().verb == "person.moved"


def test_replacing_is_refused(event):
    """SQLite's INSERT OR REPLACE deletes first, past triggers unless they are recursive."""
    if connection.vendor != "sqlite":
        return  # PostgreSQL has no such statement
    with (
        pytest.raises(IntegrityError, match="audit_event refuses DELETE"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event")


def test_a_person_with_events_stays(event, cast):
    with pytest.raises(ProtectedError):
        cast.manager.delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_next_test_begins_without_events(cast, turn):
    """Emptying the table between tests works, and the triggers are there again after it."""
    assert not Event.objects.exists()
    record(actor=None, verb="tried", target=cast.rep, at=NOW)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_event")


# --- who reads it --------------------------------------------------------------------------------


def test_only_administrators_read_it(event, cast):
    for name, person in cast.everyone().items():
        visible = Event.objects.visible_to(person, NOW.date())
        assert visible.exists() == (name == "administrator"), name
