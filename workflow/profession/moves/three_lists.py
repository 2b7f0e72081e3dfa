"""The three lists (三张清单) of a matter: its problem, tasks and responsibilities, by its class.

Source: docs/domain/handling-classes.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from workflow.declaration import Condition, Facts
from workflow.profession.severity_classes import PART_NAMES, MatterPart, handling
from workflow.words import Words, clauses, listed

CORRECT = Words("更正内容", "Correct the details")
RAISE_TASK = Words("提出任务", "Raise a task")
RAISE_RESPONSIBILITY = Words("提出责任", "Raise a responsibility")
# The acts on the page of the matter that add the parts.
_ADDED_BY: dict[MatterPart, Words] = {
    "aspect": CORRECT,
    "tasks": RAISE_TASK,
    "responsibilities": RAISE_RESPONSIBILITY,
}
_LACKS = Words("还缺少：{parts}", "there is still to be added: {parts}")
_WHERE = Words("请在本事项页面用{acts}补充", "add it on this item's page with {acts}")
_ACT = Words("“{act}”", '"{act}"')


def _has(facts: Facts, part: MatterPart) -> bool:
    return bool(facts.item.data.get("aspect") if part == "aspect" else facts.of(part))


def lacking(facts: Facts, parts: Iterable[MatterPart] | None = None) -> list[MatterPart]:
    """Return the missing parts among those demanded by the handling class."""
    demanded = handling(facts.item).parts
    return [p for p in demanded if (parts is None or p in parts) and not _has(facts, p)]


def _lacking_to_assign(facts: Facts) -> list[MatterPart]:
    return [part for part in handling(facts.item).to_assign if not _has(facts, part)]


def _sentence(parts: Sequence[MatterPart]) -> Words:
    """Return the sentence on missing parts: their names, and the acts that add them."""
    acts = listed(_ACT.format(act=_ADDED_BY[part]) for part in parts)
    named = _LACKS.format(parts=listed(PART_NAMES[part] for part in parts))
    return clauses((named, _WHERE.format(acts=acts)))


def _complete(missing: Callable[[Facts], list[MatterPart]], *parts: MatterPart) -> Condition:
    """Declare that no part is missing; the sentence names the missing ones, and where to add."""
    return Condition(
        _sentence(parts), lambda f: not missing(f), says=lambda f: _sentence(missing(f))
    )


THREE_LISTS = _complete(lacking, *PART_NAMES)
HAS_TASKS = _complete(lambda f: lacking(f, ("tasks",)), "tasks")
READY_TO_ASSIGN = _complete(_lacking_to_assign, "tasks", "responsibilities")
