"""The watermark of the service: as long as it stands, a page of items reads the same again.

It holds the local day, the last entry of the journal (ordered by the chain), the latest moves of
items, and the editions of organisation and policies. A move that is committed late, with an earlier
time, is among the latest ones, too: hence their identities and not only the last of them.
"""

from __future__ import annotations

from hashlib import sha256

from workflow.engine.loading import CLOCK
from workflow.platform import connect, settings

_LATEST = 200  # moves; a transaction ends long before as many others have moved
_READ = f"""
    SELECT (({CLOCK}) AT TIME ZONE %(zone)s)::date,
           (SELECT max(seq) FROM journal),
           (SELECT string_agg(item_id || '.' || seq, ' ') FROM (
              SELECT item_id, seq FROM events
               ORDER BY at DESC, item_id DESC, seq DESC LIMIT {_LATEST}) AS latest),
           (SELECT version FROM organisation_version), (SELECT version FROM policies_version)
"""  # noqa: S608 -- fixed texts only


def watermark() -> str:
    """Return the watermark, 64 hexadecimal digits."""
    with connect() as connection:
        row = connection.execute(_READ.encode(), {"zone": settings().timezone}).fetchone()
    return sha256(repr(row).encode()).hexdigest()
