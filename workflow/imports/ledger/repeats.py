"""Find repetitions in a file: a summary sheet that repeats the sheets of the units."""

from __future__ import annotations

import hashlib

from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.names import plain
from workflow.imports.ledger.result_types import ProblemEntry, Refused


class Repeats:
    """Keeps the problems of a file by content, to recognise them on another sheet."""

    def __init__(self) -> None:
        self._seen: dict[bytes, tuple[str, int]] = {}
        self.told: list[Refused] = []

    def is_one(self, problem: ProblemEntry) -> bool:
        """Say whether another sheet has the same problem; a repetition is noted and not raised."""
        mark = _mark(problem)
        sheet, row = self._seen.setdefault(mark, (problem.sheet, problem.row))
        if sheet == problem.sheet:
            return False
        why = cell_refusals.REPEATED.format(sheet=sheet, row=row)
        self.told.append(problem.refuse("problem", problem.title, why, "left out"))
        return True


def _mark(problem: ProblemEntry) -> bytes:
    """Return a digest of a problem's content: text, units and deadline."""
    units = sorted(plain(unit.text) for unit in problem.units)
    parts = (plain(problem.text.get("problem", "")), problem.text.get("due", ""), *units)
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).digest()
