"""The client's address: from the connection, or from the one proxy we trust."""

import pytest
from django.test import RequestFactory

from salesperf.web.address import client_address


def address(forwarded="", remote="192.0.2.1"):
    return client_address(
        RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    )


def test_the_connection_says_it():
    assert address() == "192.0.2.1"


def test_without_a_proxy_the_header_is_the_clients_word():
    assert address(forwarded="198.51.100.9") == "192.0.2.1"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.9", "198.51.100.9"),
        ("10.0.0.1, 198.51.100.9", "198.51.100.9"),
        ("evil, 198.51.100.9", "198.51.100.9"),
        ("2001:db8::7", "2001:db8::7"),
        ("", "192.0.2.1"),
        ("198.51.100.9, nonsense", None),
    ],
)
def test_behind_the_proxy_the_last_entry_counts(settings, forwarded, expected):
    settings.BEHIND_PROXY = True
    assert address(forwarded=forwarded) == expected


def test_a_unix_socket_has_no_address():
    assert address(remote="") is None
