"""Scores what was read of a ledger against what a person reads in it, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers import ROOT

LEDGERS = ROOT / "tests" / "data" / "ledgers"
Told = dict[str, Any]  # what `rectify import --json` says

# What the cases call a meaning, and what of ours is the same.
SAME = {
    "resp": {"responsible_unit", "unit_and_person", "lead_unit"},
    "specific": {"specific", "unit_and_person"},
    "found": {"found_on"},
    "assigned": {"assigned_on"},
    "completed": {"completed_on"},
    "source": {"source"},
    "status": {"status", "progress"},
    "progress": {"progress", "status"},
}
_STRUCTURED = {
    "problem", "measures", "responsible_unit", "lead_unit", "unit_and_person", "specific",
    "first", "direct", "found_on", "assigned_on", "due", "severity", "status",
}  # fmt: skip


@dataclass(slots=True)
class Score:
    """Cells that landed right, were asked about, or went wrong without a word."""

    name: str
    right: int = 0
    asked: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    open_but_finished: list[str] = field(default_factory=list)

    @property
    def cells(self) -> int:
        return self.right + len(self.asked) + len(self.silent)

    @property
    def share(self) -> float:
        return self.right / self.cells if self.cells else 0.0


def cases() -> list[Path]:
    return sorted(path.parent for path in LEDGERS.glob("handed/*/expected.json"))


def expected(case: Path) -> Told:
    told: Told = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return told


def score(wanted: Told, told: Told) -> Score:
    """Compare every cell of every problem; a line too many is a cell that went wrong."""
    result = Score(wanted["id"])
    items = {(item["sheet"], item["row"]): item for item in told.get("items", [])}
    for problem in wanted["problems"]:
        where = (problem["sheet"], problem["row"])
        item = items.pop(where, None)
        for cell in problem["cells"]:
            _tally(result, told, where, item, cell)
        _finished(result, problem, item, where)
    result.silent += [f"{where} is no problem" for where in items]
    return result


def _tally(result: Score, told: Told, where: Any, item: Told | None, cell: Told) -> None:
    wrong = _wrong(told, item, cell) if item else "no item"
    if not wrong:
        result.right += 1
        return
    line = f"{where} {cell['column']}={cell['text'][:30]!r} ({cell['field']}): {wrong}"
    (result.asked if _is_asked(told, where, cell) else result.silent).append(line)


def _is_asked(told: Told, where: tuple[str, int], cell: Told) -> bool:
    if told.get("error"):
        return True
    return any(
        (refused["sheet"], refused["row"]) in (where, (where[0], 0))
        and (refused["column"] == cell["column"] or not refused["column"])
        for refused in told["refused"]
    )


def _wrong(told: Told, item: Told, cell: Told) -> str:
    """Say what is wrong with a cell, or nothing."""
    meaning = _meaning(told, item["sheet"], cell["column"])
    if meaning is not None and not _same(cell["field"], meaning):
        return f"taken for {meaning}"
    kind = cell.get("kind")
    if kind in CHECKS:
        return CHECKS[kind](item, cell["want"])
    return "" if _squeezed(cell["text"]) in _squeezed(_all_text(item)) else "its text is lost"


def _meaning(told: Told, sheet: str, column: str) -> str | None:
    columns = told["columns"]
    found = columns.get(f"{sheet}!{column}", columns.get(column))
    return None if found is None else str(found)


def _same(field: str, meaning: str) -> bool:
    if field == "x":
        return meaning not in _STRUCTURED
    return meaning == field or meaning in SAME.get(field, set())


def _due(item: Told, want: str | None) -> str:
    said = _due_words(item)
    options = {None: {"NONE"}, "IMMEDIATE": {"IMM"}}.get(want, set((want or "").split()))
    return "" if options & said else f"due {sorted(said)}, not {want}"


def _due_words(item: Told) -> set[str]:
    kind = item["deadline"]["kind"]
    words = {"immediate": {"IMM"}, "long_term": {"LONG"}, "none": {"NONE"}}.get(kind, set())
    if item["deadline"].get("done"):
        words = {*words, "DONE"}
    if item["deadline"].get("long_term"):
        words = {*words, "LONG"}
    if item["due"] and kind != "immediate":
        words = {*words, item["due"]}
    return words or {"ASK"}


def _found(item: Told, want: str) -> str:
    days = {item["found"], item.get("assigned")}
    return "" if want in days else f"day {days}, not {want}"


def _list(key: str) -> Any:
    def check(item: Told, want: list[str]) -> str:
        said = [entry if isinstance(entry, str) else entry["name"] for entry in item[key]]
        return "" if set(said) == set(want) else f"{key} {said}, not {want}"

    return check


def _measures(item: Told, want: int) -> str:
    return "" if len(item["tasks"]) == want else f"{len(item['tasks'])} tasks, not {want}"


def _one(key: str) -> Any:
    return lambda item, want: "" if item[key] == want else f"{key} {item[key]}, not {want}"


CHECKS: dict[str, Any] = {
    "due": _due,
    "found": _found,
    "units": _list("units"),
    "people": _list("people"),
    "measures": _measures,
    "state": _one("state"),
    "severity": _one("severity"),
}


def _finished(result: Score, problem: Told, item: Told | None, where: Any) -> None:
    states = [c["want"] for c in problem["cells"] if c.get("kind") == "state"]
    finished = problem.get("sheet_state") or next((s for s in states if s != "open"), None)
    if finished and item and item["state"] == "open":
        result.open_but_finished.append(str(where))


def _all_text(item: Told) -> str:
    return "".join(_texts(item))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)


def _squeezed(text: str) -> str:
    return "".join(text.split())
