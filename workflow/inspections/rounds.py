"""Rounds: one edition of a sheet over the units below one, planned in a single transaction.

Each unit gets a check of its own, an item that goes its declared way; the round is what they have
in common. In a self-check the head of each unit leads, otherwise the head of the team.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from workflow import journal
from workflow.declaration import (
    BY_THE_UNIT,
    CHECK,
    CHECKS,
    PLAN_ROUNDS,
    PLAN_SELF_CHECKS,
    READ_SHEETS,
    SELF_CHECK,
    Actor,
    Process,
    SheetOfCheck,
    fields,
)
from workflow.engine import commands
from workflow.engine.commands import NewItem
from workflow.engine.loading import read_now
from workflow.errors import BadInput, CodedWords
from workflow.inspections.covered_units import HeadedUnit, around, head_of, path_of, units_below
from workflow.inspections.line_store import lines_of
from workflow.inspections.lines import rows_of
from workflow.inspections.round_forms import round_form
from workflow.platform import Connection, settings, together
from workflow.words import Words

_NO_UNIT = CodedWords(
    "请选择由您安排检查的单位", "choose a unit whose checks are yours to plan", "not_yours"
)
_NO_EDITION = CodedWords(
    "没有这一版检查表，或者还没有发布", "there is no such published edition", "not_there"
)
_NO_HEAD = CodedWords("请选择组长", "choose the head of the team", "missing")
_NO_SIGN_IN = CodedWords(
    "组长今天不在任，或者没有可以登录的账号，请另选一人",
    "the head of the team holds no post today, or has no account to sign in with; choose another",
    "not_fitting",
)
_OWN = CodedWords(
    "组长在“{unit}”任职，不能检查本单位，请另选一人",
    'the head of the team belongs to "{unit}", and nobody checks the own unit; choose another',
    "own_work",
)
_ORDER = CodedWords(
    "截止日期不能早于开始日期", "the last day cannot be before the first", "too_early"
)
_PAST = CodedWords("截止日期不能早于今天", "the last day cannot be before today", "too_early")
_CHOSEN = """
    SELECT id, kind, path, name, coalesce(nullif(name_en, ''), name) FROM units
     WHERE id = ANY (%s) AND valid_from <= %s AND coalesce(valid_to, 'infinity') >= %s
     ORDER BY id"""
_INSERT = """
    INSERT INTO rounds (title, kind, edition_id, unit_id, first_day, last_day, made_at, made_by_id,
                        made_by)
    VALUES (%(title)s, %(kind)s, %(edition)s, %(unit)s, %(first_day)s, %(last_day)s, %(now)s,
            %(by)s, %(name)s) RETURNING id"""
_PUBLISHED = "SELECT 1 FROM sheet_editions WHERE id = %s AND published_at IS NOT NULL"


def is_planner(actor: Actor) -> bool:
    """Say whether the actor may plan some round."""
    return PLAN_ROUNDS.held_by(actor) or PLAN_SELF_CHECKS.held_by(actor)


def refuse_others(actor: Actor) -> None:
    """Refuse an actor who may plan no round at all.

    Raises ``NotFound`` or ``NotPermitted``.
    """
    READ_SHEETS.demand(actor)
    if not is_planner(actor):
        PLAN_ROUNDS.demand(actor)


def plan(actor: Actor, given: Mapping[str, object]) -> int:
    """Plan a round with a check for each unit; return its id.

    Raises ``NotFound`` or ``NotPermitted`` without the right, ``BadInput`` with every wrong field.
    """
    refuse_others(actor)
    with together() as connection:
        today = read_now(connection).astimezone(settings().zone).date()
        values, _ = fields.parse(round_form(), given, "", today)
        path = _place(connection, actor, values, today)
        _demand_days(values, today)
        units = units_below(connection, path, values["unit_kinds"], today, values.get("head"))
        return _opened(connection, actor, values, units)


def plan_for(
    connection: Connection, actor: Actor, values: Mapping[str, Any], unit_ids: Sequence[int],
    spread_of: str, line: str,
) -> int:  # fmt: skip
    """Plan a round of one line over some units, within the transaction of the caller.

    Raises ``BadInput`` where the days are wrong, or nobody heads one of the units.
    """
    today = read_now(connection).astimezone(settings().zone).date()
    _demand_days(values, today)
    rows = connection.execute(_CHOSEN, [[*unit_ids], today, today]).fetchall()
    units = around(connection, None, rows)
    return _opened(connection, actor, values, units, spread_of, line)


def _opened(
    connection: Connection, actor: Actor, values: Mapping[str, Any], units: list[HeadedUnit],
    spread_of: str = "", line: str = "",
) -> int:  # fmt: skip
    """Write the round and raise a check for each unit; return the id of the round."""
    heads = dict(_heads(values, units))
    told = {"now": read_now(connection), "by": actor.person_id, "name": actor.name}
    [(made,)] = connection.execute(_INSERT, {**values, **told}).fetchall()
    process = _process(connection, values["edition"], made, spread_of, line)
    commands.raise_items([_check(values, unit, heads[unit.id], process) for unit in units], actor)
    subject = ("round", str(made))
    journal.note(connection, "round", actor, subject=subject, what="made", items=len(units))
    return int(made)


def _place(connection: Connection, actor: Actor, values: Mapping[str, Any], today: date) -> str:
    """Return the path of the unit within which units are checked.

    Raises ``BadInput`` where it is not the actor's to plan for, or the edition is not published.
    """
    path = path_of(connection, values["unit"], today)
    right = PLAN_SELF_CHECKS if values["kind"] == SELF_CHECK else PLAN_ROUNDS
    faults: dict[str, Words] = {}
    if path is None or not right.held_by(actor, path):
        faults["unit"] = _NO_UNIT if path is None or right.held_by(actor) else right.refusal()
    if connection.execute(_PUBLISHED, [values["edition"]]).fetchone() is None:
        faults["edition"] = _NO_EDITION
    if faults or path is None:
        raise BadInput(CHECK, faults)
    return path


def _demand_days(values: Mapping[str, Any], today: date) -> None:
    if values["last_day"] < values["first_day"]:
        raise BadInput(CHECK, {"last_day": _ORDER})
    if values["last_day"] < today:
        raise BadInput(CHECK, {"last_day": _PAST})


def _heads(values: Mapping[str, Any], units: list[HeadedUnit]) -> Iterator[tuple[int, int]]:
    """Yield the head of each check by unit.

    Raises ``BadInput`` where nobody heads a unit, or the head of the team belongs to one of them.
    """
    for unit in units:
        if values["kind"] in BY_THE_UNIT:
            yield unit.id, head_of(unit)
            continue
        if "head" not in values:
            raise BadInput(CHECK, {"head": _NO_HEAD})
        if not any(post.signs_in for post in unit.posts_of):
            raise BadInput(CHECK, {"head": _NO_SIGN_IN})
        if any(post.path.startswith(unit.path) for post in unit.posts_of):
            raise BadInput(CHECK, {"head": _OWN.format(unit=unit.words)})
        yield unit.id, values["head"]


def _process(
    connection: Connection, edition: int, round_: int, spread_of: str, only: str
) -> Process:
    """Return the first notes of each check of a round: the sheet line by line, or one line."""
    every = lines_of(connection, edition)
    lines = [line for line in every if line.is_asked and (not only or line.number == only)]
    wanted = {line.number for line in lines}
    rows = {row: [n for n in held if n in wanted] for row, held in rows_of(every).items()}
    sheet: SheetOfCheck = {
        "edition": edition,
        "round": round_,
        "lines": {line.number: [not line.optional, line.points or None] for line in lines},
        "rows": {row: held for row, held in rows.items() if held},
    }
    if spread_of:
        sheet["spread_of"] = spread_of
    return cast("Process", {"sheet": sheet})


def _check(values: Mapping[str, Any], unit: HeadedUnit, head: int, process: Process) -> NewItem:
    told = {
        "title": values["title"], "kind": values["kind"], "unit": str(unit.id),
        "holder": str(head), "due_on": values["last_day"].isoformat(),
    }  # fmt: skip
    return NewItem(list_key=CHECKS, fields=told, process=process, opened=True)
