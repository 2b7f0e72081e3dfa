"""Tell guesses cell by cell, lines without a row, and columns left out."""

from __future__ import annotations

from collections import defaultdict

from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.draft import OrganisationDraft

_MOST = 12  # rows that are named
_KINDS = ("section", "total", "note", "signature", "example", "instruction")


def tell(draft: OrganisationDraft) -> None:
    """Add the notes on the file as a whole to a draft."""
    for (sheet, column), count in draft.months.items():
        draft.guess(told.ONLY_MONTH.format(sheet=sheet, column=column, count=count))
    for (sheet, column), count in draft.inherited.items():
        draft.guess(told.INHERITED.format(sheet=sheet, column=column, count=count))
    for read in draft.columns:
        if read.left_out:
            draft.guess(told.COLUMN_LEFT.format(sheet=read.sheet, column=read.name))
    _tell_lines(draft)


def _tell_lines(draft: OrganisationDraft) -> None:
    by_sheet: dict[str, list[int]] = defaultdict(list)
    for sheet, line in draft.lines:
        if line.kind in _KINDS:
            by_sheet[sheet].append(line.row + 1)
    for sheet, rows in by_sheet.items():
        named = "、".join(map(str, sorted(rows)[:_MOST])) + ("…" if len(rows) > _MOST else "")
        draft.guess(told.LINES_LEFT.format(sheet=sheet, rows=named))
