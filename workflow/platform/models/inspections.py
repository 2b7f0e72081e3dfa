"""Sheets of lines in editions, and the rounds in which units are checked by them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class SheetEditionRow(Base):
    """An edition of a sheet: a draft, or published for good."""

    __tablename__ = "sheet_editions"
    __table_args__ = (
        UniqueConstraint("sheet", "number"),
        Index(
            "uq_sheet_editions_draft",
            "sheet",
            unique=True,
            postgresql_where=text("published_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    sheet: Mapped[str]
    number: Mapped[int]
    zh: Mapped[str]
    en: Mapped[str]
    reason: Mapped[str]
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]


class SheetLineRow(Base):
    """A line of an edition: a chapter, a procedure, or what is asked; texts as in the file."""

    __tablename__ = "sheet_lines"

    edition_id: Mapped[int] = mapped_column(ForeignKey("sheet_editions.id"), primary_key=True)
    number: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]  # in the order of the sheet, from zero
    above: Mapped[str]
    kind: Mapped[str]
    zh: Mapped[str]
    en: Mapped[str]
    optional: Mapped[bool]
    points: Mapped[str]
    evidence: Mapped[str]
    citation: Mapped[str]
    aspect: Mapped[str]
    severity: Mapped[str]
    task: Mapped[str]
    level: Mapped[str]
    steps: Mapped[str]
    papers: Mapped[str]
    cadence: Mapped[str]


class RoundRow(Base):
    """A round: an edition of a sheet over some units, of a kind, on some days."""

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
    edition_id: Mapped[int] = mapped_column(ForeignKey("sheet_editions.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))  # in whose subtree
    first_day: Mapped[date]
    last_day: Mapped[date]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_by: Mapped[str]
