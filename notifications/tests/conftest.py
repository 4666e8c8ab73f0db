"""What the tests of this room share."""

from datetime import UTC, datetime

import pytest

from notifications import waking
from notifications.actions import notify
from notifications.models import Delivery

NOW = datetime(2026, 3, 11, 10, 0, tzinfo=UTC)


@pytest.fixture
def woken(monkeypatch):
    """The ids of the deliveries for which a worker was called."""
    ids: list[int] = []
    monkeypatch.setattr(waking, "wake", ids.extend)
    return ids


@pytest.fixture
def tell(cast, woken):
    """Tell people that a document is shared; what is not said is as usual."""

    def tell(*recipients, key="document:1:shared", kind="expectations.shared", **fields):
        given = {
            "data": {"document": "Account executive", "by": "Mila Trentham"},
            "url": "/documents/1/",
            "now": NOW,
        }
        notify(key=key, recipients=recipients or [cast.rep], kind=kind, **{**given, **fields})

    return tell


@pytest.fixture
def delivery(tell) -> Delivery:
    """One mail that waits."""
    tell()
    return Delivery.objects.get()
