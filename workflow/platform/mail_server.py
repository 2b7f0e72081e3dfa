"""The mail server as named by SMTP_URL."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote

from workflow.platform.addresses import NO_ADDRESS, is_machine, taken_apart

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_STARTTLS = ("always", "never", "auto")
_LIKE = "must look like smtp://user:password@host:587 or smtps://user:password@host"


@dataclass(frozen=True, slots=True)
class MailHost:
    """A mail server; ``starttls`` is always, never or auto."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    starttls: str = "auto"


@lru_cache(maxsize=4)
def mail_server(url: str) -> MailHost:
    """Read SMTP_URL; ``smtp://`` takes ``?starttls=always|never|auto``.

    Raises ``ValueError`` with a sentence that does not repeat the address.
    """
    parts = taken_apart(url)
    if parts is None:
        raise ValueError(NO_ADDRESS)
    if parts.scheme not in ("smtp", "smtps") or not _is_plain(parts):
        raise ValueError(_LIKE)
    tls, host = parts.scheme == "smtps", parts.hostname or ""
    # On the loopback auto is never: a machine's own certificate is seldom one that can be checked.
    starttls = _starttls(parts.query, tls, "never" if host in LOOPBACK else "auto")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailHost(host, parts.port or (465 if tls else 25), user, password, tls, starttls)


def _is_plain(parts: SplitResult) -> bool:
    tail = parts.path.strip("/") or parts.fragment
    return is_machine(parts.hostname or "") and parts.port != 0 and not tail


def _starttls(query: str, tls: bool, usual: str) -> str:
    """Return the wish for encryption in the query of an address."""
    asked = parse_qs(query, keep_blank_values=True)
    if asked and tls:
        raise ValueError("smtps:// is encrypted from the first byte and takes nothing after '?'")
    if asked.keys() - {"starttls"} or (query and not asked):
        raise ValueError(f"takes nothing after '?' but starttls={'|'.join(_STARTTLS)}")
    wish = asked.get("starttls", [usual])[-1]
    if wish not in _STARTTLS:
        raise ValueError(f"starttls is always, never or auto, not {wish!r}")
    return "never" if tls else wish
