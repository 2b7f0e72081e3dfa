"""Uploads of ledgers and rosters being worked on, and the remembered layouts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class ImportDraftRow(Base):
    """A ledger on the way in: the file, the choices of a person, and the reading so far."""

    __tablename__ = "import_drafts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    behind: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    importer: Mapped[dict[str, Any]]  # the actor of the last press of a button
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    name: Mapped[str]
    size: Mapped[int]
    source: Mapped[bytes | None] = mapped_column(LargeBinary)  # none once it is written
    choices: Mapped[dict[str, Any]]
    stage: Mapped[str]  # reading, read, refused, stopped, writing or written
    revision: Mapped[int] = mapped_column(server_default="1")
    done: Mapped[int] = mapped_column(server_default="0")
    total: Mapped[int] = mapped_column(server_default="0")
    stop: Mapped[bool] = mapped_column(server_default=text("false"))
    report: Mapped[dict[str, Any] | None]
    left_out: Mapped[bytes | None] = mapped_column(LargeBinary)  # an .xlsx of the rows left out


class ImportLineRow(Base):
    """A line of a ledger on the way in, with kind, fate, and doubts."""

    __tablename__ = "import_lines"

    draft_id: Mapped[UUID] = mapped_column(
        ForeignKey("import_drafts.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[int] = mapped_column(primary_key=True)
    asks: Mapped[bool]
    line: Mapped[dict[str, Any]]


class ImportLayoutRow(Base):
    """The corrected mapping of a layout, remembered for a unit and the units below."""

    __tablename__ = "import_layouts"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(primary_key=True)  # of the names of the columns
    columns: Mapped[dict[str, Any]]
    values: Mapped[dict[str, Any]]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str]
    at: Mapped[datetime]


class RosterDraftRow(Base):
    """A roster or a list of units on the way in: the file, the choices, and the reading so far."""

    __tablename__ = "roster_drafts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    touched_at: Mapped[datetime]
    name: Mapped[str]
    source: Mapped[bytes] = mapped_column(LargeBinary)
    choices: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
