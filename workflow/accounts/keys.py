"""Keys for one purpose each, drawn from the service's secret key; none is kept anywhere."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken

from workflow.platform.config import settings


def mac(purpose: str, message: str) -> str:
    """Return a code that only this service can make of a message, for one purpose."""
    return hmac.new(_key(purpose), message.encode("utf-8", "replace"), sha256).hexdigest()


def sealed(purpose: str, secret: str) -> bytes:
    """Close a secret away, so that a copy of the database alone does not give it."""
    return _box(purpose).encrypt(secret.encode())


def opened(purpose: str, kept: bytes) -> str | None:
    """Return a secret that was closed away; nothing once the service has another key."""
    try:
        return _box(purpose).decrypt(kept).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: str) -> bytes:
    return hmac.new(settings().secret_key.encode(), purpose.encode(), sha256).digest()
