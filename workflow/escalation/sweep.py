"""The sweep: every due item is escalated through the same commands as any other decision.

The sweep may be stopped at any moment, run twice, or run in two places at once: the key of
``escalations`` (item, version of the due date, rung) lets each rung be climbed once, and a result
"somebody else got there first" is ordinary.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.declaration import ESCALATE, LAPSE, REFER
from workflow.engine import bulk
from workflow.engine.commands import Done, Request
from workflow.engine.loading import read_now
from workflow.escalation import breaker, expiry, quarantine, referral_sweep
from workflow.platform import Connection, connect
from workflow.words import Words

BATCH = 500  # items that are read and written together
LIMIT = 5000  # rungs of one sweep; the next one goes on

_log = logging.getLogger("rectify.escalation")
# Rows that somebody is writing at this moment are passed by: they are no longer due, or they
# come up again in the next sweep. No lock is kept; the version check has the last word.
_DUE = f"""
    SELECT i.number FROM items i WHERE i.rung_at <= %(now)s AND {quarantine.READY}
     ORDER BY i.rung_at, i.id LIMIT %(batch)s FOR UPDATE OF i SKIP LOCKED
"""  # noqa: S608 -- put together from constants

_Result = Done | Exception


@dataclass(slots=True)
class Swept:
    """The results and the failures of a sweep."""

    fired: list[Done] = field(default_factory=list)
    refused: int = 0  # somebody else got there first
    poisoned: dict[str, str] = field(default_factory=dict)  # put aside by this sweep, and why
    aside: dict[str, str] = field(default_factory=dict)  # everything that is put aside by now
    alarm: Words | None = None  # the breaker has tripped, and nothing was written

    @property
    def problem(self) -> str:
        """The trouble for people to look at, for the heartbeat; empty if all is well."""
        if self.alarm:
            return self.alarm.en
        return "; ".join(f"{number}: {why}" for number, why in list(self.aside.items())[:10])


def sweep(now: datetime | None = None, *, limit: int = LIMIT, confirmed: bool = False) -> Swept:
    """End expired items, and climb every due rung, the oldest first, up to ``limit`` rungs.

    Without ``now`` the database's clock decides. Rungs of one item are climbed one by one, in
    order, each with its own planned time. ``confirmed`` passes the breaker: a demonstration's clock
    was set ahead on purpose.
    """
    swept = Swept()
    with connect() as connection:
        if not confirmed:
            tripped = breaker.tripped(connection, now or read_now(connection))
            swept.alarm = tripped.alarm if tripped else None
        if not swept.alarm and (over := expiry.over(connection, now or read_now(connection))):
            _fire(over, now, LAPSE)
        while not swept.alarm and len(swept.fired) < limit:
            at = now or read_now(connection)
            numbers = _due(connection, at)
            if not numbers:
                break
            gone = referral_sweep.gone(connection, numbers)
            refused = _refer(gone, now)
            results = _fire([number for number in numbers if number not in gone], now)
            _settle(connection, swept, {**refused, **results}, at)
        swept.aside = quarantine.postponed(connection)
    return swept


def _due(connection: Connection, at: datetime) -> list[str]:
    rows = connection.execute(_DUE, {"now": at, "batch": BATCH})
    return [row[0] for row in rows]


def _refer(numbers: Sequence[str], now: datetime | None) -> Mapping[str, _Result]:
    """Let the level above be told of items whose holder has gone; return what was refused.

    Their ladders stand still then: nothing is opened against somebody who has gone.
    """
    told = _fire(numbers, now, REFER) if numbers else {}
    return {number: result for number, result in told.items() if not isinstance(result, Done)}


def _fire(
    numbers: Sequence[str], now: datetime | None, trigger: str = ESCALATE
) -> Mapping[str, _Result]:
    """Fire on all, each an act by itself; a failure stops no other."""
    requests = [Request(number, trigger, apart=True) for number in numbers]
    return dict(zip(numbers, bulk.decide(requests, now), strict=True))


def _settle(
    connection: Connection, swept: Swept, results: Mapping[str, _Result], at: datetime
) -> None:
    """Count the results, and put aside items that would come up again at once."""
    done = [result for result in results.values() if isinstance(result, Done)]
    wrong = {number: _why(r) for number, r in results.items() if not isinstance(r, Done)}
    quarantine.clear(connection, [result.number for result in done])
    aside = quarantine.postpone(connection, wrong, at)
    swept.fired += done
    swept.poisoned |= {number: wrong[number] for number in aside}
    swept.refused += len(wrong) - len(aside)


def _why(result: _Result) -> str:
    return str(result).splitlines()[0][:300] if str(result) else type(result).__name__
