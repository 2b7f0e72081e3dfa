"""The filters of a register as conditions of SQL: fixed texts, declared keys, bound values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.declaration import FIRST, LAST, UNIT, Field, Register
from workflow.platform import mentions, words_of
from workflow.words import Words

STATES: dict[str, Words] = {
    "current": Words("有效", "Current"),
    "to_come": Words("未生效", "To come"),
    "ended": Words("已结束", "Ended"),
    "all": Words("全部", "All"),
}
_OF_STATE = {
    "current": "e.valid_from <= %(today)s AND coalesce(e.valid_to, 'infinity') >= %(today)s",
    "to_come": "e.valid_from > %(today)s AND coalesce(e.valid_to, 'infinity') >= e.valid_from",
    "ended": "e.valid_to < %(today)s",
}
_CALLED = """(SELECT concat_ws(chr(10), p.name, p.name_en) FROM people p
    WHERE to_jsonb(p.id) = e.data -> '{key}')"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """The filter of a register's page; an empty field matches all."""

    q: str = ""
    state: str = "current"
    unit_id: int | None = None  # with everything below it
    fields: Mapping[str, str] = field(default_factory=dict)  # by key, as it stands in an address


def conditions(
    register: Register, sought: RegisterFilter, chosen: Mapping[str, Any], today: date
) -> tuple[list[str], dict[str, Any]]:
    """Return the SQL conditions on the entries ``e``, and their values."""
    found, values = [], dict[str, Any](today=today)
    if sought.state in _OF_STATE:
        found.append(_OF_STATE[sought.state])
    if sought.unit_id is not None:
        found.append("e.path LIKE %(within)s")
        values["within"] = f"%/{sought.unit_id}/%"
    if sought.q:
        found.append(_mentions(register))
        values["words"] = words_of(sought.q)
    for key, value in chosen.items():
        found.append(_is(next(one for one in register.filters if one.key == key)))
        values[f"f_{key}"] = _wanted(register, key, value)
    return found, values


def same(values: Mapping[str, Any], per: Iterable[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the SQL conditions for entries equal in ``per`` on some of the same days."""
    found = [
        "e.id <> %(but)s",
        "e.valid_from <= coalesce(%(last)s::date, 'infinity')",
        "coalesce(e.valid_to, 'infinity') >= %(first)s",
    ]
    bound = {"first": values[FIRST], "last": values.get(LAST)}
    for key in per:
        found.append(f"{_json_of(key)} IS NOT DISTINCT FROM %(f_{key})s::jsonb")
        bound[f"f_{key}"] = _json(values.get(key))
    return found, bound


def _mentions(register: Register) -> str:
    """Return the condition for a text in texts, names of people, and the name of the unit."""
    texts = (f"e.data ->> '{one.key}'" for one in register.fields if one.kind in ("text", "long"))
    people = (_CALLED.format(key=one.key) for one in register.fields if one.kind == "person")
    return mentions(*texts, *people, "e.unit_zh", "e.unit_en")


def _is(one: Field) -> str:
    if one.key in (FIRST, LAST):
        return f"e.{one.key} = %(f_{one.key})s"
    if one.kind == "code":
        return f"e.data ->> '{one.key}' = ANY (%(f_{one.key})s)"
    if one.kind == "many":
        return f"e.data -> '{one.key}' @> %(f_{one.key})s::jsonb"
    return f"e.data -> '{one.key}' = %(f_{one.key})s::jsonb"


def _wanted(register: Register, key: str, value: Any) -> Any:
    one = next(found for found in register.filters if found.key == key)
    if one.key in (FIRST, LAST):
        return value
    return sorted(one.table.within(value)) if one.table else _json(value)


def _json_of(key: str) -> str:
    return "to_jsonb(e.unit_id)" if key == UNIT else f"e.data -> '{key}'"


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, default=str)
