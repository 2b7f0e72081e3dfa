"""What holds of every item after every step, proven from rows and events alone."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, timedelta
from typing import Any

from tests.profession.oracle.people import ZONE
from tests.profession.oracle.rules import Thing
from workflow.declaration import ListType
from workflow.engine.event_hash import COLUMNS
from workflow.profession.lists import LIST_TYPES


def same(thing: Thing, row: dict[str, Any]) -> None:
    """The row is what the oracle's book says."""
    assert row["state"] == thing.state, thing.number
    assert row["holder_id"] == thing.holder
    assert row["scope"] == thing.unit
    assert row["severity"] == thing.severity
    due = row["due_at"] and (row["due_at"].astimezone(ZONE) - timedelta(seconds=1)).date()
    assert due == thing.due, f"{thing.number} is due on {due}, not {thing.due}"
    assert (row["awaits"] == "") == LIST_TYPES[thing.kind].state(thing.state).final


def proven(row: dict[str, Any], events: list[dict[str, Any]]) -> None:
    """Prove the row from the events, and the events from one another."""
    assert [event["seq"] for event in events] == [*range(1, row["version"] + 1)]
    prev, state, rebuilt = "0" * 64, "", dict[str, Any]()
    for event in events:
        assert (event["prev_hash"], event["source"]) == (prev, state)
        told = event | {"at": event["at"].astimezone(UTC).isoformat(timespec="microseconds")}
        content = ["rectify-event-1", prev, *(told[column] for column in COLUMNS)]
        written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert event["hash"] == hashlib.sha256(written.encode()).hexdigest()
        prev, state = event["hash"], event["dest"]
        rebuilt |= event["changes"]
    assert (row["head"], row["state"]) == (prev, state)
    assert row["data"].keys() <= _fields(LIST_TYPES[row["list_key"]])
    for column in (
        "state",
        "title",
        "holder_id",
        "scope",
        "duties",
        "evidence",
        "data",
        "process",
        "round",
    ):
        assert rebuilt[column] == row[column], column


def _fields(list_type: ListType) -> set[str]:
    """Return what people may fill in; nothing else is kept beside it."""
    return {field.key for t in list_type.transitions for field in t.fields if field.is_kept}


def no_closed_problem_is_incomplete(rows: list[dict[str, Any]]) -> None:
    closed = {
        row["id"] for row in rows if (row["list_key"], row["state"]) == ("problems", "closed")
    }
    for row in rows:
        if row["parent_id"] in closed and row["state"] != "withdrawn":
            assert row["list_key"] != "tasks" or row["state"] == "closed"
            assert row["list_key"] != "responsibilities" or "signed_on" in row["process"]


def no_gaps(numbers: list[str]) -> None:
    """The numbers of each list follow one another."""
    for prefix in {number[0] for number in numbers}:
        own = sorted(int(number[6:]) for number in numbers if number[0] == prefix)
        assert own == [*range(own[0], own[0] + len(own))]
