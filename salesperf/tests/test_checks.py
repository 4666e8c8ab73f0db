"""Production refuses to start where it would not be safe."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from salesperf import checks


@pytest.fixture
def production(settings):
    """Settings that are fit for production."""
    settings.PRODUCTION = True
    settings.DEBUG = False
    settings.SECRET_KEY = "fifty random characters that nobody else has, at all"
    settings.ALLOWED_HOSTS = ["sales.northwind.example"]
    return settings


def found(settings):
    return [message.id for message in checks.production_settings(None)]


def test_fit_settings_pass(production):
    assert found(production) == []


@pytest.mark.parametrize(
    ("name", "value", "id_"),
    [
        ("DEBUG", True, "salesperf.E001"),
        ("SECRET_KEY", None, "salesperf.E002"),
        ("ALLOWED_HOSTS", [], "salesperf.E003"),
    ],
)
def test_each_unsafe_setting_is_refused(production, name, value, id_):
    setattr(production, name, production.DEFAULT_SECRET if value is None else value)
    assert found(production) == [id_]
    with pytest.raises(ImproperlyConfigured, match=name):
        checks.refuse_unfit()


def test_elsewhere_nothing_is_refused(settings):
    settings.PRODUCTION = False
    settings.DEBUG = True
    assert found(settings) == []


@pytest.mark.django_db
def test_a_pending_migration_is_refused(production, monkeypatch):
    monkeypatch.setattr("salesperf.checks.connection.close", lambda: None)
    checks.refuse_unfit()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    with pytest.raises(ImproperlyConfigured, match=r"lacks 1 migrations.*sessions.*migrate"):
        checks.refuse_unfit()


@pytest.mark.django_db
def test_sqlite_runs_with_the_options_that_were_measured(monkeypatch):
    assert checks.sqlite_options(None, databases=["default"]) == []
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
        (finding,) = checks.sqlite_options(None, databases=["default"])
        cursor.execute("PRAGMA recursive_triggers=ON")
    assert finding.msg == "SQLite's recursive_triggers is 0, not 1."
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    (finding,) = checks.sqlite_options(None, databases=["default"])
    assert "IMMEDIATE" in finding.msg


@pytest.mark.broker
@pytest.mark.parametrize(
    "command",
    [
        ["-c", "import salesperf.wsgi"],
        ["-m", "celery", "-A", "salesperf", "worker"],
        ["-m", "celery", "-A", "salesperf", "beat", "--pidfile="],
    ],
    ids=["web", "worker", "scheduler"],
)
def test_nothing_starts_with_the_default_secret(tmp_path, command):
    environment = {
        **{key: value for key, value in os.environ.items() if key != "SECRET_KEY"},
        "SALESPERF_ENV": "production",
        "SALESPERF_VAR": str(tmp_path),
        "ALLOWED_HOSTS": "sales.northwind.example",
    }
    started = subprocess.run(
        [sys.executable, *command],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert started.returncode != 0
    assert "SECRET_KEY is the default" in started.stderr
