"""The three lists raised together: a problem, a task for each measure, and each responsibility.

The machine opens tasks and responsibilities in the name of a person who could not raise them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.declaration import PROBLEMS, RESPONSIBILITIES, TASKS, Actor, Process, pack
from workflow.engine import commands
from workflow.engine.commands import Done, NewItem
from workflow.evidence import Piece
from workflow.inspections.lines import tasks_of

MOST_TITLE = 2000
_USUAL_TASK = "按检查要求整改：{title}"
_ANSWERS_FOR = "{level}：{title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFound:
    """A problem as found: the fields, and everything raised with the problem."""

    fields: Mapping[str, Any]
    comment: str = ""
    evidence: Sequence[Piece] = ()
    process: Process = field(default_factory=Process)
    raisers: tuple[int, ...] = ()  # who found it beside the actor, and judges it as little
    acceptance: str = ""  # what a task has to show
    came_of: str | None = None  # the number of the check

    @property
    def title(self) -> str:
        """The text of the problem."""
        return str(self.fields.get("title", ""))


def raise_three_lists(matter: MatterFound, actor: Actor) -> list[Done]:
    """Raise problem, tasks and responsibilities, all or none; return the problem first.

    Raises the refusal of the raising, such as ``BadInput`` with every wrong field.
    """
    problem = NewItem(
        list_key=PROBLEMS, fields=matter.fields, comment=matter.comment,
        evidence=matter.evidence, process=matter.process, raisers=matter.raisers,
        came_of=matter.came_of,
    )  # fmt: skip
    return commands.raise_items([problem, *_tasks(matter), *_answering(matter)], actor)


def _tasks(matter: MatterFound) -> Iterator[NewItem]:
    """Yield the tasks of the measures, one for each."""
    measured = tasks_of(str(matter.fields.get("measures", "")))
    for text in measured or [_USUAL_TASK.format(title=matter.title)]:
        more = {"acceptance": matter.acceptance} if matter.acceptance else {}
        yield _part(TASKS, matter, text, more)


def _answering(matter: MatterFound) -> Sequence[NewItem]:
    """Return a responsibility for each level of the chain; the person follows on assignment."""
    return [
        _part(
            RESPONSIBILITIES, matter,
            _ANSWERS_FOR.format(level=level.words.zh, title=matter.title), {"level": level.key},
        )
        for level in pack().responsibility
    ]  # fmt: skip


def _part(list_key: str, matter: MatterFound, title: str, more: dict[str, str]) -> NewItem:
    told = {
        "title": title[:MOST_TITLE], "unit": str(matter.fields.get("unit", "")),
        "severity": str(matter.fields.get("severity", "")), **more,
    }  # fmt: skip
    return NewItem(list_key=list_key, fields=told, under=0, opened=True, raisers=matter.raisers)
