"""Change the organisation's own part of the calendar; each change is noted in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from workflow import journal
from workflow.calendar import CONVENTIONS, Calendar, OwnDay
from workflow.declaration import CHECK, KEEP_CALENDAR, Actor
from workflow.errors import BadInput, NotFound
from workflow.platform import Connection, connect
from workflow.snapshots import policies
from workflow.words import Words

_NO_DAY = Words("{day}没有自定安排。", "{day} is not among the organisation's own days.")
_NO_KIND = Words("没有这一类时限。", "There is no such kind of deadline.")
_KNOWN = Words("{year}年的安排已经收录", "the schedule of {year} is known already")
_SET = """
    INSERT INTO own_days VALUES (%s, %s, %s, %s, %s) ON CONFLICT (day) DO UPDATE
       SET working = EXCLUDED.working, name = EXCLUDED.name, name_en = EXCLUDED.name_en,
           note = EXCLUDED.note"""
_SETTLE = "INSERT INTO settled_years VALUES (%s) ON CONFLICT DO NOTHING"
_COUNT = """
    INSERT INTO conventions VALUES (%s, %s) ON CONFLICT (key) DO UPDATE
       SET counts_first = EXCLUDED.counts_first"""


def in_force_now() -> Calendar:
    """Return the calendar in force now."""
    with connect() as connection:
        return policies.read(connection).calendar


def set_days(actor: Actor, days: Iterable[OwnDay]) -> None:
    """Set days of one's own, or change them; all of them or none."""
    rows = list(days)

    def write(connection: Connection) -> None:
        for own in rows:
            zh, en = own.name
            connection.execute(_SET, [own.day, own.working, zh, en, own.note])
            _note(connection, actor, "set_day", day=own.day, working=own.working, name=zh)

    _change(actor, write)


def remove_day(actor: Actor, day: date) -> None:
    """Remove a day of the organisation's own; the country's calendar holds again.

    Raises ``NotPermitted`` without the right, ``NotFound`` where there is no such day.
    """

    def write(connection: Connection) -> None:
        if not connection.execute("DELETE FROM own_days WHERE day = %s", [day]).rowcount:
            raise NotFound(_NO_DAY.format(day=day))
        _note(connection, actor, "remove_day", day=day)

    _change(actor, write)


def settle_year(actor: Actor, year: int, *, settled: bool) -> None:
    """Declare the schedule of a year complete by the days set here, or not complete.

    Raises ``NotPermitted`` without the right, ``BadInput`` where the year is published already.
    """
    KEEP_CALENDAR.demand(actor)
    if settled and not Calendar(policies.calendar().country).is_provisional(year):
        raise BadInput(CHECK, {"year": _KNOWN.format(year=year)})

    def write(connection: Connection) -> None:
        statement = _SETTLE if settled else "DELETE FROM settled_years WHERE year = %s"
        connection.execute(statement, [year])
        _note(connection, actor, "settle_year", year=year, settled=settled)

    _change(actor, write)


def set_convention(actor: Actor, key: str, *, counts_first: bool) -> None:
    """Set whether the first day counts for a kind of deadline.

    Raises ``NotFound`` for an unknown kind, ``NotPermitted`` without the right.
    """
    KEEP_CALENDAR.demand(actor)
    if key not in CONVENTIONS:
        raise NotFound(_NO_KIND)

    def write(connection: Connection) -> None:
        connection.execute(_COUNT, [key, counts_first])
        _note(connection, actor, "convention", key=key, counts_first=counts_first)

    _change(actor, write)


def _change(actor: Actor, write: Callable[[Connection], None]) -> None:
    KEEP_CALENDAR.demand(actor)
    with connect() as connection, connection.transaction():
        write(connection)


def _note(connection: Connection, actor: Actor, what: str, **details: Any) -> None:
    journal.note(connection, "calendar", actor, subject=("calendar", ""), what=what, **details)
