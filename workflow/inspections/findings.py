"""A failing line makes the three lists: problem, tasks and responsibilities in one transaction.

The problem cites line and edition for ever, and takes the evidence over. Whoever took part in the
check counts as its raiser, so that none of them verifies what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from psycopg import errors

from workflow.declaration import (
    ANSWER,
    ASPECT,
    CHECK,
    CHECKS,
    PROBLEMS,
    Actor,
    AnswerRecord,
    Facts,
    FindingOrigin,
    Item,
    PartialForm,
    Process,
    pack,
    process_of,
)
from workflow.engine import loading
from workflow.engine.commands import Done
from workflow.engine.visibility import gone, may_see
from workflow.errors import BadInput, CodedWords, NotFound, NotPermitted, NotPossible
from workflow.evidence import Piece
from workflow.inspections.candidates.notes import settle
from workflow.inspections.line_store import line_of
from workflow.inspections.lines import SheetLine
from workflow.inspections.three_lists import MOST_TITLE, MatterFound, raise_three_lists
from workflow.platform import Connection, together
from workflow.words import Words

FAIL = "fail"
OVER = ("published", "called_off")  # states in which nothing more is raised
_RAISING = Words("按检查结果立项", "Raise what was found")
_NO_LINE = Words("检查表里没有这一条：{line}", "there is no such line in its sheet: {line}")
_NO_FAILURE = Words("第{line}条没有记为不符合", "line {line} was not found to fail")
_THERE = Words("第{line}条已经立项：{number}", "line {line} has been raised already, as {number}")
_OVER = Words("检查已经结束，请直接提出问题", "the check is over; raise the problem by itself")
_QUICKER = Words("刚才已有人立项，请刷新页面", "somebody was quicker; load the page anew")
_OF_CHECK = CodedWords("责任单位是被检查的单位", "the unit is that of the check", "not_fitting")
_TITLE = Words("{line}（{remark}）", "{line} ({remark})")
_SOURCE = Words("{title}（{number}）", "{title} ({number})")
_FOUND = """
    SELECT number FROM items
     WHERE list_key = 'problems' AND state <> 'withdrawn'
       AND process -> 'finding' ->> 'check' = %s AND process -> 'finding' ->> 'line' = %s"""
_LOCK = "SELECT FROM items WHERE number = %s FOR UPDATE"
_SHEET = "SELECT sheet FROM sheet_editions WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failing line of a check: the check, the line, the answer, and the sheet's key."""

    check: Item
    line: SheetLine
    answer: AnswerRecord
    sheet: str

    @property
    def title(self) -> str:
        """The text of the problem: the line with what was found."""
        remark = self.answer.get("remark", "")
        told = _TITLE.format(line=self.line.zh, remark=remark).zh if remark else self.line.zh
        return told[:MOST_TITLE]

    @property
    def suggested(self) -> dict[str, str]:
        """The values with which the form of the problem begins."""
        told = {
            "title": self.title,
            "severity": self.line.severity or pack().usual_severity,
            ASPECT: self.line.aspect,
            "source": _SOURCE.format(title=self.check.title, number=self.check.number).zh,
            "source_kind": str(self.check.data.get("kind", "")),
            "found_on": self.answer["on"],
            "measures": self.line.task,
        }
        return {key: value for key, value in told.items() if value}


def finding_form() -> PartialForm:
    """Return the fields of a finding: the fields of a problem, without the unit."""
    asked = pack().lists[PROBLEMS].raise_fields
    return PartialForm(tuple(field for field in asked if field.key != "unit"), False)


def failure(actor: Actor, number: str, line: str) -> Failure:
    """Return a failing line that the actor may raise now.

    Raises ``NotFound``, ``NotPermitted`` or ``NotPossible`` with the reason.
    """
    with together() as connection:
        return _failure(connection, actor, number, line)


def raise_finding(
    actor: Actor, number: str, line: str, given: Mapping[str, object] | None = None
) -> list[Done]:
    """Raise the three lists for a failing line; return the problem first.

    ``given`` are values in place of the suggested ones. Raises as ``failure`` does, and
    ``BadInput`` for wrong fields.
    """
    with together() as connection:
        hold_answers(connection, number)
        found = _failure(connection, actor, number, line)
        return _raise(connection, actor, found, given or {})


def raise_all(actor: Actor, number: str) -> list[Done]:
    """Raise the three lists for every failing line without a problem; return everything raised.

    Raises as ``failure`` does.
    """
    with together() as connection:
        hold_answers(connection, number)
        check = _check(connection, actor, number).item
        found = [f for line in failing(check) if (f := _open(connection, actor, number, line))]
        return [done for one in found for done in _raise(connection, actor, one, {})]


def failing(check: Item) -> list[str]:
    """Return the numbers of the failing lines of a check, in the order of its sheet."""
    process = process_of(check)
    sheet, answers = process.get("sheet"), process.get("answers", {})
    lines = sheet["lines"] if sheet else {}
    return [n for n in lines if n in answers and answers[n]["verdict"] == FAIL]


def _open(connection: Connection, actor: Actor, number: str, line: str) -> Failure | None:
    if connection.execute(_FOUND, [number, line]).fetchone():
        return None
    return _failure(connection, actor, number, line)


def hold_answers(connection: Connection, number: str) -> None:
    """Let nobody answer a line of the check until the transaction ends."""
    if "\0" not in number:
        connection.execute(_LOCK, [number])


def _check(connection: Connection, actor: Actor, number: str) -> Facts:
    facts = loading.read(connection, [number]).get(number)
    if facts is None or facts.item.list_key != CHECKS or not may_see(actor, facts.item):
        raise gone(number)
    return facts


def _failure(connection: Connection, actor: Actor, number: str, line: str) -> Failure:
    facts = _check(connection, actor, number)
    _refuse_others(actor, facts)
    return failure_of(connection, facts.item, line)


def failure_of(connection: Connection, check: Item, line: str) -> Failure:
    """Return a failing line of a check without a problem, whoever asks.

    Raises ``NotFound`` for an unknown line, ``NotPossible`` where there is nothing to raise.
    """
    process = process_of(check)
    sheet, answer = process.get("sheet"), process.get("answers", {}).get(line)
    found = line_of(connection, sheet["edition"], line[:40]) if sheet and "\0" not in line else None
    if sheet is None or found is None:
        raise NotFound(_NO_LINE.format(line=line[:40]))
    if answer is None or answer["verdict"] != FAIL:
        raise NotPossible(_NO_FAILURE.format(line=line))
    if row := connection.execute(_FOUND, [check.number, line]).fetchone():
        raise NotPossible(_THERE.format(line=line, number=row[0]))
    [(key,)] = connection.execute(_SHEET, [sheet["edition"]]).fetchall()
    return Failure(check, found, answer, key)


def _refuse_others(actor: Actor, facts: Facts) -> None:
    """Refuse all but the people with a right to answer the lines of the check under way.

    Raises ``NotPermitted`` or ``NotPossible``.
    """
    move = pack().lists[CHECKS].named(ANSWER)
    assert move  # noqa: S101 -- the list of checks is declared with it
    if not move.may(actor, facts):
        raise NotPermitted(move.may.refusal(actor, facts, _RAISING))
    if facts.item.state in OVER:
        raise NotPossible(_OVER)


def _raise(
    connection: Connection, actor: Actor, found: Failure, given: Mapping[str, object]
) -> list[Done]:
    done = raise_failure(actor, found, given)
    settle(
        connection, found.check.number, found.line.number, done[0].number,
        actor.person_id, actor.name,
    )  # fmt: skip
    return done


def raise_failure(actor: Actor, found: Failure, given: Mapping[str, object]) -> list[Done]:
    """Raise the three lists for a failure that the actor may raise; return the problem first.

    Raises ``BadInput`` for wrong fields, ``NotPossible`` where somebody was quicker.
    """
    if str(given.get("unit", found.check.unit_id)) != str(found.check.unit_id):
        raise BadInput(CHECK, {"unit": _OF_CHECK})
    matter = MatterFound(
        fields={**found.suggested, **given, "unit": str(found.check.unit_id)},
        evidence=_pieces(found), process=_cites(found), raisers=_team(found.check),
        acceptance=found.line.evidence, came_of=found.check.number,
    )  # fmt: skip
    try:
        return raise_three_lists(matter, actor)
    except errors.UniqueViolation as error:
        raise NotPossible(_QUICKER) from error


def _pieces(found: Failure) -> list[Piece]:
    wanted = {*found.answer.get("evidence", ())}
    return [
        Piece(
            one["sha256"],
            one["name"],
            one["media_type"],
            one["size"],
            one["kind"],
            one.get("shows", ""),
        )
        for one in found.check.evidence
        if one["sha256"] in wanted
    ]


def _cites(found: Failure) -> Process:
    sheet = process_of(found.check)["sheet"]
    origin: FindingOrigin = {
        "check": found.check.number, "edition": sheet["edition"], "sheet": found.sheet,
        "line": found.line.number, "words": [*found.line.words],
    }  # fmt: skip
    return cast("Process", {"finding": origin})


def _team(check: Item) -> tuple[int, ...]:
    return tuple(check.duties.get("checker", ()))
