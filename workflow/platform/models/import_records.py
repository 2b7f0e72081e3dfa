"""Imports of ledgers, and what each of their rows brought."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class ImportRow(Base):
    """An import that was written: the file, the person, the choices, and the counts."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # none: the command line
    by_name: Mapped[str]
    choices: Mapped[dict[str, Any]]
    counts: Mapped[dict[str, Any]]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str | None]


class ImportedRow(Base):
    """A problem in an import: the row, word for word, and the imported values."""

    __tablename__ = "import_rows"

    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True, index=True)
    is_new: Mapped[bool]  # raised or taken over by this import
    sheet: Mapped[str]
    row: Mapped[int]
    cells: Mapped[dict[str, Any]]  # by meaning, or by the name of a column without one
    brought: Mapped[dict[str, Any]]  # by field of the problem
