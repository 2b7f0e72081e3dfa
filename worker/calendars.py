"""A meeting beside the text of a mail, for the recipient's calendar (.ics)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

from workflow.queries.calendar_entries import CalendarEntry, calendar_file


def attach_meeting(message: EmailMessage, met: CalendarEntry, language: str) -> None:
    """Add a meeting to a mail."""
    made = calendar_file([met], "en" if language == "en" else "zh", datetime.now(UTC))
    message.add_attachment(
        made, maintype="text", subtype="calendar", filename=f"{met.key}.ics",
        params={"method": "PUBLISH", "charset": "utf-8"}, cte="base64",
    )  # fmt: skip
