"""Fixtures for the whole suite; the people in it are in tests/cast.py."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from hypothesis import settings as hypothesis_settings
from redis import Redis
from redis.exceptions import RedisError

pytest_plugins = ["tests.cast"]

# How long an example takes is a matter of the machine, and of what else runs on it.
hypothesis_settings.register_profile("any machine", deadline=None)
hypothesis_settings.load_profile("any machine")


def pytest_unconfigure() -> None:
    """Take away what this process wrote: its folder, and its queue in a Redis of yours."""
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
    if settings.CELERY_BROKER_URL.startswith("redis"):
        queue = settings.CELERY_TASK_DEFAULT_QUEUE
        keys = (queue, f"_kombu.binding.{queue}", f"_kombu.binding_permanent.{queue}")
        with suppress(RedisError), Redis.from_url(settings.CELERY_BROKER_URL) as server:
            server.delete(*keys)


@contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers of all tables away for a moment. Only tests ever do that.

    Some tables refuse to be emptied (salesperf/append_only.py), and a test with transactions of
    its own has to empty them afterwards.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
            )
            tables = [row[0] for row in cursor.fetchall()]
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            yield
            for _, sql in triggers:
                cursor.execute(sql)


@pytest.fixture(autouse=True, scope="session")
def _flushable() -> Iterator[None]:
    """Let Django empty the append-only tables after a test with ``transaction=True``."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_without_triggers(self: Any, sql_list: list[str]) -> Any:
        with without_triggers(self.connection):
            return flush(self, sql_list)

    operations.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign, assignment]
    yield
    operations.execute_sql_flush = flush  # type: ignore[method-assign]
