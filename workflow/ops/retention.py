"""Delete expired records: keys, sign-ins, links, imports begun, files of reports; no trail."""

from __future__ import annotations

from datetime import timedelta

from workflow.delivery.reports import copies
from workflow.platform import connect

KEYS_KEPT = timedelta(days=60)  # a finding may wait so long in a browser without a network
SIGN_INS_KEPT = timedelta(days=200)  # access logs are kept for six months at least
LINKS_KEPT = timedelta(days=30)  # they open nothing any more after a week
IMPORTS_KEPT = timedelta(days=14)  # from the last time that somebody worked on them
_KEYS = "DELETE FROM idempotency_keys WHERE at < now() - %s"
_SIGN_INS = "DELETE FROM sign_ins WHERE began_at < now() - %s"
_THROTTLES = "DELETE FROM throttles WHERE at < now() - interval '1 day'"  # long empty by now
_POSTPONED = "DELETE FROM postponed WHERE until < now() - interval '1 day'"
_MAILS = """
    DELETE FROM outbox o USING account_links l
     WHERE l.id = o.link_id AND l.created_at < now() - %s
       AND coalesce(o.delivered_at, o.failed_at) IS NOT NULL"""
_LINKS = """
    DELETE FROM account_links l WHERE l.created_at < now() - %s
       AND NOT EXISTS (SELECT FROM outbox o WHERE o.link_id = l.id)"""

_IMPORTS = "DELETE FROM import_drafts WHERE touched_at < now() - %s AND stage <> 'writing'"
_ROSTERS = "DELETE FROM roster_drafts WHERE touched_at < now() - %s"


def clean_up() -> int:
    """Delete expired records and return the number of rows; safe to repeat."""
    with connect() as connection:
        removed = connection.execute(_KEYS, [KEYS_KEPT]).rowcount
        removed += connection.execute(_SIGN_INS, [SIGN_INS_KEPT]).rowcount
        removed += connection.execute(_MAILS, [LINKS_KEPT]).rowcount
        removed += connection.execute(_LINKS, [LINKS_KEPT]).rowcount
        removed += connection.execute(_IMPORTS, [IMPORTS_KEPT]).rowcount
        removed += connection.execute(_ROSTERS, [IMPORTS_KEPT]).rowcount
        removed += connection.execute(_THROTTLES).rowcount
        removed += copies.clear(connection)
        return removed + connection.execute(_POSTPONED).rowcount
