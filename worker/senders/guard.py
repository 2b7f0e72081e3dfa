"""The guard of addresses for posts: resolve once, check, and connect to the checked address.

An address entered by an administrator must not make the service a way into the network around. A
name is resolved once only, so that a name with another answer the second time (DNS rebinding) gains
nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from workflow.platform import settings

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
    """No post may go to the address; the text holds the reason and the remedy."""


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of a name by the system's resolver."""
    entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in entries]


def pinned(host: str, port: int, resolve: Resolver = system_resolver) -> str:
    """Return the address to connect to; a bad address among several spoils them all.

    Raises ``Refused`` where a name has no address or an address is not open to posts.
    """
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
    """Say whether posts may go to the address: public, or in an allowed network."""
    if any(address in network for network in settings().allowed_networks):
        return True
    if address.is_multicast or not address.is_global or any(address in net for net in _CLOSED):
        return False
    return isinstance(address, IPv4Address) or _is_plain(address)


def _is_plain(address: IPv6Address) -> bool:
    """Say whether an IPv6 address is public, and no way to an IPv4 address."""
    return address in _GLOBAL_UNICAST and int(address) >> 32 & 0xFFFFFFFF not in _ISATAP
