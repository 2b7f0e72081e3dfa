"""Gather the rows of a problem: consecutive rows, and rows of other lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from workflow.imports.ledger.header_lines import texts_of
from workflow.imports.ledger.names import plain
from workflow.imports.ledger.raw_rows import RawRow
from workflow.imports.ledger.tables import Table

_LISTS = re.compile(
    r"任务|责任|措施|进展|进度|整改情况|落实情况|跟踪|销号|progress|status|follow.?up|tasks?|actions?|"
    r"responsib|milestone",
    re.IGNORECASE,
)
_USEFUL = (
    "measures",
    "responsible_unit",
    "lead_unit",
    "unit_and_person",
    "specific",
    "direct",
    "first",
    "status",
    "progress",
    "due",
    "completed_on",
)


def groups_of(table: Table) -> Iterator[list[RawRow]]:
    """Yield the rows of each problem of a table."""
    rows: list[RawRow] = []
    for raw in table.rows():
        if rows and not raw.continues:
            yield rows
            rows = []
        rows.append(raw)
    if rows:
        yield rows


@dataclass(slots=True)
class OtherLists:
    """Lists of tasks and of responsibilities with rows for problems of another list."""

    by_number: dict[str, list[RawRow]] = field(default_factory=dict)
    joined: dict[int, int] = field(
        default_factory=dict
    )  # the table's number -> rows that found one
    tables: list[Table] = field(default_factory=list)
    _of: dict[int, tuple[int, str]] = field(default_factory=dict)

    def add(self, table: Table) -> bool:
        """Add a list, if its rows name their problems; say whether they do."""
        field_ = _joining_field(table)
        if not field_:
            return False
        self.tables.append(table)
        number = ""
        for raw in table.rows():
            number = plain(raw.text(field_)) or number
            if number:
                self.by_number.setdefault(number, []).append(raw)
                self._of[id(raw)] = (len(self.tables) - 1, number)
        return True

    def take(self, problem: RawRow) -> list[RawRow]:
        """Return the rows for a problem, each only once."""
        for field_ in ("issue_no", "no"):
            if rows := self.by_number.pop(plain(problem.text(field_)), []):
                for raw in rows:
                    table, _ = self._of[id(raw)]
                    self.joined[table] = self.joined.get(table, 0) + 1
                return rows
        return []

    def left(self, number: int) -> list[str]:
        """Return the numbers of a list's rows without a problem."""
        return [
            name for name, rows in self.by_number.items()
            if any(self._of[id(raw)][0] == number for raw in rows)
        ]  # fmt: skip


def _joining_field(table: Table) -> str:
    """Return the field with the problem of a row, or an empty text."""
    fields = table.headers[0].fields
    if not any(name in fields for name in _USEFUL):
        return ""
    if "problem_no" in fields:
        return "problem_no"
    top = table.headers[0].top
    titles = [
        " ".join(texts_of(cells).values()) for cells in table.sheet.rows[max(0, top - 3) : top]
    ]
    named = any(_LISTS.search(text) for text in (*titles, table.sheet.name))
    if not named:
        return ""
    return next((name for name in ("issue_no", "no") if name in fields), "")
