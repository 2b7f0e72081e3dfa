"""Units of the organisation and who holds which post in them, from when to when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class Unit(Base):
    """A typed unit of the tree; ``path`` lists the ids from the root, such as /1/4/9/."""

    __tablename__ = "units"
    __table_args__ = (
        Index("ix_units_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(server_default="")
    path: Mapped[str] = mapped_column(unique=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Appointment(Base):
    """A post: this person in this role in this unit, both days included."""

    __tablename__ = "appointments"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
