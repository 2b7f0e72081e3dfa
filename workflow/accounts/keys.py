"""Keys for a single purpose each, derived from the service's secret key and never stored."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken

from workflow.platform import settings


def mac(purpose: str, message: str) -> str:
    """Return an authentication code of a message for a purpose (hex HMAC-SHA-256)."""
    return hmac.new(_key(purpose), message.encode("utf-8", "replace"), sha256).hexdigest()


def sealed(purpose: str, secret: str) -> bytes:
    """Encrypt a secret, so that a copy of the database alone does not reveal the secret."""
    return _box(purpose).encrypt(secret.encode())


def opened(purpose: str, kept: bytes) -> str | None:
    """Return the decrypted secret, or ``None`` once the service has another key."""
    try:
        return _box(purpose).decrypt(kept).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def _key(purpose: str) -> bytes:
    return hmac.new(settings().secret_key.encode(), purpose.encode(), sha256).digest()
