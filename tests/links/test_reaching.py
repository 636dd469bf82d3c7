"""Which machines a link may make ours talk to."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from functions.links.reaching import NotPublicError, is_public, public_addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 (it is refused)
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "ff0e::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "fec0::1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b:1::7f00:1",
        "168.63.129.16",
    ],
)
def test_what_lies_in_a_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "163.191.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_refused_before_anything_is_opened(host: str) -> None:
    with pytest.raises(NotPublicError):
        public_addresses(host)


def known_as(*addresses: str) -> Callable[..., object]:
    return lambda *_, **__: [(0, 0, 0, "", (address, 0)) for address in addresses]


def test_one_private_address_among_others_is_enough() -> None:
    with pytest.raises(NotPublicError):
        public_addresses("site.example", known_as("8.8.8.8", "10.0.0.1"))


def test_the_older_protocol_goes_first() -> None:
    found = public_addresses("site.example", known_as("2606:4700::1111", "8.8.8.8", "8.8.8.8"))
    assert found == ("8.8.8.8", "2606:4700::1111")


def test_a_name_that_cannot_be_one_leads_nowhere() -> None:
    def refuse(*_: object, **__: object) -> object:
        raise UnicodeError("label too long")

    with pytest.raises(socket.gaierror):
        public_addresses(f"{'x' * 64}.example", refuse)
