"""The content of a mail with a report, or on why none was made; a revoked report sends none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from workflow.platform import connect, settings
from workflow.words import Words

_READ = """
    SELECT o.id, p.email, p.name, coalesce(nullif(p.name_en, ''), p.name), p.language,
           p.left_on IS NOT NULL AND p.left_on <= (now() AT TIME ZONE %(zone)s)::date,
           e.data ->> 'name', w.name, coalesce(nullif(w.name_en, ''), w.name), c.due_at,
           r.withheld, c.name, CASE WHEN c.attached THEN c.content END
      FROM outbox o JOIN report_copies c ON c.id = o.report_copy_id
      JOIN report_runs r USING (report_id, due_at)
      JOIN register_entries e ON e.id = c.report_id JOIN people w ON w.id = e.made_by_id
      JOIN people p ON p.id = o.person_id
     WHERE o.id = %(id)s AND NOT (e.data ? 'revoked' AND r.withheld IS NULL)"""


class Attachment(NamedTuple):
    """A file that goes along with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLetter:
    """A mail about a report of a day; without a file the report is fetched from the service."""

    outbox_id: int
    address: str
    name: Words
    language: str
    has_left: bool
    report: str
    owner: Words
    day: date
    withheld: Words | None
    file: Attachment | None


def letter_of(outbox_id: int) -> ReportLetter | None:
    """Return the content of a mail about a report, or ``None`` where the report was revoked."""
    asked = {"id": outbox_id, "zone": settings().timezone}
    with connect() as connection:
        row = connection.execute(_READ, asked).fetchone()
    if row is None:
        return None
    id_, address, zh, en, language, left, report, owner, owner_en, due_at = row[:10]
    withheld, file, content = row[10:]
    due: datetime = due_at
    return ReportLetter(
        outbox_id=id_, address=address, name=Words(zh, en), language=language, has_left=left,
        report=report, owner=Words(owner, owner_en), day=due.astimezone(settings().zone).date(),
        withheld=Words(*withheld) if withheld else None,
        file=Attachment(file, bytes(content)) if content is not None else None,
    )  # fmt: skip
