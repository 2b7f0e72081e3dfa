"""Items that have come some of the way already."""

from __future__ import annotations

import io
from datetime import timedelta

from tests import clock
from tests.cast import PERSONAS, actor
from tests.evidence.files import photo
from workflow import evidence
from workflow.engine import commands
from workflow.evidence import Piece


def stored(data: bytes | None = None, name: str = "现场.jpg") -> Piece:
    """Return a stored piece of evidence; a small photo unless other bytes are given."""
    return evidence.store(io.BytesIO(photo() if data is None else data), name)


def in_days(days: int) -> str:
    """Return a day as a form sends it."""
    return (clock.today() + timedelta(days=days)).isoformat()


def raised(title: str = "会议记录不全", severity: str = "minor", unit: int = 3) -> str:
    """Return the number of a fresh problem."""
    fields = {"title": title, "unit": str(unit), "severity": severity}
    return commands.raise_item("problems", actor("inspector"), fields=fields).number


def assigned(title: str = "会议记录不全", days: int = 30) -> str:
    """Return the number of a problem that the branch head has to rectify."""
    number = raised(title)
    fields = {"holder": str(PERSONAS["branch-head"].id), "due_on": in_days(days)}
    commands.fire(number, "assign", actor("coordinator"), fields=fields)
    return number


def rectified(*pieces: Piece) -> str:
    """Return the number of a problem that waits to be verified."""
    number, pieces = assigned(), pieces or (stored(),)
    fields = {"statement": "已补齐", "pledge": "yes"}
    commands.fire(number, "rectify", actor("branch-head"), fields=fields, evidence=pieces)
    return number
