"""The rows of a decision, gathered in memory and written by a single statement.

The statement checks every version, moves the items, appends the events and enqueues inbox and
outbox rows: all of them or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID, uuid4

from workflow.declaration import Actor, Facts, Item
from workflow.engine.along import Along
from workflow.engine.drafts import Draft, Join
from workflow.engine.event_hash import GENESIS, EventRow, event_hash, instant
from workflow.engine.issuing import Freeze, NextNumber, no_series, no_sheet
from workflow.engine.loading import COLUMNS, INSTANTS
from workflow.engine.shared_documents import SharedDocuments
from workflow.engine.told import Told, rows
from workflow.engine.unit_of_work import quicker
from workflow.engine.write_sql import needed, statement
from workflow.platform import Connection, Statement, encoded

# What an event need not repeat: these follow from the event itself.
_DERIVED = ("version", "head", "created_at", "updated_at")
_KEPT = tuple(column for column in COLUMNS if column not in _DERIVED)
_JSON = ("duties", "evidence", "data", "process")  # the columns that moves change in place

_instant = lru_cache(maxsize=16)(instant)  # a bulk decision writes the same one thousands of times
_kept = attrgetter(*_KEPT)
_all = attrgetter(*COLUMNS)


@dataclass(slots=True, kw_only=True)
class Batch:
    """All changes of a decision, or of a bulk of decisions."""

    now: datetime
    items: dict[int, Item] = field(default_factory=dict)  # as they will be
    was: dict[int, int] = field(default_factory=dict)  # versions as they were read
    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)  # as the events say
    events: list[EventRow] = field(default_factory=list)
    told: dict[tuple[int, int, int], Told] = field(default_factory=dict)
    posted: list[dict[str, int]] = field(default_factory=list)  # to which channel what is told
    escalations: list[dict[str, Any]] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)  # of late items, to these drafts
    shared: SharedDocuments = field(default_factory=SharedDocuments)
    along: dict[int, list[Along]] = field(default_factory=dict)  # children, by their parent's id
    locked: bool = False  # what it moves was locked ahead, for it is written in pieces
    begun: bool = False  # a piece of it was sent
    decision: UUID = field(default_factory=uuid4)  # whose mail tells each person of all of it
    next_number: NextNumber = no_series  # of an official document, in this transaction
    freeze: Freeze = no_sheet  # the content of an official document, at its issue
    under: Batch | None = None  # the batch that this one is tried out for

    @property
    def at(self) -> str:
        """The instant of the decision, in the form of events."""
        return _instant(self.now)

    def trial(self) -> Batch:
        """Begin a batch on top of the batch; its changes count only once absorbed."""
        return Batch(
            now=self.now, shared=self.shared, decision=self.decision,
            next_number=self.next_number, freeze=self.freeze, under=self,
        )  # fmt: skip

    def every_draft(self) -> Iterator[Draft]:
        """Yield the drafts of this batch and of the batches below."""
        batch: Batch | None = self
        while batch is not None:
            yield from batch.drafts
            batch = batch.under

    def absorb(self, trial: Batch) -> None:
        """Take over the changes of a successful trial."""
        self.items.update(trial.items)
        self.was.update(trial.was)
        self.before.update(trial.before)
        self.told.update(trial.told)
        for item_id, changes in trial.changed.items():
            self.changed.setdefault(item_id, {}).update(changes)
        self.events += trial.events
        self.posted += trial.posted
        self.escalations += trial.escalations
        self.keys += trial.keys
        self.drafts += trial.drafts
        self.joins += trial.joins
        self.along.update(trial.along)

    def take(self, item: Item) -> Item:
        """Return the batch's own copy of an item, shared by successive moves."""
        if item.id not in self.items:
            below, self.was[item.id] = self._below(item)
            self.items[item.id] = mine = twin(below) if self.under else below
            before = dict(zip(_KEPT, _kept(below), strict=True))
            if mine is below:
                before |= {column: copied(before[column]) for column in _JSON}
            self.before[item.id] = before
        return self.items[item.id]

    def _below(self, item: Item) -> tuple[Item, int]:
        """Return the item as in the batches below, and its version as read."""
        below = self.under
        while below is not None and item.id not in below.items:
            below = below.under
        return (below.items[item.id], below.was[item.id]) if below else (item, item.version)

    def family(self, facts: Facts, comment: str) -> Facts:
        """Return the facts with the batch's copies: later moves see the earlier ones."""
        return replace(
            facts,
            item=self.take(facts.item),
            parent=self.take(facts.parent) if facts.parent else None,
            children=tuple(self.take(child) for child in facts.children),
            contents=tuple(self.take(late) for late in facts.contents),
            comment=comment,
        )

    def note_along(self, item: Item, along: Along) -> None:
        """Note a child that moves with an item, or stays behind."""
        self.along.setdefault(item.id, []).append(along)

    def add(self, item: Item) -> None:
        """Add an item being raised, still without a row."""
        self.items[item.id] = item
        self.before[item.id] = {}

    def record(
        self,
        item: Item,
        trigger: str,
        source: str,
        actor: Actor,
        comment: str = "",
        note: Mapping[str, Any] | None = None,
    ) -> int:
        """Append the event of the move just made on ``item``; return its sequence number."""
        changes = self._changes(item)
        event: EventRow = {
            "item_id": item.id,
            "seq": item.version + 1,
            "list_key": item.list_key,
            "at": self.at,
            "trigger": trigger,
            "source": source,
            "dest": item.state,
            "actor_id": actor.person_id,
            "actor_name": actor.name,
            "behind_id": actor.behind,
            "comment": comment,
            "changes": changes | ({"note": note} if note else {}),
            "prev_hash": item.head or GENESIS,
            "hash": "",
        }
        event["hash"] = event_hash(event)
        item.version, item.head, item.updated_at = event["seq"], event["hash"], self.now
        item.created_at = item.created_at or self.now
        self.changed.setdefault(item.id, {}).update(changes)
        self.events.append(event)
        return item.version

    def _changes(self, item: Item) -> dict[str, Any]:
        """Return the columns changed since the last event, copied, instants as text."""
        before, changes = self.before[item.id], {}
        for column, value in zip(_KEPT, _kept(item), strict=True):
            if column not in before or before[column] != value:
                before[column] = kept = copied(value)
                changes[column] = instant(kept) if isinstance(kept, datetime) else kept
        if "data" in changes:  # by this ``event_fold`` knows it from one of before the wall
            changes["process"] = copied(item.process)
        return changes

    def tell(self, item: Item, people: Mapping[int, int | None], mail: str) -> None:
        """Enqueue an inbox row for each person, with the absent person, and a mail of the kind."""
        for person, behind in sorted(people.items()):
            key = (person, item.id, item.version)
            told = Told(mail, behind, self.decision)
            self.told[key] = told.joined(self.told[key]) if key in self.told else told

    def has_told(self, person_id: int, item: Item) -> bool:
        """Say whether a person is told of an item already, by this batch or those below."""
        batch: Batch | None = self
        while batch is not None:
            if any(key[:2] == (person_id, item.id) for key in batch.told):
                return True
            batch = batch.under
        return False

    def post(self, item: Item, channel_id: int) -> None:
        """Promise the item's newest event to a channel."""
        self.posted.append({"channel_id": channel_id, "item_id": item.id, "seq": item.version})

    def write(self, connection: Connection) -> None:
        """Write everything, or raise ``StaleItem`` and write nothing."""
        if not (self.events or self.keys):
            return
        with quicker():
            written, values = self._statement()
            written.run(connection, values)

    def send(self, connection: Connection) -> None:
        """Let the server write the rows so far, while more are added; within a transaction."""
        if self.events:
            written, values = self._statement()
            written.send(connection, values)
            self.begun = True
        self.was.update({id_: self.items[id_].version for id_ in self.changed if id_ in self.was})
        self.changed, self.told, self.events, self.escalations = {}, {}, [], []
        self.posted = []

    def _statement(self) -> tuple[Statement, dict[str, bytes]]:
        written = {
            "made": [_row(item) for id_, item in self.items.items() if id_ not in self.was],
            "events": self.events,
            "told": rows(self.told, self.items),
            "posted": self.posted,
            "escalations": self.escalations,
            "keys": self.keys,
        }
        filled = [name for name, some in written.items() if some]
        values = {name: encoded(written[name]) for name in filled} | {"at": self.at.encode()}
        moves, moved = self._moves()
        return statement(needed(moves, self._mails(), filled)), values | moved

    def _mails(self) -> str:
        """Return the part of the statement that promises mails, if any."""
        if not any(told.mail for told in self.told.values()):
            return ""
        return "mailed_later" if self.begun else "mailed"

    def _moves(self) -> tuple[str, dict[str, bytes]]:
        """Return the part of the statement to move the items, if any, and the values."""
        moved = [self._moved(id_) for id_ in self.changed if id_ in self.was]
        expected = {"expected": b"%d" % len(moved)}
        if len(moved) == 1:
            return "one", expected | {name: encoded(value) for name, value in moved[0].items()}
        if not moved:
            return "", expected
        ids = ",".join(str(row["id"]) for row in moved)
        several = {"moved": encoded(moved), "ids": f"{{{ids}}}".encode()}
        return "locked" if self.locked else "many", expected | several

    def _moved(self, item_id: int) -> dict[str, Any]:
        item = self.items[item_id]
        columns = {"version": item.version, "head": item.head, "updated_at": self.at}
        return {"id": item_id, "was": self.was[item_id], "columns": self.changed[item_id] | columns}


def twin(item: Item) -> Item:
    """Copy an item, so that a move of the copy leaves the original alone."""
    twin = Item(*_all(item))
    for column in _JSON:
        setattr(twin, column, copied(getattr(item, column)))
    return twin


def copied(value: Any) -> Any:
    """Copy a value of an item: JSON is copied through and through, all else never changes."""
    if type(value) is dict:
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if type(value) is list else value


def _row(item: Item) -> dict[str, Any]:
    values = {column: getattr(item, column) for column in COLUMNS}
    for column in INSTANTS:
        if values[column] is not None:
            values[column] = instant(values[column])
    return values
