"""What has had its day is removed: old idempotency keys and old sign-ins, nothing of the trail."""

from __future__ import annotations

from datetime import timedelta

from workflow.db import connect

KEYS_KEPT = timedelta(days=2)
SIGN_INS_KEPT = timedelta(days=200)  # access logs are kept for six months at least
_KEYS = "DELETE FROM idempotency_keys WHERE at < now() - %s"
_SIGN_INS = "DELETE FROM sign_ins WHERE began_at < now() - %s"
_THROTTLES = "DELETE FROM throttles WHERE at < now() - interval '1 day'"  # long empty by now
_POSTPONED = "DELETE FROM postponed WHERE until < now() - interval '1 day'"


def clean_up() -> int:
    """Remove what has expired and return how many rows that were; safe to repeat."""
    with connect() as connection:
        removed = connection.execute(_KEYS, [KEYS_KEPT]).rowcount
        removed += connection.execute(_SIGN_INS, [SIGN_INS_KEPT]).rowcount
        removed += connection.execute(_THROTTLES).rowcount
        return removed + connection.execute(_POSTPONED).rowcount
