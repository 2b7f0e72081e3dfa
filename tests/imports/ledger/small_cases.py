"""Judges the smallest inputs that once went wrong: each says what is right, what is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.imports.ledger.scoring import LEDGERS, Told

_KINDS = {"immediate": "immediate", "long_term": "long_term", "none": "none"}


def small_cases() -> list[Path]:
    return sorted(LEDGERS.glob("fails/*.json"))


def wanted(case: Path) -> Told:
    told: Told = json.loads(case.read_text(encoding="utf-8"))
    return told


def wrongs(case: Path, told: Told) -> list[str]:
    """Return what is wrong with what was proposed for a case: nothing, if all is right."""
    expect = wanted(case)["expect"]
    items = {item["row"]: item for item in told["items"]}
    wrong: list[str] = []
    for problem in expect["problems"]:
        item = items.pop(problem["row"], None)
        if item is None:
            if problem.get("title"):
                wrong.append(f"row {problem['row']} is not there: {told.get('error', '')}")
            continue
        for key, want in problem.items():
            if key != "row" and not _holds(key, want, item, told):
                wrong.append(f"row {item['row']} {key}: {want!r}, not {_said(key, item)!r}")
    if "must_ask" not in expect:
        wrong += [f"row {row} is no problem" for row in items]
    wrong += [
        f"{word} is not told" for word in expect.get("must_tell", []) if word not in _all(told)
    ]
    asked = {refused["value"] for refused in told["refused"]}
    wrong += [f"{word} is not asked" for word in expect.get("must_ask", []) if word not in asked]
    return wrong


def _all(told: Told) -> str:
    return json.dumps(told, ensure_ascii=False)


def _said(key: str, item: Told) -> Any:
    one = {
        "unit": "units",
        "person": "people",
        "measure": "tasks",
        "kind": "deadline",
        "ask": "due",
    }
    return item.get(one.get(key, key))


def _holds(key: str, want: Any, item: Told, told: Told) -> bool:
    asked = [
        r["column"]
        for r in told["refused"]
        if (r["sheet"], r["row"]) == (item["sheet"], item["row"])
    ]
    match key:
        case "title":
            return want is None or item["title"] == want
        case "unit":
            return bool(item["units"] == [want])
        case "person":
            return bool(item["people"] == [want])
        case "units" | "people":
            return set(item[key]) == set(want)
        case "measure":
            return want in [task["text"] for task in item["tasks"]]
        case "tasks":
            return len(item["tasks"]) == want
        case "task_dues":
            return [task["due"] for task in item["tasks"]] == want
        case "kind":
            return bool(item["deadline"]["kind"] == _KINDS[want])
        case "ask" | "unit_ask" | "due_ask":
            return bool(asked) and (key != "due_ask" or item["due"] is None)
        case "keeps":
            return all(word in json.dumps(item["other"], ensure_ascii=False) for word in want)
        case "progress" | "no":
            return want in item["other"].values()
        case _:
            return bool(item[key] == want)
