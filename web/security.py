"""The protection of browsers: headers, origins of requests, and the secret key."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.exceptions import Forbidden

from workflow.platform import BadSettings, settings, taken_apart

SHORTEST_KEY = 32
_SAMPLES = ("changeme", "change-me", "change_me", "secret-key", "your-secret", "example", "sample")
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def check_key(key: str) -> None:
    """Refuse a missing or short key, and samples from instructions.

    Raises ``BadSettings``.
    """
    if len(key) < SHORTEST_KEY or len(set(key)) < 8:
        raise BadSettings(
            f"RECTIFY_SECRET_KEY: needs at least {SHORTEST_KEY} random characters; "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))' prints some"
        )
    if any(sample in key.lower() for sample in _SAMPLES):
        raise BadSettings("RECTIFY_SECRET_KEY: is a sample from instructions; draw one of your own")


def install(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_harden)


def refuse_strangers() -> None:
    """Refuse a writing request from a page of another site.

    Raises ``Forbidden``.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return
    ours, parts = {request.host.lower(), urlsplit(settings().url).netloc}, taken_apart(origin)
    if not parts or parts.netloc.lower() not in ours:
        raise Forbidden


def _harden(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("Cookie", "Accept-Language"))
    return response
