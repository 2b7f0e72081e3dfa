"""Returns: asked for unit by unit, with figures proposed, and held against the figures of later.

What was handed in stays as it was; what is reckoned otherwise by now stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.calendar import HALF, QUARTER, Period, read_period
from workflow.declaration import (
    CHECK,
    OPEN_RETURNS,
    READ_FIGURES,
    RETURNS,
    Actor,
    Choice,
    Field,
    Item,
    PartialForm,
    fields,
    pack,
)
from workflow.engine import commands
from workflow.engine.commands import NewItem
from workflow.engine.loading import read, read_now
from workflow.engine.visibility import gone, may_see
from workflow.errors import BadInput, CodedWords, WorkflowError
from workflow.inspections.covered_units import HeadedUnit, head_of, path_of, units_below
from workflow.organisation.kinds import KINDS
from workflow.platform import Connection, connect, settings, together
from workflow.queries.figures.reckoning import Figure, FigureSet, figures
from workflow.queries.figures.wishes import read_wish, wish_over
from workflow.words import Words

_TITLES = {QUARTER: Words("{period}报表", "return of {period}"),
           HALF: Words("{period}点评", "review of the {period}")}  # fmt: skip
_NO_UNIT = CodedWords(
    "请选择由您要求报送的单位", "choose a unit whose returns are yours to ask for", "not_yours"
)
_NOT_OVER = CodedWords(
    "这个期间到{last}才结束，结束后才能要求报送",
    "this period ends on {last}; ask for the return when it is over",
    "too_early",
)
_PAST = CodedWords(
    "报送截止日不能早于今天", "the last day to hand in cannot be before today", "too_early"
)
_ALL_THERE = CodedWords(
    "这些单位都已经有这个期间的报表", "all of these units have a return of this period", "taken"
)
_LOCK = 0x5245_5455  # the advisory lock of whoever asks for returns
_THERE = """
    SELECT unit_id FROM items
     WHERE list_key = %s AND data ->> 'period' = %s AND state <> 'called_off'"""


def returns_form() -> PartialForm:
    """Return the fields by which returns are asked for; the period and the day as in the list."""
    asked = {field.key: field for field in pack().lists[RETURNS].raise_fields}
    kinds = tuple(Choice(key, kind.words) for key, kind in KINDS.items())
    within = Field("unit", Words("在哪个单位范围内", "Within which unit"), "unit")
    which = Field("unit_kinds", Words("哪些单位填报", "Which units"), "many", choices=kinds)
    return PartialForm((asked["period"], within, which, asked["due_on"]), comment_required=False)


def ask_for(actor: Actor, given: Mapping[str, object]) -> list[str]:
    """Ask every unit of some kinds for a return, but for those that have it; return the numbers.

    Raises ``NotFound`` without the right, ``BadInput`` with every wrong field.
    """
    OPEN_RETURNS.demand(actor)
    with together() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        today = read_now(connection).astimezone(settings().zone).date()
        values, _ = fields.parse(returns_form(), given, "", today)
        period, path = _asked(connection, actor, values, today)
        units = units_below(connection, path, values["unit_kinds"], today)
        rows = connection.execute(_THERE, [RETURNS, str(period)]).fetchall()
        missing = [unit for unit in units if unit.id not in {row[0] for row in rows}]
        if not missing:
            raise BadInput(CHECK, {"unit": _ALL_THERE})
        news = [_new(unit, period, values["due_on"]) for unit in missing]
        return [done.number for done in commands.raise_items(news, actor)]


def _asked(
    connection: Connection, actor: Actor, values: Mapping[str, Any], today: date
) -> tuple[Period, str]:
    """Return the period, and the path of the unit within which units report."""
    period = read_period(values["period"])
    assert period  # noqa: S101 -- the field takes what can be read
    path = path_of(connection, values["unit"], today)
    faults: dict[str, Words] = {}
    if path is None or not OPEN_RETURNS.held_by(actor, path):
        faults["unit"] = _NO_UNIT
    if period.last >= today:
        faults["period"] = _NOT_OVER.format(last=period.last)
    if values["due_on"] < today:
        faults["due_on"] = _PAST
    if faults or path is None:
        raise BadInput(CHECK, faults)
    return period, path


def _new(unit: HeadedUnit, period: Period, due_on: date) -> NewItem:
    told = {
        "title": _TITLES[period.months].format(period=period.words).zh, "unit": str(unit.id),
        "period": str(period), "holder": str(head_of(unit)), "due_on": due_on.isoformat(),
    }  # fmt: skip
    return NewItem(list_key=RETURNS, fields=told, opened=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCell:
    """A cell of a return: what was handed in, and the figure as it is reckoned now."""

    field: Field
    reported: str  # empty before it is handed in, and where there was nothing to measure
    figure: Figure

    @property
    def proposed(self) -> str:
        """The figure as the form takes it."""
        value = self.figure.value
        return "" if value is None else f"{value:g}"

    @property
    def differs(self) -> bool:
        """Whether the figure is another one by now."""
        return self.reported != self.proposed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnView:
    """A return with the cells of its figures; ``is_open`` before it is handed in."""

    number: str
    period: Period
    cells: list[ReturnCell]
    is_open: bool

    @property
    def proposed(self) -> dict[str, str]:
        """The values to begin the form with."""
        return {cell.field.key: cell.proposed for cell in self.cells if cell.proposed}

    @property
    def later(self) -> list[ReturnCell]:
        """The cells that are reckoned otherwise by now than they were handed in."""
        return [] if self.is_open else [cell for cell in self.cells if cell.differs]


def return_of(actor: Actor, number: str) -> ReturnView:
    """Return a return with its figures, as far as the actor sees their items.

    Raises ``NotFound`` where there is no such return for the actor, ``BadInput`` before the figures
    have been made.
    """
    with connect() as connection:
        facts = read(connection, [number]).get(number)
    if facts is None or facts.item.list_key != RETURNS or not may_see(actor, facts.item):
        raise gone(number)
    return of_item(actor, facts.item)


def shown(actor: Actor, item: Item) -> ReturnView | None:
    """Return the figures of an item for its page, if it is a return and the actor may read them."""
    if item.list_key != RETURNS or not READ_FIGURES.held_by(actor, item.scope):
        return None
    try:
        return of_item(actor, item)
    except WorkflowError:
        return None  # the figures are not made yet


def of_item(actor: Actor, item: Item) -> ReturnView:
    """Return the figures of a return that the actor sees.

    Raises as ``return_of`` does.
    """
    period = read_period(item.data["period"])
    assert period  # noqa: S101 -- kept as the field reads it
    list_type = pack().lists[RETURNS]
    found = _reckoned(actor, item.unit_id, period)
    known = {field.key: field for field in list_type.kept_fields}
    return ReturnView(
        number=item.number,
        period=period,
        is_open=item.state == list_type.initial,
        cells=[
            ReturnCell(field=known[key], reported=_text(item.data.get(key)), figure=figure)
            for key, figure in found.items()
        ],
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _reckoned(actor: Actor, unit_id: int, period: Period) -> FigureSet:
    """Return the figures of a period: what stood on its last day, and what is known of it now."""
    wish = wish_over(actor, unit_id, period)
    known = read_wish(actor, {"unit": str(unit_id)}).as_of  # up to when events are read
    declared = pack().figures
    flows = {key for key in declared.reported if declared.indicators[key].over}
    found = figures(actor, wish, [key for key in declared.reported if key not in flows])
    found |= figures(actor, replace(wish, as_of=known), flows)
    return {key: found[key] for key in declared.reported}
