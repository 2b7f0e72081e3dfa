"""Labels with their values, where a ledger is a form or a text and no table."""

from __future__ import annotations

import re
from typing import NamedTuple

from workflow.imports.ledger.cells import Cell, Sheet, text_of
from workflow.imports.ledger.columns import KEPT
from workflow.imports.ledger.header_lines import strength
from workflow.imports.ledger.meanings import weights
from workflow.imports.ledger.states import is_state

_INLINE = re.compile(r"^\s*([^:：\n]{2,24}?)\s*[:：]\s*(.*)$", re.DOTALL)
_IN_TEXT = re.compile(
    r"(?:^|(?<=[\s；;。，,\n（(|]))([\u4e00-\u9fffA-Za-z /]{2,16}?)\s{0,4}[:：]\s{0,4}"
)
_ENOUGH = 55
_LONGEST_LABEL = 16


class Label(NamedTuple):
    """A label with meaning, value and place."""

    row: int
    column: int
    name: str
    meaning: str
    value: Cell


def meaning_of(name: str) -> str:
    """Return the most likely meaning of a label; ``KEPT`` for an unknown label."""
    found = {key: weight for key, weight in weights(name).items() if weight >= _ENOUGH}
    return max(found, key=lambda key: found[key], default=KEPT)


def is_label(text: str) -> bool:
    """Say whether a text is a label: with a colon at its end, or a listed name."""
    if not text or len(text) > 40:
        return False
    if text.rstrip()[-1:] in (":", "："):
        return bool(weights(text))
    return strength(text) >= 0.6


def labels_of(sheet: Sheet) -> list[Label]:
    """Return the labels of a form: their values stand behind the colon, or in the next cell."""
    found: list[Label] = []
    for row, cells in enumerate(sheet.rows):
        filled = [(column, cell) for column, cell in enumerate(cells) if text_of(cell)]
        for place, (column, cell) in enumerate(filled):
            text = text_of(cell)
            if inline := _inline(text):
                found.append(Label(row, column, inline[0], meaning_of(inline[0]), inline[1]))
            elif is_label(text) and (beside := _beside(filled, place)):
                name = text.rstrip(":： ")
                found.append(Label(row, beside[0], name, meaning_of(name), beside[1]))
    return sorted(found + _unnamed_pairs(sheet, found), key=lambda label: label[:2])


def _unnamed_pairs(sheet: Sheet, found: list[Label]) -> list[Label]:
    """Return the lines of two cells that no list names, between labels: nothing of them is lost."""
    rows = {label.row for label in found}
    pairs: list[Label] = []
    for row in range(min(rows, default=0), max(rows, default=0) + 2 if rows else 0):
        cells = sheet.rows[row] if row < len(sheet.rows) else ()
        filled = [(column, text) for column, cell in enumerate(cells) if (text := text_of(cell))]
        if row not in rows and len(filled) == 2 and len(filled[0][1]) <= _LONGEST_LABEL:
            (_, name), (column, text) = filled
            pairs.append(Label(row, column, name.rstrip(":： "), meaning_of(name), text))
    return pairs


def _inline(text: str) -> tuple[str, str] | None:
    match = _INLINE.match(text)
    if match and match[2].strip() and weights(match[1]):
        return match[1], match[2].strip()
    return None


def _beside(filled: list[tuple[int, Cell]], place: int) -> tuple[int, Cell] | None:
    """Return the value in the next filled cell, unless the cell is a label itself, or ``None``."""
    if place + 1 == len(filled):
        return None
    column, cell = filled[place + 1]
    text = text_of(cell)
    return None if (is_label(text) and not is_state(text)) or _inline(text) else (column, cell)


def split_labels(text: str) -> list[tuple[str, str]]:
    """Split a text at its labels: 责任单位：一所；整改时限：6月底.

    The text before the first label comes first, under an empty label.
    """
    marks = [match for match in _IN_TEXT.finditer(text) if meaning_of(match[1]) != KEPT]
    parts = [("", text[: marks[0].start()] if marks else text)]
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        parts.append((mark[1].strip(), text[mark.end() : end]))
    return [
        (name, value.strip(" \t\n；;，,|（(")) for name, value in parts if name or value.strip()
    ]
