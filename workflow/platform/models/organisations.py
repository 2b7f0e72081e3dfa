"""Units of the organisation, their history, and the posts with holder, begin and end."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import CALLED, Base


class Unit(Base):
    """A typed unit of the tree; ``path`` lists the ids from the root, such as /1/4/9/."""

    __tablename__ = "units"
    __table_args__ = (
        Index("ix_units_called", text(CALLED), postgresql_using="gin"),
        Index(
            "ix_units_numbered",
            text("search_pairs(search_form(COALESCE(code, ''::character varying)::text))"),
            postgresql_using="gin",
        ),
        Index("ix_units_depth", text("length(path::text)"), "id"),  # the highest units first
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
    code: Mapped[str | None] = mapped_column(unique=True)  # what the organisation itself calls it
    unit_class: Mapped[str] = mapped_column(server_default="")
    full_members: Mapped[int | None]
    probationary_members: Mapped[int | None]
    joined_units: Mapped[int | None]  # how many units a joint branch is made of


class UnitName(Base):
    """A former name of a unit, both days included; the present name is in the unit's row."""

    __tablename__ = "unit_names"
    __table_args__ = (CheckConstraint("valid_to >= valid_from", name="dates"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(server_default="")
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date]


class Term(Base):
    """A term of office of a unit's committee, with its approved extension."""

    __tablename__ = "terms"
    __table_args__ = (
        CheckConstraint("ends_on >= begins_on", name="dates"),
        CheckConstraint("extended_to > ends_on", name="extension"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    begins_on: Mapped[date] = mapped_column(primary_key=True)
    ends_on: Mapped[date]
    elected_on: Mapped[date | None]
    extended_to: Mapped[date | None]


class UnitChange(Base):
    """A change of a unit or of a post in the unit: author and day; append-only."""

    __tablename__ = "unit_changes"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    what: Mapped[str]
    effective_on: Mapped[date]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    details: Mapped[dict[str, Any]]


class Handover(Base):
    """A signed hand-over of a person's open items to a successor; append-only."""

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    comment: Mapped[str]


class Appointment(Base):
    """A post: a person in a role in a unit, both days included."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        # Three administrators are three people: ranges of one number stand for equality.
        ExcludeConstraint(
            (text("int4range(person_id, person_id, '[]')"), "&&"),
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            where=text("role IN ('system_admin', 'security_admin', 'audit_admin')"),
            name="ex_appointments_administrators",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("approvals.id"))


class Delegation(Base):
    """A delegation for an absence, both days included; kept afterwards."""

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="dates"),
        CheckConstraint("principal_id <> delegate_id", name="apart"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class OrganisationVersion(Base):
    """A single row: the version changes with every unit, person in post and post."""

    __tablename__ = "organisation_version"

    version: Mapped[UUID] = mapped_column(primary_key=True)
    xact: Mapped[str]  # the transaction that made it: one version is enough for each
