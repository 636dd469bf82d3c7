"""What holds for every test: no network, no AWS account, one time zone database."""

from __future__ import annotations

import ipaddress
import os
import socket
import zoneinfo
from collections.abc import Callable, Iterator
from typing import Any

import pytest

# A developer's own profile or an EC2 role must never be found; botocore reads these.
NO_ACCOUNT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "us-east-2",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


class NetworkUsedError(AssertionError):
    """A test reached for another machine. No OSError: nothing may take it for a dropped line."""


def pytest_configure() -> None:
    """Set up the process before the first test is imported."""
    os.environ.pop("AWS_PROFILE", None)
    os.environ.update(NO_ACCOUNT)
    zoneinfo.reset_tzpath(to=[])  # the locked `tzdata` package, not whatever the machine has


def is_loopback(host: object) -> bool:
    """Whether a host names this machine. Nothing is looked up."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Sockets closed but to this machine: a test that needs the world fails and says where to."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    resolve = socket.getaddrinfo

    def guarded(name: str) -> Callable[[socket.socket, Any], Any]:
        def go(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
                raise NetworkUsedError(f"a test tried to connect to {address}")
            return real[name](self, address)

        return go

    def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_loopback(host):
            raise NetworkUsedError(f"a test tried to look up {host}")
        return resolve(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(socket.socket, name, guarded(name))
        patch.setattr(socket, "getaddrinfo", guarded_resolve)
        yield
