"""What is known of the browser at the door: its address, and whom it was used by before."""

from __future__ import annotations

from flask import Response, request

from workflow.accounts import Visitor, devices
from workflow.platform.config import settings


def visitor() -> Visitor:
    """Describe whoever asks; the address is the connection's, or that of our own proxy's word."""
    return Visitor(
        request.user_agent.string, request.remote_addr or "", request.cookies.get(_cookie(), "")
    )


def remember(response: Response, login: str) -> Response:
    """Note on this browser that the account was signed in to with it; that opens nothing."""
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
