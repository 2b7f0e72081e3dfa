"""The public board (公示栏): published notices, for their days, with the names of people masked.

The board is read from the items themselves: a result stands there from the moment that `publish` is
written, which is when its days begin, until its last day is over or the item has moved on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, text

from workflow.calendar import last_day
from workflow.declaration import PROBLEMS, pack, typed
from workflow.errors import NO_PAGE, NotFound
from workflow.platform import reading, settings
from workflow.platform.models import ItemRow, Unit
from workflow.words import Words

MOST = 200  # notices on the page
SHOWN_IN = "verified"  # the state in which a result is on display
_PEOPLE = text(
    "SELECT name FROM people WHERE length(name) > 1 AND strpos(:told, name) > 0"
    " UNION SELECT name_en FROM people"
    " WHERE length(name_en) > 2 AND strpos(lower(:told), lower(name_en)) > 0"
)
_ISSUER = text("""
    SELECT u.name, coalesce(nullif(u.name_en, ''), u.name), p.name,
           coalesce(nullif(p.name_en, ''), p.name)
      FROM units u
      LEFT JOIN appointments a ON a.unit_id = u.id AND a.role = ANY (:heads)
       AND a.valid_from <= :day AND coalesce(a.valid_to, 'infinity') >= :day
      LEFT JOIN people p ON p.id = a.person_id
     WHERE u.parent_id IS NULL ORDER BY u.id, a.id LIMIT 1""")
# Telephones, accounts, identity cards: also in groups as people write them, which no day is.
_LONG_NUMBER = re.compile(
    r"1[3-9]\d[\s-]\d{4}[\s-]\d{4}|0\d{2,3}[\s-]\d{3,4}[\s-]\d{4}"
    r"|\d{6}[\s-]\d{8}[\s-]\d{3}[\dXx]|\d{7,}[\dXx]?"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardNotice:
    """A notice for everybody; every text is masked but the contact given for objections."""

    number: str
    title: str
    unit: Words
    measures: str
    target: str
    statement: str
    due_on: date | None
    first: date
    last: date
    contact: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """The organisation behind the notices, and the head, if in post."""

    unit: Words
    head: Words | None


def displayed(today: date) -> list[BoardNotice]:
    """Return the notices on display on a day, the earliest end first."""
    return _notices(today)


def notice(number: str, today: date) -> BoardNotice:
    """Return a notice on display.

    Raises ``NotFound`` for all else: before, after, and where nothing is published.
    """
    found = _notices(today, number[:40].replace("\0", ""))
    if not found:
        raise NotFound(NO_PAGE)
    return found[0]


def issuer(today: date) -> Issuer | None:
    """Return in whose name notices are put up, or ``None`` without an organisation."""
    with reading() as connection:
        row = connection.execute(_ISSUER, {"day": today, "heads": _heads()}).first()
    if row is None:
        return None
    return Issuer(Words(row[0], row[1]), Words(row[2], row[3]) if row[2] else None)


def _heads() -> list[str]:
    """Return the roles that head a unit, as the pack names them."""
    return sorted({role for kind in pack().lists.values() for role in kind.withheld_from})


def masked(told: str, names: Iterable[str]) -> str:
    """Return a text with names down to their first character, and without numbers of people."""
    for name in sorted(names, key=len, reverse=True):
        told = re.sub(_written(name), _first_only, told, flags=re.IGNORECASE)
    return _ADDRESS.sub("***", _LONG_NUMBER.sub("***", told))


def names_in(told: str) -> list[str]:
    """Return the names of known people in a text, with or without spaces in the names."""
    asked = {"told": f"{told}\n{''.join(told.split())}"}
    with reading() as connection:
        return [row[0] for row in connection.execute(_PEOPLE, asked)]


def _written(name: str) -> str:
    """Return the pattern of a name; a name of two characters is often set with a space."""
    return r"\s*".join(re.escape(letter) for letter in name if not letter.isspace())


def _first_only(found: re.Match[str]) -> str:
    return found[0][0] + "*" * (len(found[0]) - 1)


def _notices(today: date, number: str | None = None) -> list[BoardNotice]:
    period, day = ItemRow.process["publicity"], today.isoformat()
    query = (
        select(ItemRow.number, ItemRow.title, ItemRow.data, ItemRow.process, ItemRow.due_at,
               Unit.name, Unit.name_en)
        .join(Unit, Unit.id == ItemRow.unit_id)
        .where(ItemRow.list_key == PROBLEMS, ItemRow.state == SHOWN_IN)
        .where(period["from"].astext <= day, period["to"].astext >= day)
        .order_by(period["to"].astext, ItemRow.id)
        .limit(MOST)
    )  # fmt: skip
    if number is not None:
        query = query.where(ItemRow.number == number)
    with reading() as connection:
        rows = connection.execute(query).all()
        told = "\n".join(str(value) for row in rows for value in (row.title, *row.data.values()))
    names = names_in(told) if rows else []
    return [_notice(row, lambda value: masked(value, names)) for row in rows]


def _notice(row: Any, mask: Callable[[str], str]) -> BoardNotice:
    process, data = typed(row.process), row.data
    period, due = process["publicity"], process.get("due_on")
    return BoardNotice(
        number=row.number,
        title=mask(row.title),
        unit=Words(row.name, row.name_en or row.name),
        measures=mask(str(data.get("measures", ""))),
        target=mask(str(data.get("target", ""))),
        statement=mask(str(data.get("statement", ""))),
        due_on=date.fromisoformat(due) if due else _last(row),
        first=date.fromisoformat(period["from"]),
        last=date.fromisoformat(period["to"]),
        contact=str(data.get("board_contact", "")),
    )


def _last(row: Any) -> date | None:
    return last_day(row.due_at, settings().zone) if row.due_at else None
