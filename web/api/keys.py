"""Idempotency keys: a request sent twice has its effect once.

A key belongs to the account and to the first request of the key; the same key with another request
is refused. The key of a complaint is kept with the receipt only, without the account.
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
from workflow.engine import idempotency
from workflow.engine.idempotency import Key
from workflow.inspections.complaints import receipts
from workflow.platform import connect

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


def of_form() -> str:
    """Return the key of a form that leaves no trace of the account.

    Raises ``KeyReused`` where the account used the key for another request.
    """
    account, key = identity().account_id, demand()
    with connect() as connection:
        idempotency.earlier(connection, Key(account, key, ""))
    return _of_account(account, key)


def _of_account(account: int, key: str) -> str:
    return f"{account} {key}"


def refuse_reused(content: Any) -> None:
    """Refuse a key already used for another request, where nothing is kept under this one.

    Raises ``KeyReused``.
    """
    with connect() as connection:
        idempotency.earlier(connection, key_for(content))


def key_for(content: Any) -> Key:
    """Return the key with the hash of the request: method, path, If-Match, delegation, content.

    Raises ``KeyReused`` where a complaint came under the key.
    """
    account, sent = identity().account_id, demand()
    with connect() as connection:
        receipts.refuse_key_of_form(connection, _of_account(account, sent))
    parts = [request.method, request.path, request.headers.get("If-Match", ""), content]
    parts = standing_in.in_name(parts, by_header=True)
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return Key(account, sent, sha256(text.encode()).hexdigest())
