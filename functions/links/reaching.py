"""To which machines a link may be followed: those on the open internet, never those around us.

Checks run on machines that build software and inside offices. A link, or what it redirects to,
must not make them ask their own services (169.254.169.254 gives out a machine's credentials).
The address that was looked at is the one that is connected to, so a name cannot change in between.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

# host -> addresses that may be connected to; raises NotPublicError, socket.gaierror (no such name)
Reach = Callable[[str], tuple[str, ...]]

# All that is given out (iana.org/assignments/ipv6-unicast-address-assignments). Outside of it lie
# sites' own networks of old (fec0::/10), IPv4 in other wraps (::/96, ::ffff:0:0:0/96), local NAT64.
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 inside IPv6 (RFC 6052)
# Azure's own service inside each of its machines, behind an address that looks public
# (learn.microsoft.com, "What is IP address 168.63.129.16?"); GitHub's runners are such machines.
_AZURE = ipaddress.IPv4Address("168.63.129.16")
_MOST = 3  # addresses that are tried of one site


class NotPublicError(Exception):
    """The name leads into a network of its own, or to this machine."""


def public_addresses(host: str, look_up: Callable[..., Any] | None = None) -> tuple[str, ...]:
    """The addresses of `host`, IPv4 first. Raises NotPublicError if any of them is not public.

    `look_up` is `socket.getaddrinfo`, which raises gaierror where there is no such name.
    """
    try:
        found = (look_up or socket.getaddrinfo)(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is empty or has more than 63 octets
        raise socket.gaierror(socket.EAI_NONAME, "no such name") from error
    addresses = list(dict.fromkeys(str(info[4][0]).partition("%")[0] for info in found))
    if not all(is_public(address) for address in addresses):
        raise NotPublicError(host)
    return tuple(sorted(addresses, key=lambda address: ":" in address)[:_MOST])


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped or ip.sixtofour or ip.teredo:
            inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (ip, ip))[1]
            return is_public(str(inner))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        return ip.is_global and ip in _GIVEN_OUT
    return ip.is_global and not ip.is_multicast and ip != _AZURE
