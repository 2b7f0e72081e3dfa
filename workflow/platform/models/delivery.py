"""Messages promised: the in-app inbox, exactly once, and the outbox of mails and posts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base

_ABOUT = """CASE WHEN link_id IS NOT NULL THEN 'link'
    WHEN delegation_id IS NOT NULL THEN 'delegation' WHEN approval_id IS NOT NULL THEN 'approval'
    WHEN digest_on IS NOT NULL THEN 'digest' WHEN item_id IS NOT NULL THEN 'item'
    WHEN kind = 'trial' THEN 'trial' WHEN report_copy_id IS NOT NULL THEN 'report'
    ELSE 'channel' END"""  # what a mail is about, and so who writes it


class Inbox(Base):
    """A notice of an event to a person in the application."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("person_id", "item_id", "seq"),
        Index("ix_inbox_person", "person_id", "id"),
        Index("ix_inbox_unread", "person_id", "id", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    item_id: Mapped[int] = mapped_column(BigInteger)
    seq: Mapped[int]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    behind_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who is stood in for
    digest_on: Mapped[date | None]  # the day on which the digest had the last chance to tell it
    decision: Mapped[UUID | None]  # a mail about which tells this as well


class Digest(Base):
    """The digests of a working day were enqueued; a missed day has no row."""

    __tablename__ = "digests"

    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    people: Mapped[int]


class MailChoice(Base):
    """A kind of mail unwanted by a person; the inbox has the notice all the same."""

    __tablename__ = "mail_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)


class Follow(Base):
    """An item followed by a person, who is told of decisions on it."""

    __tablename__ = "follows"
    __table_args__ = (Index("ix_follows_person", "person_id"),)

    item_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("items.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[datetime]


class Outbox(Base):
    """A mail to a person: on an event, link, approval, delegation, channel, digest or report.

    A row without a person is a post to its channel: about an event, or, without an event, a test.

    ``available_at`` is schedule, lease and back-off in one column: leasing a row pushes the time
    ahead, so a lost job falls due again. ``queued`` is true from the lease until the mail is begun,
    so each lease is begun once; ``attempts`` counts the tries, the token of the present try.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("person_id", "item_id", "seq"),
        Index(
            "uq_outbox_post",
            "channel_id",
            "item_id",
            "seq",
            unique=True,
            postgresql_where=text("person_id IS NULL"),
        ),
        CheckConstraint(
            "num_nonnulls(link_id, item_id, delegation_id, digest_on, approval_id,"
            " report_copy_id) = 1 OR channel_id IS NOT NULL OR kind = 'trial'",
            name="matter",
        ),
        CheckConstraint("num_nonnulls(person_id, channel_id) > 0", name="recipient"),
        Index(
            "ix_outbox_channel", "channel_id", "id", postgresql_where=text("channel_id IS NOT NULL")
        ),
        Index(
            "uq_outbox_decision",
            "decision",
            "person_id",
            text("coalesce(behind_id, 0)"),
            unique=True,
            postgresql_where=text("decision IS NOT NULL"),
        ),
        # Partial, so that a decision keeps none of these up.
        Index(
            "uq_outbox_digest",
            "person_id",
            "digest_on",
            unique=True,
            postgresql_where=text("digest_on IS NOT NULL"),
        ),
        Index(
            "uq_outbox_delegation",
            "delegation_id",
            "kind",
            unique=True,
            postgresql_where=text("delegation_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_approval", "approval_id", postgresql_where=text("approval_id IS NOT NULL")
        ),
        Index(
            "uq_outbox_report",
            "report_copy_id",
            unique=True,
            postgresql_where=text("report_copy_id IS NOT NULL"),
        ),
        Index("ix_outbox_failed", "id", postgresql_where=text("failed_at IS NOT NULL")),
        Index(
            "ix_outbox_due",
            "available_at",
            postgresql_where=text("delivered_at IS NULL AND failed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id"))
    item_id: Mapped[int | None] = mapped_column(BigInteger)
    seq: Mapped[int | None]
    link_id: Mapped[int | None] = mapped_column(ForeignKey("account_links.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"))
    digest_on: Mapped[date | None] = mapped_column(ForeignKey("digests.day"))
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("approvals.id"))
    report_copy_id: Mapped[int | None] = mapped_column(ForeignKey("report_copies.id"))
    kind: Mapped[str] = mapped_column(server_default="")
    about: Mapped[str] = mapped_column(Computed(_ABOUT, persisted=True))
    decision: Mapped[UUID | None]  # of which it tells the person everything, the item above all
    behind_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who is stood in for
    at: Mapped[datetime]
    available_at: Mapped[datetime]
    queued: Mapped[bool] = mapped_column(server_default=text("false"))
    attempts: Mapped[int] = mapped_column(server_default="0")
    delivered_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    unreached_since: Mapped[datetime | None]  # no server was reached at the tries since
    error: Mapped[str] = mapped_column(server_default="")
    answer: Mapped[str] = mapped_column(server_default="")  # what the other side said to a post
