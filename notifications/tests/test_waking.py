"""Waking a worker may fail; then it costs time and nothing else."""

import pytest
from kombu.exceptions import OperationalError

from notifications import waking
from notifications.actions import notify
from notifications.models import Delivery, Status
from notifications.tests.conftest import NOW


@pytest.fixture
def broker_down(monkeypatch):
    """The calls that reached a broker which refuses them."""
    calls = []

    def refuse(name, args, **kwargs):
        calls.append(args)
        raise OperationalError("connection refused")

    monkeypatch.setattr(waking.app, "send_task", refuse)
    monkeypatch.setattr(waking, "_rest_until", 0.0)
    return calls


@pytest.mark.django_db
def test_what_is_told_is_told_without_a_broker(
    cast, broker_down, caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        notify(
            key="k",
            recipients=[cast.rep, cast.manager],
            kind="expectations.shared",
            data={},
            url="/",
            now=NOW,
        )
    assert Delivery.objects.filter(status=Status.PENDING).count() == 2
    assert "connection refused" in caplog.text


def test_a_broker_that_is_down_is_asked_once_in_a_while(broker_down, monkeypatch):
    waking.wake([1, 2, 3])
    waking.wake([4])
    assert broker_down == [[1]]
    monkeypatch.setattr(waking, "_rest_until", 0.0)  # the rest is over
    waking.wake([5])
    assert broker_down == [[1], [5]]
