"""Items of every list, their append-only events, and the tables that keep them consistent."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Identity, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base

# Behind every due date; what has none stands last.
NEVER = "'9999-01-01 00:00:00+00'::timestamptz"


class ItemRow(Base):
    """An item of any list; every column can be rebuilt from the item's events."""

    __tablename__ = "items"
    __table_args__ = (
        # The newest event must exist: no item moves without its event.
        ForeignKeyConstraint(
            ["id", "version"],
            ["events.item_id", "events.seq"],
            name="fk_items_newest_event",
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_items_list", "list_key", "id"),
        Index(
            "ix_items_scope",
            "list_key",
            "scope",
            "id",
            postgresql_ops={"scope": "text_pattern_ops"},
        ),
        Index("ix_items_rung", "rung_at", postgresql_where=text("rung_at IS NOT NULL")),
        Index("ix_items_due", "list_key", text(f"coalesce(due_at, {NEVER})"), "id"),
        Index("ix_items_state", "list_key", "state", "id"),
        Index(
            "ix_items_closed",
            "list_key",
            "state_since",
            "id",
            postgresql_where=text("awaits = ''"),
        ),
        Index("ix_items_found", "list_key", text("(data ->> 'found_on')"), "id"),
        # What is chosen from few; looked for by containment, whatever the field.
        Index(
            "ix_items_data",
            "data",
            postgresql_using="gin",
            postgresql_ops={"data": "jsonb_path_ops"},
        ),
        Index(
            "ix_items_relapses",
            "scope",
            postgresql_ops={"scope": "text_pattern_ops"},
            postgresql_where=text(
                "list_key = 'problems' AND (round > 1 OR process ? 'relapse_of')"
            ),
        ),
        Index("ix_items_unit", "unit_id", "list_key", "id"),
        Index("ix_items_updated", "list_key", "updated_at", "id"),  # programs that follow a list
        Index("ix_items_holder", "holder_id", "awaits", postgresql_where=text("awaits <> ''")),
        # What somebody holds and has held, list by list: their own items and their record.
        Index("ix_items_held", "holder_id", "list_key", "id"),
        Index(
            "ix_items_awaits",
            "awaits",
            "scope",
            postgresql_ops={"scope": "text_pattern_ops"},
            postgresql_where=text("awaits <> ''"),
        ),
        # What waits, the most urgent first.
        Index(
            "ix_items_urgent",
            "awaits",
            text("urgent_at(due_at, process)"),
            "id",
            postgresql_where=text("awaits <> ''"),
        ),
        Index(
            "ix_items_open",
            "list_key",
            "scope",
            postgresql_ops={"scope": "text_pattern_ops"},
            postgresql_where=text("awaits <> ''"),
        ),
        # What is open, the newest first, in a list with hardly anything open, too.
        Index(
            "ix_items_open_newest",
            "list_key",
            "id",
            postgresql_where=text("awaits <> ''"),
        ),
        Index(
            "ix_items_handed_in",
            "list_key",
            text("(process #>> '{handed_in,-1,due}')"),
            postgresql_where=text("process ? 'handed_in' AND due_at IS NOT NULL"),
        ),
        Index(
            "ix_items_relapse_of",
            text("(process ->> 'relapse_of')"),
            postgresql_where=text("process ? 'relapse_of'"),
        ),
        # One line of one check makes one problem, whoever is quicker.
        Index(
            "uq_items_finding",
            text("((process -> 'finding') ->> 'check')"),
            text("((process -> 'finding') ->> 'line')"),
            unique=True,
            postgresql_where=text(
                "list_key = 'problems' AND state <> 'withdrawn' AND process ? 'finding'"
            ),
        ),
        Index(
            "ix_items_finding",
            text("((process -> 'finding') ->> 'check')"),
            postgresql_where=text("list_key = 'problems' AND process ? 'finding'"),
        ),
        Index(
            "ix_items_round",
            text("((process -> 'sheet') ->> 'round')"),
            postgresql_where=text("process ? 'sheet'"),
        ),
        Index(
            "ix_items_complaint",
            text("((process -> 'complaint') ->> 'number')"),
            postgresql_where=text("process ? 'complaint'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    list_key: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    scope: Mapped[str]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    parent_id: Mapped[int | None] = mapped_column(
        BigInteger,
        ForeignKey("items.id", deferrable=True, initially="DEFERRED"),
        index=True,
    )
    awaits: Mapped[str]
    due_at: Mapped[datetime | None]
    due_version: Mapped[int]
    due_basis: Mapped[dict[str, Any] | None]
    rung: Mapped[int]
    rung_at: Mapped[datetime | None]
    round: Mapped[int]
    duties: Mapped[dict[str, Any]]
    evidence: Mapped[list[Any]]
    data: Mapped[dict[str, Any]]  # declared fields
    process: Mapped[dict[str, Any]]  # notes of the machine
    source_key: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int]
    head: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    state_since: Mapped[datetime]


class Event(Base):
    """A move of an item; hashed over the event before, never changed or removed."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_moves", "at", "item_id", "seq"),
        Index("ix_events_opened", "actor_id", "item_id", postgresql_where=text("seq = 1")),
    )

    item_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    list_key: Mapped[str]
    at: Mapped[datetime]
    trigger: Mapped[str]
    source: Mapped[str]
    dest: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str]
    behind_id: Mapped[int | None]
    comment: Mapped[str]
    changes: Mapped[dict[str, Any]]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class LegalMove(Base):
    """The declared transitions, copied on migration for the checks of the database."""

    __tablename__ = "legal_moves"

    list_key: Mapped[str] = mapped_column(primary_key=True)
    trigger: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    dest: Mapped[str]
    forbidden: Mapped[list[str]] = mapped_column(ARRAY(Text))


class Counter(Base):
    """The last number given out for a list and year; numbers have no gaps."""

    __tablename__ = "counters"

    list_key: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]


class DocumentCounter(Base):
    """The last number given out for a document, an issuing unit and a year; without gaps."""

    __tablename__ = "document_counters"

    document: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]


class Escalation(Base):
    """A climbed rung; the key allows each rung once for each version of the due date."""

    __tablename__ = "escalations"

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    due_version: Mapped[int] = mapped_column(primary_key=True)
    rung: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    planned_at: Mapped[datetime]
    at: Mapped[datetime]


class IdempotencyKey(Base):
    """A request carried out; commits together with its effect."""

    __tablename__ = "idempotency_keys"

    account_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int]
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]
