"""Tell the findings of a complaint about the reply, so they may be closed.

Looks for findings without the note, not at the last run; each is told by a move of the machine.
"""

from __future__ import annotations

from workflow.declaration import SYSTEM
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.errors import WorkflowError
from workflow.platform import connect

NOTE_REPLY = "note_reply"
_DUE = """
    SELECT p.number, c.process ->> 'replied_on' FROM items p
      JOIN items c ON c.number = p.process -> 'complaint' ->> 'number'
     WHERE p.list_key = 'problems' AND p.process ? 'complaint'
       AND NOT (p.process -> 'complaint') ? 'replied_on' AND p.awaits <> ''
       AND c.process ? 'replied_on' ORDER BY p.id LIMIT 200"""


def tell() -> int:
    """Note the replies given; return how many findings were told."""
    with connect() as connection:
        due = connection.execute(_DUE).fetchall()
    requests = [Request(number, NOTE_REPLY, {"replied_on": replied}) for number, replied in due]
    told = commands.decide(requests, SYSTEM) if requests else []
    return sum(not isinstance(one, WorkflowError) for one in told)
