"""The nightly proof: everything is verified once a night, and the result is in the journal."""

from __future__ import annotations

from datetime import datetime, time

from workflow import journal
from workflow.audit.proving import TrailProof, prove
from workflow.calendar.nights import last_time
from workflow.platform import connect, settings

NIGHT = time(3, 0)  # where the organisation works
_EXAMPLES = 5  # faults that are told
_LAST = """
    SELECT coalesce((SELECT at FROM journal WHERE kind = 'verified'
                      ORDER BY seq DESC NULLS FIRST LIMIT 1), (SELECT min(at) FROM journal))"""
_WRONG = """
    SELECT (details->>'wrong')::int FROM journal WHERE kind = 'verified'
     ORDER BY seq DESC NULLS FIRST LIMIT 1"""


def keep(now: datetime) -> tuple[int, str]:
    """Prove everything unless done since last night; return (events, problem)."""
    with connect() as connection:
        row = connection.execute(_LAST).fetchone()
        if not row or not row[0] or row[0] >= last_time(NIGHT, now, settings().zone):
            return 0, _known()
        connection.execute("SET statement_timeout = 0")
        try:
            proof = prove(connection)
            journal.note(connection, "verified", events=proof.events, wrong=len(proof.faults))
        finally:
            connection.execute("RESET statement_timeout")
    return proof.events, _problem(proof)


def _problem(proof: TrailProof) -> str:
    told = [f"{f.number} #{f.seq}: {f.words.en}" for f in proof.faults[:_EXAMPLES]]
    more = [f"… {len(proof.faults)}"] if len(proof.faults) > _EXAMPLES else []
    return "; ".join(told + more)


def _known() -> str:
    """Return the problem found by the newest proof, told until mended."""
    with connect() as connection:
        row = connection.execute(_WRONG).fetchone()
    return f"rectify verify: {row[0]} wrong" if row and row[0] else ""
