"""Take back the changes that a later import applied: each field as it was before, by the moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflow.declaration import Actor, Item
from workflow.engine import commands, event_fold
from workflow.engine.loading import read
from workflow.errors import BadInput, NotPossible, WorkflowError
from workflow.imports import applying
from workflow.imports.changes import CellChange, move_of
from workflow.imports.records import BROUGHT, ImportRecord
from workflow.platform import Connection
from workflow.words import Words

_WHO = Words(
    "请用 --as 写明以谁的身份撤回这些改动。", "Say with --as in whose name the changes are undone."
)
_NO_WAY = Words(
    "导入不能撤回：{number} 的这一项（{field}）现在没有步骤可以改回。请逐项更正。",
    "The import cannot be taken back: no move gives {number} its {field} back now. Correct it one "
    "by one.",
)
_REFUSED = Words(
    "导入不能撤回，什么都没有改：{number}：{why}",
    "The import cannot be taken back, and nothing was changed: {number}: {why}",
)
# The items of the record, and what hangs on them.
_FAMILY = """
    WITH changed AS (
        SELECT item_id AS id FROM import_rows WHERE import_id = %(id)s AND NOT is_new), family AS (
        SELECT i.id, i.number, i.list_key FROM items i
         WHERE i.id IN (SELECT id FROM changed) OR i.parent_id IN (SELECT id FROM changed))"""
_SINCE = f"""{_FAMILY}
    SELECT DISTINCT f.number FROM family f JOIN events e ON e.item_id = f.id
     WHERE e.at > %(at)s AND e.actor_id IS NOT NULL ORDER BY 1"""  # noqa: S608 -- fixed texts
_EVENTS = f"""{_FAMILY}
    SELECT f.number, f.list_key, e.seq, e.at = %(at)s AND e.actor_id = %(by)s, e.changes
      FROM family f JOIN events e ON e.item_id = f.id ORDER BY f.id, e.seq"""  # noqa: S608 -- fixed texts
_EXTENSIONS, _WITHDRAW = "extensions", "withdraw"
_COLUMNS = {"title": "title", "severity": "severity", "unit_id": "unit"}


@dataclass(slots=True)
class _Past:
    """An item of the record: the values before the import, and the fields that it changed."""

    list_key: str
    raised: bool = False  # by the import itself: an extension that was asked for
    before: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def add(self, values: Mapping[str, str], *, by_import: bool) -> None:
        """Take in the next event."""
        if by_import:
            self.changed |= values.keys()
        elif not self.changed:
            self.before |= values


def touched_since(connection: Connection, record: ImportRecord) -> list[str]:
    """Return the numbers of the changed items that somebody has worked on since."""
    rows = connection.execute(_SINCE.encode(), {"id": record.id, "at": record.at})
    return [number for (number,) in rows]


def undo(
    connection: Connection, record: ImportRecord, actor: Actor, now: datetime, why: Words
) -> int:
    """Give the changed fields of an import their values of before; return the number of items.

    Raises ``BadInput`` for the machine, ``NotPossible`` where a move is refused or there is none.
    """
    if actor.is_system:
        raise BadInput(_WHO)
    past = _past(connection, record)
    for number in (number for number, one in past.items() if one.raised):
        _withdraw(number, actor, now, why)
    items = read(connection, [number for number, one in past.items() if one.changed])
    changes = [
        change for number, facts in items.items() for change in _reversed(facts.item, past[number])
    ]
    for step in applying.steps(changes, record.name, why.zh):
        if refusal := step.make(actor, now):
            raise NotPossible(_REFUSED.format(number=step.changes[0].number, why=refusal))
    return len({change.number for change in changes}) + sum(one.raised for one in past.values())


def _past(connection: Connection, record: ImportRecord) -> dict[str, _Past]:
    asked = {"id": record.id, "at": record.at, "by": record.by_id}
    past: dict[str, _Past] = {}
    for number, list_key, seq, by_import, changes in connection.execute(_EVENTS.encode(), asked):
        one = past.setdefault(number, _Past(list_key))
        if by_import and seq == 1:
            one.raised = list_key == _EXTENSIONS
        else:
            one.add(_values(list_key, changes), by_import=bool(by_import))
    return past


def _values(list_key: str, changes: Mapping[str, Any]) -> dict[str, str]:
    """Return the values that an event gave to the fields a sheet may change."""
    told = event_fold.columns(list_key, changes)
    values = {name: told[column] for column, name in _COLUMNS.items() if column in told}
    values |= {key: value for key, value in told.get("data", {}).items() if key in BROUGHT}
    return {key: "" if value is None else str(value) for key, value in values.items()}


def _reversed(item: Item, past: _Past) -> Iterator[CellChange]:
    """Yield a change for each field that is not as before."""
    for key in sorted(past.changed):
        before = past.before.get(key, "")
        move = move_of(item, key, before)
        if not move:
            raise NotPossible(_NO_WAY.format(number=item.number, field=key))
        yield CellChange(
            number=item.number, sheet="", row=0, column=key, base=None, ours="", theirs=before,
            field=key, value=before, move=move,
        )  # fmt: skip


def _withdraw(number: str, actor: Actor, now: datetime, why: Words) -> None:
    """Withdraw an extension that the import asked for."""
    try:
        commands.fire(number, _WITHDRAW, actor, comment=why.zh, now=now)
    except WorkflowError as refusal:
        raise NotPossible(_REFUSED.format(number=number, why=refusal.words)) from None
