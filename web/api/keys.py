"""Idempotency keys: a request sent twice has its effect once.

A key belongs to the account and to the first request of the key; the same key with another request
is refused.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from flask import request

from web import standing_in
from web.api import refusals
from web.api.refusals import Malformed
from web.auth import identity
from workflow.engine.idempotency import Key

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
PATTERN = "^[\\x21-\\x7e]{1,200}$"


def demand() -> str:
    """Return the idempotency key of the request.

    Raises ``Malformed`` where the key is missing or malformed.
    """
    key = request.headers.get(HEADER)
    if key is None:
        raise Malformed(refusals.NO_KEY)
    if not (1 <= len(key) <= 200 and all("!" <= c <= "~" for c in key)):
        raise Malformed(refusals.BAD_KEY)
    return key


def key_for(content: Any) -> Key:
    """Return the key with the hash of the request: method, path, If-Match, delegation, content."""
    parts = [request.method, request.path, request.headers.get("If-Match", ""), content]
    parts = standing_in.in_name(parts, by_header=True)
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return Key(identity().account_id, demand(), sha256(text.encode()).hexdigest())
