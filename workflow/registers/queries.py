"""Reading registers: a page of entries, an entry, the history, and the names."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row, dict_row

from workflow.declaration import Actor, Field, Register, RegisterEntry, RegisterForm, Store, fields
from workflow.engine.loading import read_now
from workflow.errors import BAD_CURSOR, NO_PAGE, BadInput, NotFound
from workflow.platform import Connection, connect, settings
from workflow.registers import every_register
from workflow.registers.common_table import CommonTable
from workflow.registers.conditions import STATES, RegisterFilter, conditions, same
from workflow.words import Words

MOST = 200
_HISTORY = """
    SELECT version, act, at, actor_id, actor_name, reason, changes FROM register_changes
     WHERE register = %s AND entry = %s ORDER BY version DESC"""
BAD_FILTER = Words("筛选条件“{value}”无效。", 'The filter "{value}" is not known.')


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some entries, and the cursor of the next page, if any."""

    entries: list[RegisterEntry]
    next: str | None
    today: date


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A line of the history of an entry."""

    version: int
    act: str
    at: datetime
    actor_id: int | None
    actor_name: str
    reason: str
    changes: dict[str, Any]


def register_of(actor: Actor, key: str) -> Register:
    """Return a register readable by the actor.

    Raises ``NotFound`` for any other.
    """
    register = every_register().get(key)
    if register is None or not register.read.held_by(actor):
        raise NotFound(NO_PAGE)
    return register


def registers(actor: Actor) -> list[Register]:
    """Return the registers readable by the actor."""
    return [register for register in every_register().values() if register.read.held_by(actor)]


def store_of(register: Register) -> Store:
    """Return the store of a register."""
    return register.store or CommonTable()


def page(
    actor: Actor, register: Register, sought: RegisterFilter, after: str | None = None,
    limit: int = 50,
) -> RegisterPage:  # fmt: skip
    """Return a page of entries, the newest first.

    Raises ``BadInput`` for a wrong filter or cursor.
    """
    limit = max(1, min(limit, MOST))
    with connect() as connection:
        today = today_of(connection)
        wanted, values = conditions(register, sought, checked(register, sought), today)
        if after:
            wanted.append("(e.made_at, e.id) < (%(at)s, %(last)s)")
            values |= dict(zip(("at", "last"), _read_cursor(after), strict=True))
        rest = f"WHERE {' AND '.join(wanted)}" if wanted else ""
        rest += " ORDER BY e.made_at DESC, e.id DESC LIMIT %(limit)s"
        found = _read(connection, actor, register, rest, values | {"limit": limit + 1})
    more = _cursor(found[limit - 1]) if len(found) > limit else None
    return RegisterPage(found[:limit], more, today)


def find(connection: Connection, actor: Actor, register: Register, entry_id: str) -> RegisterEntry:
    """Return an entry.

    Raises ``NotFound`` where the actor may not see the entry.
    """
    found = _read(connection, actor, register, "WHERE e.id = %(id)s", {"id": entry_id[:40]})
    if not found:
        raise NotFound(NO_PAGE)
    return found[0]


def entry(
    actor: Actor, register: Register, entry_id: str
) -> tuple[RegisterEntry, list[EntryChange]]:
    """Return an entry and its history, the newest change first.

    Raises ``NotFound`` where the actor may not see the entry.
    """
    with connect() as connection:
        found = find(connection, actor, register, entry_id)
        with connection.cursor(row_factory=class_row(EntryChange)) as cursor:
            return found, cursor.execute(_HISTORY, [register.key, found.id]).fetchall()


def alike(
    connection: Connection, register: Register, values: Mapping[str, Any], per: Iterable[str],
    but: str = "",
) -> list[Mapping[str, Any]]:  # fmt: skip
    """Return the entries equal in the fields ``per``, on some of the same days, for the guards."""
    rows, asked = store_of(register).rows(register, None)
    where, more = same(values, per)
    sql = f"SELECT * FROM ({rows}) AS e WHERE {' AND '.join(where)} ORDER BY e.valid_from"  # noqa: S608 -- fixed texts
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(sql.encode(), asked | more | {"but": but}).fetchall()
    return [_entry(register, row).all_values for row in found]


def today() -> date:
    """Return the present day at the place of the organisation."""
    with connect() as connection:
        return today_of(connection)


def today_of(connection: Connection) -> date:
    """Return the present day at the place of the organisation."""
    return read_now(connection).astimezone(settings().zone).date()


def _read(
    connection: Connection, actor: Actor, register: Register, rest: str, values: dict[str, Any]
) -> list[RegisterEntry]:
    rows, asked = store_of(register).rows(register, actor)
    sql = f"SELECT * FROM ({rows}) AS e {rest}"  # noqa: S608 -- fixed texts and declared keys
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(sql.encode(), asked | values).fetchall()
    return [_entry(register, row) for row in found]


def _entry(register: Register, row: dict[str, Any]) -> RegisterEntry:
    name, name_en, data = row.pop("unit_zh"), row.pop("unit_en"), row.pop("data")
    unit = Words(name, name_en or name) if name else None
    return RegisterEntry(unit=unit, values=typed(register.fields, data), **row)


def typed(declared: Iterable[Field], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return typed values of JSON: dates from texts."""
    days = {field.key for field in declared if field.kind == "date"}
    return {
        key: date.fromisoformat(value) if key in days and value else value
        for key, value in data.items()
    }


def checked(register: Register, sought: RegisterFilter) -> dict[str, Any]:
    """Return the fields of a filter, read by their declarations.

    Raises ``BadInput`` for a wrong filter.
    """
    if sought.state not in STATES:
        raise BadInput(BAD_FILTER.format(value=sought.state[:40]))
    given = {key: value for key, value in sought.fields.items() if value}
    asked = tuple(replace(one, required=False) for one in register.filters if one.key in given)
    try:
        values, _ = fields.parse(RegisterForm(asked), given, "")
    except BadInput as refusal:
        wrong = next(iter(refusal.fields))
        raise BadInput(BAD_FILTER.format(value=given[wrong][:40])) from None
    return values


def _cursor(last: RegisterEntry) -> str:
    return base64.urlsafe_b64encode(
        json.dumps([last.made_at.isoformat(), last.id]).encode()
    ).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    """Return the time and the id to continue from.

    Raises ``BadInput`` where the cursor was not issued by the service.
    """
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        moment = datetime.fromisoformat(at)
        if type(last) is not str or moment.tzinfo is None or "\0" in last:
            raise ValueError(last)
        return moment, last
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise BadInput(BAD_CURSOR) from error
