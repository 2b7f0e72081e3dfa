"""A check during answering: the lines of the sheet with answers, problems, and the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workflow.declaration import PROBLEMS, Actor, Item, pack, process_of
from workflow.declaration.notes import AnswerRecord, SheetOfCheck
from workflow.declaration.shared_keys import ANSWER, CHECKS
from workflow.engine.loading import read
from workflow.engine.machine import refusal
from workflow.engine.visibility import clause, gone, may_see
from workflow.inspections.findings import FAIL, OVER, failing
from workflow.inspections.line_store import lines_of
from workflow.inspections.lines import SheetLine
from workflow.platform import connect, reading
from workflow.platform.models import ItemRow
from workflow.words import Words

_NOT_NOW = Words("检查单{state}，不再填写。", "The check is {state}; nothing more is filled in.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSheet:
    """A check with its sheet; ``refusal`` is why the actor may not answer, if so."""

    item: Item
    unit: Words
    lines: list[SheetLine]
    answers: Mapping[str, AnswerRecord]
    problems: Mapping[str, str]  # numbers, by line
    refusal: Words | None
    may_raise: bool  # what fails
    checkers: list[int]

    @property
    def asked(self) -> list[SheetLine]:
        """The lines to be answered."""
        return [line for line in self.lines if line.is_asked]

    @property
    def unraised(self) -> list[str]:
        """The failing lines without a problem."""
        return [number for number in failing(self.item) if number not in self.problems]

    @property
    def left(self) -> list[str]:
        """The mandatory lines without an answer."""
        return [
            line.number
            for line in self.asked
            if not line.optional and line.number not in self.answers
        ]

    @property
    def failing(self) -> int:
        """The number of failing lines."""
        return sum(1 for answer in self.answers.values() if answer["verdict"] == FAIL)

    def rest_of(self, above: str) -> str:
        """Return the unanswered lines right below a line, as a form sends them."""
        lines = (line for line in self.asked if line.above == above)
        return ",".join(line.number for line in lines if line.number not in self.answers)


def check_sheet(actor: Actor, number: str) -> CheckSheet:
    """Return a check to be answered.

    Raises ``NotFound`` where it is none, or where the actor may not see it.
    """
    with connect() as connection:
        facts = read(connection, [number]).get(number)
        if facts is None or facts.item.list_key != CHECKS or not may_see(actor, facts.item):
            raise gone(number)
        sheet = process_of(facts.item).get("sheet")
        lines = asked_lines(lines_of(connection, sheet["edition"]), sheet) if sheet else []
    move = pack().lists[CHECKS].named(ANSWER)
    assert move  # noqa: S101 -- the list of checks is declared with it
    ours = move.may(actor, facts)
    why = refusal(move, actor, facts)
    return CheckSheet(
        item=facts.item,
        unit=facts.unit,
        lines=lines,
        answers=process_of(facts.item).get("answers", {}),
        problems=_problems(actor, number),
        refusal=why or _not_now(facts.item),
        may_raise=ours and facts.item.state not in OVER,
        checkers=facts.item.duties.get("checker", []),
    )


def asked_lines(lines: Sequence[SheetLine], sheet: SheetOfCheck) -> list[SheetLine]:
    """Return the lines asked for in a check, with whatever holds them, in order."""
    wanted = {*sheet["lines"]}
    for line in reversed(lines):
        if line.number in wanted and line.above:
            wanted.add(line.above)
    return [line for line in lines if line.number in wanted]


def _not_now(item: Item) -> Words | None:
    if pack().lists[CHECKS].find(ANSWER, item.state):
        return None
    return _NOT_NOW.format(state=pack().lists[CHECKS].state(item.state).words)


def _problems(actor: Actor, number: str) -> dict[str, str]:
    origin = ItemRow.process["finding"]
    query = select(origin["line"].astext, ItemRow.number).where(
        clause(actor, PROBLEMS), ItemRow.process.has_key("finding"),
        origin["check"].astext == number, ItemRow.state != "withdrawn",
    )  # fmt: skip
    with reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}
