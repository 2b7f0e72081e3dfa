"""Every item in the past: the spans of time between the events of changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class ItemSpan(Base):
    """An item as from an event until a later event; can be made again from the events.

    The newest span of an item lasts until ``infinity``; ``version`` is the last event read into it.
    """

    __tablename__ = "item_spans"
    __table_args__ = (
        Index(
            "uq_item_spans_newest",
            "item_id",
            unique=True,
            postgresql_where=text("until_at = 'infinity'"),
            postgresql_include=["version"],
        ),
        # What a unit had: no spans of others are touched.
        Index(
            "ix_item_spans_scope",
            "list_key",
            "scope",
            "until_at",
            postgresql_ops={"scope": "text_pattern_ops"},
        ),
        # What was open at a moment: few of the spans that had ended before are touched.
        Index("ix_item_spans_open", "list_key", "until_at", postgresql_where=text("awaits <> ''")),
        Index(
            "ix_item_spans_closed",
            "list_key",
            "state_since",
            postgresql_where=text("awaits = '' AND until_at = 'infinity'"),
        ),
        Index("ix_item_spans_moves", "list_key", "trigger", "from_at", "item_id"),
        Index(
            "ix_item_spans_stays",
            "list_key",
            "state",
            "until_at",
            "item_id",
            postgresql_where=text("left_state"),
        ),
    )

    item_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)  # of the event that began it
    version: Mapped[int]
    list_key: Mapped[str]
    trigger: Mapped[str]
    from_at: Mapped[datetime]  # included
    until_at: Mapped[datetime]  # not included
    left_state: Mapped[bool]  # whether it ended by another state
    title: Mapped[str]
    state: Mapped[str]
    state_since: Mapped[datetime]
    awaits: Mapped[str]
    severity: Mapped[str]
    unit_id: Mapped[int]
    scope: Mapped[str]
    holder_id: Mapped[int | None]
    due_at: Mapped[datetime | None]
    round: Mapped[int]
    evidence: Mapped[int]  # pieces
    data: Mapped[dict[str, Any]]  # the fields that colours, filters and columns read
    process: Mapped[dict[str, Any]]  # the notes that colours and filters read
