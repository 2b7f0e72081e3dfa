"""The three lists (三张清单) of a matter: its problem, tasks and responsibilities, by its class.

Source: docs/domain/handling-classes.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workflow.declaration import Condition, Facts
from workflow.profession.severity_classes import MatterPart, handling
from workflow.words import Words, listed

_NAMES: dict[MatterPart, Words] = {
    "aspect": Words("方面", "its aspect"),
    "tasks": Words("任务", "a task"),
    "responsibilities": Words("责任", "a responsibility"),
}
_LACKS = Words("还缺少：{parts}", "there is still to be added: {parts}")


def _has(facts: Facts, part: MatterPart) -> bool:
    return bool(facts.item.data.get("aspect") if part == "aspect" else facts.of(part))


def lacking(facts: Facts, parts: Iterable[MatterPart] | None = None) -> list[MatterPart]:
    """Return the missing parts among those demanded by the handling class."""
    demanded = handling(facts.item).parts
    return [p for p in demanded if (parts is None or p in parts) and not _has(facts, p)]


def _complete(*parts: MatterPart) -> Condition:
    """Declare that the demanded parts are there; the sentence names the missing ones."""
    asked = parts or None
    says: Callable[[Facts], Words] = lambda facts: _LACKS.format(  # noqa: E731
        parts=listed(_NAMES[part] for part in lacking(facts, asked))
    )
    names = listed(_NAMES[part] for part in parts or _NAMES)
    return Condition(_LACKS.format(parts=names), lambda f: not lacking(f, asked), says=says)


THREE_LISTS = _complete()
HAS_TASKS = _complete("tasks")
