"""The written changes of the rows that give a way in, a right or a deadline; one chain of all."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class RowChange(Base):
    """A change of a row of a chained table; the database writes, numbers and hashes it."""

    __tablename__ = "row_changes"
    __table_args__ = (
        Index("ix_row_changes_row", "table_name", "row_key", "seq"),
        Index("ix_row_changes_unlinked", "id", postgresql_where=text("seq IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    seq: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    table_name: Mapped[str]
    row_key: Mapped[str]
    act: Mapped[str]  # INSERT, UPDATE, DELETE, or taken_in: found there by a migration
    role: Mapped[str]  # of the database
    program: Mapped[str]  # as it named itself to the database
    digests: Mapped[dict[str, Any]]  # column -> SHA-256 (32 hex digits) of its value
    prev_hash: Mapped[str | None] = mapped_column(unique=True)
    hash: Mapped[str | None]


# The chained tables, each with the columns that give nobody a way in, a right or more time.
CHAINED: dict[str, tuple[str, ...]] = {
    "people": ("language", "theme", "density"),
    "accounts": ("totp_step",),
    "subjects": (),
    "recovery_codes": (),
    "account_links": (),
    "tokens": (),
    "approvals": (),
    "appointments": (),
    "delegations": (),
    "handovers": (),
    "units": (),
    "unit_names": (),
    "unit_changes": (),
    "terms": (),
    "register_entries": (),
    "register_changes": (),
    "ladders": (),
    "own_days": (),
    "settled_years": (),
    "conventions": (),
    "channels": ("failing_since", "failures", "wait_until"),
    "look_backs": (),
    "look_back_strata": (),
    "releases": (),
    "receipts": (),
    "paper_templates": (),
    "sheet_editions": (),
    "sheet_lines": (),
    "rounds": (),
    "candidates": (),
}


def key_columns(table: str) -> tuple[str, ...]:
    """Return the columns of the primary key of a table, in order."""
    return tuple(column.name for column in Base.metadata.tables[table].primary_key)
