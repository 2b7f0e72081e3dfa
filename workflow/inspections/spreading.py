"""举一反三: a problem opens a round of a single line over the sister units, to be attested.

A problem without a line of a sheet gets one: an edition of a sheet of its own, published at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.declaration import (
    ASPECT,
    PLAN_ROUNDS,
    PROBLEMS,
    SPREAD,
    Actor,
    Choice,
    Field,
    Item,
    PartialForm,
    fields,
    process_of,
)
from workflow.engine import loading
from workflow.engine.loading import read_now
from workflow.engine.visibility import gone, may_see
from workflow.errors import NotPossible
from workflow.inspections.line_store import write_lines
from workflow.inspections.lines import SheetLine
from workflow.inspections.rounds import plan_for
from workflow.platform import Connection, connect, settings, together
from workflow.words import Words

_LAST = Field("last_day", Words("截止日期", "Attest by"), "date")
_TITLE = Words("举一反三：{title}", "Spread: {title}")
_NO_SISTERS = Words("没有同级同类的单位", "it has no sister units of its kind")
_OVER = Words("已撤回的问题不能举一反三", "a withdrawn problem is not spread")
_REASON = "举一反三时由问题{number}的内容生成"
_MOST_NAME = 100
_SISTERS = """
    SELECT s.id, s.name, coalesce(nullif(s.name_en, ''), s.name) FROM units u
      JOIN units s ON s.parent_id = u.parent_id AND s.kind = u.kind AND s.id <> u.id
     WHERE u.id = %s AND s.valid_from <= %s AND coalesce(s.valid_to, 'infinity') >= %s
     ORDER BY s.id"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('sheets'))"
_OWN_EDITION = """
    INSERT INTO sheet_editions (sheet, number, zh, en, reason, drafted_at, drafted_by)
    SELECT %(sheet)s::varchar, 1 + coalesce(max(number), 0), %(zh)s, %(zh)s, %(reason)s,
           %(now)s, %(by)s
      FROM sheet_editions WHERE sheet = %(sheet)s::varchar RETURNING id"""
_PUBLISH = "UPDATE sheet_editions SET published_at = %s, published_by = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Spread:
    """A problem to be spread: the item, and the sister units to choose from."""

    problem: Item
    sisters: list[tuple[int, Words]]

    @property
    def form(self) -> PartialForm:
        """The fields: which of the sister units, and until when."""
        choices = tuple(Choice(str(id_), words) for id_, words in self.sisters)
        units = Field("units", Words("同级同类单位", "Sister units"), "many", choices=choices)
        return PartialForm((units, _LAST), comment_required=False)


def spread_of(actor: Actor, number: str) -> Spread:
    """Return a problem with the units for the spreading.

    Raises ``NotFound`` for what is no problem of the actor's, ``NotPermitted`` without the right,
    ``NotPossible`` where there is nowhere to spread it.
    """
    with connect() as connection:
        return _spread(connection, actor, number)


def is_spreader(actor: Actor, problem: Item) -> bool:
    """Say whether the actor may open such a round for the problem."""
    return PLAN_ROUNDS.held_by(actor, _above(problem))


def spread(actor: Actor, number: str, given: Mapping[str, object]) -> int:
    """Open the round over the chosen sister units; return its id.

    Raises as ``spread_of`` does, and ``BadInput`` with every wrong field.
    """
    with together() as connection:
        today = read_now(connection).astimezone(settings().zone).date()
        asked = _spread(connection, actor, number)
        values, _ = fields.parse(asked.form, given, "", today)
        edition, line = _line(connection, actor, asked.problem)
        chosen = [int(unit) for unit in values["units"]]
        return plan_for(
            connection, actor, _round(asked.problem, values, edition, today), chosen,
            asked.problem.number, line,
        )  # fmt: skip


def _spread(connection: Connection, actor: Actor, number: str) -> Spread:
    facts = loading.read(connection, [number]).get(number)
    if facts is None or facts.item.list_key != PROBLEMS or not may_see(actor, facts.item):
        raise gone(number)
    problem = facts.item
    PLAN_ROUNDS.demand(actor, _above(problem))
    if problem.state == "withdrawn":
        raise NotPossible(_OVER)
    rows = connection.execute(_SISTERS, [problem.unit_id, facts.today, facts.today]).fetchall()
    if not rows:
        raise NotPossible(_NO_SISTERS)
    return Spread(problem, [(id_, Words(zh, en)) for id_, zh, en in rows])


def _above(problem: Item) -> str:
    """Return the path of the unit above, in which the sister units lie."""
    above = problem.scope.rstrip("/").rpartition("/")[0]
    return f"{above}/" if above else problem.scope


def _round(problem: Item, values: Mapping[str, Any], edition: int, today: date) -> dict[str, Any]:
    title = _TITLE.format(title=problem.title).zh[:_MOST_NAME]
    return {
        "title": title, "kind": SPREAD, "edition": edition, "unit": problem.unit_id,
        "first_day": today, "last_day": values["last_day"],
    }  # fmt: skip


def _line(connection: Connection, actor: Actor, problem: Item) -> tuple[int, str]:
    """Return the edition and the number of the problem's line, or of the line made of it."""
    if origin := process_of(problem).get("finding"):
        return origin["edition"], origin["line"]
    connection.execute(_LOCK)
    now = read_now(connection)
    told = {
        "sheet": SPREAD, "zh": problem.title[:_MOST_NAME], "now": now, "by": actor.name,
        "reason": _REASON.format(number=problem.number),
    }  # fmt: skip
    [(edition,)] = connection.execute(_OWN_EDITION, told).fetchall()
    write_lines(connection, edition, [_own_line(problem)])
    connection.execute(_PUBLISH, [now, actor.name, edition])
    return edition, problem.number


def _own_line(problem: Item) -> SheetLine:
    told = {key: str(problem.data.get(key, "")) for key in (ASPECT, "measures")}
    return SheetLine(
        number=problem.number, above="", kind="check", zh=problem.title, en="", optional=False,
        points="", evidence="", citation="", aspect=told[ASPECT], severity=problem.severity,
        task=told["measures"], level="", steps="", papers="", cadence="",
    )  # fmt: skip
