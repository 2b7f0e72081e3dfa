"""Colours of open items as of a moment, and their numbers by unit; made again at any time."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class KeptColour(Base):
    """An open item as counted, and the instant until which the colour of the day holds."""

    __tablename__ = "kept_colours"
    __table_args__ = (
        Index(
            "ix_kept_colours_turns_at", "turns_at", postgresql_where=text("turns_at IS NOT NULL")
        ),
    )

    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("items.id"), primary_key=True)
    list_key: Mapped[str]
    scope: Mapped[str]
    colour: Mapped[str | None]
    late: Mapped[bool]
    continuing: Mapped[bool]
    turns_at: Mapped[datetime | None]


class KeptCount(Base):
    """How many open items of a list a unit has, with all units below, and in which colours."""

    __tablename__ = "kept_counts"

    list_key: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    open: Mapped[int]
    late: Mapped[int]
    continuing: Mapped[int]
    red: Mapped[int]
    yellow: Mapped[int]
    blue: Mapped[int]
    green: Mapped[int]


class ColourEdition(Base):
    """The days and declarations for which colours are kept, and the moment of the last look."""

    __tablename__ = "colour_edition"

    edition: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[datetime]


# Triggers add an item for each change; an item may stand here more than once.
COLOUR_BACKLOG = Table(
    "colour_backlog", Base.metadata, Column("item_id", BigInteger, nullable=False)
)
