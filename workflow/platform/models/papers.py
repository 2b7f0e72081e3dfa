"""The organisation's own templates of documents, and copies of documents issued long ago."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class PaperTemplateRow(Base):
    """An own template of a kind of document in a language, with the first day in force."""

    __tablename__ = "paper_templates"
    __table_args__ = (
        Index(
            "uq_paper_templates_edition",
            "kind",
            "language",
            "holds_from",
            unique=True,
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[str]
    language: Mapped[str]
    holds_from: Mapped[date]
    name: Mapped[str]  # of the file as sent
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sent_by: Mapped[str]
    taken_back_at: Mapped[datetime | None]


class EarlierDocumentRow(Base):
    """The copy of a document issued before its event could hold the content; never changed."""

    __tablename__ = "earlier_documents"

    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("items.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)  # among the documents of the item, from 1
    content: Mapped[dict[str, Any]]
    digest: Mapped[str]
    copied_at: Mapped[datetime]
