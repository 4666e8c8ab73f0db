"""The file broker loses no message and breaks none."""

import json
import signal
import subprocess
import sys
import time

import pytest

from salesperf import file_broker
from salesperf.tests.broker_peer import QUEUE, connect, send, take

MESSAGES = 1_000  # per sender; with 2,500 it passes as well and takes two seconds more


def peer(*arguments):
    command = [sys.executable, "-m", "salesperf.tests.broker_peer", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def connection(tmp_path):
    with connect(tmp_path) as connection:
        yield connection


def files(tmp_path, folder="queue", ending=".msg"):
    return sorted((tmp_path / folder).rglob(f"*{ending}"))


@pytest.mark.broker
def test_two_senders_and_two_readers_lose_nothing(tmp_path):
    readers = [peer("read", tmp_path) for _ in range(2)]
    senders = [peer("send", tmp_path, who, MESSAGES) for who in "ab"]
    read = [json.loads(reader.communicate(timeout=60)[0]) for reader in readers]
    assert all(sender.communicate(timeout=60)[0] == "" for sender in senders)
    assert [each.returncode for each in senders + readers] == [0, 0, 0, 0]
    assert all(read), "both readers took some"
    assert sorted(read[0] + read[1]) == [[who, n] for who in "ab" for n in range(MESSAGES)]
    assert files(tmp_path) == files(tmp_path, "taken") == []


@pytest.mark.broker
def test_what_a_killed_reader_held_comes_back(tmp_path, connection):
    send(connection, "first", "second")
    holder = peer("hold", tmp_path)
    try:
        assert json.loads(holder.stdout.readline()) == "first"
        assert take(connection).payload == "second"
        assert take(connection) is None  # the first is held by somebody who lives
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        holder.stdout.close()
    connection.default_channel._next_recovery = 0.0  # five seconds are over
    back = take(connection)
    assert back.payload == "first"
    assert back.delivery_info.get("redelivered", back.properties.get("redelivered")) is not False
    assert len(list((tmp_path / "taken").glob("*.lock"))) == 1, "only ours is left"


def test_messages_come_in_the_order_of_sending(connection):
    send(connection, *range(50))
    assert [take(connection).payload for _ in range(50)] == list(range(50))


def test_the_order_survives_a_clock_that_stands_still_or_goes_back(monkeypatch):
    clock = iter([100, 100, 90, 200])
    monkeypatch.setattr(file_broker.time, "time_ns", lambda: next(clock))
    stamp = file_broker._Stamp()
    assert [stamp() for _ in range(4)] == [100, 101, 102, 200]


def test_a_message_that_is_still_being_written_is_not_read(tmp_path, connection):
    send(connection, "whole")
    (tmp_path / "queue" / f"0123{file_broker.PART}").write_text('{"body": "ha')
    assert take(connection).payload == "whole"
    assert take(connection) is None


def test_an_acknowledged_message_is_gone(tmp_path, connection):
    send(connection, "one")
    take(connection).ack()
    assert files(tmp_path) == files(tmp_path, "taken") == []


def test_a_message_that_is_not_acknowledged_comes_back_at_the_end(tmp_path):
    with connect(tmp_path) as connection:
        send(connection, "one")
        take(connection)
        assert files(tmp_path) == []
    assert len(files(tmp_path)) == 1
    with connect(tmp_path) as connection:
        assert take(connection).payload == "one"


def test_a_rejected_message_comes_back_or_not(tmp_path, connection):
    send(connection, "one")
    take(connection).requeue()
    assert len(files(tmp_path)) == 1
    take(connection).reject()
    assert files(tmp_path) == files(tmp_path, "taken") == []


def test_a_message_taken_without_acknowledgement_is_gone(tmp_path, connection):
    send(connection, "one")
    assert connection.default_channel.basic_get(QUEUE, no_ack=True).payload == "one"
    assert files(tmp_path) == files(tmp_path, "taken") == []


def test_queues_do_not_mix(connection):
    send(connection, "mine")
    connection.Producer().publish("other", exchange="", routing_key="test.other")
    assert take(connection).payload == "mine"
    assert take(connection) is None
    assert connection.default_channel._size("test.other") == 1


def test_the_table_of_queues_is_replaced_as_a_whole(tmp_path, connection):
    channel = connection.default_channel
    for queue in ("a", "b", "a"):
        channel._queue_bind("news", "", "", queue)
    assert [row.queue for row in channel.get_table("news")] == ["b", "a"]
    channel._delete("a", "news", "", "")
    assert [row.queue for row in channel.get_table("news")] == ["b"]
    assert channel.get_table("unknown") == []
    assert not list((tmp_path / "control").glob(f"*{file_broker.PART}"))


def test_everybody_who_listens_hears_a_broadcast(connection):
    channel = connection.default_channel
    channel.exchange_declare("news", type="fanout")
    for queue in ("a", "b"):
        channel._queue_bind("news", "", "", queue)
    connection.Producer().publish("hello", exchange="news", routing_key="")
    assert (channel._size("a"), channel._size("b")) == (1, 1)


def test_a_long_queue_is_listed_once(connection, monkeypatch):
    send(connection, *range(20))
    looks = []
    listdir = file_broker.os.listdir
    monkeypatch.setattr(
        file_broker.os, "listdir", lambda folder: looks.append(folder) or listdir(folder)
    )
    began = time.monotonic()
    assert [take(connection).payload for _ in range(20)] == list(range(20))
    assert len(looks) == 1, time.monotonic() - began
