"""Channels: targets of notices besides mail, and their successes and failures."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class Channel(Base):
    """A group robot, or a program of another organisation; told of events below its unit.

    The key of the other side is sealed with the service's key and never shown again. A channel is
    never removed, only switched off: its posts stay to be looked at.
    """

    __tablename__ = "channels"
    __table_args__ = (Index("ix_channels_active", "id", postgresql_where=text("active")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    topics: Mapped[list[str]] = mapped_column(ARRAY(String))
    language: Mapped[str] = mapped_column(server_default="zh")
    titles: Mapped[bool] = mapped_column(server_default=text("false"))  # may what it says be sent
    base_url: Mapped[str]
    key: Mapped[bytes | None] = mapped_column(LargeBinary)  # part of a robot's address
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)  # signs what is sent
    old_secret: Mapped[bytes | None] = mapped_column(LargeBinary)  # signs it, too, for a while
    old_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    made_at: Mapped[datetime]
    failing_since: Mapped[datetime | None]  # empty while the other side takes what is sent
    failures: Mapped[int] = mapped_column(server_default="0")  # in a row
    wait_until: Mapped[datetime | None]  # nothing is tried before this
    off_reason: Mapped[str] = mapped_column(server_default="")  # why the machine switched it off
