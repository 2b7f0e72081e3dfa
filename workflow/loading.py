"""Read what a decision needs, for any number of items, in one statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from workflow.calendar import add_working_days
from workflow.config import settings
from workflow.db import Connection
from workflow.facts import Facts, Item, Standing

# What cannot be a number is looked up nowhere: PostgreSQL would choke on a NUL, for one.
_NUMBER = re.compile("[A-Z]{1,4}[0-9]{4}-[0-9]{4,9}")
COLUMNS = tuple(field.name for field in fields(Item))
INSTANTS = ("due_at", "rung_at", "created_at", "updated_at", "state_since")

# The database's clock decides; a demonstration may have moved it.
CLOCK = """now() + coalesce((SELECT value::interval FROM instance WHERE key = 'demo_clock'),
                 interval '0')"""
_STANDING = """
    SELECT jsonb_agg(jsonb_build_array(a.person_id, p.name, a.role, a.unit_id, u.path)
                     ORDER BY a.id)
      FROM appointments a JOIN units u ON u.id = a.unit_id JOIN people p ON p.id = a.person_id
     WHERE a.unit_id = ANY (string_to_array(trim(BOTH '/' FROM {scope}), '/')::int[])
       AND a.valid_from <= clock.today AND coalesce(a.valid_to, 'infinity') >= clock.today
       AND coalesce(p.left_on, 'infinity') > clock.today"""
_TODAY = f"""clock AS MATERIALIZED (SELECT now, (now AT TIME ZONE %(zone)s)::date AS today
      FROM (SELECT {CLOCK} AS now) AS tick)"""  # noqa: S608 -- fixed texts only
_FAMILY = """to_jsonb(i) AS item, to_jsonb(parent) AS parent,
       (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.id) FROM items c WHERE c.parent_id = i.id)
           AS children"""
# One number is asked for by equality: the planner would plan an array anew each time.
_READ_ONE = f"""
WITH {_TODAY}
SELECT clock.now, {_FAMILY}, ({_STANDING.format(scope="i.scope")}) AS standing
  FROM items i CROSS JOIN clock LEFT JOIN items parent ON parent.id = i.parent_id
 WHERE i.number = %(number)s"""  # noqa: S608 -- fixed texts only
# Of many, each scope is looked at once and told with the first of its items.
_READ_MANY = f"""
WITH {_TODAY}, found AS MATERIALIZED (
    SELECT * FROM items WHERE number = ANY (%(numbers)s)
), around AS MATERIALIZED (
    SELECT s.first, ({_STANDING.format(scope="s.scope")}) AS standing
      FROM (SELECT scope, min(id) AS first FROM found GROUP BY scope) AS s CROSS JOIN clock
)
SELECT clock.now, {_FAMILY}, around.standing
  FROM found i CROSS JOIN clock LEFT JOIN around ON around.first = i.id
       LEFT JOIN items parent ON parent.id = i.parent_id"""  # noqa: S608 -- fixed texts only
_READ_UNIT = f"""
WITH {_TODAY}
SELECT clock.now, u.path, u.valid_to < clock.today AS dissolved,
       ({_STANDING.format(scope="u.path")}) AS standing
  FROM clock LEFT JOIN units u ON u.id = %(unit)s"""  # noqa: S608 -- fixed texts only


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in which an item is to be raised, and who is in post around it."""

    unit_id: int
    now: datetime
    path: str
    standing: tuple[Standing, ...]

    def facts(self, item: Item, family: Facts | None) -> Facts:
        """Return the facts of an item about to be raised here, perhaps under a parent."""
        return Facts(
            item=item,
            now=self.now,
            zone=settings().zone,
            parent=family.item if family else None,
            siblings=family.of(item.list_key) if family else (),
            standing=self.standing,
            add_working_days=add_working_days,
        )


def read(connection: Connection, numbers: Sequence[str]) -> dict[str, Facts]:
    """Return the facts of each number that exists; family and people in post included."""
    cursor = connection.cursor(row_factory=dict_row)
    wanted = [number for number in numbers if _NUMBER.fullmatch(number)]
    zone = settings().timezone
    if len(wanted) == 1:
        cursor.execute(_READ_ONE, {"number": wanted[0], "zone": zone})
    else:
        cursor.execute(_READ_MANY, {"numbers": wanted, "zone": zone})
    rows = cursor.fetchall()
    around = {row["item"]["scope"]: _standing(row["standing"]) for row in rows if row["standing"]}
    return {row["item"]["number"]: _facts(row, around) for row in rows}


def read_place(connection: Connection, unit_id: int) -> Place | None:
    """Return the unit that an item is to be raised in, or nothing if it is not there today."""
    cursor = connection.cursor(row_factory=dict_row)
    row = cursor.execute(_READ_UNIT, {"unit": unit_id, "zone": settings().timezone}).fetchone()
    if row is None or row["path"] is None or row["dissolved"]:
        return None
    return Place(unit_id, row["now"], row["path"], _standing(row["standing"]))


def read_now(connection: Connection) -> datetime:
    """Return the time it is for the domain."""
    row = connection.execute(f"SELECT {CLOCK}").fetchone()
    assert row  # noqa: S101 -- a SELECT without FROM has one row
    now: datetime = row[0]
    return now


def item_of(row: dict[str, Any]) -> Item:
    """Make an item of its row in JSON."""
    values = {column: row[column] for column in COLUMNS}
    for column in INSTANTS:
        if values[column] is not None:
            values[column] = datetime.fromisoformat(values[column])
    return Item(**values)


def _facts(row: dict[str, Any], around: dict[str, tuple[Standing, ...]]) -> Facts:
    return Facts(
        item=item_of(row["item"]),
        now=row["now"],
        zone=settings().zone,
        parent=item_of(row["parent"]) if row["parent"] else None,
        children=tuple(item_of(child) for child in row["children"] or ()),
        standing=around.get(row["item"]["scope"], ()),
        add_working_days=add_working_days,
    )


def _standing(rows: list[list[Any]] | None) -> tuple[Standing, ...]:
    return tuple(Standing(*row) for row in rows or ())
