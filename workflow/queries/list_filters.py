"""The query of a list: filter, order, grouping and columns, and the SQL conditions of the filter.

The page, the API, an export, a saved view and the command line all ask by this; ``list_address``
reads it from the words of an address, and writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, DateTime, and_, bindparam, or_, select, text, true

from workflow.declaration import Actor, pack
from workflow.engine.loading import CLOCK
from workflow.platform.models import Event, ItemRow
from workflow.queries.colours import NAMES
from workflow.queries.colours_sql import CONTINUING, late
from workflow.queries.list_columns import demand_columns, demand_group
from workflow.queries.list_moves import HANDED_IN, happened
from workflow.queries.list_orders import NEWEST, demand_sort
from workflow.queries.list_periods import demand_periods, due_earlier, within
from workflow.queries.list_words import bad_filter
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The query of a list; an empty filter matches all, both ends of a period are included."""

    q: str = ""
    states: tuple[str, ...] = ()  # any of them; "open" means every state that is not final
    severity: str = ""
    unit_id: int | None = None  # with everything below it
    holder_id: int | None = None
    raised_by: int | None = None
    waits_for: str = ""  # a relation or a role
    step: str = ""  # a step with a clock of its own
    found_from: date | None = None  # the day of finding; where nobody wrote one, of raising
    found_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    due_before: date | None = None  # not included
    closed_from: date | None = None  # the day on which the item came into a final state
    closed_to: date | None = None
    moved: str = ""  # a move that was made, in the period if there is one
    left: str = ""  # a state that was left, in the period if there is one
    moved_from: date | None = None
    moved_to: date | None = None
    left_late: bool = False  # left after its due date
    handed_in: str = ""
    again: bool = False  # opened again, or found to be an old problem
    as_of: datetime | None = None  # as it was then
    updated_since: datetime | None = None  # included
    overdue: bool = False
    continuing: bool = False
    mine: bool = False
    colour: str = ""
    sort: str = NEWEST
    group: str = ""
    columns: tuple[str, ...] = ()  # beside number and title; none: those that the list declares
    fields: Mapping[str, str] = field(default_factory=dict)  # declared ones, as typed, by key


def steps_of(list_key: str) -> dict[str, Words]:
    """Return the steps of a list with own clocks."""
    clocks = (clock for state in pack().lists[list_key].states for clock in state.clocks)
    return {clock.key: clock.words for clock in clocks}


def moves_of(list_key: str) -> dict[str, Words]:
    """Return the moves of a list by their triggers, each with the name of the first."""
    return {move.trigger: move.words for move in reversed(pack().lists[list_key].transitions)}


def check(list_key: str, filters: Filters) -> None:
    """Refuse a query with a value unknown to the list.

    Raises ``BadInput`` with the first of them.
    """
    states = {"open", *(state.key for state in pack().lists[list_key].states)}
    offered: tuple[tuple[str, Iterable[str], Iterable[str]], ...] = (
        ("state", filters.states, states),
        ("severity", (filters.severity,), pack().severities),
        ("colour", (filters.colour,), NAMES),
        ("waits_for", (filters.waits_for,), pack().relations),
        ("step", (filters.step,), steps_of(list_key)),
        ("moved", (filters.moved,), moves_of(list_key)),
        ("left", (filters.left,), states - {"open"}),
        ("handed_in", (filters.handed_in,), HANDED_IN),
    )
    for name, given, known in offered:
        if wrong := [value for value in given if value and value not in known]:
            raise bad_filter(name, wrong[0])
    demand_sort(list_key, filters.sort)
    demand_group(filters.group)
    demand_columns(list_key, filters.columns)
    demand_periods(filters)


def narrowed(filters: Filters, actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter, but for words, unit, colour and the declared fields."""
    wanted: list[ColumnElement[bool]] = [*within(filters)]
    if filters.states:
        wanted.append(_in_states(filters.states))
    if filters.severity:
        wanted.append(ItemRow.severity == filters.severity)
    if filters.overdue:
        wanted.append(_late(filters.as_of))
    if filters.continuing:
        wanted.append(and_(text(CONTINUING)))
    if filters.mine:
        wanted.append(ItemRow.holder_id == actor.person_id)
    return [*wanted, *_of_people(filters), *_waiting(filters), *_followed(filters),
            *happened(filters)] or [true()]  # fmt: skip


def _late(as_of: datetime | None) -> ColumnElement[bool]:
    if as_of is None:
        return and_(text(late(f"({CLOCK})")))
    then = bindparam("then", as_of, DateTime(timezone=True), unique=True)
    return and_(text(late(":then")).bindparams(then))


def _in_states(states: Iterable[str]) -> ColumnElement[bool]:
    named = ItemRow.state.in_([state for state in states if state != "open"])
    return or_(named, ItemRow.awaits != "") if "open" in states else named


def _of_people(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.holder_id is not None:
        yield ItemRow.holder_id == filters.holder_id
    if filters.raised_by is not None:
        opened = Event.seq == 1, Event.actor_id == filters.raised_by
        yield ItemRow.id.in_(select(Event.item_id).where(*opened))


def _waiting(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.waits_for:
        yield ItemRow.awaits == filters.waits_for
    if filters.step:
        yield and_(ItemRow.awaits != "", ItemRow.process["step"]["key"].astext == filters.step)


def _followed(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions for programs that follow a list."""
    if filters.updated_since:
        yield ItemRow.updated_at >= filters.updated_since
    if filters.due_before:
        yield and_(due_earlier(filters.due_before))
