"""Sheets as files: a workbook out, and the same columns in, from a workbook or a CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice

from workflow.declaration import pack
from workflow.errors import BadInput
from workflow.imports.ledger.cells import Cell, Sheet, text_of
from workflow.imports.ledger.workbook import read_workbook
from workflow.inspections.editions import SheetEdition
from workflow.inspections.line_kinds import COLUMNS, KINDS
from workflow.inspections.lines import SheetLine, aspects
from workflow.platform.sheets.table import SheetBlock, SheetColumn, SheetFormat, SheetHead
from workflow.platform.sheets.writing import write
from workflow.words import Words

_ABOUT = Words("第{number}版，共{rows}行", "edition {number}, {rows:row|rows}")
_PAGE = Words("第 &P 页，共 &N 页", "page &P of &N")
_NO_HEAD = Words(
    "没有找到表头：需要“编号”“类型”“内容”等列，可先下载一份现有的检查表作样子。",
    'No header was found: columns such as "Number", "Kind" and "Text" are needed. Take out a sheet '
    "that is there to see what they are.",
)
_YES, _NO = Words("是", "yes"), Words("否", "no")
_LOOKED_AT = 20  # rows, for the header
_NEEDED = {"number", "kind", "zh"}
_WIDTHS = {"zh": 48, "en": 36, "task": 36, "citation": 24, "steps": 24, "evidence": 18}


def written(
    edition: SheetEdition, lines: Sequence[SheetLine], form: SheetFormat, language: str
) -> Iterator[bytes]:
    """Yield the file of an edition, with names for codes in the language."""
    about = _ABOUT.format(number=edition.number, rows=len(lines)).of(language)
    head = SheetHead(
        title=edition.words.of(language), about=about, page=_PAGE.of(language), rows=len(lines),
        columns=tuple(
            SheetColumn(key, words.of(language), _WIDTHS.get(key, 10))
            for key, words in COLUMNS.items()
        ),
    )  # fmt: skip
    blocks = (SheetBlock([_cells(line, language)]) for line in lines)
    return write(head, blocks, form)


def rows_of(data: bytes, name: str) -> tuple[list[dict[str, str]], int]:
    """Return the rows of a file by the keys of their columns, and the number of the first row.

    Raises ``BadInput`` or ``WrongType`` where the file is no table with the columns of a sheet.
    """
    for sheet in read_workbook(data, name).sheets:
        if (found := _header(sheet)) is not None:
            place, keys = found
            below = islice(sheet.rows, place + 1, None)
            return [row for cells in below if any((row := _row(cells, keys)).values())], place + 2
    raise BadInput(_NO_HEAD)


def _header(sheet: Sheet) -> tuple[int, list[str]] | None:
    for place, cells in enumerate(islice(sheet.rows, _LOOKED_AT)):
        keys = [_key(text_of(cell)) for cell in cells]
        if {*keys} >= _NEEDED:
            return place, keys
    return None


def _key(text: str) -> str:
    named = ((key, words) for key, words in COLUMNS.items())
    return next((key for key, words in named if text.lower() in _names(key, words)), "")


def _names(key: str, words: Words) -> tuple[str, str, str]:
    return key, words.zh, words.en.lower()


def _row(cells: Sequence[Cell], keys: Sequence[str]) -> dict[str, str]:
    return {key: text_of(cell) for key, cell in zip(keys, cells, strict=False) if key}


def _cells(line: SheetLine, language: str) -> list[str]:
    named = {
        "kind": KINDS[line.kind], "optional": _YES if line.optional else _NO,
        **dict(_names_of_codes(line)),
    }  # fmt: skip
    texts = asdict(line) | {key: words.of(language) for key, words in named.items()}
    return [str(texts[key]) for key in COLUMNS]


def _names_of_codes(line: SheetLine) -> Iterator[tuple[str, Words]]:
    """Yield the names of aspect, severity and level, where the line has them."""
    table = aspects()
    if code := table.find(line.aspect) if table else None:
        yield "aspect", code.words
    if severity := pack().severities.get(line.severity):
        yield "severity", severity.words
    if level := next((one for one in pack().responsibility if one.key == line.level), None):
        yield "level", level.words
