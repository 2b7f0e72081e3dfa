"""A person's corrections of a reading, as a file: meanings of columns and of values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workflow.declaration import pack
from workflow.errors import BadInput, NotFound
from workflow.imports.ledger.directory import Directory
from workflow.imports.ledger.items import columns_of, name_of, names_of_units
from workflow.imports.ledger.meaning_words import MEANING_WORDS
from workflow.imports.ledger.result_types import Ledger
from workflow.imports.ledger.row_kinds import CHOSEN_KINDS
from workflow.imports.ledger.wishes import Wishes
from workflow.words import Words

KINDS = ("severity", "state", "units", "people")
_STATES = ("open", "done", "closed")
_MOST = 2**20  # bytes of a map
_MEANINGS = {word: key for key, words in MEANING_WORDS.items() for word in (key, *words)}
_NO_FILE = Words("找不到对应关系文件 {name}。", "There is no map {name}.")
_NO_MAP = Words(
    "{name} 不是对应关系文件：应为 JSON，含 columns 和 values。",
    '{name} is no map: it has to be JSON with "columns" and "values".',
)
_NO_MEANING = Words(
    "列“{column}”的含义“{meaning}”不认得；可用：{known}。",
    'The meaning "{meaning}" of column "{column}" is not known; known are: {known}.',
)
_NO_KIND = Words(
    "行“{place}”的种类“{kind}”不认得：应写成 工作表!行号，种类可用：{known}。",
    'The kind "{kind}" of line "{place}" is not known: a line is written sheet!row, the kinds are '
    "{known}.",
)
_NO_VALUE = Words(
    "“{word}”对应的值“{value}”不认得；可用：{known}。",
    'The value "{value}" for "{word}" is not known; known are: {known}.',
)


def read_map(path: Path) -> Wishes:
    """Return the choices of a person from a file.

    Raises ``NotFound`` for a missing file, ``BadInput`` for a malformed map or unknown meanings.
    """
    try:
        if path.stat().st_size > _MOST:
            raise BadInput(_NO_MAP.format(name=path.name))
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise NotFound(_NO_FILE.format(name=path)) from None
    except (ValueError, RecursionError):
        raise BadInput(_NO_MAP.format(name=path.name)) from None
    if not isinstance(told, dict):
        raise BadInput(_NO_MAP.format(name=path.name))
    values = {kind: _texts(_part(told, "values"), kind, path) for kind in KINDS}
    return Wishes(
        {name: _meaning(name, meaning) for name, meaning in _texts(told, "columns", path).items()},
        {kind: {word: _value(kind, word, to) for word, to in words.items()}
         for kind, words in values.items()},
        tuple(str(name) for name in told.get("sheets") or ()),
        {place: _kind(place, kind) for place, kind in _texts(told, "lines", path).items()},
    )  # fmt: skip


def _part(told: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = told.get(key) or {}
    return part if isinstance(part, dict) else {}


def _texts(told: Mapping[str, Any], key: str, path: Path) -> dict[str, str]:
    part = told.get(key) or {}
    if not isinstance(part, dict) or not all(isinstance(v, str) for v in part.values()):
        raise BadInput(_NO_MAP.format(name=path.name))
    return part


def _meaning(name: str, meaning: str) -> str:
    if meaning in _MEANINGS:
        return _MEANINGS[meaning]
    known = ", ".join(MEANING_WORDS)
    raise BadInput(_NO_MEANING.format(column=name, meaning=meaning, known=known))


def _kind(place: str, kind: str) -> str:
    if kind in CHOSEN_KINDS and place.rpartition("!")[2].isdecimal():
        return kind
    raise BadInput(_NO_KIND.format(place=place, kind=kind, known=", ".join(CHOSEN_KINDS)))


def _severities() -> dict[str, str]:
    """Return the key of each severity by its key and its words."""
    known = pack().severities
    return {word: key for key, found in known.items() for word in (key, *found.words)}


def _value(kind: str, word: str, value: str) -> str:
    allowed = {"severity": _severities(), "state": dict.fromkeys(_STATES, "")}.get(kind)
    if allowed is None:
        return value
    if value not in allowed:
        known = ", ".join(allowed)
        raise BadInput(_NO_VALUE.format(word=word, value=value, known=known))
    return allowed[value] or value


def map_of(ledger: Ledger, directory: Directory | None) -> dict[str, Any]:
    """Return the reading of a ledger, in the form accepted by ``read_map``."""
    values: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for problem in ledger.problems:
        if word := problem.text.get("severity"):
            values["severity"].setdefault(word, problem.severity)
        if word := problem.text.get("status"):
            values["state"].setdefault(word.split("\n")[0], problem.state)
        for unit in problem.units:
            values["units"].setdefault(unit.text, names_of_units([unit], directory)[0])
        for person in problem.people:
            values["people"].setdefault(person.text, name_of(person))
    sheets = list(dict.fromkeys(table.sheet for table in ledger.tables))
    return {"sheets": sheets, "columns": columns_of(ledger), "values": values}
