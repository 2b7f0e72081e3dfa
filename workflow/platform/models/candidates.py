"""Candidates for findings, and the decisions of people on them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class CandidateRow(Base):
    """A candidate: once for each kind, subject and period; decided once."""

    __tablename__ = "candidates"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "period"),
        Index("ix_candidates_open", "unit_id", postgresql_where=text("decision = ''")),
        Index("ix_candidates_check", "check_number", "line"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]  # such as a line of a sheet in a unit, written as its kind likes
    period: Mapped[str]  # such as a quarter; empty where it is noted but once
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    title: Mapped[str]
    source: Mapped[str]  # in words
    about: Mapped[str]  # the number of an item, or empty
    check_number: Mapped[str]  # of the check with the failing line, or empty
    line: Mapped[str]
    severity: Mapped[str]
    aspect: Mapped[str]
    measures: Mapped[str]
    found_on: Mapped[date]
    noted_at: Mapped[datetime]
    decision: Mapped[str]  # empty, taken_up or dismissed
    reason: Mapped[str]  # for dismissing
    number: Mapped[str]  # of the problem made of it
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by: Mapped[str]


class TargetVerdict(Base):
    """A target judged after its period, as it was set by then; missed ones become candidates."""

    __tablename__ = "target_verdicts"

    entry_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("register_entries.id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)  # of the entry
    is_met: Mapped[bool | None]  # nothing: its indicator is declared no more
    judged_at: Mapped[datetime]
