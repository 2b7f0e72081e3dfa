"""What a person is told of a request about their account: when it is asked, and when agreed to.

The mail goes to the address that was theirs when it was asked for, whatever it is by now.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.rows import class_row, dict_row

from workflow.accounts.approvals import AGREED, COLUMNS, Approval
from workflow.platform.db import connect
from workflow.words import Words

_READ = """
    SELECT o.kind AS told, o.approval_id, p.name AS person, p.name_en, p.language
      FROM outbox o JOIN people p ON p.id = o.person_id
     WHERE o.id = %s AND o.approval_id IS NOT NULL"""
_APPROVAL = f"SELECT {COLUMNS} FROM approvals WHERE id = %s"  # noqa: S608 -- constants


@dataclass(frozen=True, slots=True)
class ApprovalLetter:
    """A mail about a request; ``agreed`` once it has been carried out."""

    outbox_id: int
    approval: Approval
    agreed: bool
    name: Words
    language: str


def letter_of(outbox_id: int) -> ApprovalLetter | None:
    """Read what one mail about a request says; nothing if the mail is about something else."""
    with connect() as connection:
        row = connection.cursor(row_factory=dict_row).execute(_READ, [outbox_id]).fetchone()
        if row is None:
            return None
        with connection.cursor(row_factory=class_row(Approval)) as cursor:
            approval = cursor.execute(_APPROVAL.encode(), [row["approval_id"]]).fetchone()
    assert approval  # noqa: S101 -- a foreign key keeps it
    name = Words(row["person"], row["name_en"] or row["person"])
    return ApprovalLetter(outbox_id, approval, row["told"] == AGREED, name, row["language"])
