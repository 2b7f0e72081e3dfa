"""Draw a sample or cancel one; each act is noted in the journal, without the day or the seed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from workflow import journal
from workflow.calendar import Calendar
from workflow.declaration import DRAW_LOOK_BACKS, Actor, fields
from workflow.engine import idempotency
from workflow.engine.idempotency import Key
from workflow.engine.loading import read_now
from workflow.errors import BadInput, CodedWords, NotPossible
from workflow.inspections.look_backs.forms import PLAN, TAKE_BACK
from workflow.inspections.look_backs.permissions import PART, part_of
from workflow.inspections.look_backs.queries import find
from workflow.inspections.look_backs.sampling import Closed, Stratum, draw
from workflow.journal.register_history import differences, record_change
from workflow.platform import Connection, connect, settings
from workflow.snapshots import policies
from workflow.words import Words

_FAR = timedelta(days=366)
_NO_UNIT = CodedWords(
    "请选择由您抽查的单位", "choose a unit in which it is for you to look back", "not_yours"
)
_TOO_SOON = CodedWords("最早是明天", "tomorrow at the earliest", "too_early")
_TOO_FAR = CodedWords("最迟在一年之内", "within a year at the latest", "too_late")
_DAY_OFF = CodedWords("这一天不是工作日", "that is no working day", "day_off")
_NO_SHARE = CodedWords(
    "百分数要在1到100之间", "the share has to be from 1 to 100 per cent", "out_of_range"
)
_NONE = CodedWords("至少抽1个", "draw at least one", "out_of_range")
_NOTHING = Words(
    "没有符合条件、又与您本人和本单位无关的已销号问题",
    "no closed problem fits in which neither you nor your unit have a part",
)
_BEGUN = Words("已经到期的回头看不能撤回。", "A look-back that has begun cannot be taken back.")
_UNIT = """
    SELECT path FROM units
     WHERE id = %s AND valid_from <= %s AND coalesce(valid_to, 'infinity') >= %s"""
_CLOSED = f"""
    SELECT i.number, i.severity, i.unit_id FROM items i
     WHERE i.list_key = 'problems' AND i.state = 'closed' AND starts_with(i.scope, %(path)s)
       AND i.state_since >= %(since)s
       AND i.process #>> '{{taken_over,state}}' IS DISTINCT FROM 'closed'
       AND i.process #>> '{{look_back,state}}' IS DISTINCT FROM 'called' AND NOT {PART}"""  # noqa: S608
_PLAN = """
    INSERT INTO look_backs (id, unit_id, day, strata_by, measure, amount, closed_from, seed,
                            reason, drawn_at, drawn_by_id, drawn_by)
    VALUES (%(id)s, %(unit)s, %(day)s, %(by)s, %(measure)s, %(amount)s, %(closed_from)s,
            %(seed)s, %(reason)s, %(now)s, %(person)s, %(name)s)"""
_STRATUM = "INSERT INTO look_back_strata VALUES (%s, %s, %s, %s, %s, %s)"
_TAKE_BACK = """
    UPDATE look_backs SET taken_back_at = %s, taken_back_by = %s, taken_back_reason = %s
     WHERE id = %s AND called_at IS NULL AND taken_back_at IS NULL"""


@dataclass(frozen=True, slots=True)
class PlannedLookBack:
    """The plan of a request; ``replayed`` where an earlier request of the same key made it."""

    id: UUID
    replayed: bool = False


def plan(actor: Actor, given: Mapping[str, object], key: Key | None = None) -> PlannedLookBack:
    """Draw a sample for a day; the seed is random, so no person can try several.

    Raises ``NotFound`` without the right, ``BadInput`` for wrong fields or an empty population.
    """
    DRAW_LOOK_BACKS.demand(actor)
    with connect() as connection, connection.transaction():
        now, plan_id = read_now(connection), uuid4()
        if earlier := _earlier(connection, key, plan_id, now):
            return earlier
        values, _ = fields.parse(PLAN, given, "")
        values |= {"id": plan_id, "seed": secrets.token_hex(16), "now": now}
        _plan(connection, actor, values)
        _note(connection, actor, plan_id, "drawn")
        told = {key: values[key] for key in ("unit", "reason", "by", "measure", "amount")}
        record_change(connection, actor, "look_backs", plan_id, "add", now, differences({}, told))
    return PlannedLookBack(plan_id)


def plan_then(actor: Actor, given: Mapping[str, object], now: datetime, seed: str) -> UUID:
    """Draw as at a moment of the past, by the seed of that time: for histories."""
    values, _ = fields.parse(PLAN, given, "")
    values |= {"id": uuid4(), "seed": seed, "now": now}
    with connect() as connection, connection.transaction():
        _plan(connection, actor, values)
    drawn: UUID = values["id"]
    return drawn


def take_back(
    actor: Actor, plan_id: UUID, given: Mapping[str, object], key: Key | None = None
) -> PlannedLookBack:
    """Cancel a drawn sample before its day; the plan stays on record.

    Raises ``NotFound`` where the actor may not know the plan, ``BadInput`` without a reason,
    ``NotPossible`` once the plan is called or cancelled.
    """
    found = find(actor, plan_id)
    with connect() as connection, connection.transaction():
        now = read_now(connection)
        if earlier := _earlier(connection, key, plan_id, now):
            return earlier
        values, _ = fields.parse(TAKE_BACK, given, "")
        if not fields.is_reason(values["reason"]):
            raise BadInput(fields.CHECK, {"reason": fields.REASON_NEEDED})
        told = [now, actor.name, values["reason"], plan_id]
        if not (found.may_take_back and connection.execute(_TAKE_BACK, told).rowcount):
            raise NotPossible(_BEGUN)
        _note(connection, actor, plan_id, "taken_back")
        why = values["reason"]
        record_change(connection, actor, "look_backs", plan_id, "taken_back", now, {}, why)
    return PlannedLookBack(plan_id)


def _earlier(
    connection: Connection, key: Key | None, plan_id: UUID, now: datetime
) -> PlannedLookBack | None:
    answer = idempotency.claim(connection, key, {"id": str(plan_id)}, now) if key else None
    return PlannedLookBack(UUID(answer["id"]), replayed=True) if answer else None


def _plan(connection: Connection, actor: Actor, values: dict[str, Any]) -> None:
    """Check the fields, draw the sample, and write population and sample.

    Raises ``BadInput`` for wrong fields or an empty population.
    """
    today = values["now"].astimezone(settings().zone).date()
    values["path"] = _path(connection, values["unit"], today)
    _check(actor, values, policies.read(connection).calendar, today)
    strata = _drawn(connection, actor, values)
    if not strata:
        raise BadInput(_NOTHING)
    _write(connection, actor, values, strata)


def _path(connection: Connection, unit_id: int, today: date) -> str:
    row = connection.execute(_UNIT, [unit_id, today, today]).fetchone()
    return row[0] if row else ""


def _check(actor: Actor, values: dict[str, Any], calendar: Calendar, today: date) -> None:
    """Refuse wrong fields of the plan, all faults at once."""
    day, amount = values["day"], values["amount"]
    faults: dict[str, Words] = {}
    if not values["path"] or not DRAW_LOOK_BACKS.held_by(actor, values["path"]):
        faults["unit"] = _NO_UNIT
    if day <= today:
        faults["day"] = _TOO_SOON
    elif day > today + _FAR:
        faults["day"] = _TOO_FAR
    elif not calendar.is_working_day(day):
        faults["day"] = _DAY_OFF
    if not amount:
        faults["amount"] = _NONE
    elif values["measure"] == "percent" and amount > 100:
        faults["amount"] = _NO_SHARE
    if not fields.is_reason(values["reason"]):
        faults["reason"] = fields.REASON_NEEDED
    if faults:
        raise BadInput(fields.CHECK, faults)


def _drawn(connection: Connection, actor: Actor, values: dict[str, Any]) -> list[Stratum]:
    since = values.get("closed_from") or date(1900, 1, 1)
    asked = part_of(actor) | {
        "path": values["path"],
        "since": datetime.combine(since, time(), settings().zone),
    }
    rows = connection.execute(_CLOSED, asked).fetchall()
    population = (Closed(*row) for row in rows)
    return draw(values["seed"], values["by"], values["measure"], values["amount"], population)


def _write(
    connection: Connection, actor: Actor, values: dict[str, Any], strata: list[Stratum]
) -> None:
    by = {"person": actor.person_id, "name": actor.name}
    connection.execute(_PLAN, {"closed_from": None} | values | by)
    for place, of in enumerate(strata):
        row = [values["id"], place, of.severity, of.unit_id, list(of.population), list(of.drawn)]
        connection.execute(_STRATUM, row)


def _note(connection: Connection, actor: Actor, plan_id: UUID, what: str) -> None:
    journal.note(connection, "look_back", actor, subject=("look_back", plan_id), what=what)
