"""The first run in the browser: the address, the browser, and the answers so far."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import Base


class FirstRunRow(Base):
    """The only first run of an installation; there is none once it has been founded.

    ``browser_hash`` is empty until a browser has opened the address; then the address opens nothing
    any more.
    """

    __tablename__ = "first_runs"
    __table_args__ = (CheckConstraint("id = 1", name="only"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    browser_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]]
    sheet: Mapped[bytes | None] = mapped_column(LargeBinary)  # the organisation as a file
