"""Other ways in, and what guards them all: recovery codes, links, single sign-on, throttles."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class RecoveryCode(Base):
    """A code for whoever has lost the device with the second factor; good once."""

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
    """Whom the provider of single sign-on means by a name of its own."""

    __tablename__ = "subjects"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    since: Mapped[datetime]


class Throttle(Base):
    """A bucket that tries fill and time empties; over the brim one waits, longer each time."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[float]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
