"""A change of the organisation: one transaction, one at a time, with a permanent note."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from psycopg.errors import DeadlockDetected
from psycopg.rows import class_row

from workflow import journal
from workflow.declaration import CHECK, Actor
from workflow.engine.loading import read_now
from workflow.engine.unit_of_work import STALE
from workflow.errors import BadInput, CodedWords, NotFound, NotPossible, StaleItem
from workflow.platform import Connection, connect, settings
from workflow.words import Words

T = TypeVar("T")
_LOCK = 0x4F52_4741  # changes of the tree are rare and come one after the other
_TRIES = 3
_POSTS = ("appoint", "end_post", "posts_ended", "import_post")
COLUMNS = """id, parent_id, kind, name, name_en, path, valid_from, valid_to, code, unit_class,
    full_members, probationary_members, joined_units"""
_UNIT = f"SELECT {COLUMNS} FROM units WHERE id = %s"  # noqa: S608 -- fixed texts only
_NOTE = """
    INSERT INTO unit_changes (unit_id, what, effective_on, at, actor_id, actor_name, details)
    VALUES (%s, %s, %s, %s, %s, %s, %s)"""
GONE = Words("没有这个单位。", "There is no such unit.")
_DISSOLVED = Words("“{unit}”已经撤销。", '"{unit}" has been dissolved.')
_FUTURE = CodedWords(
    "生效日期不能晚于今天", "the day it takes effect cannot lie in the future", "too_late"
)
_EARLY = CodedWords(
    "生效日期不能早于{day}，那是上一次变动的日期",
    "the day it takes effect cannot lie before {day}, the day of the change before",
    "too_early",
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as stored."""

    id: int
    parent_id: int | None
    kind: str
    name: str
    name_en: str
    path: str
    valid_from: date
    valid_to: date | None
    code: str | None
    unit_class: str
    full_members: int | None
    probationary_members: int | None
    joined_units: int | None

    @property
    def words(self) -> Words:
        """The name in both languages."""
        return Words(self.name, self.name_en or self.name)

    def is_active(self, today: date) -> bool:
        """Say whether the unit exists on the day ``today``."""
        return self.valid_to is None or self.valid_to >= today


@dataclass(frozen=True, slots=True)
class Desk:
    """The context of a change: the transaction, the actor, and the present day."""

    connection: Connection
    actor: Actor
    now: datetime
    today: date

    def unit(self, unit_id: int | None) -> UnitRow:
        """Return a unit.

        Raises ``NotFound`` where the actor may not see the unit.
        """
        with self.connection.cursor(row_factory=class_row(UnitRow)) as cursor:
            row = cursor.execute(_UNIT, [unit_id]).fetchone()
        if row is None or not may_see_unit(self.actor, row.path):
            raise NotFound(GONE)
        return row

    def active(self, unit_id: int | None) -> UnitRow:
        """Return a unit of today.

        Raises ``NotFound`` as ``unit`` does, ``NotPossible`` for a dissolved unit.
        """
        row = self.unit(unit_id)
        if not row.is_active(self.today):
            raise NotPossible(_DISSOLVED.format(unit=row.words))
        return row

    def day(self, on: date | None, earliest: date) -> date:
        """Return the day on which a change takes effect, by default today.

        Raises ``BadInput`` for a future day and for a day before ``earliest``.
        """
        chosen = on or self.today
        if chosen > self.today:
            raise BadInput(CHECK, {"on": _FUTURE})
        if chosen < earliest:
            raise BadInput(CHECK, {"on": _EARLY.format(day=earliest)})
        return chosen

    def note(self, unit_id: int, what: str, on: date, **details: Any) -> None:
        """Write a permanent note of the change; the row is never changed."""
        actor = self.actor
        text = json.dumps(details, ensure_ascii=False, default=str)
        row = [unit_id, what, on, self.now, actor.person_id, actor.name, text]
        self.connection.execute(_NOTE, row)
        kind = "post" if what in _POSTS else "unit"
        # Of a person the journal keeps the id, and of a unit what was and what is.
        public = {key: value for key, value in details.items() if kind == "unit" or key != "name"}
        subject = ("unit", unit_id)
        journal.note(self.connection, kind, actor, subject=subject, what=what, on=on, **public)


def may_see_unit(actor: Actor, path: str) -> bool:
    """Say whether the actor may know of a unit: below a post of theirs, or on the way up."""
    return actor.is_system or any(
        post.covers(path) or post.path.startswith(path) for post in actor.posts
    )


def at_desk(actor: Actor, work: Callable[[Desk], T], now: datetime | None = None) -> T:
    """Carry out a change in a transaction, again after a conflict with an item's move.

    Raises ``StaleItem`` after the last try, and whatever ``work`` raises.
    """
    with connect() as connection:
        for left in reversed(range(_TRIES)):
            try:
                with connection.transaction():
                    return work(_open(connection, actor, now))
            except (StaleItem, DeadlockDetected) as error:
                if not left:
                    raise StaleItem(STALE) from error
    raise AssertionError("unreachable")


def _open(connection: Connection, actor: Actor, now: datetime | None) -> Desk:
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    at = now or read_now(connection)
    return Desk(connection, actor, at, at.astimezone(settings().zone).date())
