"""The family of the explored item: parent, children, and a double to merge with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workflow.checks.checker.situation_keys import SUSPECT
from workflow.declaration import RAISE, Item, ListType, pack

DOUBLE = "Y2026-0001"


def parent_of(list_type: ListType, holder: int | None, due: datetime) -> Item | None:
    """Return a parent held by ``holder``, where the list needs one."""
    if not list_type.needs_parent:
        return None
    list_key = "problems" if "problems" in list_type.parents else list_type.parents[0]
    state, data, process = pack().parents.get(list_key, ("assigned", {}, {}))
    return Item(
        1, list_key, "P", "x", state, pack().usual_severity, 3, "/1/2/3/", holder,
        due_at=due, data={**data}, process=process.copy(),
    )  # fmt: skip


def children_of(list_type: ListType, state: str) -> tuple[tuple[Item, ...], ...]:
    """Return the children that an item may have in a state, one set after the other.

    What was only raised has none yet, or all of them: some moves need them, others need none. Later
    they are so far along as to bar no move of the item.
    """
    raising = list_type.find(RAISE, "")
    declared = tuple(
        Item(n, key, "C", "x", stands, pack().usual_severity, 3, "/1/2/3/", process=process)
        for n, (key, stands, process) in enumerate(pack().children.get(list_type.key, ()), 2)
    )
    if raising and state == raising.dest and declared:
        return (), declared
    return (declared,)


def double_of(item: Item) -> Item:
    """Return a double of the item, all of it the work of the suspect, to merge with."""
    work = {duty: [SUSPECT] for duty in ("raiser", *pack().work)}
    return replace(item, number=DOUBLE, holder_id=SUSPECT, duties=work, process={})
