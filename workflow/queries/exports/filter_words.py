"""A filter in words, for the head of a sheet, a printed page and the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from workflow.declaration import Actor, pack, value_of
from workflow.declaration.field_words import read, same
from workflow.platform import settings
from workflow.queries.colours import NAMES
from workflow.queries.list_as_of import day_of
from workflow.queries.list_filters import Filters, moves_of, steps_of
from workflow.queries.list_moves import HANDED_IN
from workflow.queries.list_periods import PERIODS, days_of
from workflow.queries.listed_fields import names_in
from workflow.queries.unit_choices import unit_named
from workflow.words import Words, clauses, listed

NO_FILTER = Words("全部", "all")
_IS = Words("{name}：{value}", "{name}: {value}")
_SEARCH, _STATE = Words("查找", "search"), Words("状态", "state")
_SEVERITY, _COLOUR = Words("严重程度", "severity"), Words("预警", "colour")
_UNIT, _OPEN = Words("单位（含下级）", "unit, with those below"), Words("未办结", "open")
_OVERDUE, _MINE = Words("已逾期", "overdue"), Words("本人承办", "assigned to me")
_CONTINUING = Words("持续整改", "being continued")
_HOLDER, _NUMBERED = Words("承办人", "assigned to"), Words("{id}号", "person {id}")
_RAISER, _WAITS = Words("提出人", "raised by"), Words("等待", "waits for")
_STEP = Words("步骤", "step")
_SINCE, _BEFORE = Words("变动不早于", "changed since"), Words("期限早于", "due before")
_MOVED, _LEFT = Words("办理过", "move made"), Words("离开过状态", "state left")
_LEFT_LATE, _AGAIN = Words("离开时已超期", "left late"), Words("返工或反弹", "came back")
_AS_OF = Words("截至", "as of")
_FROM, _TO = Words("{day}起", "from {day}"), Words("{day}止", "until {day}")
_FROM_TO = Words("{begin}至{end}", "{begin} to {end}")


def filter_words(
    connection: Connection, actor: Actor, list_key: str, filters: Filters, count: int
) -> Words:
    """Return the filter of a list in words; ``count`` rows fit.

    Words tell no name that the rows, or the actor's own units, do not tell.
    """
    parts = [*_common(actor, list_key, filters)]
    parts += _declared(connection, list_key, filters, names=count > 0)
    return clauses(parts) if parts else NO_FILTER


def named(name: Words, value: Words) -> Words:
    """Return a part of a filter: name and value."""
    return _IS.format(name=name, value=value)


def searched(text: str) -> Words:
    """Return the part of a filter for a searched text."""
    return named(_SEARCH, Words(text, text))


def within_unit(actor: Actor, unit_id: int) -> Words:
    """Return the part of a filter for a unit: the name, or for a foreign unit the number."""
    unit = unit_named(actor, unit_id)
    return named(_UNIT, unit.words if unit else same(f"#{unit_id}"))


def _common(actor: Actor, list_key: str, filters: Filters) -> Iterator[Words]:
    if filters.q:
        yield searched(filters.q)
    if filters.states:
        yield named(_STATE, listed(_state(list_key, state) for state in filters.states))
    if filters.severity:
        yield named(_SEVERITY, pack().severities[filters.severity].words)
    if filters.colour:
        yield named(_COLOUR, next(words for key, words in NAMES.items() if key == filters.colour))
    if filters.unit_id is not None:
        yield within_unit(actor, filters.unit_id)
    chosen = (
        (filters.overdue, _OVERDUE), (filters.continuing, _CONTINUING), (filters.mine, _MINE),
        (filters.left_late, _LEFT_LATE), (filters.again, _AGAIN),
    )  # fmt: skip
    yield from (words for on, words in chosen if on)
    if filters.waits_for:
        yield named(_WAITS, pack().relations[filters.waits_for])
    if filters.step:
        yield named(_STEP, steps_of(list_key)[filters.step])
    yield from _periods(filters)
    yield from _happened(list_key, filters)
    yield from _followed(filters)


def _periods(filters: Filters) -> Iterator[Words]:
    for key, words in PERIODS.items():
        begin, end = days_of(filters, key)
        if begin and end:
            yield named(words, _FROM_TO.format(begin=begin, end=end))
        elif begin or end:
            yield named(words, _FROM.format(day=begin) if begin else _TO.format(day=end))


def _happened(list_key: str, filters: Filters) -> Iterator[Words]:
    if filters.moved:
        yield named(_MOVED, moves_of(list_key)[filters.moved])
    if filters.left:
        yield named(_LEFT, pack().lists[list_key].state(filters.left).words)
    if filters.handed_in:
        yield HANDED_IN[filters.handed_in]
    if filters.as_of:
        yield named(_AS_OF, as_of_words(filters.as_of))


def as_of_words(moment: datetime) -> Words:
    """Return the day or the minute as of which a list is shown."""
    local = moment.astimezone(settings().zone)
    day = day_of(moment)
    return same(day.isoformat() if day else local.strftime("%Y-%m-%d %H:%M"))


def _followed(filters: Filters) -> Iterator[Words]:
    """Yield the filters of programs on a list; a person is told by the given id."""
    if filters.holder_id is not None:
        yield named(_HOLDER, _NUMBERED.format(id=filters.holder_id))
    if filters.raised_by is not None:
        yield named(_RAISER, _NUMBERED.format(id=filters.raised_by))
    if filters.updated_since:
        yield named(_SINCE, same(filters.updated_since.isoformat()))
    if filters.due_before:
        yield named(_BEFORE, same(filters.due_before.isoformat()))


def _state(list_key: str, key: str) -> Words:
    return _OPEN if key == "open" else pack().lists[list_key].state(key).words


def _declared(
    connection: Connection, list_key: str, filters: Filters, *, names: bool
) -> Iterator[Words]:
    declared = [f for f in pack().lists[list_key].filters if filters.fields.get(f.key)]
    values = {field.key: value_of(field, filters.fields[field.key]) for field in declared}
    known = names_in(connection, declared, [values]) if names else {}
    for field in declared:
        yield named(field.words, read(field, values[field.key], known))
