"""The known facts about the browser at sign-in: its address, and its earlier accounts."""

from __future__ import annotations

from flask import Response, request

from workflow.accounts import Visitor, devices
from workflow.platform import settings


def visitor() -> Visitor:
    """Return the visitor; the address is the connection's, or as reported by our own proxy."""
    return Visitor(
        request.user_agent.string, request.remote_addr or "", request.cookies.get(_cookie(), "")
    )


def remember(response: Response, login: str) -> Response:
    """Note in the browser a sign-in to the account; the note opens nothing."""
    response.set_cookie(
        _cookie(),
        devices.noted(request.cookies.get(_cookie(), ""), login),
        max_age=int(devices.LASTS.total_seconds()),
        secure=_secure(),
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def _secure() -> bool:
    return settings().url.startswith("https://")


def _cookie() -> str:
    return "__Host-rectify-device" if _secure() else "rectify-device"
