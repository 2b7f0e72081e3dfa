"""The organisation's own part of the calendar, and the passes over existing due dates."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class OwnDayRow(Base):
    """A working day, or a day off, of the organisation, whatever the country's calendar says."""

    __tablename__ = "own_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str]
    name_en: Mapped[str]
    note: Mapped[str]


class SettledYear(Base):
    """A year with a schedule completed by hand, before the library knew the year."""

    __tablename__ = "settled_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ConventionRow(Base):
    """Whether the first day counts for a kind of deadline, where the default was changed."""

    __tablename__ = "conventions"

    key: Mapped[str] = mapped_column(primary_key=True)
    counts_first: Mapped[bool]


class ReckoningRow(Base):
    """A pass that moves due dates after a change of the calendar; one runs at a time."""

    __tablename__ = "reckonings"
    __table_args__ = (
        Index(
            "uq_reckonings_running",
            "ended_at",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    edition: Mapped[str]  # of the calendar that was looked at before
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str]
    began_at: Mapped[datetime]
    items: Mapped[int]  # open ones with a due date when it began
    seen: Mapped[int] = mapped_column(server_default="0")
    seen_to: Mapped[int] = mapped_column(BigInteger, server_default="0")  # the id of an item
    moved: Mapped[int] = mapped_column(server_default="0")
    refused: Mapped[int] = mapped_column(server_default="0")
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(server_default="")  # done, stopped or changed
