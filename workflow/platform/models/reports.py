"""Reports that are made by a timetable: what was made when, and the copy of each recipient."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class ReportRun(Base):
    """A due instant of a report that was seen to, once; ``withheld`` says why none was made."""

    __tablename__ = "report_runs"

    report_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("register_entries.id"), primary_key=True
    )
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    withheld: Mapped[list[str] | None] = mapped_column(ARRAY(Text))  # in Chinese, in English


class ReportCopy(Base):
    """The copy of a report for a person; without content, the notice that none was made.

    The content goes after its time, the row stays. ``posts`` are those of the reader under which
    the copy was made.
    """

    __tablename__ = "report_copies"
    __table_args__ = (
        ForeignKeyConstraint(
            ["report_id", "due_at"],
            ["report_runs.report_id", "report_runs.due_at"],
            name="fk_report_copies_run",
        ),
        UniqueConstraint("report_id", "due_at", "person_id", name="uq_report_copies_person"),
        Index("ix_report_copies_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    report_id: Mapped[int] = mapped_column(BigInteger)
    due_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str]  # of the file
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    size: Mapped[int]  # bytes
    posts: Mapped[list[str]] = mapped_column(ARRAY(Text))  # role and unit, as "role 3"
    attached: Mapped[bool]  # goes along with the mail
