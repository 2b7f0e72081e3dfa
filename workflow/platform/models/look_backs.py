"""Samples of closed problems drawn for a day, with all inputs to draw them again."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class LookBack(Base):
    """A plan; its key is random, so that no gap in a row betrays a secret plan."""

    __tablename__ = "look_backs"
    __table_args__ = (
        Index(
            "ix_look_backs_due",
            "day",
            postgresql_where=text("called_at IS NULL AND taken_back_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    day: Mapped[date]
    strata_by: Mapped[str]
    measure: Mapped[str]
    amount: Mapped[int]
    closed_from: Mapped[date | None]
    seed: Mapped[str]
    reason: Mapped[str]
    drawn_at: Mapped[datetime]
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    drawn_by: Mapped[str]
    called_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str | None]
    taken_back_reason: Mapped[str | None]


class LookBackStratum(Base):
    """A group of similar closed problems, by number, and the drawn numbers."""

    __tablename__ = "look_back_strata"

    look_back_id: Mapped[UUID] = mapped_column(ForeignKey("look_backs.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    severity: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    population: Mapped[list[str]] = mapped_column(ARRAY(Text))
    drawn: Mapped[list[str]] = mapped_column(ARRAY(Text))
