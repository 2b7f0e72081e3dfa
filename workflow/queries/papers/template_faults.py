"""The faults of an own template, each with its place: a part, a paragraph, or a cell of a table."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words

_PART = Words("文件中的 {name}", "{name} in the file")
_PARAGRAPH = Words("{where}第{n}段", "{where}, paragraph {n}")
_CELL = Words(
    "{where}第{table}个表格第{row}行第{cell}格", "{where}, table {table}, row {row}, cell {cell}"
)


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """A fault: the place, and the sentence with the remedy."""

    place: Words
    words: Words


def in_part(name: str) -> Words:
    """Return the place of a part of the file."""
    return _PART.format(name=name[:60])


def in_paragraph(where: Words, number: int) -> Words:
    """Return the place of a paragraph outside of tables, from 1."""
    return _PARAGRAPH.format(where=where, n=number)


def in_cell(where: Words, table: int, row: int, cell: int) -> Words:
    """Return the place of a cell of a table, from 1."""
    return _CELL.format(where=where, table=table, row=row, cell=cell)
