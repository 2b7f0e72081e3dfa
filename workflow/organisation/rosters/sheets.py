"""The tables of an ordinary sheet: a roster of people, or a list of units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from itertools import pairwise

from workflow.imports.ledger.cells import Sheet, column_letters, text_of
from workflow.imports.ledger.column_contents import SAMPLE
from workflow.imports.ledger.columns import KEPT, Column, Header
from workflow.imports.ledger.header_lines import HeaderLines, find_headers, texts_of
from workflow.imports.ledger.parties import NobodyKnown
from workflow.imports.ledger.person_names import looks_like_name
from workflow.imports.ledger.raw_rows import RawRow, TakenLine
from workflow.imports.ledger.rows import Walk
from workflow.imports.ledger.units_with_people import looks_like_unit
from workflow.organisation.rosters.codes import widths_of
from workflow.organisation.rosters.columns import (
    HELPING,
    MEANINGS,
    NOTHING_CHOSEN,
    ROSTER,
    Look,
    look_at,
    propose,
)
from workflow.organisation.rosters.contexts import name_in_titles
from workflow.organisation.rosters.draft import ReadColumn, RowPlace
from workflow.organisation.rosters.known_units import KnownUnits
from workflow.organisation.rosters.role_words import RoleWords

_FOOT = re.compile(
    r"(?:制表|填表|填报|审核|审批|复核|负责|联系|经办|编制|单位盖章|盖章|签字|签名|日期|注|说明|备注)\S{0,4}\s*[:：]|"
    r"(?:合计|总计|小计|总人数|共计?|计)[:：]?\s*\d+\s*[人名个]|prepared by|approved by|total\b",
    re.IGNORECASE,
)
_CHAINS = ("level", "branch", "unit")  # where the unit stands, the surest first
_FIRST_ROWS, _FEWEST_COLUMNS = 12, 2
_FEWEST = 0.6  # of the cells of a lone column that have to look like units


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationTable:
    """A table of a sheet, with the texts of its title above."""

    sheet: Sheet
    header: Header
    end: int
    titles: tuple[str, ...]
    looks: Mapping[int, Look]
    widths: dict[str, int] = dataclass_field(default_factory=dict)  # of staff numbers, by field

    def width(self, field: str) -> int:
        """Return how many digits the codes of a column have, or 0."""
        if field not in self.widths:
            column = self.header.fields.get(field, -1)
            rows = range(self.header.row + 1, self.end) if column >= 0 else ()
            cells = (self.sheet.rows[row] for row in rows)
            self.widths[field] = widths_of(c[column] for c in cells if column < len(c))
        return self.widths[field]

    @property
    def has_people(self) -> bool:
        """Say whether the table is a roster."""
        return "name" in self.header.fields

    @property
    def chain(self) -> tuple[str, ...]:
        """The fields with the unit of a row, from the top down."""
        for meaning in _CHAINS:
            fields = [f for f in self.header.fields if re.fullmatch(rf"{meaning}(_\d+)?", f)]
            if fields:
                levels = tuple(sorted(fields, key=self.header.fields.__getitem__))
                above = self.has_people and len(levels) == 1 and "parent" in self.header.fields
                return ("parent", *levels) if above else levels
        return ()

    @property
    def matter(self) -> str:
        """The field without which a row is none."""
        return "name" if self.has_people else (self.chain or ("",))[-1]

    def place(self, row: int) -> RowPlace:
        """Return the place of a row, counted from zero."""
        return RowPlace(self.sheet.name, row + 1, self.header.fields_named)

    @property
    def names_one_unit(self) -> bool:
        """Say whether every row names the same unit."""
        columns = [self.header.fields[field] for field in self.chain]
        rows = range(self.header.row + 1, self.end)
        return len({_text(self.sheet, row, c) for row in rows for c in columns} - {""}) == 1

    def is_grouped(self, field: str) -> bool:
        """Say whether a cell of a column stands for the blank cells below it as well.

        True without vertical merges, where values never repeat from a row to the next.
        """
        column = self.header.fields[field]
        if any(merge.left == column and merge.bottom > merge.top for merge in self.sheet.merges):
            return False
        texts = [_text(self.sheet, row, column) for row in range(self.header.row + 1, self.end)]
        filled = [text for text in texts if text]
        repeated = any(a == b for a, b in pairwise(texts) if a)
        return bool(texts and texts[0]) and not repeated and 0 < len(filled) < 0.8 * len(texts)


def _text(sheet: Sheet, row: int, column: int) -> str:
    cells = sheet.rows[row]
    return text_of(cells[column]) if column < len(cells) else ""


def read_tables(
    sheet: Sheet, known: KnownUnits, roles: RoleWords, chosen: Mapping[str, str] = NOTHING_CHOSEN
) -> list[OrganisationTable]:
    """Return the tables of a sheet that list people or units; ``chosen``: meanings by name."""
    found = (
        list(find_headers(sheet, words=ROSTER))
        or _lone_column(sheet, known)
        or _by_contents(sheet, known, roles)
    )
    ends = [*(lines.top for lines in found[1:]), len(sheet.rows)]
    tables, begin = [], 0
    for lines, end in zip(found, ends, strict=False):
        for block in _blocks(lines):
            table = _table(sheet, block, (begin, end), known, roles, chosen)
            if table.has_people or table.chain:
                tables.append(table)
        begin = lines.bottom + 1
    return tables


def _blocks(lines: HeaderLines) -> list[HeaderLines]:
    """Return the header of each block of a sheet with columns printed again side by side."""
    columns, names = [*lines.names], [*lines.names.values()]
    for width in range(2, len(names) // 2 + 1):
        again = names[:width] * (len(names) // width)
        if again == names:
            cut = [columns[at : at + width] for at in range(0, len(columns), width)]
            return [
                HeaderLines(lines.top, lines.bottom, {c: lines.names[c] for c in block})
                for block in cut
            ]
    return [lines]


def _table(
    sheet: Sheet, lines: HeaderLines, rows: tuple[int, int], known: KnownUnits, roles: RoleWords,
    chosen: Mapping[str, str],
) -> OrganisationTable:  # fmt: skip
    begin, end = rows
    looks = _looks(sheet, lines, end, known, roles)
    columns = _settled(propose(lines.names, looks, chosen))
    header = Header.of(lines.top, lines.bottom, columns)
    titles = [
        text for row in range(begin, lines.top) for text in texts_of(sheet.rows[row]).values()
    ]
    return OrganisationTable(
        sheet=sheet, header=header, end=end, titles=(*titles, sheet.name), looks=looks
    )


def _settled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Take columns of units in a roster for texts about people, and codes elsewhere for units'."""
    meanings = {column.meaning for column in columns}
    only_units = ("kind", "depth", "holder", "full", "probationary", "founded", "dissolved")
    if "name" in meanings:
        other = dict.fromkeys(only_units, KEPT)
    else:
        other = {} if "unit_code" in meanings else {"code": "unit_code"}
    return tuple(
        replace(column, meaning=other.get(column.meaning, column.meaning)) for column in columns
    )


def _looks(
    sheet: Sheet, lines: HeaderLines, end: int, known: KnownUnits, roles: RoleWords
) -> dict[int, Look]:
    rows = range(lines.bottom + 1, end)
    step = max(1, len(rows) // SAMPLE)
    sample = [cells for row in rows[::step] if len(texts_of(cells := sheet.rows[row])) > 1]
    sample = sample or [sheet.rows[row] for row in rows[::step]]
    return {
        column: look_at(
            [cells[column] if column < len(cells) else None for cells in sample], known, roles
        )
        for column in lines.names
    }


def _lone_column(sheet: Sheet, known: KnownUnits) -> list[HeaderLines]:
    """Return a header for a sheet with names of units in a single column and nothing else."""
    filled = [(row, texts_of(cells)) for row, cells in enumerate(sheet.rows)]
    filled = [(row, texts) for row, texts in filled if texts]
    columns = {column for _, texts in filled for column in texts}
    if len(columns) != 1 or len(filled) < 2:
        return []
    column = columns.pop()
    is_unit = [known.has_unit(t[column]) or looks_like_unit(t[column]) for _, t in filled]
    if sum(is_unit[1:]) < _FEWEST * len(is_unit[1:]):
        return []
    first = next((row for row, t in filled[:4] if _names_units(t[column])), filled[0][0])
    if is_unit[0] and not name_in_titles([filled[0][1][column]]) and first == filled[0][0]:
        first -= 0 if _names_units(filled[0][1][column]) else 1
    return [HeaderLines(first, first, {column: "单位名称"})]


def _names_units(name: str) -> bool:
    return ROSTER.is_known(name) and bool({"unit", "branch"} & {*ROSTER.weights(name)})


def _by_contents(sheet: Sheet, known: KnownUnits, roles: RoleWords) -> list[HeaderLines]:
    """Return a header of names unknown to every list, or of letters where a sheet has no names at
    all, if the cells below list people beyond doubt.
    """
    for row, cells in enumerate(sheet.rows[:_FIRST_ROWS]):
        texts = texts_of(cells)
        if len(texts) < _FEWEST_COLUMNS:
            continue
        lines = HeaderLines(row, row, texts)
        looks = _looks(sheet, lines, len(sheet.rows), known, roles)
        meant = {column.meaning: column.index for column in propose(texts, looks)}
        if "name" not in meant or not {"unit", "role", "mail", "code"} & meant.keys():
            continue
        if not looks_like_name(texts[meant["name"]]):
            return [lines]
        letters = {column: column_letters(column) for column in texts}
        return [HeaderLines(row - 1, row - 1, letters)]
    return []


def walk(table: OrganisationTable) -> tuple[list[RawRow], list[TakenLine]]:
    """Return the rows of a table, and the lines that are none with their kinds."""
    walked = Walk(table.sheet, (table.header,), table.end, NobodyKnown(), table.matter)
    rows, lines = [], []
    for raw in walked.rows():
        said = [text for text in raw.texts.values() if text]
        if said and _FOOT.match(next(iter(texts_of(table.sheet.rows[raw.row]).values()), "")):
            lines.append(TakenLine(raw.row, "signature", " ".join(said), ""))
        elif said:  # blank in this block, where another stands beside it
            rows.append(raw)
    return rows, [*walked.lines, *lines]


def columns_of(table: OrganisationTable) -> Iterator[ReadColumn]:
    """Yield the columns with their meanings, and whether they are left out."""
    used = set(table.chain)
    by_column = {index: field for field, index in table.header.fields.items()}
    for column in table.header.columns:
        field = by_column.get(column.index, "")
        spare = column.meaning in _CHAINS and field not in used
        spare = spare or (column.meaning == "parent" and table.has_people and field not in used)
        left_out = column.meaning in (KEPT, *HELPING) or spare
        yield ReadColumn(
            sheet=table.sheet.name, name=column.name, letters=column_letters(column.index),
            key=column.meaning, meaning=MEANINGS[column.meaning], certain=column.certain,
            left_out=left_out,
        )  # fmt: skip
