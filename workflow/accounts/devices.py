"""Devices of earlier sign-ins: an attacker's tries must not lock out the owner of an account.

The cookie holds a few signed notes, one for each account used with the browser. A note opens
nothing; it only gives the tries from the browser a bucket of their own.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime, timedelta

from workflow.accounts import keys

LASTS = timedelta(days=180)
MOST = 5  # people at one browser
_PURPOSE = "device"
_BETWEEN = "~"


def known(cookie: str, login: str, now: datetime | None = None) -> str:
    """Return the name of the device if the account was signed in to with it, else an empty text."""
    at = now or datetime.now(UTC)
    for note in cookie[:1000].split(_BETWEEN)[:MOST]:
        name, began, code = (*note.split("."), "", "", "")[:3]
        if _genuine(login, name, began, code) and _fresh(began, at):
            return name
    return ""


def noted(cookie: str, login: str, now: datetime | None = None) -> str:
    """Return the cookie with the account added, the newest first."""
    name, began = secrets.token_hex(8), str(int((now or datetime.now(UTC)).timestamp()))
    others = [
        note
        for note in cookie[:1000].split(_BETWEEN)
        if note and not _genuine(login, *(*note.split("."), "", "", "")[:3])
    ]
    fresh = f"{name}.{began}.{keys.mac(_PURPOSE, f'{login} {name} {began}')}"
    return _BETWEEN.join([fresh, *others][:MOST])


def _genuine(login: str, name: str, began: str, code: str) -> bool:
    expected = keys.mac(_PURPOSE, f"{login} {name} {began}")
    return hmac.compare_digest(expected.encode(), code.encode("utf-8", "replace"))


def _fresh(began: str, at: datetime) -> bool:
    return (
        timedelta() <= at - datetime.fromtimestamp(int(began), UTC) + timedelta(minutes=5) < LASTS
    )
