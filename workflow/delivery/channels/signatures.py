"""The signatures of webhooks by Standard Webhooks, each with the base64 of an HMAC-SHA256."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from hashlib import sha256

from workflow.delivery.channels.kinds import WHSEC


def signatures(secrets: Sequence[str], id_: str, stamp: int, sent: bytes) -> str:
    """Sign with each secret, so that receivers may change from the old to the new."""
    signed = f"{id_}.{stamp}.".encode() + sent
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(WHSEC))
    return base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
