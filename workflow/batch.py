"""The rows of one decision, gathered in memory and written by one statement.

The statement checks every version, moves the items, appends the events and promises inbox and
outbox rows: all of it or nothing.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from typing import Any

import psycopg

from workflow.audit.hashing import GENESIS, event_hash, instant
from workflow.db import Connection
from workflow.effects import Effect
from workflow.errors import StaleItem
from workflow.facts import Facts, Item
from workflow.loading import COLUMNS, INSTANTS
from workflow.rules import Actor
from workflow.words import Words

# What an event need not repeat: these follow from the event itself.
_DERIVED = ("version", "head", "created_at", "updated_at")
_JSON = ("duties", "evidence", "data")  # the columns that moves change in place
_KEPT = tuple(column for column in COLUMNS if column not in _DERIVED)
# Where these are there already, somebody else was quicker.
_QUICKER = ("pk_events", "pk_escalations", "pk_idempotency_keys")
STALE = Words("内容已被他人更新，请看过之后再做。", "It has changed meanwhile; look again first.")

_SET = ", ".join(f"{c} = r.{c}" for c in COLUMNS if c not in ("id", "list_key", "number"))
_WRITE = f"""
WITH r AS MATERIALIZED (
    SELECT * FROM jsonb_populate_recordset(NULL::items, %(moved)s::jsonb)
), was AS (
    SELECT * FROM jsonb_to_recordset(%(was)s::jsonb) AS w (id bigint, version int)
), locked AS (
    SELECT i.id FROM items i JOIN was USING (id, version) ORDER BY i.id FOR UPDATE OF i
), moved AS (
    UPDATE items i SET {_SET} FROM r JOIN locked USING (id) WHERE i.id = r.id RETURNING i.id
), made AS (
    INSERT INTO items OVERRIDING SYSTEM VALUE
    SELECT * FROM jsonb_populate_recordset(NULL::items, %(made)s::jsonb)
), happened AS (
    INSERT INTO events SELECT * FROM jsonb_populate_recordset(NULL::events, %(events)s::jsonb)
), told AS (
    INSERT INTO inbox (person_id, item_id, seq, at)
    SELECT * FROM jsonb_to_recordset(%(inbox)s::jsonb)
        AS t (person_id int, item_id bigint, seq int, at timestamptz)
), mailed AS (
    INSERT INTO outbox (person_id, item_id, seq, at, available_at)
    SELECT person_id, item_id, seq, at, now() FROM jsonb_to_recordset(%(outbox)s::jsonb)
        AS t (person_id int, item_id bigint, seq int, at timestamptz)
), climbed AS (
    INSERT INTO escalations
    SELECT * FROM jsonb_populate_recordset(NULL::escalations, %(escalations)s::jsonb)
), keyed AS (
    INSERT INTO idempotency_keys
    SELECT * FROM jsonb_populate_recordset(NULL::idempotency_keys, %(keys)s::jsonb)
)
SELECT all_moved(%(expected)s, (SELECT count(*) FROM moved))"""  # noqa: S608 -- fixed texts only


@dataclass(slots=True)
class Draft:
    """An item that was raised in memory and still needs its number."""

    item: Item
    actor: Actor
    comment: str
    effects: tuple[Effect, ...]
    facts: Facts
    parent: Item | None = None
    under: Draft | None = None  # the draft that it hangs on, raised in the same batch


@dataclass(slots=True)
class Batch:
    """Everything that one decision, or a bulk of them, changes."""

    now: datetime
    items: dict[int, Item] = field(default_factory=dict)  # as they will be
    was: dict[int, int] = field(default_factory=dict)  # versions as they were read
    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    inbox: list[dict[str, Any]] = field(default_factory=list)
    outbox: list[dict[str, Any]] = field(default_factory=list)
    escalations: list[dict[str, Any]] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    under: Batch | None = None  # the batch that this one is tried out for

    def trial(self) -> Batch:
        """Begin a batch on top of this one; it counts only once it is absorbed."""
        return Batch(self.now, under=self)

    def absorb(self, trial: Batch) -> None:
        """Take over what was tried out and went well."""
        for name in ("items", "was", "before"):
            getattr(self, name).update(getattr(trial, name))
        for name in ("events", "inbox", "outbox", "escalations", "keys", "drafts"):
            getattr(self, name).extend(getattr(trial, name))

    def take(self, item: Item) -> Item:
        """Return this batch's own copy of an item; moves that follow one another share it."""
        if item.id not in self.items:
            below = self.under.take(item) if self.under else item
            self.items[item.id] = _twin(below) if self.under else below
            self.was[item.id] = self.under.was[item.id] if self.under else item.version
            self.before[item.id] = _columns(below)
        return self.items[item.id]

    def family(self, facts: Facts) -> Facts:
        """Let the facts speak of this batch's copies: later moves see the earlier ones."""
        return replace(
            facts,
            item=self.take(facts.item),
            parent=self.take(facts.parent) if facts.parent else None,
            children=tuple(self.take(child) for child in facts.children),
        )

    def add(self, item: Item) -> None:
        """Take in an item that is being raised; it has no row yet."""
        self.items[item.id] = item
        self.before[item.id] = {}

    def record(
        self,
        item: Item,
        trigger: str,
        source: str,
        actor: Actor,
        comment: str = "",
        note: dict[str, Any] | None = None,
    ) -> int:
        """Append the event of a move that was just made on ``item``; return its sequence."""
        now = _columns(item)
        before = self.before[item.id]
        changes = {k: v for k, v in now.items() if k not in before or before[k] != v}
        event: dict[str, Any] = {
            "item_id": item.id,
            "seq": item.version + 1,
            "list_key": item.list_key,
            "at": instant(self.now),
            "trigger": trigger,
            "source": source,
            "dest": item.state,
            "actor_id": actor.person_id,
            "actor_name": actor.name,
            "behind_id": actor.behind,
            "comment": comment,
            "changes": changes | ({"note": note} if note else {}),
            "prev_hash": item.head or GENESIS,
        }
        event["hash"] = event_hash(event)
        item.version, item.head, item.updated_at = event["seq"], event["hash"], self.now
        item.created_at = item.created_at or self.now
        self.before[item.id] = now
        self.events.append(event)
        return item.version

    def tell(self, item: Item, people: set[int], mail: bool) -> None:
        """Promise an inbox row to each person, and a mail with it."""
        for person in sorted(people):
            row: dict[str, Any] = {"person_id": person, "item_id": item.id, "seq": item.version}
            row["at"] = instant(self.now)
            if not _told(self.inbox, row):
                self.inbox.append(row)
            if mail and not _told(self.outbox, row):
                self.outbox.append(row)

    def write(self, connection: Connection) -> None:
        """Write everything, or raise ``StaleItem`` and write nothing."""
        made = [_row(item) for id_, item in self.items.items() if id_ not in self.was]
        moved = [_row(item) for id_, item in self.items.items() if self._moved(id_)]
        was = [{"id": row["id"], "version": self.was[row["id"]]} for row in moved]
        parameters = {
            "moved": moved,
            "was": was,
            "made": made,
            "events": self.events,
            "inbox": self.inbox,
            "outbox": self.outbox,
            "escalations": self.escalations,
            "keys": self.keys,
        }
        values: dict[str, Any] = {k: json.dumps(v) for k, v in parameters.items()}
        try:
            connection.execute(_WRITE, values | {"expected": len(moved)})
        except psycopg.errors.UniqueViolation as error:
            if error.diag.constraint_name in _QUICKER:
                raise StaleItem(STALE) from error
            raise
        except psycopg.Error as error:
            if error.sqlstate == "RX409":
                raise StaleItem(STALE) from error
            raise

    def _moved(self, item_id: int) -> bool:
        return item_id in self.was and self.items[item_id].version != self.was[item_id]


def _told(rows: list[dict[str, Any]], row: dict[str, Any]) -> bool:
    """Say whether a row is there already; those of the same move are the last ones."""
    move = (row["item_id"], row["seq"])
    return row in takewhile(lambda r: (r["item_id"], r["seq"]) == move, reversed(rows))


def _columns(item: Item) -> dict[str, Any]:
    """Return the columns that events keep, copied, with instants as text."""
    values = {column: getattr(item, column) for column in _KEPT}
    for column in INSTANTS:
        if isinstance(values.get(column), datetime):
            values[column] = instant(values[column])
    return values | {column: _copied(values[column]) for column in _JSON}


def _twin(item: Item) -> Item:
    """Copy an item, so that what is tried out on the copy leaves it alone."""
    twin = copy.copy(item)
    for column in _JSON:
        setattr(twin, column, _copied(getattr(item, column)))
    return twin


def _copied(value: Any) -> Any:
    # Plain JSON only; that is several times as fast as copy.deepcopy.
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _row(item: Item) -> dict[str, Any]:
    values = {column: getattr(item, column) for column in COLUMNS}
    for column in INSTANTS:
        if values[column] is not None:
            values[column] = instant(values[column])
    return values
