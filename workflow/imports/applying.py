"""Apply the chosen changes of known rows, by the usual moves and with the actor's rights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from workflow.declaration import Actor
from workflow.engine import commands
from workflow.engine.references import References
from workflow.errors import BadInput, WorkflowError
from workflow.imports import records
from workflow.imports.changes import CellChange, KnownRow
from workflow.imports.records import ImportToNote, RowRecord
from workflow.imports.taking_over import suggested
from workflow.platform import connect
from workflow.words import Words

Decision = Literal["theirs", "ours"]
_NOT_READ = Words("不能读取文件 {name}。", "The file {name} cannot be read.")
_SHAPE = Words(
    "{name}：应当是 JSON，列出要采用的改动的 id，或者写成 id 到 theirs、ours 的对应。",
    "{name}: it has to be JSON, a list of the ids of changes to apply, or a mapping of ids to "
    "theirs or ours.",
)
_UNKNOWN = Words("没有编号为 {id} 的改动。", "There is no change {id}.")
_NO_MOVE = Words(
    "{id}：表格不能改变它，请用系统中的相应步骤。",
    "{id}: a sheet cannot change this; use the move for it.",
)
_WHO = Words(
    "请用 --as 写明以谁的身份采用改动。", "Say with --as in whose name changes are applied."
)
_REASON = Words(
    "按台账“{file}”工作表“{sheet}”第 {row} 行更正",
    'corrected by "{file}", sheet "{sheet}", row {row}',
)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The choice of changes: all safe ones, none, or the changes named by key."""

    all: bool = False
    named: Mapping[str, Decision] = field(default_factory=dict)

    def takes(self, change: CellChange) -> bool:
        """Say whether a change is applied; a conflict or a guess only where it is named."""
        if change.id in self.named:
            return self.named[change.id] == "theirs"
        return self.all and bool(change.move) and change.certain and not change.conflict

    def declines(self, change: CellChange) -> bool:
        """Say whether ours stays, so that the change is not shown again."""
        return self.named.get(change.id) == "ours"


NOTHING = Decisions()


@dataclass(frozen=True, slots=True)
class Applied:
    """A chosen change, and the reason why it could not be applied, if any."""

    change: CellChange
    why_not: Words | None = None


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """A move for some changes of an item."""

    changes: tuple[CellChange, ...]
    file: str
    why: str = ""  # in place of the place in the file

    @property
    def reason(self) -> str:
        """The comment of the move."""
        if self.why:
            return self.why
        first = self.changes[0]
        return _REASON.format(file=self.file, sheet=first.sheet, row=first.row).zh

    def make(self, actor: Actor, now: datetime | None) -> Words | None:
        """Make the move; return the reason against it, if any."""
        first, fields = self.changes[0], {one.field: one.value for one in self.changes}
        try:
            if first.move == "extension":
                self._extend(actor, now)
                return None
            if first.move == "move_unit":
                fields["holder"] = _holder(first)
            commands.fire(
                first.number, first.move, actor, fields=fields, comment=self.reason, now=now
            )
        except BadInput as refusal:
            return next(iter(refusal.fields.values()), refusal.words)
        except WorkflowError as refusal:
            return refusal.words
        return None

    def _extend(self, actor: Actor, now: datetime | None) -> None:
        first = self.changes[0]
        told = {"title": self.reason, "asked_for": first.value, "progress": self.reason}
        commands.raise_item("extensions", actor, fields=told, parent=first.number, now=now)


def _holder(change: CellChange) -> Any:
    """Return whom the form of the assignment suggests in the new unit."""
    with connect() as connection:
        place = References(connection).place(int(change.value))
    return next(iter(suggested(place, "problems")), None)


def read_decisions(path: Path) -> Decisions:
    """Return the decisions in a file.

    Raises ``BadInput`` where the file cannot be read, or is of another shape.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise BadInput(_NOT_READ.format(name=path)) from None
    except ValueError:
        raise BadInput(_SHAPE.format(name=path.name)) from None
    named = dict.fromkeys(told, "theirs") if _is_list(told) else told
    if not isinstance(named, dict) or not {*map(str, named.values())} <= {"theirs", "ours"}:
        raise BadInput(_SHAPE.format(name=path.name))
    return Decisions(named=named)


def _is_list(told: object) -> bool:
    return isinstance(told, list) and all(isinstance(one, str) for one in told)


def check(changes: Iterable[CellChange], decisions: Decisions, actor: Actor) -> None:
    """Refuse decisions about missing changes, about fields closed to sheets, or without an actor.

    Raises ``BadInput``.
    """
    known = {change.id: change for change in changes}
    for id_, decision in decisions.named.items():
        if id_ not in known:
            raise BadInput(_UNKNOWN.format(id=id_[:80]))
        if decision == "theirs" and not known[id_].move:
            raise BadInput(_NO_MOVE.format(id=id_))
    if actor.is_system and any(decisions.takes(change) for change in known.values()):
        raise BadInput(_WHO)


def apply(changes: Sequence[CellChange], made: ImportToNote, decisions: Decisions) -> list[Applied]:
    """Apply the chosen changes one by one; return the applied and the refused changes.

    Raises ``BadInput`` as ``check`` does.
    """
    check(changes, decisions, made.actor)
    applied: list[Applied] = []
    for step in steps([one for one in changes if decisions.takes(one)], made.name):
        why = step.make(made.actor, made.at)
        applied += [Applied(change, why) for change in step.changes]
    return applied


def steps(changes: Iterable[CellChange], file: str, why: str = "") -> Iterator[ChangeStep]:
    """Yield a step for each item and move: the wording is corrected at once."""
    together: dict[tuple[str, str], list[CellChange]] = {}
    for change in changes:
        together.setdefault((change.number, change.move), []).append(change)
    for found in together.values():
        yield ChangeStep(tuple(found), file, why)


def note(
    rows: Sequence[KnownRow], changes: Sequence[CellChange], applied: Sequence[Applied],
    made: ImportToNote, decisions: Decisions,
) -> int | None:  # fmt: skip
    """Let what was decided be the base of the next import; return the number of the record."""
    settled = {one.change.id for one in applied if one.why_not is None}
    settled |= {change.id for change in changes if decisions.declines(change)}
    by_number: dict[str, list[CellChange]] = {}
    for change in changes:
        if change.id in settled:
            by_number.setdefault(change.number, []).append(change)
    told = [_row(row, by_number[row.item.number]) for row in rows if row.item.number in by_number]
    if not told:
        return None
    with connect() as connection, connection.transaction():
        return records.note(connection, made, told)


def _row(row: KnownRow, changes: Iterable[CellChange]) -> RowRecord:
    problem, item = row.problem, row.item
    keys = {name: key for key, (name, _) in problem.columns.items()}
    cells = dict(item.cells if item.cells is not None else {"problem": item.title, **item.text})
    brought = dict(item.brought)
    for change in changes:
        cells[keys.get(change.column, change.column)] = change.theirs
        if change.field:
            brought[change.field] = change.value
    return RowRecord(
        number=item.number, is_new=False, sheet=problem.sheet, row=problem.row, cells=cells,
        brought=brought,
    )  # fmt: skip
