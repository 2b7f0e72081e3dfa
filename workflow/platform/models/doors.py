"""Other ways of signing in, and their guards: recovery codes, links, single sign-on, throttles."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Integer, LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class RecoveryCode(Base):
    """A code for a person without the device of the second factor; valid once."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    used_at: Mapped[datetime | None]


class AccountLink(Base):
    """An invitation or a reset; its token is drawn when the mail is written and kept as a hash.

    ``bound_to`` is a digest of password and address: when either changes, the link is void.
    """

    __tablename__ = "account_links"
    __table_args__ = (Index("uq_account_links_hash", "token_hash", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str]
    bound_to: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class Subject(Base):
    """The account behind a name used by the provider of single sign-on."""

    __tablename__ = "subjects"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    since: Mapped[datetime]


class Throttle(Base):
    """A bucket filled by tries and emptied by time; full means a wait, longer each time."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[float]
    at: Mapped[datetime]
    until: Mapped[datetime | None]


class ApprovalRow(Base):
    """An administrator's act in need of the approval of an administrator of another kind.

    ``details["row"]`` holds the future content of the row; ``granted_in`` is the transaction of the
    act, in which alone the database lets the row through. ``kind`` founding: by the machine, as
    long as there are no two administrators to agree.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        CheckConstraint(
            "agreed IS NOT TRUE OR kind = 'founding' OR coalesce("
            "decided_as IN ('system_admin', 'security_admin') AND decided_as <> asked_as"
            " AND cardinality(decided_by) > 0 AND NOT asked_by && decided_by"
            " AND NOT coalesce(person_id, 0) = ANY (decided_by), false)",
            name="two_administrators",
        ),
        CheckConstraint("kind = 'founding' OR person_id IS NOT NULL", name="person"),
        CheckConstraint("(agreed IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("ix_approvals_granted_in", "granted_in"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", use_alter=True))
    details: Mapped[dict[str, Any]]
    address: Mapped[str]  # of the person when it was asked for: there the person is told
    asked_at: Mapped[datetime]
    asked_as: Mapped[str]  # a role, or "machine" for its operator
    asked_by: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    asked_name: Mapped[str]
    agreed: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_as: Mapped[str | None]
    decided_by: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    decided_name: Mapped[str | None]
    granted_in: Mapped[str | None]
    used_at: Mapped[datetime | None]  # by a command that had to be repeated
