"""/healthz asks the process only; /readyz asks what the work needs and tells strangers little."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from salesperf import health
from salesperf.health import Unfit


@pytest.fixture
def client():
    return Client(headers={"host": "10.0.0.7:8000"})  # as probes ask, not a name of ours


@pytest.fixture
def probes(monkeypatch):
    """Only what a test registers is asked."""
    alone: dict[str, health.Probe] = {}
    monkeypatch.setattr(health, "_probes", alone)
    return alone


def test_alive_without_a_database(client):
    """No database is allowed in this test."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_asking_is_allowed(client, path):
    assert client.post(path).status_code == 405


def test_neither_answer_is_kept_by_anybody(client, probes):
    for path in ("/healthz", "/readyz"):
        assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.django_db
def test_the_parts_of_the_ground_floor_work(client, probes):
    for name in ("database", "migrations", "broker"):
        health.register(name, getattr(health, name))
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "parts": {"database": "ok", "migrations": "ok", "broker": "ok"},
    }


def test_one_part_that_fails_is_named_and_no_more(client, probes, caplog):
    def broken(now):
        raise DatabaseError("no route to 10.1.2.3 as user secret")

    def late(now):
        raise Unfit("the scheduler is late")

    health.register("database", broken)
    health.register("scheduler", late)
    health.register("broker", lambda now: None)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {
        "ready": False,
        "parts": {"database": "failed", "scheduler": "failed", "broker": "ok"},
    }
    assert b"secret" not in response.content
    assert "no route to 10.1.2.3" in caplog.text  # the log says why


def test_every_room_that_has_a_part_is_asked():
    assert set(health._probes) >= {"database", "migrations", "broker", "scheduler", "outbox"}


@pytest.mark.django_db
def test_a_lost_trigger_makes_it_unready():
    with connection.cursor() as cursor:
        on = ' ON "audit_event"' if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "audit_event_refuses_update"{on}')
    with pytest.raises(Unfit, match="audit_event_refuses_update"):
        health.migrations(timezone.now())


@pytest.mark.django_db
def test_a_pending_migration_makes_it_unready():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert health.pending_migrations() == ["sessions.0001_initial"]
    with pytest.raises(Unfit, match=r"sessions\.0001_initial"):
        health.migrations(timezone.now() + timedelta())


def test_a_folder_that_takes_no_file_makes_it_unready(settings, tmp_path):
    (tmp_path / "queue").write_text("a file where the folder should be")
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "queue")}
    with pytest.raises(OSError, match="queue"):
        health.broker(timezone.now())
