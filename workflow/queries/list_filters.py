"""The filter of a list, and the SQL conditions of the filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, text, true

from workflow.declaration import Actor, pack
from workflow.engine.loading import CLOCK
from workflow.errors import BadInput
from workflow.platform import mentions, words_of
from workflow.platform.models import ItemRow
from workflow.queries.colours import NAMES
from workflow.queries.colours_sql import CONTINUING, due_earlier, late
from workflow.queries.search_texts import HOLDING
from workflow.words import Words

SORTS = ("newest", "oldest", "due", "updated")
_MENTIONS = mentions(
    "items.title", "items.number", "units.name", "units.name_en", "people.name", "people.name_en",
    words=":words",
)  # fmt: skip
# In what the line shows, or in all that was ever written of the item.
_FOUND = f"({_MENTIONS} OR items.id IN ({HOLDING}))"
_BAD_FILTER = Words("筛选条件“{value}”无效。", 'The filter "{value}" is not known.')


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filter of a list's page; an empty field matches all."""

    q: str = ""
    states: tuple[str, ...] = ()  # any of them; "open" means every state that is not final
    severity: str = ""
    unit_id: int | None = None  # with everything below it
    holder_id: int | None = None
    updated_since: datetime | None = None  # included
    due_before: date | None = None  # not included
    overdue: bool = False
    continuing: bool = False
    mine: bool = False
    colour: str = ""
    sort: str = "newest"
    fields: Mapping[str, str] = field(default_factory=dict)  # declared ones, as typed, by key


def states_in(text: str) -> tuple[str, ...]:
    """Return the states named in a text, with commas between them."""
    return tuple(filter(None, text.split(",")))


def check(list_key: str, filters: Filters) -> None:
    """Refuse a filter with a value unknown to the list.

    Raises ``BadInput`` with the first of them.
    """
    states = {"open", *(state.key for state in pack().lists[list_key].states)}
    for state in filters.states:
        if state not in states:
            raise BadInput(_BAD_FILTER.format(value=state[:40]))
    if filters.severity and filters.severity not in pack().severities:
        raise BadInput(_BAD_FILTER.format(value=filters.severity[:40]))
    if filters.colour and filters.colour not in NAMES:
        raise BadInput(_BAD_FILTER.format(value=filters.colour[:40]))
    if filters.sort not in SORTS:
        raise BadInput(_BAD_FILTER.format(value=filters.sort[:40]))


def narrowed(filters: Filters, actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter, but for the colour and the declared fields."""
    wanted: list[ColumnElement[bool]] = []
    if filters.q:
        wanted.append(and_(text(_FOUND).bindparams(words=words_of(filters.q))))
    if filters.states:
        wanted.append(_in_states(filters.states))
    if filters.severity:
        wanted.append(ItemRow.severity == filters.severity)
    if filters.unit_id is not None:
        wanted.append(ItemRow.scope.contains(f"/{filters.unit_id}/", autoescape=True))
    if filters.overdue:
        wanted.append(and_(text(late(f"({CLOCK})"))))
    if filters.continuing:
        wanted.append(and_(text(CONTINUING)))
    if filters.mine:
        wanted.append(ItemRow.holder_id == actor.person_id)
    return [*wanted, *_between(filters)] or [true()]


def _in_states(states: Iterable[str]) -> ColumnElement[bool]:
    named = ItemRow.state.in_([state for state in states if state != "open"])
    return or_(named, ItemRow.awaits != "") if "open" in states else named


def _between(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions for programs that follow a list."""
    if filters.holder_id is not None:
        yield ItemRow.holder_id == filters.holder_id
    if filters.updated_since:
        yield ItemRow.updated_at >= filters.updated_since
    if filters.due_before:
        yield and_(due_earlier(filters.due_before))
