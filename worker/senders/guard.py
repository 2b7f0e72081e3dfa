"""Which address a post may go to: resolved once, looked at, and that very one connected to.

An address that an administrator enters must not make this service a way into the network it
stands in. A name is resolved once only, so that one that answers differently the second time
(DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from workflow.platform.config import settings

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]
# Public by their number, for some versions of Python at least, and yet they answer to the machines
# of one cloud with their credentials, lead to an IPv4 address that is not looked at, or nowhere.
_CLOSED = tuple(
    map(
        ip_network,
        ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32",
         "2002::/16", "3fff::/20", "5f00::/16"),
    )
)  # fmt: skip
# What is public in version 6 lies in here; everything else is of some machine, link or site, is
# given to nobody, or is an IPv4 address in another spelling, of which there are ever more.
_GLOBAL_UNICAST = ip_network("2000::/3")
_ISATAP = (0x00005EFE, 0x02005EFE)  # in the middle of an address whose end is an IPv4 address


class Refused(Exception):
    """No post may go to this address; the text says why and what to do."""


def system_resolver(host: str, port: int) -> list[str]:
    """Ask the system which addresses a name has."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def pinned(host: str, port: int, resolve: Resolver = system_resolver) -> str:
    """Return the address to connect to; one bad address among several spoils them all."""
    try:
        addresses = [ip_address(text) for text in resolve(host, port)]
    except (OSError, ValueError, UnicodeError) as error:
        raise Refused(f"the name {host} has no address") from error
    for address in addresses:
        if not is_open(address):
            raise Refused(
                f"{host} is at {address}, which is not a public address;"
                " RECTIFY_WEBHOOK_ALLOW can name its network"
            )
    if not addresses:
        raise Refused(f"the name {host} has no address")
    return str(addresses[0])


def is_open(address: Address) -> bool:
    """Say whether posts may go there: a public address, or one in a network that is allowed."""
    if any(address in network for network in settings().allowed_networks):
        return True
    if address.is_multicast or not address.is_global or any(address in net for net in _CLOSED):
        return False
    return isinstance(address, IPv4Address) or _is_plain(address)


def _is_plain(address: IPv6Address) -> bool:
    """Say whether an address of version 6 is public, and no way to one of version 4."""
    return address in _GLOBAL_UNICAST and int(address) >> 32 & 0xFFFFFFFF not in _ISATAP
