"""A failing line makes the three lists: problem, tasks and responsibilities in one transaction.

The problem cites line and edition for ever, and takes the evidence over. Whoever took part in the
check counts as its raiser, so that none of them verifies what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from psycopg import errors

from workflow.declaration import (
    ASPECT,
    CHECK,
    PROBLEMS,
    RAISE,
    Actor,
    Facts,
    Item,
    Process,
    pack,
    process_of,
)
from workflow.declaration.fields import PartialForm
from workflow.declaration.notes import AnswerRecord, FindingOrigin
from workflow.declaration.shared_keys import ANSWER, CHECKS, RESPONSIBILITIES, TASKS
from workflow.engine import commands, loading
from workflow.engine.commands import Done, NewItem
from workflow.engine.visibility import gone, may_see
from workflow.errors import BadInput, CodedWords, NotFound, NotPermitted, NotPossible
from workflow.evidence import Piece
from workflow.inspections.line_store import line_of
from workflow.inspections.lines import SheetLine, tasks_of
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
_USUAL_TASK = "按检查要求整改：{title}"
_ANSWERS_FOR = "{level}：{title}"
_MOST_TITLE = 2000
_FOUND = """
    SELECT number FROM items
     WHERE list_key = 'problems' AND state <> 'withdrawn'
       AND process -> 'finding' ->> 'check' = %s AND process -> 'finding' ->> 'line' = %s"""
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
        return told[:_MOST_TITLE]

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
    raised = pack().lists[PROBLEMS].find(RAISE, "")
    asked = raised.fields if raised else ()
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
        return _raise(actor, _failure(connection, actor, number, line), given or {})


def raise_all(actor: Actor, number: str) -> list[Done]:
    """Raise the three lists for every failing line without a problem; return everything raised.

    Raises as ``failure`` does.
    """
    with together() as connection:
        check = _check(connection, actor, number).item
        found = [f for line in failing(check) if (f := _open(connection, actor, number, line))]
        return [done for one in found for done in _raise(actor, one, {})]


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


def _check(connection: Connection, actor: Actor, number: str) -> Facts:
    facts = loading.read(connection, [number]).get(number)
    if facts is None or facts.item.list_key != CHECKS or not may_see(actor, facts.item):
        raise gone(number)
    return facts


def _failure(connection: Connection, actor: Actor, number: str, line: str) -> Failure:
    facts = _check(connection, actor, number)
    _refuse_others(actor, facts)
    process = process_of(facts.item)
    sheet, answer = process.get("sheet"), process.get("answers", {}).get(line)
    found = line_of(connection, sheet["edition"], line[:40]) if sheet and "\0" not in line else None
    if sheet is None or found is None:
        raise NotFound(_NO_LINE.format(line=line[:40]))
    if answer is None or answer["verdict"] != FAIL:
        raise NotPossible(_NO_FAILURE.format(line=line))
    if row := connection.execute(_FOUND, [number, line]).fetchone():
        raise NotPossible(_THERE.format(line=line, number=row[0]))
    [(key,)] = connection.execute(_SHEET, [sheet["edition"]]).fetchall()
    return Failure(facts.item, found, answer, key)


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


def _raise(actor: Actor, found: Failure, given: Mapping[str, object]) -> list[Done]:
    if "unit" in given:
        raise BadInput(CHECK, {"unit": _OF_CHECK})
    values = {**found.suggested, **given, "unit": str(found.check.unit_id)}
    problem = NewItem(
        list_key=PROBLEMS, fields=values, evidence=_pieces(found), process=_cites(found),
        raisers=_team(found.check),
    )  # fmt: skip
    parts = [*_tasks(found, values), *_answering(found, values)]
    try:
        return commands.raise_items([problem, *parts], actor)
    except errors.UniqueViolation as error:
        raise NotPossible(_QUICKER) from error


def _pieces(found: Failure) -> list[Piece]:
    wanted = {*found.answer.get("evidence", ())}
    return [
        Piece(one["sha256"], one["name"], one["media_type"], one["size"], one["kind"])
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


def _tasks(found: Failure, problem: Mapping[str, Any]) -> Iterator[NewItem]:
    """Yield the tasks of the measures, one for each."""
    title = str(problem.get("title", ""))
    measured = tasks_of(str(problem.get("measures", "")))
    for text in measured or [_USUAL_TASK.format(title=title)]:
        more = {"acceptance": found.line.evidence} if found.line.evidence else {}
        yield _part(TASKS, found, problem, text, more)


def _answering(found: Failure, problem: Mapping[str, Any]) -> Sequence[NewItem]:
    """Return a responsibility for each level of the chain; who it is follows on assignment."""
    title = str(problem.get("title", ""))
    return [
        _part(
            RESPONSIBILITIES, found, problem,
            _ANSWERS_FOR.format(level=level.words.zh, title=title), {"level": level.key},
        )
        for level in pack().responsibility
    ]  # fmt: skip


def _part(
    list_key: str, found: Failure, problem: Mapping[str, Any], title: str, more: dict[str, str]
) -> NewItem:
    told = {
        "title": title[:_MOST_TITLE], "unit": str(found.check.unit_id),
        "severity": str(problem.get("severity", "")), **more,
    }  # fmt: skip
    return NewItem(list_key=list_key, fields=told, under=0, opened=True, raisers=_team(found.check))
