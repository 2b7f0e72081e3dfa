"""Take an import back whole, as long as the items of the import are untouched since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.declaration import SYSTEM, TAKE_BACK, TAKE_OVER_ROWS, Actor
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.engine.loading import read_now
from workflow.errors import NotFound, NotPossible
from workflow.imports.records import ImportRecord, read_import
from workflow.imports.undoing import touched_since, undo
from workflow.platform import Connection, connect, together
from workflow.words import Words

_MOST_NAMED = 5
_NOT_THERE = Words("没有编号为 {id} 的导入。", "There is no import {id}.")
_ALREADY = Words("导入 {id} 已经撤回。", "Import {id} was taken back already.")
_WORKED_ON = Words(
    "导入 {id} 不能撤回：已经有人办理 {numbers}。请逐项处理。",
    "Import {id} cannot be taken back: somebody has worked on {numbers}. Deal with its items one "
    "by one.",
)
_AND_MORE = Words("{numbers} 等 {count} 项", "{numbers} and others, {count} in all")
_REASON = Words(
    "撤回导入 {id}（{name}），撤回人：{who}", "import {id} ({name}) is taken back by {who}"
)
_SCOPES = """
    SELECT DISTINCT i.scope FROM import_rows r JOIN items i ON i.id = r.item_id
     WHERE r.import_id = %(id)s"""
# Of what it brought: the problems and all that hangs on them.
_FAMILY = """
    WITH brought AS (
        SELECT i.id FROM import_rows r JOIN items i ON i.id = r.item_id
         WHERE r.import_id = %(id)s AND r.is_new), family AS (
        SELECT i.id, i.number, i.parent_id, i.state FROM items i
         WHERE i.id IN (SELECT id FROM brought) OR i.parent_id IN (SELECT id FROM brought))"""
_OPEN = f"""{_FAMILY}
    SELECT number FROM family WHERE state <> 'withdrawn' ORDER BY parent_id NULLS LAST, id"""  # noqa: S608 -- fixed texts
# What the machine does by itself (it refers, escalates and reckons) is nobody's work.
_TOUCHED = f"""{_FAMILY}
    SELECT DISTINCT f.number FROM family f JOIN events e ON e.item_id = f.id
     WHERE e.seq > 1 AND e.actor_id IS NOT NULL ORDER BY 1"""  # noqa: S608 -- fixed texts
_OLDER = """
    SELECT i.number FROM import_rows r JOIN items i ON i.id = r.item_id
     WHERE r.import_id = %(id)s AND NOT r.is_new ORDER BY 1"""
_TAKEN_BACK = "UPDATE imports SET taken_back_at = %(at)s, taken_back_by = %(by)s WHERE id = %(id)s"


def take_back(import_id: int, actor: Actor = SYSTEM, now: datetime | None = None) -> int:
    """Withdraw all items of an import, or undo its changes, in one transaction; return how many.

    Raises ``BadInput`` where the machine is to undo changes, ``NotFound`` for an unknown import,
    ``NotPermitted`` without the right, and ``NotPossible`` where it is taken back already, somebody
    has worked on its items, or a move is refused.
    """
    with connect() as connection:
        found = _ready(connection, import_id, actor)
        numbers = _numbers(connection, _OPEN, import_id)
        now = now or read_now(connection)
        changed = _numbers(connection, _OLDER, import_id)
    reason = _REASON.format(id=found.id, name=found.name, who=actor.name)
    if changed:
        return _undo(import_id, actor, now, reason)
    requests = [Request(number, TAKE_BACK, comment=reason.zh) for number in numbers]

    def beside(connection: Connection) -> None:
        _ready(connection, import_id, actor)  # somebody may have been quicker
        connection.execute(_TAKEN_BACK, {"id": import_id, "at": now, "by": actor.name})

    return commands.fire_in_blocks(requests, SYSTEM, now, beside)


def _undo(import_id: int, actor: Actor, now: datetime, reason: Words) -> int:
    with together() as connection:
        found = _ready(connection, import_id, actor)
        count = undo(connection, found, actor, now, reason)
        connection.execute(_TAKEN_BACK, {"id": import_id, "at": now, "by": actor.name})
    return count


def _ready(connection: Connection, import_id: int, actor: Actor) -> ImportRecord:
    """Return an import that can be taken back."""
    found = read_import(connection, import_id)
    if found is None:
        raise NotFound(_NOT_THERE.format(id=import_id))
    for (scope,) in connection.execute(_SCOPES, {"id": import_id}).fetchall():
        TAKE_OVER_ROWS.demand(actor, scope)
    if found.taken_back_at:
        raise NotPossible(_ALREADY.format(id=import_id))
    touched = _numbers(connection, _TOUCHED, import_id) + touched_since(connection, found)
    if touched:
        raise NotPossible(_WORKED_ON.format(id=import_id, numbers=_listed(touched)))
    return found


def _numbers(connection: Connection, query: str, import_id: int) -> list[str]:
    return [number for (number,) in connection.execute(query.encode(), {"id": import_id})]


def _listed(numbers: Sequence[str]) -> Words:
    shown = numbers[:_MOST_NAMED]
    named = Words("、".join(shown), ", ".join(shown))
    more = len(numbers) > _MOST_NAMED
    return _AND_MORE.format(numbers=named, count=len(numbers)) if more else named
