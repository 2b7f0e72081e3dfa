"""A problem with everything that a case file may hold, taken out of the real service."""

from __future__ import annotations

import io
from datetime import timedelta

from tests.cast import actor
from tests.engine.stage import REASON, START, Stage
from tests.evidence.files import photo
from workflow.audit.sealing import seal
from workflow.engine import commands
from workflow.evidence import store
from workflow.platform import connect
from workflow.queries.case_files.making import case_file

LATER = START + timedelta(days=1)


def closed_problem() -> str:
    """Close a problem with a supervision notice on it and a real photo; seal; return its number."""
    number = Stage().one("problems", "assigned")
    piece = store(io.BytesIO(photo()), "整改后.jpg")
    commands.fire(
        number, "attach", actor("branch-head"), evidence=[piece], comment=REASON, now=START
    )
    Stage().many("supervisions", "closed", 1, parents=[number])
    with connect() as connection:
        seal(connection, LATER)
    return number


def taken_out(number: str, login: str = "leader", language: str = "zh") -> bytes:
    return b"".join(case_file([number], actor(login), language, LATER))  # type: ignore[arg-type]
