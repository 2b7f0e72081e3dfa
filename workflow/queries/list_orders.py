"""The orders of a list, and the cursor from page to page.

Rows are followed by key, not by counting. What the database keeps in order may be as long as it
likes; any other order is made anew for each page, so only a list of ``MOST_SORTED`` rows has it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Numeric,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    text,
    tuple_,
)
from sqlalchemy.sql.elements import TextClause

from workflow.declaration import Field, pack
from workflow.errors import BAD_CURSOR, BadInput
from workflow.platform.models import ItemRow, Person
from workflow.platform.models.items import NEVER
from workflow.queries.list_columns import column_words, fields_of
from workflow.queries.list_words import bad_filter
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.queries.list_filters import Filters

NEWEST, OLDEST = "newest", "oldest"
# Orders that the database keeps; the others are made anew for each page.
_KEPT = ("due", "updated", "unit")
SORTS = (NEWEST, OLDEST, *_KEPT, "title", "severity", "holder", "state", "waits_for", "closed")
SORT_WORDS: dict[str, Words] = {
    NEWEST: Words("最新在前", "Newest first"),
    OLDEST: Words("最早在前", "Oldest first"),
    "due": Words("时限在前", "Due first"),
    "updated": Words("变动最早在前", "Unchanged for longest first"),
    "-updated": Words("最近变动在前", "Last changed first"),
    "title": Words("事项", "Item"),
    "severity": Words("严重程度", "Severity"),
}
MOST_SORTED = 10_000  # rows that are put into another order for a page
_TOO_MANY = Words(
    "按“{name}”排列的事项不能超过{limit}项；请先缩小筛选范围，或按编号、时限、单位排序。",
    "No more than {limit:item|items} can be put into the order of {name}; narrow the filter down, "
    "or order them by number, due date or unit.",
)
_LAST = chr(0x10FFFF)  # stands behind every text
_MOST_NUMBER = 10**15  # and this behind every number of a field
Kind = Literal["moment", "text", "path", "number", "amount"]


@dataclass(frozen=True, slots=True)
class OrderKey:
    """A part of an order: an expression, with kind and direction."""

    expression: ColumnElement[Any]
    kind: Kind
    descending: bool = False

    @property
    def by(self) -> ColumnElement[Any] | TextClause:
        """The part as an element of ORDER BY."""
        if self.kind == "path":  # by bytes, as its index is, whatever the database's language
            return text(f"items.scope USING {'~>~' if self.descending else '~<~'}")
        return self.expression.desc() if self.descending else self.expression

    def behind(self, value: Any) -> ColumnElement[bool]:
        """Return the condition for rows with a later value."""
        than = ">" if not self.descending else "<"
        return self.expression.op(f"~{than}~" if self.kind == "path" else than)(value)

    def not_before(self, value: Any) -> ColumnElement[bool]:
        """Return the condition for rows with the value or a later value."""
        than = ">=" if not self.descending else "<="
        return self.expression.op(f"~{than}~" if self.kind == "path" else than)(value)


def demand_sort(list_key: str, sort: str) -> None:
    """Check the order against the list.

    Raises ``BadInput``.
    """
    if sort in (NEWEST, OLDEST):
        return
    plain = sort.removeprefix("-")
    if plain in (NEWEST, OLDEST) or plain not in {*SORTS, *fields_of(list_key)}:
        raise bad_filter("sort", sort)


def is_kept(asked: Filters) -> bool:
    """Say whether the database keeps the rows in this order, however many there are.

    Of rows as they were at a moment it keeps the order of their numbers alone.
    """
    if asked.group or asked.sort in (NEWEST, OLDEST):
        return not asked.group
    return asked.as_of is None and asked.sort.removeprefix("-") in _KEPT


def too_many(list_key: str, sort: str, group: str) -> BadInput:
    """Return the refusal of an order of too many rows."""
    plain = group or sort.removeprefix("-")
    words = SORT_WORDS.get(plain) or column_words(list_key)[plain]
    return BadInput(_TOO_MANY.format(name=words, limit=MOST_SORTED))


def order_of(list_key: str, sort: str, group: str = "") -> tuple[OrderKey, ...]:
    """Return the parts of an order, the id of the item last."""
    grouped = _grouped(list_key, group) if group else ()
    descending = sort == NEWEST or sort.startswith("-")
    plain = sort.removeprefix("-")
    own = () if plain in (NEWEST, OLDEST) else (_key(list_key, plain, descending),)
    return (*grouped, *own, OrderKey(ItemRow.id.expression, "number", descending))


def _grouped(list_key: str, group: str) -> tuple[OrderKey, ...]:
    first = _key(list_key, group, descending=False)
    if group != "holder":
        return (first,)
    return first, OrderKey(func.coalesce(ItemRow.holder_id, 0), "number")  # namesakes are two


def _key(list_key: str, sort: str, descending: bool) -> OrderKey:
    match sort:
        case "due":
            return OrderKey(func.coalesce(ItemRow.due_at, _far()), "moment", descending)
        case "updated":
            return OrderKey(ItemRow.updated_at.expression, "moment", descending)
        case "closed":
            closed = case((ItemRow.awaits == "", ItemRow.state_since), else_=_far())
            return OrderKey(closed, "moment", descending)
        case "unit":
            return OrderKey(ItemRow.scope.expression, "path", descending)
        case "title":
            return OrderKey(ItemRow.title.expression, "text", descending)
        case "waits_for":
            return OrderKey(ItemRow.awaits.expression, "text", descending)
        case "holder":
            return OrderKey(func.coalesce(Person.name, _LAST), "text", descending)
        case "state":
            states = [state.key for state in pack().lists[list_key].states]
            return OrderKey(_place(ItemRow.state.expression, states), "number", descending)
        case "severity":
            return OrderKey(
                _place(ItemRow.severity.expression, [*pack().severities]), "number", descending
            )
    return _of_field(fields_of(list_key)[sort], descending)


def _far() -> ColumnElement[datetime]:
    return literal_column(NEVER, DateTime(timezone=True))


def _place(column: ColumnElement[str], keys: Sequence[str]) -> ColumnElement[int]:
    places = func.array_position(cast(list(keys), ARRAY(Text)), column)
    return func.coalesce(places, 0)


def _of_field(field: Field, descending: bool) -> OrderKey:
    value = ItemRow.data[field.key].astext
    if field.kind in ("number", "money", "person", "unit"):
        return OrderKey(func.coalesce(cast(value, Numeric), _MOST_NUMBER), "amount", descending)
    return OrderKey(func.coalesce(value, _LAST), "text", descending)


def followed(
    query: Select[*tuple[Any, ...]], order: Sequence[OrderKey], after: str | None
) -> Select[*tuple[Any, ...]]:
    """Order the rows, and begin behind the row of a cursor.

    Raises ``BadInput`` where the cursor was not issued by the service.
    """
    keys = [key.expression.label(f"order_{n}") for n, key in enumerate(order[:-1])]
    query = query.add_columns(*keys).order_by(*(key.by for key in order))
    return query.where(_behind(order, _values(after, order))) if after else query


def _behind(order: Sequence[OrderKey], values: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition for the rows behind the values, in a form for an index."""
    alike = {(key.descending, key.kind == "path") for key in order}
    if len(alike) == 1 and len(order) > 1:
        shown = tuple_(*(key.expression for key in order))
        than = tuple_(*values)
        return shown < than if order[0].descending else shown > than
    (*first, last), (*before, end) = order, values
    condition = last.behind(end)
    for key, value in zip(reversed(first), reversed(before), strict=True):
        condition = and_(key.not_before(value), or_(key.behind(value), condition))
    return condition


def cursor_of(row: Any, order: Sequence[OrderKey]) -> str:
    """Return the cursor of the page behind a row of ``followed``."""
    values = [getattr(row, f"order_{n}") for n in range(len(order) - 1)]
    told = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    written = json.dumps([*told, row.id], default=str)
    return base64.urlsafe_b64encode(written.encode()).decode()


def _values(cursor: str, order: Sequence[OrderKey]) -> list[Any]:
    """Return the values to continue from.

    Raises ``BadInput`` where the cursor was not issued by the service.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        return [_value(key.kind, value) for key, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise BadInput(BAD_CURSOR) from error


def _value(kind: Kind, value: object) -> Any:
    """Return a value of a cursor.

    Raises ``ValueError``, ``TypeError`` or ``ArithmeticError`` for a value of another kind.
    """
    if kind == "moment":
        return datetime.fromisoformat(value)  # type: ignore[arg-type]
    if kind == "amount" and isinstance(value, str) and (amount := Decimal(value)).is_finite():
        return amount
    if kind == "number":
        if type(value) is not int or not 0 <= value < 2**63:
            raise ValueError(value)
        return value
    if not isinstance(value, str) or chr(0) in value:
        raise ValueError(value)
    value.encode()  # halves of characters are no text
    return value
