"""The keys that distinguish two situations of an item, for each of the two searches."""

from __future__ import annotations

import json
from typing import Any

from workflow.checks.checker.judged_duties import RELEVANT
from workflow.declaration.effects import SIGNED_BY
from workflow.declaration.facts import Item
from workflow.profession.lists import LIST_TYPES

SUSPECT = 1
# What rules look for whether it has been.
_REACHED = ("signed_on", "preliminary", "publicity", "held_on", "rectify_by", "look_back")
_TEXTS = frozenset(
    field.key
    for list_type in LIST_TYPES.values()
    for transition in list_type.transitions
    for field in transition.fields
    if field.kind in ("text", "long", "yes", "money", "many", "code", "ref")
)  # what people write; no rule looks into it


def situation(item: Item) -> str:
    """Return the situation of an item as text, without people and times."""
    shape = {key: _outline(value) for key, value in item.data.items() if key not in _TEXTS}
    return json.dumps([item.state, shape, bool(item.evidence_of_round())], sort_keys=True)


def _outline(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(str(entry.get("vote")) for entry in value)[:2]
    if isinstance(value, dict):
        return value.get("state", value.get("open", True))
    return value if value in ("submitted", "approved", "returned") else True


def part(item: Item) -> str:
    """Write the suspect's part in an item, and how far the item has come."""
    duties = sorted(d for d, who in item.duties.items() if SUSPECT in who and d in RELEVANT)
    told = [k for k, v in sorted(item.data.items()) if _mentions(v)]
    far = [item.data.get(key) is not None for key in _REACHED]
    checks = min(len(item.data.get("checks", [])), 2)
    papers = [min(len(item.data.get(key, ())), 3) for key in ("signatures", "reminders")]
    votes = min(sum(v["vote"] == "for" for v in item.data.get("votes", [])), 2)
    return json.dumps(
        [item.state, item.data.get("plan_state"), far, checks, papers, votes, duties, told,
         item.data.get(SIGNED_BY), item.holder_id == SUSPECT, bool(item.evidence_of_round())]
    )  # fmt: skip


def _mentions(value: Any) -> bool:
    entries = value if isinstance(value, list) else [value]
    return any(
        isinstance(e, dict) and SUSPECT in (e.get("by"), e.get("answered_by")) for e in entries
    )
