"""The minutes of a sitting: the results for many items, read again by the key of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from workflow.declaration import Actor, ListType, Transition, pack
from workflow.engine import idempotency, results
from workflow.engine.along import Along
from workflow.engine.cascades import told
from workflow.engine.results import Done
from workflow.engine.visibility import gone, visible
from workflow.errors import WorkflowError
from workflow.platform import connect, reading
from workflow.platform.models import ItemRow
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """An item after the decision, or the reason of a refusal."""

    number: str
    list_type: ListType | None
    title: str
    state: Words | None
    refusal: Words | None
    along: Sequence[Along] = ()
    papers: Sequence[int] = ()  # places of the documents issued
    voted: bool = False  # the item has minutes of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingResult:
    """The minutes of a sitting: act, time, and the result for each item."""

    list_type: ListType
    move: Transition
    at: datetime
    lines: Sequence[ResultLine]

    @property
    def done(self) -> list[ResultLine]:
        """The items decided on."""
        return [line for line in self.lines if line.refusal is None]

    @property
    def left(self) -> list[ResultLine]:
        """The items left unchanged."""
        return [line for line in self.lines if line.refusal is not None]

    @property
    def moved(self) -> int:
        """How many children moved along."""
        return sum(child.stays is None for line in self.lines for child in line.along)


def result(key: str, actor: Actor, account_id: int) -> SittingResult:
    """Return the results of a decision by the key of the form.

    Raises ``NotFound`` where the account has sent no such form, or longer ago than keys are kept.
    """
    with connect() as connection:
        found = idempotency.answer(connection, account_id, key)
    answers = found[0].get("results", []) if found else []
    if found is None or not answers or "trigger" not in answers[0]:
        raise gone(key)
    again = results.told_again(found[0])
    list_type, move = _act(answers[0]["number"], answers[0]["trigger"])
    seen = _seen([answer["number"] for answer in answers], actor)
    lines = [
        _line(answer["number"], outcome, seen.get(answer["number"]))
        for answer, outcome in zip(answers, again, strict=True)
    ]
    return SittingResult(list_type=list_type, move=move, at=found[1], lines=lines)


def _act(number: str, trigger: str) -> tuple[ListType, Transition]:
    list_type = pack().list_of(number)
    move = list_type.named(trigger) if list_type else None
    if list_type is None or move is None:
        raise gone(number)
    return list_type, move


def _seen(numbers: Sequence[str], actor: Actor) -> Mapping[str, Any]:
    query = select(ItemRow).where(ItemRow.number.in_(numbers), visible(actor))
    with reading() as connection:
        return {row.number: row for row in connection.execute(query)}


def _line(number: str, outcome: Done | WorkflowError, row: Any) -> ResultLine:
    list_type = pack().lists[row.list_key] if row else None
    return ResultLine(
        number=number,
        list_type=list_type,
        title=row.title if row else "",
        state=list_type.state(row.state).words if row and list_type else None,
        refusal=None if isinstance(outcome, Done) else told(outcome),
        along=outcome.along if isinstance(outcome, Done) else (),
        papers=range(1, len(row.process.get("documents", ())) + 1) if row else (),
        voted=bool(row and row.process.get("votes")),
    )
