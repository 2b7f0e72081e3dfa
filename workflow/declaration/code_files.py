"""Code tables as files: the tables and their values, each a CSV; a fault is told with the row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from workflow.declaration.codes import Code, CodeTable, in_tree
from workflow.errors import BadDeclaration
from workflow.words import Words

TABLES, CODES = "tables.csv", "codes.csv"
_TABLE = ("key", "zh", "en", "used_for")
_CODE = ("table", "key", "zh", "en", "parent", "valid_from", "valid_to", "also")
Row = tuple[int, Mapping[str, str]]  # with its number in the file


def rows_of(file: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a file of a pack with their numbers, the first after the header as 2.

    Raises ``BadDeclaration`` with the file and the row of the first fault.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDeclaration(f"{file.name}: cannot be read ({error})") from error
    reader = csv.DictReader(text.splitlines(keepends=True))
    if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
        raise BadDeclaration(f"{file.name}, row 1: the column {missing[0]!r} is missing")
    for row in reader:
        if None in row or None in row.values():
            raise BadDeclaration(f"{file.name}, row {reader.line_num}: too many or too few cells")
        yield reader.line_num, {key: value.strip() for key, value in row.items()}


def code_tables(folder: Path) -> dict[str, CodeTable]:
    """Return the code tables of a folder by key.

    Raises ``BadDeclaration`` with the file and the row of the first fault.
    """
    heads = {row["key"]: (n, row) for n, row in rows_of(folder / TABLES, _TABLE)}
    values: dict[str, dict[str, Code]] = {key: {} for key in heads}
    for n, row in rows_of(folder / CODES, _CODE):
        where = f"{CODES}, row {n}"
        if row["table"] not in values:
            raise BadDeclaration(f"{where}: there is no table {row['table']!r} in {TABLES}")
        known = values[row["table"]]
        _check(where, row, known)
        known[row["key"]] = _code(where, row)
    return {key: _table(f"{TABLES}, row {n}", row, values[key]) for key, (n, row) in heads.items()}


def _check(where: str, row: Mapping[str, str], known: Mapping[str, Code]) -> None:
    if not row["key"] or not row["zh"]:
        raise BadDeclaration(f"{where}: a value needs a key and a name")
    if row["key"] in known:
        raise BadDeclaration(f"{where}: {row['key']!r} is there twice")
    if row["parent"] and row["parent"] not in known:
        raise BadDeclaration(f"{where}: {row['parent']!r} has to come before its children")


def _code(where: str, row: Mapping[str, str]) -> Code:
    return Code(
        row["key"], Words(row["zh"], row["en"] or row["zh"]), row["parent"],
        valid_from=_day(where, row["valid_from"]), valid_to=_day(where, row["valid_to"]),
        also=tuple(filter(None, row["also"].split("、"))),
    )  # fmt: skip


def _day(where: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadDeclaration(f"{where}: {text!r} is no day such as 2026-01-31") from None


def _table(where: str, row: Mapping[str, str], values: Mapping[str, Code]) -> CodeTable:
    if not values:
        raise BadDeclaration(f"{where}: the table {row['key']!r} has no value in {CODES}")
    codes = in_tree(iter(values.values()))
    return CodeTable(row["key"], Words(row["zh"], row["en"] or row["zh"]), codes, row["used_for"])
