"""Code tables as files of a pack: the tables and their values, each a CSV."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from workflow.declaration.codes import Code, CodeTable, in_tree
from workflow.declaration.pack_choice import CODES, TABLES, PackFiles
from workflow.declaration.pack_faults import PackFaults, PackRow, rows
from workflow.declaration.shared_keys import PROBLEMS
from workflow.words import Words, listed

_TABLE = ("key", "zh", "en", "used_for")
_CODE = ("table", "key", "zh", "en", "parent", "valid_from", "valid_to", "also")
KEY = re.compile("[A-Za-z][A-Za-z0-9_]{0,39}")
LONGEST = 100  # characters of a name
NO_KEY = Words(
    "请用字母、数字和下划线，以字母开头，最多40个字",
    "letters, digits and underscores, please, a letter first, at most 40",
)
NO_NAME = Words("没有填写名称", "there is no name")
LONG_NAME = Words(f"最多{LONGEST}个字", f"at most {LONGEST} characters")
TWICE = Words("“{key}”重复", '"{key}" is there twice')
_NO_TABLE = Words(f"{TABLES} 里没有“{{key}}”这个表", f'there is no table "{{key}}" in {TABLES}')
_NO_PARENT = Words("“{key}”要写在它的下级之前", '"{key}" has to come before its children')
_NO_DAY = Words("“{text}”不是日期，请写成 2026-01-31", '"{text}" is no day such as 2026-01-31')
_USE = Words(f"请写 {PROBLEMS} 或留空", f"write {PROBLEMS}, or nothing")
_EMPTY = Words(f"{CODES} 里没有“{{key}}”这个表的值", f'the table "{{key}}" has no value in {CODES}')
_LACKING = Words(
    "缺少软件要用的“{keys}”", 'the software itself needs "{keys}", and it is not there'
)


def code_tables(
    files: PackFiles, faults: PackFaults, needed: Mapping[str, tuple[str, ...]] | None = None
) -> dict[str, CodeTable]:
    """Return the code tables of a pack by key, and note the faults.

    ``needed`` has the values without which the software cannot do, by their table.
    """
    heads = _heads(files, faults)
    values: dict[str, dict[str, Code]] = {key: {} for key in heads}
    for row in rows(files, CODES, _CODE, faults):
        _value(row, values, faults)
    for key, row in heads.items():
        if not values[key]:
            faults.row(TABLES, row.number, _EMPTY.format(key=key))
    for key, keys in (needed or {}).items():
        if lacking := [one for one in keys if one not in values.get(key, ())]:
            names = listed(Words(f"{key}/{one}", f"{key}/{one}") for one in lacking)
            faults.file(CODES, _LACKING.format(keys=names))
    return {key: _table(row, values[key]) for key, row in heads.items() if values[key]}


def named(name: str, row: PackRow, known: Mapping[str, object], faults: PackFaults) -> bool:
    """Say whether key and names of a row are good, and note what is not."""
    key, before = row.cells["key"], len(faults.found)
    if not KEY.fullmatch(key):
        faults.cell(name, row.number, "key", NO_KEY)
    elif key in known:
        faults.cell(name, row.number, "key", TWICE.format(key=key))
    if not row.cells["zh"]:
        faults.cell(name, row.number, "zh", NO_NAME)
    for column in ("zh", "en"):
        if len(row.cells[column]) > LONGEST:
            faults.cell(name, row.number, column, LONG_NAME)
    return len(faults.found) == before


def words_of(row: PackRow) -> Words:
    """Return the name in both languages; a row without English is named in Chinese."""
    return Words(row.cells["zh"], row.cells["en"] or row.cells["zh"])


def _heads(files: PackFiles, faults: PackFaults) -> dict[str, PackRow]:
    found: dict[str, PackRow] = {}
    for row in rows(files, TABLES, _TABLE, faults):
        if row.cells["used_for"] not in ("", PROBLEMS):
            faults.cell(TABLES, row.number, "used_for", _USE)
        if named(TABLES, row, found, faults):
            found[row.cells["key"]] = row
    return found


def _value(row: PackRow, values: dict[str, dict[str, Code]], faults: PackFaults) -> None:
    known = values.get(row.cells["table"])
    if known is None:
        faults.cell(CODES, row.number, "table", _NO_TABLE.format(key=row.cells["table"]))
        return
    parent = row.cells["parent"]
    if parent and parent not in known:
        faults.cell(CODES, row.number, "parent", _NO_PARENT.format(key=parent))
        parent = ""  # so that the rest of the file is looked at, too
    first, last = (_day(row, column, faults) for column in ("valid_from", "valid_to"))
    if named(CODES, row, known, faults):
        also = tuple(filter(None, row.cells["also"].split("、")))
        known[row.cells["key"]] = Code(
            row.cells["key"], words_of(row), parent, valid_from=first, valid_to=last, also=also
        )


def _day(row: PackRow, column: str, faults: PackFaults) -> date | None:
    text = row.cells[column]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.cell(CODES, row.number, column, _NO_DAY.format(text=text))
        return None


def _table(row: PackRow, values: Mapping[str, Code]) -> CodeTable:
    codes = in_tree(iter(values.values()))
    return CodeTable(row.cells["key"], words_of(row), codes, row.cells["used_for"])
