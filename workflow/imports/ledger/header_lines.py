"""Find the header lines of a sheet, at any place: one, two or three lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from workflow.imports.ledger.cells import Cell, Sheet, text_of
from workflow.imports.ledger.columns import KEPT
from workflow.imports.ledger.meanings import LEDGER
from workflow.imports.ledger.ticked_columns import TickedColumns, find_ticked, is_choice
from workflow.imports.ledger.vocabulary import Vocabulary

_LONGEST_NAME, _LONGEST_CHINESE = 60, 24
_TRIED = 8  # cells without a single name among them: the row is no header
_ENOUGH = 2.0
_CHOSEN = 2
_SHARE = 0.34  # of the filled cells of a header that have to be names
_MOST_LINES = 3
_BELOW = 50  # rows in which columns are looked at for counts
_SAME = 0.6  # of the names that make a header the one above printed again


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """The lines of a header, from zero, and the name of each column."""

    top: int
    bottom: int
    names: dict[int, str]
    ticked: tuple[TickedColumns, ...] = ()


def texts_of(row: Sequence[Cell]) -> dict[int, str]:
    """Return the filled cells of a row as texts, by column."""
    return {column: text for column, cell in enumerate(row) if (text := text_of(cell))}


@lru_cache(maxsize=16_384)
def strength(name: str, words: Vocabulary = LEDGER) -> float:
    """Return the certainty that a text is a column name: 1 if listed, less if likely, or 0."""
    if len(name) > (_LONGEST_NAME if name.isascii() else _LONGEST_CHINESE) or _has_value(name):
        return 0.0
    found = words.weights(name)
    if not found:
        return 0.0
    if strength.cache_clear not in words.forgetting:
        words.forgetting.append(strength.cache_clear)
    best = max(found.values()) / 100
    return min(best, 1.0) if words.is_known(name) else 0.55 * best


def _has_value(name: str) -> bool:
    """Say whether a label is followed by its value, as in 责任单位：一所."""
    head, colon, rest = name.replace("：", ":").partition(":")
    return bool(colon and head and rest.strip())


def header_score(row: Sequence[Cell], words: Vocabulary = LEDGER) -> int:
    """Return the number of different listed column names in a row."""
    names = {text_of(cell) for cell in row if isinstance(cell, str) and len(cell) <= _LONGEST_NAME}
    return sum(strength(name, words) >= 0.6 for name in names)


def is_header(
    row: Sequence[Cell], chosen: Collection[str] = (), words: Vocabulary = LEDGER
) -> bool:
    """Say whether a row names columns: enough names of lists, and no dates or numbers.

    ``chosen`` are names whose meaning a person has said; a row of two of them is a header.
    """
    if any(_is_value(cell) for cell in row):
        return False
    filled = [cell for cell in row if text_of(cell)]
    names = [text_of(cell) for cell in filled]
    if chosen and sum(name in chosen for name in names) >= _CHOSEN:
        return True
    if len(names) > _TRIED and not any(strength(name, words) for name in names[:_TRIED]):
        return False
    known = [found for name in names if (found := strength(name, words))]
    meant = sum(
        bool(strength(name, words)) and set(words.weights(name)) != {KEPT} for name in names
    )
    enough = len(known) >= _SHARE * len(filled) or sum(known) >= 2 * _ENOUGH
    return sum(known) >= _ENOUGH - 0.45 and meant >= 2 and enough


def _is_value(cell: Cell) -> bool:
    if isinstance(cell, date | float | bool):
        return True
    if isinstance(cell, int):
        return not 1900 < cell < 2100
    return False


def find_headers(
    sheet: Sheet, chosen: Collection[str] = (), words: Vocabulary = LEDGER
) -> Iterator[HeaderLines]:
    """Yield the headers of a sheet from above; a row of data is never taken for a header."""
    last: HeaderLines | None = None
    skip = -1
    for row, cells in enumerate(sheet.rows):
        if row <= skip or not is_header(cells, chosen, words):
            continue
        if last and not _begins_anew(sheet, last, row, words):
            continue
        last = _lines(sheet, row, words)
        skip = last.bottom
        yield last


def _begins_anew(sheet: Sheet, last: HeaderLines, row: int, words: Vocabulary) -> bool:
    """Say whether a row below a table is a header: the same printed again, or of a table apart."""
    texts = texts_of(sheet.rows[row])
    same = sum(last.names.get(column) == text for column, text in texts.items())
    if same >= _SAME * len(texts):
        return True
    listed = sum(strength(text, words) >= 0.6 for text in texts.values())
    above = texts_of(sheet.rows[row - 1])
    apart = len(above) <= 1 and row - 1 > last.bottom
    return listed >= 2 and (apart or listed >= max(3, 0.8 * len(texts)))


def _lines(sheet: Sheet, top: int, words: Vocabulary) -> HeaderLines:
    names, bottom = _spread(sheet, top), top
    upper: dict[int, str] = {}
    lower = names
    while bottom - top < _MOST_LINES - 1 and _has_line_below(sheet, bottom, names, words):
        upper, lower = names, _spread(sheet, bottom + 1)
        names = {**names, **{c: _joined(names.get(c, ""), lower[c], words) for c in lower}}
        bottom += 1
    ticked = tuple(one for one in find_ticked(upper, lower) if _is_ticked(sheet, one, bottom))
    for one in ticked:
        names = {c: name for c, name in names.items() if c not in one.words}
        names[one.first] = one.name
    return HeaderLines(top, bottom, dict(sorted(names.items())), ticked)


def _is_ticked(sheet: Sheet, columns: TickedColumns, bottom: int) -> bool:
    """Say whether marks stand in the columns, and no numbers: those would be counts."""
    below = (sheet.rows[row] for row in range(bottom + 1, min(len(sheet.rows), bottom + _BELOW)))
    texts = [texts_of(cells).get(column, "") for cells in below for column in columns.words]
    return not any(text.replace(".", "").isdecimal() for text in texts)


def _spread(sheet: Sheet, row: int) -> dict[int, str]:
    """Give each column under a wide header cell the name in the cell."""
    names = texts_of(sheet.rows[row])
    below = texts_of(sheet.rows[row + 1]) if row + 1 < len(sheet.rows) else {}
    for merge in sheet.merges:
        if merge.top == row and merge.left in names:
            inside = (c for c in range(merge.left + 1, merge.right + 1) if c in below)
            names |= {c: names[merge.left] for c in inside if c not in names}
    return names


def _has_line_below(sheet: Sheet, row: int, names: dict[int, str], words: Vocabulary) -> bool:
    """Say whether a further line names parts of wide columns, or fills gaps of the line above."""
    if row + 1 >= len(sheet.rows):
        return False
    cells = sheet.rows[row + 1]
    below = texts_of(cells)
    if not below or any(_is_value(cell) for cell in cells if text_of(cell)):
        return False
    upper = texts_of(sheet.rows[row])
    free = {c for c in below if c not in upper} | _heads(sheet, row, upper, below)
    if not set(below) <= free:
        return False
    named = sum(
        strength(_joined(names.get(c, upper.get(c, "")), t, words), words) > 0.4
        or (c not in upper and is_choice(t))
        or (is_choice(t) and is_choice(below.get(c + 1, "")))
        for c, t in below.items()
    )
    return named >= max(1, 0.5 * len(below)) and all(len(t) <= 24 for t in below.values())


def _heads(sheet: Sheet, row: int, upper: dict[int, str], below: dict[int, str]) -> set[int]:
    """Return the columns under the first cell of a wide name."""
    wide = {
        c for m in sheet.merges if m.top == m.bottom == row and m.right > m.left
        for c in range(m.left, m.right + 1)
    }  # fmt: skip
    return wide | {c for c in upper if c in below and c + 1 in below and c + 1 not in upper}


def _joined(upper: str, lower: str, words: Vocabulary) -> str:
    """Name a column by its lower line, by both lines joined, or by the group and the lower."""
    if not upper or upper == lower:
        return lower
    together = f"{upper}{lower}"
    if strength(together, words) > strength(lower, words):
        return together
    return lower if strength(lower, words) >= 0.5 else f"{upper} {lower}"
