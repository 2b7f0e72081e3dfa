"""The values of code tables in force, from the entries of their two registers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from workflow.declaration import CATEGORIES, PROBLEMS, Code, CodeTable
from workflow.declaration.codes import TABLES, in_tree, sorting
from workflow.words import Words

_Entry = list[Any]  # register, data, first day and last day


def values_in_force(entries: Iterable[_Entry]) -> dict[str, tuple[Code, ...]]:
    """Return the values of each table, the tables as values, and the categories of problems."""
    heads: list[_Entry] = []
    values: dict[str, list[Code]] = {}
    for entry in entries:
        if entry[0] == TABLES.key:
            heads.append(entry)
        else:
            values.setdefault(entry[1]["table"], []).append(_code(entry))
    if not heads:
        return {}
    tables = {
        told["code"]: CodeTable(
            told["code"], _words(told), in_tree(iter(values.get(told["code"], ()))),
            told.get("used_for", ""), grows=True,
        )
        for _, told, *_ in heads
    }  # fmt: skip
    found = {key: table.declared for key, table in tables.items()}
    found[TABLES.key] = tuple(map(_code, heads))
    found[CATEGORIES] = sorting({k: t for k, t in tables.items() if t.used_for == PROBLEMS})
    return found


def _code(entry: _Entry) -> Code:
    _, told, first, last = entry
    return Code(
        told["code"], _words(told), told.get("parent", ""),
        valid_from=date.fromisoformat(first), valid_to=date.fromisoformat(last) if last else None,
        also=tuple(filter(None, told.get("also", "").split("、"))),
    )  # fmt: skip


def _words(told: dict[str, str]) -> Words:
    return Words(told["zh"], told.get("en") or told["zh"])
