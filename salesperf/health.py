"""Is the process alive, and can the installation do its work?

``/healthz`` asks nothing but the process: a supervisor restarts what does not answer.
``/readyz`` asks what the work needs: a load balancer sends no requests where it says 503.

The rooms know what their work needs. They register probes; this ground floor runs them and
shows strangers only "ok" or "failed" for each.
"""

import logging
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from salesperf.append_only import missing_triggers
from salesperf.celery import app
from salesperf.web.policy import GET, open_page
from salesperf.web.request import Request

logger = logging.getLogger(__name__)


class Unfit(Exception):  # noqa: N818 a finding, not a programming error
    """A probe found that the work cannot be done; the text is for the log."""


Probe = Callable[[datetime], None]
_probes: dict[str, Probe] = {}


def register(name: str, probe: Probe) -> None:
    """Ask this probe too; it raises (best :class:`Unfit`) when all is not well."""
    _probes[name] = probe


@open_page(GET, why="says only that the process runs")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@open_page(GET, why="says only which parts work, never how or why not")
def readyz(request: Request) -> HttpResponse:
    """200 when every probe is content, otherwise 503."""
    parts = {name: _passes(name, probe, request.now) for name, probe in _probes.items()}
    ready = all(parts.values())
    return JsonResponse(
        {
            "ready": ready,
            "parts": {name: "ok" if passed else "failed" for name, passed in parts.items()},
        },
        status=200 if ready else 503,
    )


def _passes(name: str, probe: Probe, now: datetime) -> bool:
    try:
        probe(now)
    except Exception as error:
        logger.warning("not ready: %s: %s", name, error)
        return False
    return True


# --- what every installation needs ---------------------------------------------------------------


def database(now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations(now: datetime) -> None:
    pending = pending_migrations()
    if pending:
        raise Unfit(f"pending migrations: {', '.join(pending)}")
    missing = missing_triggers(connection)
    if missing:
        raise Unfit(f"missing triggers: {', '.join(missing)}")


def pending_migrations() -> list[str]:
    """The migrations that this version has and the database has not, as ``app.name``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def broker(now: datetime) -> None:
    """Redis answers, or the folder of the file broker takes a file."""
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_out")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"ready")
        return
    with app.connection_for_write() as link:
        link.ensure_connection(max_retries=1, timeout=2)


for _name, _probe in {"database": database, "migrations": migrations, "broker": broker}.items():
    register(_name, _probe)
