"""The search in all texts of items: title, fields, comments, and the names of files of evidence.

A job takes new texts in; what it has not reached yet is read where it stands, so that nothing is
found late. Every pair of letters is in the index, which no word of a single letter can use.
"""

from __future__ import annotations

from workflow.platform import connect

_LOCK = 0x5345_4152  # the advisory lock of the one job that takes texts in
_SOME = 2_000  # items read at a time
_TAKE_IN = """
    WITH new AS (
        DELETE FROM search_backlog WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM search_backlog LIMIT %(some)s))
        RETURNING item_id)
    INSERT INTO search_texts (item_id, written)
    SELECT item_id, search_text_of(item_id) FROM (SELECT DISTINCT item_id FROM new) AS each
    ON CONFLICT (item_id) DO UPDATE SET written = EXCLUDED.written"""
_PATTERNS = "CAST((SELECT search_patterns(CAST(:words AS text[]))) AS text[])"
# Ids of the items whose texts together hold every one of the words (an array).
HOLDING = f"""
    SELECT item_id FROM search_texts
     WHERE search_pairs(written) @> (SELECT search_pairs_of(CAST(:words AS text[])))
       AND written LIKE ALL ({_PATTERNS})
       AND item_id NOT IN (SELECT item_id FROM search_backlog)
    UNION ALL
    SELECT item_id FROM (SELECT DISTINCT item_id FROM search_backlog) AS new
     WHERE search_text_of(item_id) LIKE ALL ({_PATTERNS})"""  # noqa: S608 -- fixed texts only


def take_in() -> int:
    """Take new texts into the search; return the number of items read.

    Two at once could put an older text over a newer one, so the second leaves it to the first.
    """
    read = 0
    while True:
        with connect() as connection, connection.transaction():
            row = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK]).fetchone()
            if not row or not row[0]:
                return read
            some = connection.execute(_TAKE_IN, {"some": _SOME}).rowcount
        read += some
        if not some:
            return read
