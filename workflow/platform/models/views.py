"""The looks of lists chosen by people, and their saved views."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class ListLook(Base):
    """The columns and the density that a person has chosen for a list."""

    __tablename__ = "list_looks"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    list_key: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[list[str]] = mapped_column(ARRAY(Text))
    density: Mapped[str]


class ListView(Base):
    """A query of a list under a name: the owner's, and where shared, a unit's."""

    __tablename__ = "list_views"
    __table_args__ = (
        UniqueConstraint("owner_id", "list_key", "name", name="uq_list_views_name"),
        Index("ix_list_views_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    list_key: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]  # the words of an address
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
