"""The journal: events outside of items, in a single append-only chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class JournalEntry(Base):
    """An entry; the database numbers, dates and hashes the entry at the commit."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_kind", "kind", "seq"),
        Index("ix_journal_actor", "actor_id", "seq"),
        Index("ix_journal_at", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    kind: Mapped[str]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    account_id: Mapped[int | None]
    address: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    details: Mapped[dict[str, Any]]
    prev_hash: Mapped[str | None] = mapped_column(unique=True)
    hash: Mapped[str | None]
