"""Addresses that strangers write or come from: never trusted to be addresses."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

NO_ADDRESS = (
    "is no address; write one such as scheme://host:port, and @ : / # % in a password as "
    "%40 %3A %2F %23 %25"
)
_BRACKETED = re.compile(r"\[([^\[\]]*)\](?::\d*)?")
_WITH_PORT = re.compile(r"([^:]*):\d*")
_NETWORK = 64  # bits of IPv6 that belong to one client


def taken_apart(text: str) -> SplitResult | None:
    """Return the parts of an address; ``None`` for what is no address."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


def client(text: str) -> str:
    """Return the address of a client in plain form; empty for what is no address.

    A listener at ``::`` sees clients of IPv4 in the spelling of IPv6, and some proxies add a port.
    """
    bare = text.strip().partition("%")[0]
    around = _BRACKETED.fullmatch(bare) or _WITH_PORT.fullmatch(bare)
    try:
        read = ip_address(around[1] if around else bare)
    except ValueError:
        return ""
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return str(mapped or read)


def network_of(text: str) -> str:
    """Return the network counted as a single client: a /64 of IPv6, a whole IPv4 address."""
    plain = client(text)
    bits = _NETWORK if ":" in plain else 32
    return str(ip_network((plain, bits), strict=False)) if plain else "-"
