"""The ledger's tables as SQLAlchemy models, for the two peers that stand on SQLAlchemy's ORM."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bench.peers.harness import HASH, Task, due


class Base(DeclarativeBase):
    """Parent of every table."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


class Item(Base):
    """An item of the ledger; SQLAlchemy's own version counter makes it optimistic."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    list_key: Mapped[str]
    number: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]
    unit_id: Mapped[int]
    scope: Mapped[str]
    holder_id: Mapped[int | None]
    parent_id: Mapped[int | None] = mapped_column(BigInteger)
    awaits: Mapped[str]
    due_at: Mapped[datetime | None]
    due_version: Mapped[int]
    rung: Mapped[int]
    rung_at: Mapped[datetime | None]
    round: Mapped[int]
    duties: Mapped[dict[str, Any]]
    evidence: Mapped[list[Any]]
    data: Mapped[dict[str, Any]]
    source_key: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    head: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    state_since: Mapped[datetime]

    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": version}


class Event(Base):
    """One line of an item's history."""

    __tablename__ = "events"

    item_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    list_key: Mapped[str]
    at: Mapped[datetime]
    trigger: Mapped[str]
    source: Mapped[str]
    dest: Mapped[str]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    behind_id: Mapped[int | None]
    comment: Mapped[str]
    changes: Mapped[dict[str, Any]]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class Inbox(Base):
    """Something a person is told of."""

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    person_id: Mapped[int]
    item_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Outbox(Base):
    """One mail to one person."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    person_id: Mapped[int]
    item_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int]
    at: Mapped[datetime]
    available_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")


def give(item: Item, task: Task, at: datetime) -> None:
    """Set the columns that the move changes, besides the state."""
    item.holder_id, item.awaits = task.holder_id, "holder"
    item.due_at, item.due_version, item.state_since = due(at), item.due_version + 1, at
    item.duties = {**item.duties, "assigner": [task.actor_id]}
    item.data = {**item.data, **task.changes.get("process", {})}


def write(session: Session, item: Item, source: str, task: Task, at: datetime) -> None:
    """Add the history, its mails and its inbox entries; the unit of work writes them."""
    seq, previous = item.version + 1, item.head
    item.head, item.updated_at = HASH, at
    session.add(
        Event(
            item_id=item.id, seq=seq, list_key=item.list_key, at=at, trigger="assign",
            source=source, dest=item.state, actor_id=task.actor_id, actor_name=task.actor_name,
            comment=task.comment, changes=task.history(at), prev_hash=previous, hash=HASH,
        )
    )  # fmt: skip
    key = {"item_id": item.id, "seq": seq, "at": at}
    session.add_all(Outbox(person_id=person, available_at=at, **key) for person in task.mails)
    session.add_all(Inbox(person_id=person, **key) for person in task.notices)
