"""Registers: the entries of registers without a table of their own, and their changes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class RegisterRow(Base):
    """An entry; the declared fields are in ``data``, by key."""

    __tablename__ = "register_entries"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="days_in_order"),
        Index("ix_register_entries_newest", "register", "made_at", "id"),
        Index("ix_register_entries_unit", "unit_id", "register"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    register: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    data: Mapped[dict[str, Any]]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_by: Mapped[str]


class RegisterChangeRow(Base):
    """A change of an entry of any table; the row is never changed or deleted."""

    __tablename__ = "register_changes"
    __table_args__ = (
        UniqueConstraint("register", "entry", "version"),
        Index(
            "ix_register_changes_codes",
            "register",
            "at",
            postgresql_where=text("register IN ('code_tables', 'codes', 'evidence_rules')"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    register: Mapped[str]
    entry: Mapped[str]
    version: Mapped[int]  # of the entry, as the change has made it
    act: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    behind_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    actor_name: Mapped[str]
    reason: Mapped[str]
    changes: Mapped[dict[str, Any]]  # field -> what it was and what it is
