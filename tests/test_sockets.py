"""The guard in conftest.py: a test cannot reach another machine."""

from __future__ import annotations

import socket

import pytest


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as line, pytest.raises(AssertionError, match=r"tried to connect.*192\.0"):
        line.connect(("192.0.2.1", 443))  # an address for documentation, RFC 5737


def test_another_machines_name_is_not_looked_up() -> None:
    with pytest.raises(AssertionError, match=r"tried to look up www\.icirr\.org"):
        socket.create_connection(("www.icirr.org", 443))


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as line,
    ):
        assert line.getpeername() == server.getsockname()
