"""Let items follow their unit: a declared move of the machine on each, in bulk (ADR 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflow.declaration import RESCOPE, SYSTEM, Facts, pack
from workflow.engine import machine
from workflow.engine.batch import Batch
from workflow.engine.loading import read
from workflow.organisation.transaction import Desk

_TOGETHER = 500  # items that one statement writes
# An open item of a unit that is merged goes to its successor; whatever else lies below the old
# path stays with its unit and only lies elsewhere now.
_ASTRAY = """
    SELECT i.number, t.id, t.path
      FROM items i
      JOIN units t ON t.id = CASE WHEN i.unit_id = %(gone)s AND i.awaits <> '' THEN %(into)s
                                  ELSE i.unit_id END
     WHERE i.list_key = ANY (%(lists)s) AND i.scope LIKE %(below)s
       AND (i.scope <> t.path OR i.unit_id <> t.id)
     ORDER BY i.id FOR UPDATE OF i"""

_Where = tuple[str, int, str]  # number of the item, id and path of the unit it is to lie in


def follow(
    desk: Desk, old_path: str, why: str, gone: int | None = None, into: int | None = None
) -> int:
    """Move every item below ``old_path`` to the present place of its unit; return the number."""
    values = {"gone": gone, "into": into, "below": f"{old_path}%", "lists": [*pack().lists]}
    astray = desk.connection.execute(_ASTRAY, values).fetchall()
    for start in range(0, len(astray), _TOGETHER):
        _write(desk, astray[start : start + _TOGETHER], why)
    return len(astray)


def _write(desk: Desk, some: Sequence[_Where], why: str) -> None:
    facts = read(desk.connection, [number for number, _, _ in some])
    batch = Batch(now=desk.now)
    for number, unit_id, path in some:
        _move(batch, replace(facts[number], now=desk.now, comment=why), unit_id, path)
    batch.write(desk.connection)


def _move(batch: Batch, facts: Facts, unit_id: int, path: str) -> None:
    item = batch.take(facts.item)
    list_type = pack().lists[item.list_key]
    attempt = machine.permit(list_type, RESCOPE, SYSTEM, facts, {"unit": unit_id})
    attempt.facts = replace(attempt.facts, place=path)
    machine.fire(attempt)
    batch.record(item, RESCOPE, item.state, SYSTEM, facts.comment)
