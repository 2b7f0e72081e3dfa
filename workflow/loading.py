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
from workflow.prepared import Statement, decoded
from workflow.words import Words

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
_READ = f"""
WITH {_TODAY}, found AS MATERIALIZED (SELECT * FROM items WHERE number {{which}})
SELECT clock.now, (
           SELECT json_agg(json_build_array(row_to_json(i), row_to_json(parent), (
                      SELECT json_agg(row_to_json(c) ORDER BY c.id)
                        FROM items c WHERE c.parent_id = i.id), (
                      SELECT json_build_array(u.kind, u.name, u.name_en)
                        FROM units u WHERE u.id = i.unit_id)))
             FROM found i LEFT JOIN items parent ON parent.id = i.parent_id
       ), (
           SELECT json_object_agg(s.scope, ({_STANDING.format(scope="s.scope")}))
             FROM (SELECT DISTINCT scope FROM found) AS s
       )
  FROM clock"""  # noqa: S608 -- fixed texts only
# One number is asked for by equality: the planner would plan an array anew each time.
_ONE = Statement(_READ.format(which="= %(wanted)s"))
_MANY = Statement(_READ.format(which="= ANY (%(wanted)s::text[])"))
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
    wanted = [number for number in numbers if _NUMBER.fullmatch(number)]
    one = len(wanted) == 1
    text = wanted[0] if one else "{" + ",".join(wanted) + "}"
    values = {"wanted": text.encode(), "zone": settings().timezone.encode()}
    [(tick, found, around)] = (_ONE if one else _MANY).run(connection, values)
    now = datetime.fromisoformat((tick or b"").decode())
    standing = {scope: _standing(rows) for scope, rows in decoded(around or b"{}").items()}
    families = (_facts(now, family, standing) for family in decoded(found or b"[]"))
    return {facts.item.number: facts for facts in families}


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


def _facts(now: datetime, family: list[Any], standing: dict[str, tuple[Standing, ...]]) -> Facts:
    item, parent, children, (kind, name, name_en) = family
    return Facts(
        item=item_of(item),
        now=now,
        zone=settings().zone,
        parent=item_of(parent) if parent else None,
        children=tuple(item_of(child) for child in children or ()),
        standing=standing[item["scope"]],
        kind=kind,
        unit=Words(name, name_en or name),
        add_working_days=add_working_days,
    )


def _standing(rows: list[list[Any]] | None) -> tuple[Standing, ...]:
    return tuple(Standing(*row) for row in rows or ())
