"""The query of a list as the words of an address, read and written.

One reading for the page, its export, the API's addresses of the page, a saved view and the command
line; so a link means the same rows wherever it leads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from workflow.declaration import ListType
from workflow.platform import cleaned, fitting
from workflow.queries.list_as_of import day_of, end_of
from workflow.queries.list_filters import Filters
from workflow.queries.list_orders import NEWEST
from workflow.queries.list_words import A_DAY, A_MOMENT, A_NUMBER, bad_filter

_TEXTS = (
    "q", "severity", "waits_for", "step", "colour", "group", "moved", "left", "handed_in",
)  # fmt: skip
_DAYS = (
    "found_from", "found_to", "due_from", "due_to", "due_before", "closed_from", "closed_to",
    "moved_from", "moved_to",
)  # fmt: skip
_FLAGS = ("overdue", "continuing", "mine", "left_late", "again")
_ON, _OFF = ("1", "true", "yes"), ("0", "false", "no")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile("[0-9]{1,10}")
NAMES = (
    *_TEXTS, "state", "unit", "holder", "raised_by", *_DAYS, "updated_since", "as_of",
    *_FLAGS, "sort", "columns",
)  # fmt: skip
Find = Callable[[str], int]


class Finding(NamedTuple):
    """How a unit and a person named by a text are found: by the number, unless told otherwise."""

    unit: Find | None = None
    person: Find | None = None


_BY_NUMBER = Finding()


def read_address(
    list_type: ListType, given: Mapping[str, str], find: Finding = _BY_NUMBER
) -> Filters:
    """Return the query in an address; other names are left to whoever asked.

    Raises ``BadInput`` with a sentence about the first value that cannot be read.
    """
    typed = {name: cleaned(fitting(text)) for name, text in given.items()}
    asked = {name: text for name, text in typed.items() if text}
    values: dict[str, Any] = {name: asked.get(name, "") for name in _TEXTS}
    values |= {name: _day(name, asked[name]) for name in _DAYS if name in asked}
    values |= {name: _flag(name, asked[name]) for name in _FLAGS if name in asked}
    return Filters(
        **values,
        states=_several(asked.get("state", "")),
        unit_id=_number("unit", asked, find.unit),
        holder_id=_number("holder", asked, find.person),
        raised_by=_number("raised_by", asked, find.person),
        updated_since=_moment("updated_since", asked),
        as_of=_then(asked),
        sort=asked.get("sort", NEWEST),
        columns=_several(asked.get("columns", "")),
        fields={f.key: asked[f.key] for f in list_type.filters if f.key in asked},
    )


def address_of(filters: Filters) -> dict[str, str]:
    """Return a query as the words of an address; what matches all is left out."""
    values: dict[str, object] = {name: getattr(filters, name) for name in (*_TEXTS, *_DAYS)}
    values |= {name: "1" if getattr(filters, name) else "" for name in _FLAGS}
    values |= {
        "state": ",".join(filters.states),
        "unit": filters.unit_id,
        "holder": filters.holder_id,
        "raised_by": filters.raised_by,
        "updated_since": filters.updated_since.isoformat() if filters.updated_since else "",
        "as_of": _told(filters.as_of) if filters.as_of else "",
        "sort": filters.sort if filters.sort != NEWEST else "",
        "columns": ",".join(filters.columns),
    }
    told = {name: str(values[name]) for name in NAMES if values[name] not in ("", None)}
    return told | dict(filters.fields)


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def _day(name: str, text: str) -> date:
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise bad_filter(name, text, form=A_DAY) from None


def _then(asked: Mapping[str, str]) -> datetime | None:
    """Read the moment of ``as_of``; of a day, the last."""
    if _DAY.fullmatch(asked.get("as_of", "")):
        return end_of(_day("as_of", asked["as_of"]))
    return _moment("as_of", asked)


def _told(moment: datetime) -> str:
    day = day_of(moment)
    return day.isoformat() if day else moment.isoformat()


def _moment(name: str, asked: Mapping[str, str]) -> datetime | None:
    if name not in asked:
        return None
    text = asked[name]
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None or not 1900 <= moment.year <= 2199:
            raise ValueError(text)
        return moment
    except ValueError:
        raise bad_filter(name, text, form=A_MOMENT) from None


def _flag(name: str, text: str) -> bool:
    if text not in (*_ON, *_OFF):
        raise bad_filter(name, text)
    return text in _ON


def _number(name: str, asked: Mapping[str, str], find: Find | None) -> int | None:
    if name not in asked:
        return None
    text = asked[name]
    if find:
        return find(text)
    if not _NUMBER.fullmatch(text) or not 0 < int(text) < 2**31:
        raise bad_filter(name, text, form=A_NUMBER)
    return int(text)
