"""A change of head: all open items of a person go to the successor, each by an own event.

The clock goes on unchanged: neither the due date nor the next rung is touched. Both people are
named on every item, and the successor signs for each one anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from workflow import journal
from workflow.declaration import CHECK, Actor, pack
from workflow.declaration.attendance import HAND_OVER
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.engine.loading import read_now
from workflow.engine.results import Done
from workflow.engine.visibility import may_read
from workflow.errors import BadInput, CodedWords, NotFound, WorkflowError
from workflow.platform import Connection, cleaned, connect, settings
from workflow.words import Words

_TOGETHER = 200
_NO_PERSON = Words("没有这个人", "there is no such person")
_SAME = CodedWords(
    "移交人和接收人不能是同一个人", "the two have to be different people", "not_together"
)
_NO_REASON = CodedWords("请写明移交缘由", "say why it is handed over", "missing")
_NAMED = "交接单{id}：{giver}移交，{taker}接收。"
# Open items in states from which they can be handed over; interviews and accountability are
# about the person and stay with the person.
_OPEN = """
    SELECT number FROM items
     WHERE holder_id = %(person)s AND awaits <> '' AND (list_key, state) IN (
           SELECT * FROM unnest(%(lists)s::text[], %(states)s::text[]))
     ORDER BY id"""
_NEEDING = """
    SELECT p.id, p.name, p.name_en, p.left_on, i.list_key, i.scope,
           coalesce(i.process -> 'shut_out', '[]') AS shut_out, count(*),
           count(*) FILTER (WHERE i.due_at < %(now)s)
      FROM items i JOIN people p ON p.id = i.holder_id
     WHERE i.awaits <> '' AND i.scope LIKE ANY (%(within)s)
       AND (i.list_key, i.state) IN (
           SELECT * FROM unnest(%(lists)s::text[], %(states)s::text[]))
       AND (p.left_on <= %(today)s OR NOT EXISTS (
           SELECT FROM appointments a JOIN units u ON u.id = a.unit_id
            WHERE a.person_id = p.id AND a.valid_from <= %(today)s
              AND coalesce(a.valid_to, 'infinity') >= %(today)s
              AND a.role <> ALL (%(administrators)s) AND starts_with(i.scope, u.path)))
     GROUP BY p.id, i.list_key, i.scope, shut_out"""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The result of a hand-over: its number, the moved items, and the refused items."""

    id: int
    done: tuple[Done, ...]
    refused: tuple[tuple[str, WorkflowError], ...]


@dataclass(frozen=True, slots=True)
class Leaver:
    """A person with open items and without a post in their unit."""

    person_id: int
    name: Words
    left_on: date | None
    items: int
    overdue: int


def hand_over(
    actor: Actor, giver_id: int, taker_id: int, comment: str, now: datetime | None = None
) -> HandOver:
    """Hand all open items of a person to another; each item's own rules decide.

    Raises ``BadInput`` for unknown people or a missing reason.
    """
    with connect() as connection:
        giver, taker = _names(connection, giver_id, taker_id, comment)
        row = connection.execute(
            "SELECT nextval(pg_get_serial_sequence('handovers', 'id'))"
        ).fetchone()
        numbers = [r[0] for r in connection.execute(_OPEN, {"person": giver_id, **_movable()})]
    assert row  # noqa: S101 -- a sequence has a next value
    signed = f"{_NAMED.format(id=row[0], giver=giver, taker=taker)}{cleaned(comment)}"
    done, refused = _decide(numbers, actor, taker_id, signed, now)
    if done:
        items = [result.number for result in done]
        _sign(row[0], actor, giver_id, taker_id, cleaned(comment), items, now)
    return HandOver(row[0], tuple(done), tuple(refused))


def _decide(
    numbers: Sequence[str], actor: Actor, taker_id: int, comment: str, now: datetime | None
) -> tuple[list[Done], list[tuple[str, WorkflowError]]]:
    done: list[Done] = []
    refused: list[tuple[str, WorkflowError]] = []
    for start in range(0, len(numbers), _TOGETHER):
        some = numbers[start : start + _TOGETHER]
        requests = [Request(n, HAND_OVER, {"holder": taker_id}, comment=comment) for n in some]
        for number, result in zip(some, commands.decide(requests, actor, now), strict=True):
            if isinstance(result, Done):
                done.append(result)
            elif not isinstance(result, NotFound):  # what one may not see is not there
                refused.append((number, result))
    return done, refused


def _names(connection: Connection, giver: int, taker: int, comment: str) -> tuple[str, str]:
    rows = connection.execute("SELECT id, name FROM people WHERE id = ANY (%s)", [[giver, taker]])
    names: dict[int, str] = dict(rows.fetchall())
    faults = {
        key: _NO_PERSON for key, id_ in (("giver", giver), ("taker", taker)) if id_ not in names
    }
    if giver == taker:
        faults["taker"] = _SAME
    if not cleaned(comment):
        faults["comment"] = _NO_REASON
    if faults:
        raise BadInput(CHECK, faults)
    return names[giver], names[taker]


def _sign(
    id_: int, actor: Actor, giver: int, taker: int, comment: str, items: list[str],
    now: datetime | None,
) -> None:  # fmt: skip
    with connect() as connection, connection.transaction():
        at = now or read_now(connection)
        connection.execute(
            "INSERT INTO handovers OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [id_, giver, taker, at, actor.person_id, actor.name, comment],
        )
        journal.note(
            connection, "hand_over", actor, subject=("person", giver), number=id_, to=taker,
            items=items,
        )  # fmt: skip


def needing_hand_over(actor: Actor, now: datetime | None = None) -> list[Leaver]:
    """Return the people without their post and with open items visible to the actor."""
    paths = [post.path for post in actor.posts if post.role not in pack().administrators]
    within = ["/%"] if actor.is_system else [f"{path}%" for path in paths]
    with connect() as connection:
        at = now or read_now(connection)
        values = {
            "now": at, "today": at.astimezone(settings().zone).date(), "within": within,
            "administrators": list(pack().administrators), **_movable(),
        }  # fmt: skip
        rows = connection.execute(_NEEDING, values).fetchall()
    found: dict[int, Leaver] = {}
    for id_, name, name_en, left_on, list_key, scope, shut_out, items, overdue in rows:
        if may_read(actor, list_key, scope, id_, shut_out=shut_out):
            leaver = found.get(id_) or Leaver(id_, Words(name, name_en or name), left_on, 0, 0)
            found[id_] = replace(
                leaver, items=leaver.items + items, overdue=leaver.overdue + overdue
            )
    return sorted(found.values(), key=lambda leaver: (-leaver.items, leaver.person_id))


def _movable() -> dict[str, list[str]]:
    """Return the lists and states with the move "hand over", as two parallel columns."""
    pairs = [
        (list_type.key, state)
        for list_type in pack().lists.values()
        for t in list_type.transitions
        if t.trigger == HAND_OVER
        for state in t.source
    ]
    return {"lists": [key for key, _ in pairs], "states": [state for _, state in pairs]}
