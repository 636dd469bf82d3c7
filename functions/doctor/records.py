"""DNS as the doctor asks it: by dnspython, a few seconds at most, every answer as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import dns.exception
import dns.resolver
from dns.rdtypes.ANY.CNAME import CNAME
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

from functions.alerts.errors import StateError, TryLater
from functions.alerts.health.domain import Lookup

_SECONDS = 5.0  # for one record, over all name servers


def resolver(server: str = "", port: int = 53) -> Lookup:
    """Asks this machine's name servers, or the `server` (an IP address) at that port.

    StateError if the machine has none; a lookup raises TryLater if nobody answers.
    """
    try:
        asked = dns.resolver.Resolver(configure=not server)
    except dns.resolver.NoResolverConfiguration as error:
        raise StateError(
            "This machine has no name server.", remedy="Name one: --dns-server 1.1.1.1."
        ) from error
    try:
        if server:
            asked.nameservers = [server]
    except ValueError as error:
        raise StateError(
            f"“{server}” is no IP address of a name server.", remedy="Write it like 1.1.1.1."
        ) from error
    asked.port, asked.lifetime = port, _SECONDS
    return lambda name, kind: _look_up(asked, name, kind)


def _look_up(
    asked: dns.resolver.Resolver, name: str, kind: Literal["CNAME", "MX", "TXT"]
) -> Sequence[str]:
    try:
        # Absolute: what this machine's own domain has under that name is not meant.
        answer = asked.resolve(f"{name}.", kind, raise_on_no_answer=False, search=False)
    except dns.resolver.NXDOMAIN:
        return ()
    except dns.exception.DNSException as error:
        raise TryLater(f"DNS does not answer for {name} ({type(error).__name__}).") from error
    return [_text(one) for one in answer.rrset or ()]


def _text(record: object) -> str:
    if isinstance(record, TXT):  # strings of 255 bytes at most, one after another (RFC 7208, 3.3)
        return b"".join(record.strings).decode("utf-8", "replace")
    if isinstance(record, MX):
        return record.exchange.to_text(omit_final_dot=True)
    if isinstance(record, CNAME):
        return record.target.to_text(omit_final_dot=True)
    raise TypeError(f"No such record was asked for: {record}")
