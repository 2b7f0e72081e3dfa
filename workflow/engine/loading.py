"""Read the facts for a decision, for any number of items, in a single statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from workflow.declaration import (
    PAUSES,
    RESPONSIBILITIES,
    TASKS,
    Facts,
    Item,
    Policies,
    PostHolder,
    pack,
)
from workflow.platform import Connection, Statement, decoded, settings
from workflow.platform.statements import ResultRow
from workflow.snapshots import organisation as snapshot_organisation
from workflow.snapshots import policies as snapshot_policies
from workflow.snapshots.organisation import Organisation

# What cannot be a number is looked up nowhere: PostgreSQL would choke on a NUL, for one.
_NUMBER = re.compile("[A-Z]{1,4}[0-9]{4}-[0-9]{4,9}")
COLUMNS = tuple(field.name for field in fields(Item))
INSTANTS = ("due_at", "rung_at", "created_at", "updated_at", "state_since")

# The database's clock decides; a demonstration may have moved it.
CLOCK = """now() + coalesce((SELECT value::interval FROM instance WHERE key = 'demo_clock'),
                 interval '0')"""
_CLOCK = f"""(
    SELECT now, today, {snapshot_organisation.VERSION}, {snapshot_policies.VERSION}
      FROM (SELECT now, (now AT TIME ZONE %(zone)s)::date AS today
              FROM (SELECT {CLOCK} AS now) AS tick OFFSET 0) AS day OFFSET 0
) AS clock"""  # noqa: S608 -- fixed texts only
_ITEMS = """(
         SELECT json_agg(json_build_array(
                  row_to_json(i),
                  CASE WHEN i.parent_id IS NOT NULL
                       THEN (SELECT row_to_json(p) FROM items p WHERE p.id = i.parent_id) END,
                  (SELECT json_agg(row_to_json(c) ORDER BY c.id)
                     FROM items c WHERE c.parent_id = i.id),
                  {contents},
                  (SELECT json_agg(json_build_array(f.item_id, f.person_id)) FROM follows f
                    WHERE f.item_id = ANY (ARRAY[i.id, i.parent_id]
                       || ARRAY(SELECT c.id FROM items c WHERE c.parent_id = i.id)))))
           FROM items i WHERE i.number {which})"""
_CONTENTS = """
                  CASE WHEN i.process ? 'contents'
                       THEN (SELECT json_agg(row_to_json(l) ORDER BY l.id) FROM items l
                              WHERE l.id IS DISTINCT FROM i.parent_id AND l.id IN (
                                SELECT (told ->> 'item')::bigint
                                  FROM jsonb_array_elements(i.process -> 'contents') AS told))
                       WHEN i.list_key = '{pauses}'
                       THEN (SELECT json_agg(row_to_json(l) ORDER BY l.id) FROM items l
                              WHERE l.parent_id = i.parent_id AND l.list_key IN ({parts})) END
""".format(pauses=PAUSES, parts=f"'{TASKS}', '{RESPONSIBILITIES}'")  # noqa: S608 -- fixed


class _Read:
    """A read with the versions of the snapshots: in short, and with the snapshots themselves.

    A subquery costs the server a good part of a read even where it is not run, and the snapshots
    are seldom news: most decisions need the short one only.
    """

    def __init__(self, found: str) -> None:
        short = "clock.version, NULL, clock.policies, NULL"
        whole = f"{snapshot_organisation.SELECTED}, {snapshot_policies.SELECTED}"
        self._short, self._whole = (
            Statement(f"SELECT clock.now, {told}, {found} FROM {_CLOCK}")  # noqa: S608 -- as above
            for told in (short, whole)
        )

    def run(self, connection: Connection, values: Mapping[str, bytes]) -> ResultRow:
        """Return the row, with the snapshots unless both are known in their newest version."""
        known = values["known"], values["policies"]
        if all(known):
            [row] = self._short.run(connection, values)
            if (row[1], row[3]) == known:
                return row
        [row] = self._whole.run(connection, values)
        return row


# One number is asked for by equality: the planner would plan an array anew each time.
# Only documents that several late items share have contents, and pauses of a whole matter.
_ONE = _Read(_ITEMS.format(which="= %(wanted)s", contents="NULL"))
_DOCUMENT = _Read(_ITEMS.format(which="= %(wanted)s", contents=_CONTENTS))
_MANY = _Read(_ITEMS.format(which="= ANY (%(wanted)s::text[])", contents=_CONTENTS))
_UNIT = _Read("""(
SELECT json_build_array(path) FROM units
 WHERE id = %(wanted)s::int AND coalesce(valid_to, 'infinity') >= clock.today)""")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit for an item to be raised, and the people in post around."""

    unit_id: int
    now: datetime
    path: str
    organisation: Organisation
    policies: Policies

    @property
    def standing(self) -> tuple[PostHolder, ...]:
        """The people in post in the unit and in the units above."""
        return self.organisation.around(self.path)

    def facts(self, item: Item, family: Facts | None) -> Facts:
        """Return the facts of an item about to be raised here, perhaps under a parent."""
        kind, unit = self.organisation.unit(self.unit_id)
        return Facts(
            item=item,
            now=self.now,
            zone=settings().zone,
            kind=kind,
            unit=unit,
            parent=family.item if family else None,
            siblings=family.of(item.list_key) if family else (),
            standing=self.standing,
            posts_of=self.organisation.of,
            former_of=self.organisation.former,
            around=self.organisation.around,
            unit_of=self.organisation.unit,
            listeners=self.organisation.listeners,
            delegates=self.organisation.delegates,
            policies=self.policies,
        )


@dataclass(frozen=True, slots=True)
class _Moment:
    """The common part of a read: the time, the organisation, and the policies."""

    now: datetime
    organisation: Organisation
    policies: Policies


def read(connection: Connection, numbers: Sequence[str]) -> dict[str, Facts]:
    """Return the facts by number, for existing items; family and people in post included."""
    valid = [number for number in numbers if _NUMBER.fullmatch(number)]
    if len(valid) == 1:
        moment, rows = _read(connection, _DOCUMENT if _is_shared(valid[0]) else _ONE, valid[0])
    else:
        moment, rows = _read(connection, _MANY, "{" + ",".join(valid) + "}")
    families = (_facts(moment, *family) for family in rows or ())
    return {facts.item.number: facts for facts in families}


def _is_shared(number: str) -> bool:
    list_type = pack().list_of(number)
    return list_type is not None and (list_type.shared is not None or list_type.key == PAUSES)


def read_place(connection: Connection, unit_id: int, known: Place | None = None) -> Place | None:
    """Return the unit for an item to be raised, or ``None`` where the unit is not active today.

    ``known`` is a place read before in the same transaction, in which the organisation stays as it
    is: a round over many units is spared the whole organisation for each.
    """
    moment, row = _read(connection, _UNIT, str(unit_id), known)
    if not row:
        return None
    return Place(unit_id, moment.now, row[0], moment.organisation, moment.policies)


def _read(
    connection: Connection, asked: _Read, wanted: str, known: Place | None = None
) -> tuple[_Moment, list[Any] | None]:
    """Return the moment of the read with its snapshots, and the rows found."""
    people, policies = (
        known.organisation if known else snapshot_organisation.snapshot.known(connection),
        known.policies if known else snapshot_policies.snapshot.known(connection),
    )
    values = {"wanted": wanted.encode(), "zone": settings().timezone.encode()}
    values |= {"known": people.version, "policies": policies.version}
    now, version, told, set_, news, found = asked.run(connection, values)
    moment = _Moment(
        datetime.fromisoformat((now or b"").decode()),
        snapshot_organisation.snapshot.settled(connection, people, version, told),
        snapshot_policies.snapshot.settled(connection, policies, set_, news),
    )
    return moment, decoded(found) if found else None


def read_now(connection: Connection) -> datetime:
    """Return the present time of the domain."""
    row = connection.execute(f"SELECT {CLOCK}").fetchone()
    assert row  # noqa: S101 -- a SELECT without FROM has one row
    now: datetime = row[0]
    return now


def _by_item(follows: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Return the people who follow each item."""
    found: dict[int, tuple[int, ...]] = {}
    for item_id, person in follows:
        found[item_id] = (*found.get(item_id, ()), person)
    return found


def item_of(row: dict[str, Any]) -> Item:
    """Return the item of a row in JSON."""
    values = {column: row[column] for column in COLUMNS}
    for column in INSTANTS:
        if values[column] is not None:
            values[column] = datetime.fromisoformat(values[column])
    return Item(**values)


def _facts(
    moment: _Moment,
    item: dict[str, Any],
    parent: dict[str, Any] | None,
    children: list[dict[str, Any]] | None,
    contents: list[dict[str, Any]] | None,
    follows: list[tuple[int, int]] | None,
) -> Facts:
    kind, unit = moment.organisation.units[item["unit_id"]]
    return Facts(
        item=item_of(item),
        now=moment.now,
        zone=settings().zone,
        parent=item_of(parent) if parent else None,
        children=tuple(item_of(child) for child in children or ()),
        contents=tuple(item_of(late) for late in contents or ()),
        standing=moment.organisation.around(item["scope"]),
        delegates=moment.organisation.delegates,
        followers=_by_item(follows or ()),
        posts_of=moment.organisation.of,
        former_of=moment.organisation.former,
        around=moment.organisation.around,
        unit_of=moment.organisation.unit,
        listeners=moment.organisation.listeners,
        kind=kind,
        unit=unit,
        policies=moment.policies,
    )
