"""Decide on the tables of a file: lists of problems, or other tables."""

from __future__ import annotations

from workflow.imports.ledger.meanings import weights
from workflow.imports.ledger.tables import Table, with_matter

_STRONG = 85  # the weight of a name that can mean nothing but the problem
# What a list of problems has beside them, where the name of their column is as common as 内容.
_BESIDE = (
    "due", "measures", "responsible_unit", "lead_unit", "unit_and_person", "specific", "direct",
    "first", "severity", "status", "completed_on", "cause", "progress",
)  # fmt: skip


def usable(tables: list[Table]) -> tuple[list[Table], list[Table]]:
    """Return the tables of problems and the others.

    Where no table has a column for the problem, one that names a matter or a task stands in.
    """
    problems = [table for table in tables if table.has_problems]
    full = [table for table in problems if _is_full(table)]
    if full:
        return full, [table for table in tables if table not in full]
    if not problems:
        made = [with_matter(table) for table in tables if not _belongs_to_others(table)]
        problems = [table for table in made if table]
    return problems, [table for table in tables if table not in problems]


def _belongs_to_others(table: Table) -> bool:
    return table.is_counts or "problem_no" in table.headers[0].fields


def _is_full(table: Table) -> bool:
    """Say whether a table is a list of problems beyond doubt: a record of changes is none."""
    header = table.headers[0]
    named = weights(header.name("problem"))
    strong = max(named.get("problem", 0), named.get("title", 0)) >= _STRONG
    return strong or table.form is not None or any(name in header.fields for name in _BESIDE)
