"""All texts of an item for the search, and the items of which something is still to be read."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class SearchText(Base):
    """The texts of an item in the form of the search; can be made again from item and events."""

    __tablename__ = "search_texts"
    __table_args__ = (
        Index("ix_search_texts_pairs", text("search_pairs(written)"), postgresql_using="gin"),
    )

    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("items.id"), primary_key=True)
    written: Mapped[str] = mapped_column(Text)


class Spelling(Base):
    """The name of a person or unit in pinyin; it counts while the name is still the same."""

    __tablename__ = "spellings"
    __table_args__ = (
        Index("ix_spellings_pairs", text("search_pairs(spelled)"), postgresql_using="gin"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    of_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    spelled: Mapped[str] = mapped_column(Text)


# Triggers add an item for each new text; an item may stand here more than once.
SEARCH_BACKLOG = Table(
    "search_backlog", Base.metadata, Column("item_id", BigInteger, nullable=False)
)
