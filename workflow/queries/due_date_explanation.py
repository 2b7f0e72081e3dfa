"""The reckoning of a due date in words, for a page and for the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.calendar import Calendar, Day, last_day
from workflow.declaration import (
    Basis,
    DueKind,
    DueShift,
    Item,
    ListType,
    Stage,
    due_dates,
    pack,
    process_of,
    reckoning_anew,
)
from workflow.platform import settings
from workflow.words import Words

_UNKNOWN = Words("一步", "a move")
_RULE = Words(
    "{rule} {what}：自{start}（{move}）起{length}，起始日{first}",
    "{rule} {what}: {length} from {start} ({move}), the first day {first}",
)
_LENGTHS = {
    "working": Words("{days}个工作日", "{days:working day|working days}"),
    "calendar": Words("{days}日（自然日）", "{days:day|days} of the calendar"),
}
_COUNTED = Words("计入", "counted")
_NOT_COUNTED = Words("不计入", "not counted")
_HAND = Words("由人设定（{move}），不随日历变动", "set by hand ({move}); no calendar moves it")
_NOT_BEFORE = Words("不早于原来的时限{day}", "not before the earlier date, {day}")
_PAUSE = Words(
    "{start}至{end}暂缓，停止计时，顺延{days}个工作日",
    "the clock stood still from {start} to {end}: {days:working day|working days} later",
)
_EXTENSION = Words("延期申请{number}获批准", "extension {number} was approved")
_CALENDAR = Words(
    "日历变动，重新计算；原为{day}", "reckoned again by a changed calendar; it was {day}"
)
_ASTRAY = Words(
    "按现在的日历应为{day}，尚未重新计算。",
    "By the calendar of today it would be {day}; that has not been applied.",
)

_ANNOUNCED = Words(
    "按现在的日历应为{day}；已经公示，仍以公示的为准。",
    "By the calendar of today it would be {day}; it stays as it was announced.",
)


@dataclass(frozen=True, slots=True)
class ExplanationStep:
    """A step of the reckoning in words, and the date reached."""

    kind: DueKind
    words: Words
    on: date
    event: int | None  # number of the event that made it, in the item's history


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A due date from start to end; the steps add up unless ``astray`` says otherwise."""

    due: date
    steps: tuple[ExplanationStep, ...]
    skipped: tuple[Day, ...]  # days that the rule left out, with their names
    worked: tuple[Day, ...]  # weekends and other free days that it counted
    rule: str
    source: str
    calendar: str  # what the days came from
    fixed: bool  # set by people: no calendar moves it
    astray: Words | None


def explain(item: Item, list_type: ListType, calendar: Calendar) -> Explained | None:
    """Return the explanation of an item's due date, or ``None`` without a date or its basis."""
    if item.due_at is None or item.due_basis is None:
        return None
    due = last_day(item.due_at, settings().zone)
    return _explained(due, item.due_basis, list_type, calendar)


def explain_step(item: Item, list_type: ListType, calendar: Calendar) -> Explained | None:
    """Return the explanation of the due date of the current step, beside the item's own."""
    kept = item.process.get("step")
    if not kept:
        return None
    return _explained(date.fromisoformat(kept["on"]), kept["basis"], list_type, calendar)


def explain_publicity(item: Item, list_type: ListType, calendar: Calendar) -> Explained | None:
    """Return the explanation of the last day of a publicity period, if there is a period.

    Once announced, the day no longer moves with the calendar.
    """
    period = process_of(item).get("publicity")
    if period is None or "basis" not in period:
        return None
    last = date.fromisoformat(period["to"])
    told = _explained(last, period["basis"], list_type, calendar, _ANNOUNCED)
    return replace(told, fixed=True)


def _explained(
    due: date, basis: Basis, list_type: ListType, calendar: Calendar, otherwise: Words = _ASTRAY
) -> Explained:
    stages = list(due_dates.stages(calendar, basis))
    days = list(_days(calendar, stages[0]))
    limit = pack().limits.get(basis.get("rule", ""))
    other = reckoning_anew.again(calendar, basis, due)
    return Explained(
        due=due,
        steps=tuple(_step(stage, list_type, calendar) for stage in stages),
        skipped=tuple(day for day in days if not day.is_working),
        worked=tuple(day for day in days if day.is_working and day.kind != "working"),
        rule=basis.get("rule", ""),
        source=limit.source if limit else "",
        calendar=due_dates.edition(basis),
        fixed=due_dates.is_fixed(basis),
        astray=otherwise.format(day=other.on) if other else None,
    )


def _step(stage: Stage, list_type: ListType, calendar: Calendar) -> ExplanationStep:
    words = _says(stage, list_type, calendar)
    return ExplanationStep(stage.kind, words, stage.on, stage.event)


def _days(calendar: Calendar, stage: Stage) -> Iterator[Day]:
    """Yield the days covered by the rule, where the rule counts working days."""
    if stage.kind == "rule" and stage.basis["unit"] == "working":
        yield from calendar.days(*due_dates.counted_days(stage.basis, stage.on))


def _says(stage: Stage, list_type: ListType, calendar: Calendar) -> Words:
    if stage.shift:
        return _says_shift(stage.shift, calendar)
    match stage.kind:
        case "rule":
            return _rule(stage.basis, list_type)
        case "not_before":
            return _NOT_BEFORE.format(day=stage.basis["not_before"])
        case _:
            return _HAND.format(move=_move(stage.basis, list_type))


def _says_shift(shift: DueShift, calendar: Calendar) -> Words:
    match shift["by"]:
        case "pause":
            began, ended = (date.fromisoformat(day) for day in (shift["from"], shift["to"]))
            days = shift.get("days") or calendar.working_days_between(began, ended)
            return _PAUSE.format(start=shift["from"], end=shift["to"], days=days)
        case "extension":
            return _EXTENSION.format(number=shift["number"])
        case "calendar":
            return _CALENDAR.format(day=shift["was"])


def _rule(told: Basis, list_type: ListType) -> Words:
    limit = pack().limits.get(told["rule"])
    said: dict[str, Any] = {
        "rule": limit.id if limit else told["rule"],
        "what": limit.words if limit else "",
        "start": told["from"],
        "move": _move(told, list_type),
        "length": _LENGTHS[told["unit"]].format(days=told["days"]),
        "first": _COUNTED if told["first"] else _NOT_COUNTED,
    }
    return _RULE.format(**said)


def _move(told: Basis, list_type: ListType) -> Words:
    found = list_type.named(told.get("move", ""))
    return found.words if found else _UNKNOWN
