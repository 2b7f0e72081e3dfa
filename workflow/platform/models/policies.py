"""Settings of the organisation: its ladders, and the version for the caches of processes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class LadderRow(Base):
    """An edition of a ladder: a draft, or published for good from its day on."""

    __tablename__ = "ladders"
    __table_args__ = (
        Index(
            "uq_ladders_published",
            "list_key",
            "state",
            "severity",
            "valid_from",
            unique=True,
            postgresql_where=text("published_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    list_key: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]  # empty: of every severity
    valid_from: Mapped[date]
    rungs: Mapped[list[Any]]
    reason: Mapped[str]
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None]


class PoliciesVersion(Base):
    """A single row: the version changes with every setting used by decisions."""

    __tablename__ = "policies_version"

    version: Mapped[UUID] = mapped_column(primary_key=True)
    xact: Mapped[str]  # the transaction that made it: one version is enough for each


class Replan(Base):
    """A pass over the open items for a version of the settings, with its position."""

    __tablename__ = "replans"

    version: Mapped[UUID] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    seen_to: Mapped[int] = mapped_column(BigInteger, server_default="0")  # the id of an item
    moved: Mapped[int] = mapped_column(server_default="0")
    finished_at: Mapped[datetime | None]
    edition: Mapped[str] = mapped_column(server_default="")  # of the country's holidays
    clock: Mapped[datetime] = mapped_column(server_default=text("now()"))  # the latest time seen
