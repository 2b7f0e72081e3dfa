"""The sheets of a pack, looked over before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.declaration import DeclaredSheet
from workflow.declaration.pack_faults import PackFaults, rows
from workflow.errors import BadInput
from workflow.inspections.line_kinds import COLUMNS
from workflow.inspections.lines import read_lines, unfinished
from workflow.words import Words

_NEEDED = ("number", "above", "kind", "zh")
_NO_COLUMN = Words("检查表没有“{column}”这样的列", 'a sheet has no column such as "{column}"')


def look_over(sheets: Mapping[str, DeclaredSheet], folder: str) -> None:
    """Refuse sheets that could not be published; ``folder`` is the place of the pack for people.

    Raises ``BadInput`` with every fault: file, row and column.
    """
    faults = PackFaults(folder)
    for sheet in sheets.values():
        path = f"sheets/{sheet.key}.csv"
        found = [*rows({path: sheet.lines}, path, _NEEDED, faults)]
        if unknown := {*(found[0].cells if found else ())} - {*COLUMNS}:
            faults.file(path, _NO_COLUMN.format(column=min(unknown)))
        for place, words in _faults([row.cells for row in found]):
            faults.line(path, place, words)
    faults.refuse()


def _faults(found: list[Mapping[str, str]]) -> Iterator[tuple[str, Words]]:
    try:
        for number, words in enumerate(unfinished(read_lines(found, first=2))):
            yield f"unfinished_{number}", words
    except BadInput as refused:
        yield from refused.fields.items()
