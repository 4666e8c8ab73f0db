"""Refusing to run where it would not be safe.

The settings are judged with every ``manage.py`` command and when a server or worker starts.
Whether the database is migrated can only be asked where it is used: at the start of a web
server, worker or scheduler (:func:`refuse_unfit`).
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Critical, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

_SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 1,
    "foreign_keys": 1,
    "recursive_triggers": 1,
}


@register(Tags.security)
def production_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """In production: no DEBUG, no default secret, a name to answer to."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Critical(
                "DEBUG shows the inside of the program to everybody.",
                hint="Remove DEBUG from the environment.",
                id="salesperf.E001",
            )
        )
    if settings.SECRET_KEY == settings.DEFAULT_SECRET:
        found.append(
            Critical(
                "SECRET_KEY is the default, which everybody can read.",
                hint="Set SECRET_KEY to 50 random characters and keep it.",
                id="salesperf.E002",
            )
        )
    if not settings.ALLOWED_HOSTS:
        found.append(
            Critical(
                "ALLOWED_HOSTS is empty, so every request would be refused.",
                hint="Set ALLOWED_HOSTS to the names people use, for example sales.company.example.",
                id="salesperf.E003",
            )
        )
    return found


@register(Tags.database)
def sqlite_options(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """With SQLite's own options writers fail under load; see docs/decisions/0003."""
    if not databases or connection.vendor != "sqlite":
        return []
    return [
        Critical(message, hint="Keep OPTIONS of DATABASES as they are.", id="salesperf.E004")
        for message in _sqlite_findings()
    ]


def _sqlite_findings() -> list[str]:
    findings = []
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        findings.append("SQLite's transactions do not begin as IMMEDIATE.")
    with connection.cursor() as cursor:
        for name, wanted in _SQLITE_PRAGMAS.items():
            value = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            in_memory = name == "journal_mode" and value == "memory"  # tests
            if value != wanted and not in_memory:
                findings.append(f"SQLite's {name} is {value}, not {wanted}.")
    return findings


def refuse_unfit() -> None:
    """Raise ``ImproperlyConfigured`` when a server must not start here."""
    _refuse(production_settings(None))
    try:
        _refuse(sqlite_options(None, databases=["default"]))
        _refuse(_unmigrated())
    finally:
        connection.close()


def _unmigrated() -> list[CheckMessage]:
    # Late: health needs the apps, and this module is imported while they load.
    from salesperf.health import pending_migrations

    pending = pending_migrations() if settings.PRODUCTION else []
    if not pending:
        return []
    return [
        Critical(
            f"The database lacks {len(pending)} migrations; the first is {pending[0]}.",
            hint="Run: python manage.py migrate",
        )
    ]


def _refuse(findings: Sequence[CheckMessage]) -> None:
    if findings:
        raise ImproperlyConfigured(" ".join(f"{each.msg} {each.hint}" for each in findings))
