"""A check during answering: the lines of the sheet with answers, problems, and the team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from workflow.declaration import (
    ANSWER,
    CHECKS,
    PROBLEMS,
    Actor,
    AnswerRecord,
    Item,
    pack,
    process_of,
)
from workflow.declaration.notes import answer_mark
from workflow.engine.loading import read
from workflow.engine.machine import refusal
from workflow.engine.visibility import clause, gone, may_see
from workflow.errors import NO_PAGE, NotFound
from workflow.inspections.findings import FAIL, OVER, failing
from workflow.inspections.line_store import lines_of
from workflow.inspections.lines import SheetLine
from workflow.platform import connect, reading
from workflow.platform.models import ItemRow
from workflow.words import Words

MOST_AT_ONCE = 80  # lines of a part
UNKNOWN = "-"  # the mark of a line without an answer
_NOT_NOW = Words("检查单{state}，不再填写。", "The check is {state}; nothing more is filled in.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """The lines that a page asks for: whole procedures, as many as a person can look through."""

    key: str  # the number of the first line; "" where the page shows the whole sheet
    asked: list[SheetLine]
    answered: int
    failing: int

    @property
    def ends(self) -> tuple[str, str]:
        """The numbers of the first and of the last line."""
        return self.asked[0].number, self.asked[-1].number


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

    def known(self, number: str) -> str:
        """Return the mark of the answer on a line, as a form sends it."""
        answer = self.answers.get(number)
        return answer_mark(answer) if answer else UNKNOWN

    @property
    def parts(self) -> list[SheetPart]:
        """The parts of a long sheet, in order; a short one has a single part."""
        packed: list[list[SheetLine]] = []
        for lines in _procedures(self.asked):
            if not packed or len(packed[-1]) + len(lines) > MOST_AT_ONCE:
                packed.append([])
            packed[-1].extend(lines)
        return [self._part(lines, is_alone=len(packed) == 1) for lines in packed]

    def lines_of(self, part: SheetPart) -> list[SheetLine]:
        """Return the lines of a part with whatever holds them, in order."""
        return asked_lines(self.lines, {line.number for line in part.asked})

    def _part(self, asked: list[SheetLine], is_alone: bool) -> SheetPart:
        answers = [self.answers[line.number] for line in asked if line.number in self.answers]
        return SheetPart(
            key="" if is_alone else asked[0].number,
            asked=asked,
            answered=len(answers),
            failing=sum(1 for answer in answers if answer["verdict"] == FAIL),
        )

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
        lines = lines_of(connection, sheet["edition"]) if sheet else []
    move = pack().lists[CHECKS].named(ANSWER)
    assert move  # noqa: S101 -- the list of checks is declared with it
    ours = move.may(actor, facts)
    why = refusal(move, actor, facts)
    return CheckSheet(
        item=facts.item,
        unit=facts.unit,
        lines=asked_lines(lines, {*sheet["lines"]}) if sheet else [],
        answers=process_of(facts.item).get("answers", {}),
        problems=_problems(actor, number),
        refusal=why or _not_now(facts.item),
        may_raise=ours and facts.item.state not in OVER,
        checkers=facts.item.duties.get("checker", []),
    )


def part_of(parts: Sequence[SheetPart], key: str) -> SheetPart:
    """Return the part of a key, or the first one.

    Raises ``NotFound`` where there is none, as in a check without lines.
    """
    if not parts:
        raise NotFound(NO_PAGE)
    return next((part for part in parts if part.key == key), parts[0])


def verdicts() -> dict[str, Words]:
    """Return the verdicts on a line, with their names."""
    move = pack().lists[CHECKS].named(ANSWER)
    choices = next(field.choices for field in (move.fields if move else ()) if field.choices)
    return {choice.key: choice.words for choice in choices}


def asked_lines(lines: Sequence[SheetLine], asked: AbstractSet[str]) -> list[SheetLine]:
    """Return lines by their numbers, with whatever holds them, in order."""
    wanted = {*asked}
    for line in reversed(lines):
        if line.number in wanted and line.above:
            wanted.add(line.above)
    return [line for line in lines if line.number in wanted]


def _procedures(asked: Sequence[SheetLine]) -> Iterator[list[SheetLine]]:
    """Yield the lines of each procedure; of a very long one, a part at a time."""
    for _, group in groupby(asked, key=lambda line: line.above):
        lines = [*group]
        for first in range(0, len(lines), MOST_AT_ONCE):
            yield lines[first : first + MOST_AT_ONCE]


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
