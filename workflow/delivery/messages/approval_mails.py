"""Mails to a person about a request on their account: at the request, and at the approval.

The mail goes to the person's address at the time of the request, whatever the address is by now.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.rows import class_row, dict_row

from workflow.accounts.approvals import AGREED, COLUMNS, Approval
from workflow.platform import connect
from workflow.words import Words

_READ = """
    SELECT o.kind AS told, o.approval_id, p.name AS person, p.name_en, p.language
      FROM outbox o JOIN people p ON p.id = o.person_id
     WHERE o.id = %s AND o.approval_id IS NOT NULL"""
_APPROVAL = f"SELECT {COLUMNS} FROM approvals WHERE id = %s"  # noqa: S608 -- constants


@dataclass(frozen=True, slots=True)
class ApprovalLetter:
    """A mail about a request; ``agreed`` once the request has been carried out."""

    outbox_id: int
    approval: Approval
    agreed: bool
    name: Words
    language: str


def letter_of(outbox_id: int) -> ApprovalLetter | None:
    """Return the content of a mail about a request, or ``None`` for a mail of another kind."""
    with connect() as connection:
        row = connection.cursor(row_factory=dict_row).execute(_READ, [outbox_id]).fetchone()
        if row is None:
            return None
        with connection.cursor(row_factory=class_row(Approval)) as cursor:
            approval = cursor.execute(_APPROVAL.encode(), [row["approval_id"]]).fetchone()
    assert approval  # noqa: S101 -- a foreign key keeps it
    name = Words(row["person"], row["name_en"] or row["person"])
    return ApprovalLetter(outbox_id, approval, row["told"] == AGREED, name, row["language"])
