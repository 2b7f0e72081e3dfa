"""Ledgers without tables: forms with labels beside values, and blocks of label lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflow.imports.ledger.cells import Cell, Sheet, text_of
from workflow.imports.ledger.columns import KEPT, Column, Header
from workflow.imports.ledger.header_lines import texts_of
from workflow.imports.ledger.labels import Label, is_label, labels_of, meaning_of, split_labels
from workflow.imports.ledger.meanings import weights
from workflow.imports.ledger.raw_rows import RawRow

_FEWEST = 3  # labels of different meanings
_SHARE = 0.6  # of the lines that have to be such
_LONGEST_FORM = 400
_NUMBERED = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?|(?:问题|事项|隐患|序号)?\s*[(（]?\d{1,3}[)）.．、:：]|"
    r"第[一二三四五六七八九十\d]{1,3}[项条个][、:：]?|问题[一二三四五六七八九十\d]{1,3}[:：、.]?)\s*(?=\S)"
)
_COUNTED = re.compile(r"[\s(（]*[\d一二三四五六七八九十]+[)）]?$")
_PROBLEM = ("problem", "title")
_LEVELS = ("first", "direct", "specific")


def is_form(sheet: Sheet) -> bool:
    """Say whether a sheet is a form: most lines begin with a label and its value."""
    if len(sheet.rows) > _LONGEST_FORM:
        return False
    lines = [texts_of(cells) for cells in sheet.rows]
    filled = [said for said in lines if said]
    labels = labels_of(sheet)
    rows = {label.row for label in labels}
    begin = sum(_begins_with_label(said) for said in filled)
    meanings = {label.meaning for label in labels} - {KEPT}
    enough = len(meanings) >= _FEWEST and bool(meanings & set(_PROBLEM)) and len(rows) >= 2
    others = len(filled) - sum(len(said) == 1 and not _begins_with_label(said) for said in filled)
    return enough and begin >= _SHARE * max(others, 1) and not _is_table(lines)


def _begins_with_label(said: dict[int, str]) -> bool:
    if not said:
        return False
    first = said[min(said)]
    return is_label(first) or (":" in first.replace("：", ":") and bool(split_labels(first)[0][0]))


def _is_table(lines: Sequence[dict[int, str]]) -> bool:
    """Say whether a line holds only names, at least three: the head of a table."""
    return any(len(said) >= 3 and all(map(is_label, said.values())) for said in lines)


def read_forms(sheet: Sheet) -> list[RawRow]:
    """Return the problems of a form: a problem for each repetition of the first label."""
    labels = labels_of(sheet)
    first = next((label.name for label in labels if label.meaning != KEPT), "")
    groups: list[list[Label]] = []
    for label in labels:
        if not groups or label.name == first:
            groups.append([])
        groups[-1].append(label)
    rows = [_row_of(part) for group in groups for part in _apart(group)]
    return [raw for raw in rows if raw.text("problem")]


def _apart(group: Sequence[Label]) -> list[list[Label]]:
    """Split labels with several problems, such as 问题1 and 问题2: none of them may be lost."""
    named = Counter(_COUNTED.sub("", one.name) for one in group if one.meaning in _PROBLEM)
    several = {name for name, count in named.items() if count > 1}
    parts: list[list[Label]] = [[]]
    for label in group:
        begins = label.meaning in _PROBLEM and _COUNTED.sub("", label.name) in several
        if begins and any(one.meaning in _PROBLEM for one in parts[-1]):
            parts.append([])
        parts[-1].append(label)
    return parts


def _row_of(labels: Sequence[Label]) -> RawRow:
    """Return a row of labels; of two with the same meaning the second is kept as text."""
    taken: dict[str, Label] = {}
    rest: list[Label] = []
    for label in labels:
        meaning = "problem" if label.meaning == "title" else label.meaning
        if meaning == KEPT or (meaning in taken and not _means_more(label, taken[meaning])):
            rest.append(label)
        else:
            rest += [taken[meaning]] if meaning in taken else []
            taken[meaning] = label
    place = taken.get("problem", labels[0])
    columns = [Column(n, one.name, meaning) for n, (meaning, one) in enumerate(taken.items())]
    kept = [Column(len(taken) + n, one.name) for n, one in enumerate(rest)]
    header = Header.of(place.row, place.row, (*columns, *kept))
    cells: dict[str, Cell] = {meaning: one.value for meaning, one in taken.items()}
    extras = {
        name: text_of(one.value) for name, one in zip(header.extras.values(), rest, strict=True)
    }
    places = {meaning: (one.row, one.column) for meaning, one in taken.items()}
    return RawRow(place.row, header, cells, extras, places=places)


def _means_more(label: Label, other: Label) -> bool:
    """Say whether a label has a meaning more surely: 检查时间 is a day of finding, 日期 any day."""
    meaning = label.meaning
    return weights(label.name).get(meaning, 0) > weights(other.name).get(meaning, 0)


@dataclass(slots=True)
class _Block:
    """A heading with the label lines below."""

    row: int
    title: str
    labels: list[Label] = field(default_factory=list)


def is_blocks(sheet: Sheet) -> bool:
    """Say whether a sheet is a text of headings with label lines below each of them."""
    blocks = list(_blocks(sheet))
    with_labels = [block for block in blocks if len({one.meaning for one in block.labels} - {KEPT})]
    several = sum(len({one.meaning for one in block.labels} - {KEPT}) >= 2 for block in blocks)
    return bool(several) and len(with_labels) >= _SHARE * len(blocks)


def read_blocks(sheet: Sheet) -> list[RawRow]:
    """Return the problem of each block."""
    rows: list[RawRow] = []
    for block in _blocks(sheet):
        labels = block.labels
        if not any(label.meaning in _PROBLEM for label in labels):
            labels = [Label(block.row, 0, "", "problem", block.title), *labels]
        if block.labels:
            rows.append(_row_of(labels))
    return [raw for raw in rows if raw.text("problem")]


def _blocks(sheet: Sheet) -> Iterator[_Block]:
    block: _Block | None = None
    for row, cells in enumerate(sheet.rows):
        for column, text in texts_of(cells).items():
            labels = list(_labels_in(row, column, text))
            begins = not labels or any(one.meaning in _PROBLEM for one in labels)
            if begins and (labels or _NUMBERED.match(text)):
                if block:
                    yield block
                block = _Block(row, _NUMBERED.sub("", text, count=1).strip())
            if block:
                block.labels += labels
    if block:
        yield block


def _labels_in(row: int, column: int, text: str) -> Iterator[Label]:
    for name, value in split_labels(_NUMBERED.sub("", text, count=1)):
        if name and value:
            yield Label(row, column, name, meaning_of(name), value)
