"""The demonstration's clock: moved ahead by hand; due rungs on the way are escalated.

The clock is an interval added to the database's clock, so time goes on from there. A demonstration
has a day of its own, whatever day the machine has, and its clock never runs backwards: started
again, the demonstration goes on at the latest moment in its database.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from workflow import journal
from workflow.engine.loading import CLOCK, read_now
from workflow.engine.results import Done
from workflow.errors import BadInput, NotPossible
from workflow.escalation import expiry
from workflow.escalation.quarantine import READY
from workflow.escalation.raised_queries import Raised, raised_by
from workflow.escalation.sweep import Swept, sweep
from workflow.platform import Connection, connect, settings
from workflow.words import Words

_REST = timedelta(hours=1)  # a demonstration that stood still for longer has not aged meanwhile
# In hours, never in days: a day of the session's time zone may have 23 of them.
_SET = """
    INSERT INTO instance VALUES
        ('demo_clock',
         make_interval(secs => extract(epoch FROM %(at)s::timestamptz - now()))::text),
        ('demo_reached', %(at)s::timestamptz::text)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
# The latest moment of the domain that is known: of a decision, of a clock that was set, of a
# heartbeat (these beat by the database's own clock). Nothing before the first decision.
_REACHED = f"""
    SELECT greatest((SELECT max(at) FROM events),
                    (SELECT value::timestamptz FROM instance WHERE key = 'demo_reached'),
                    (SELECT max(finished_at) FROM sweeps) - now() + {CLOCK})
     WHERE EXISTS (SELECT FROM events)"""  # noqa: S608 -- fixed texts only
_NO_BEAT_AHEAD = "UPDATE sweeps SET finished_at = now() WHERE finished_at > now()"
_IS_DEMO = "SELECT 1 FROM instance WHERE key IN ('demo', 'demo_clock')"
_NO_DEMO = Words(
    "只有演示环境的时钟可以拨动。要看到那一天会发生什么，请加上 --dry-run。",
    "Only a demonstration's clock can be moved. To see what would happen by that day, "
    "add --dry-run.",
)
_BACK = Words(
    "时钟只能往前拨：现在已是 {now}。",
    "The clock can only be set ahead: it is {now} already.",
)


def set_clock(connection: Connection, at: datetime) -> None:
    """Let the domain's time be ``at`` now, and go on from there."""
    connection.execute(_SET, {"at": at})


def resume(connection: Connection, first: datetime) -> None:
    """Begin a demonstration at ``first``, or continue from its latest moment, never before."""
    row = connection.execute(_REACHED).fetchone()
    reached: datetime | None = row[0] if row else None
    if reached is None:
        set_clock(connection, first)
    elif not reached <= read_now(connection) <= reached + _REST:
        connection.execute(_NO_BEAT_AHEAD)  # of a machine whose clock has been set back
        set_clock(connection, reached)


def is_demo() -> bool:
    """Say whether the settings or the database make the installation a demonstration."""
    with connect() as connection:
        return settings().demo or connection.execute(_IS_DEMO).fetchone() is not None


def advance(until: datetime) -> tuple[list[Raised], Swept]:
    """Set the clock ahead step by step, and escalate each due rung on the way.

    Each rung is climbed on its own day, as if the timetable had run all the while. Moving the clock
    is the operator's confirmation, so the breaker does not trip.

    Raises ``NotPossible`` outside of a demonstration, ``BadInput`` where ``until`` is past.
    """
    if not is_demo():
        raise NotPossible(_NO_DEMO)
    with connect() as connection:
        began = read_now(connection)
        if until < began:
            raise BadInput(
                _BACK.format(now=began.astimezone(settings().zone).isoformat(" ", "minutes"))
            )
        swept, fired = Swept(), list[Done]()
        while (due := _next(connection)) is not None and due <= until:
            set_clock(connection, max(due, read_now(connection)))
            swept = sweep(confirmed=True)
            fired += swept.fired
        set_clock(connection, max(until, read_now(connection)))
        subject = ("setting", "demo_clock")
        journal.note(connection, "setting", subject=subject, was=began, now=until)
        return raised_by(connection, fired, began), swept


def _next(connection: Connection) -> datetime | None:
    rung = f"(SELECT min(rung_at) FROM items i WHERE {READY})"  # noqa: S608 -- fixed texts only
    row = connection.execute(f"SELECT least({rung}, {expiry.next_end()})".encode()).fetchone()
    due: datetime | None = row[0] if row else None
    return due
