"""Facts about the installation, its seals over the audit trail, and its heartbeats."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class Instance(Base):
    """A fact about the installation, such as the demonstration's clock."""

    __tablename__ = "instance"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class InstalledPack(Base):
    """The pack of the installation: a single row, chosen when the tables were made."""

    __tablename__ = "installed_pack"

    key: Mapped[str] = mapped_column(primary_key=True)
    installed_at: Mapped[datetime]


class PackFile(Base):
    """A file of a pack of the organisation's own; a pack that ships has none here."""

    __tablename__ = "pack_files"

    path: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class Seal(Base):
    """A signed checkpoint over the events since the seal before."""

    __tablename__ = "seals"

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    size: Mapped[int]
    root: Mapped[str]
    prev_hash: Mapped[str]
    hash: Mapped[str]
    signature: Mapped[str]
    key_id: Mapped[str] = mapped_column(Text, server_default="")  # empty: of before keys had ids


class SealKey(Base):
    """A public key of seals, published for good."""

    __tablename__ = "seal_keys"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    public: Mapped[str] = mapped_column(Text)  # hex
    published_at: Mapped[datetime]
    certified_by: Mapped[str] = mapped_column(Text)  # the key before, empty for a first one
    certificate: Mapped[str] = mapped_column(Text)  # its signature, hex


class SealLeaf(Base):
    """The newest event of an item when a seal was made."""

    __tablename__ = "seal_leaves"
    __table_args__ = (Index("ix_seal_leaves_item", "item_id", "seq"),)

    seal_no: Mapped[int] = mapped_column(ForeignKey("seals.no"), primary_key=True)
    item_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class Sweep(Base):
    """The heartbeat of a timetable job; the newest run of each."""

    __tablename__ = "sweeps"

    job: Mapped[str] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    done: Mapped[int]
    problem: Mapped[str]


class Postponed(Base):
    """An item not to be escalated for now, and the reason; the sweep skips the item until then."""

    __tablename__ = "postponed"

    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    until: Mapped[datetime]
    times: Mapped[int]
    reason: Mapped[str]


class Release(Base):
    """A release of the breaker by two people: one asked, another agreed."""

    __tablename__ = "releases"
    __table_args__ = (CheckConstraint("NOT asked_by && released_by", name="two_people"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    asked_at: Mapped[datetime]
    until: Mapped[datetime]  # by the domain's clock: what was due by then
    accused: Mapped[int]
    still_open: Mapped[int]
    reason: Mapped[str]
    asked_by: Mapped[list[int]] = mapped_column(ARRAY(Integer))  # and for whom, if for anybody
    asked_name: Mapped[str]
    released_at: Mapped[datetime | None]
    released_by: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    released_name: Mapped[str | None]


class InvariantRow(Base):
    """The newest result of an invariant, and the time since when the invariant is broken."""

    __tablename__ = "invariants"

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    took_ms: Mapped[int]
    broken: Mapped[int]
    examples: Mapped[list[str]] = mapped_column(ARRAY(Text))
    error: Mapped[str]
    since: Mapped[datetime | None]
