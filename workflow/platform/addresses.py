"""Addresses of the service, to listen on and to follow, and of strangers, who are not believed."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

LOOPBACK = "127.0.0.1"
_EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_PORTS = {"http": 80, "https": 443}
_CLAMD = "unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310"
CLAMD_PORT = 3310
_SOCKET_PATH = 108  # bytes of a path of a socket
_EXAMPLE = "https://rectify.example.org"
NO_ADDRESS = (
    "is no address; write one such as scheme://host:port, and @ : / # % in a password as "
    "%40 %3A %2F %23 %25"
)
_BRACKETED = re.compile(r"\[([^\[\]]*)\](?::\d*)?")
_WITH_PORT = re.compile(r"([^:]*):\d*")
_NETWORK = 64  # bits of IPv6 that belong to one client


def host(value: str) -> str:
    """Return an address to listen on in plain form; empty: the loopback.

    Raises ``ValueError`` with a sentence.
    """
    plain = value.strip().lower()
    inner = plain[1:-1] if plain.startswith("[") and plain.endswith("]") else plain
    if not inner:
        return LOOPBACK
    if not (_ip(inner) or _is_name(inner)):
        raise ValueError(
            f"{value!r} is no address to listen on; write one such as 127.0.0.1, 0.0.0.0 or ::, "
            "without scheme and port"
        )
    return inner


def base(value: str) -> str:
    """Return the address for mails in plain form: small letters, no usual port, no slash.

    Raises ``ValueError`` with a sentence for an address that could not be followed.
    """
    text = value.strip()
    if not text:
        return ""
    parts = taken_apart(text)
    if parts is None:
        raise ValueError(f"{value!r} must look like {_EXAMPLE}")
    port = parts.port
    _refuse(value, text, parts)
    scheme = parts.scheme.lower()
    shown = "" if port in (None, _PORTS[scheme]) else f":{port}"
    return f"{scheme}://{_bracketed(_ascii(parts.hostname or ''))}{shown}{parts.path.rstrip('/')}"


def _refuse(value: str, text: str, parts: SplitResult) -> None:
    name = _ascii(parts.hostname or "")
    if parts.scheme.lower() not in _PORTS or parts.port == 0 or not (_ip(name) or _is_name(name)):
        raise ValueError(f"{value!r} must look like {_EXAMPLE}")
    if "@" in parts.netloc:
        raise ValueError(f"must not hold a user or a password; write it like {_EXAMPLE}")
    if any(mark in text for mark in "?#"):
        raise ValueError(f"{value!r} must end with the path, without ? and #")
    steps = parts.path.rstrip("/").split("/")
    if not _PATH.fullmatch(parts.path.rstrip("/")) or {".", ".."} & {*steps}:
        raise ValueError(f"{value!r} has a path that cannot be used; write one such as /rectify")
    if is_everywhere(name) or _is_nobody(name):
        raise ValueError(f"{value!r} is an address to listen on, which nobody can follow")


@lru_cache(maxsize=8)
def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks in a list with commas.

    Raises ``ValueError`` for a malformed network.
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def scanner(value: str) -> str:
    """Return the address of a virus scanner in plain form: unix:/path or tcp://host:port.

    Raises ``ValueError`` with a sentence.
    """
    text = value.strip()
    if text.startswith("unix:/"):
        path = "/" + text.removeprefix("unix:").strip("/")
        if path != "/" and len(path.encode()) < _SOCKET_PATH:
            return f"unix:{path}"
    with suppress(ValueError):
        parts = urlsplit(text)
        name, port = parts.hostname or "", CLAMD_PORT if parts.port is None else parts.port
        plain = port and not (
            parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
        )
        if parts.scheme.lower() == "tcp" and plain and (_ip(name) or _is_name(name)):
            return f"tcp://{_bracketed(name)}:{port}"
    if text:
        raise ValueError(f"{value!r} must look like {_CLAMD}")
    return ""


def socket_of(plain: str) -> str | tuple[str, int]:
    """Return the path or the host and port of an address in the form of ``scanner``."""
    if plain.startswith("unix:"):
        return plain.removeprefix("unix:")
    parts = urlsplit(plain)
    return parts.hostname or "", parts.port or CLAMD_PORT


def url(name: str, port: int) -> str:
    """Return the address of a web server."""
    return f"http://{_bracketed(name)}:{port}"


def seen_from_elsewhere(name: str) -> str:
    """Return the name for other machines: the own name of the machine for everywhere."""
    if not is_everywhere(name):
        return name
    own = socket.gethostname().lower()
    return own if _NAME.fullmatch(own) else LOOPBACK


def seen_from_here(name: str) -> str:
    """Return the name for the present machine."""
    return _EVERYWHERE.get(name, name)


def is_everywhere(name: str) -> bool:
    """Say whether the name stands for every address of the machine."""
    address = _ip(name)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return bool(address and (mapped or address).is_unspecified)


def is_machine(name: str) -> bool:
    """Say whether the text can be an address or a name of a machine."""
    return bool(_ip(name)) or _is_name(_ascii(name.lower()))


def is_near(name: str) -> bool:
    """Say whether the name leads to the present machine only."""
    address = _ip(name)
    return address.is_loopback if address else name == "localhost" or name.endswith(".localhost")


def _ip(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _is_nobody(name: str) -> bool:
    """Say whether an address belongs to many machines, or holds on a single link only."""
    address = _ip(name)
    if address is None:
        return False
    return address.is_multicast or name == "255.255.255.255" or "%" in name


def _is_name(name: str) -> bool:
    """Say whether the text is a name; a number at its end would be an address written oddly."""
    return bool(_NAME.fullmatch(name)) and not _NUMBER.fullmatch(name.split(".")[-1])


def _ascii(name: str) -> str:
    """Return a name as browsers send it: letters outside ASCII in coded form."""
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


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
