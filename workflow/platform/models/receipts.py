"""Receipts of what came from outside: complaints and objections, with the sealed identity."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class ReceiptRow(Base):
    """A receipt: authentication codes instead of secrets, an encrypted identity or none."""

    __tablename__ = "receipts"
    __table_args__ = (Index("ix_receipts_item", "item_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    code_mac: Mapped[str]
    once_mac: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes | None]
    at: Mapped[datetime]
