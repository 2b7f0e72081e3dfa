"""Read the organisation for its pages: the tree with heads, and the names of units over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.declaration import Actor
from workflow.engine.loading import read_now
from workflow.errors import NotFound
from workflow.organisation.kinds import KINDS, UnitKind, kind_of
from workflow.organisation.transaction import GONE, may_see_unit
from workflow.platform import Connection, connect, settings
from workflow.words import Words

MOST = 400  # lines of one page; a larger tree is shown one level at a time
_ORDER = "string_to_array(trim(BOTH '/' FROM u.path), '/')::int[]"
_HEADS = """(SELECT jsonb_agg(jsonb_build_array(p.name, p.name_en) ORDER BY a.id)
       FROM appointments a JOIN people p ON p.id = a.person_id
      WHERE a.unit_id = u.id AND a.role = h.role AND a.valid_from <= %(today)s
        AND coalesce(a.valid_to, 'infinity') >= %(today)s
        AND coalesce(p.left_on, 'infinity') > %(today)s)"""
_BELOW = f"""
    SELECT u.id, u.kind, u.name, u.name_en, u.path, {_HEADS},
           (SELECT count(*) FROM units c WHERE c.parent_id = u.id
               AND coalesce(c.valid_to, 'infinity') >= %(today)s)
      FROM units u
      LEFT JOIN (SELECT * FROM unnest(%(kinds)s::text[], %(roles)s::text[])) AS h (kind, role)
             ON h.kind = u.kind
     WHERE coalesce(u.valid_to, 'infinity') >= %(today)s AND ({{which}})
     ORDER BY {_ORDER} LIMIT {MOST + 1}"""  # noqa: S608 -- fixed texts only
# By the order of the paths, in which what lies below a unit stands behind it.
_SUBTREES = """
    FROM unnest(%(paths)s::text[]) AS r (path)
    JOIN units b ON b.path ~>=~ r.path AND b.path ~<~ (r.path || ':')
   WHERE coalesce(b.valid_to, 'infinity') >= %(today)s"""
_ABOVE = "SELECT id FROM units WHERE path = ANY (%(above)s)"
_TOGETHER = f"u.id = ANY (ARRAY(SELECT b.id {_SUBTREES} UNION {_ABOVE}))"
_MANY = f"""
    SELECT count(*) > {MOST} FROM (SELECT {_SUBTREES} LIMIT {MOST + 1}) AS seen"""  # noqa: S608 -- fixed texts only
_ONE_LEVEL = f"""u.id = ANY (%(roots)s || ARRAY(
    SELECT id FROM units WHERE parent_id = ANY (%(roots)s) UNION {_ABOVE}))"""  # noqa: S608
_NAME = """
    SELECT coalesce(n.name, u.name), coalesce(n.name_en, u.name_en)
      FROM units u LEFT JOIN unit_names n
        ON n.unit_id = u.id AND n.valid_from <= %(day)s AND n.valid_to >= %(day)s
     WHERE u.id = %(unit)s"""


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A line of the tree."""

    id: int
    kind: UnitKind
    name: Words
    path: str
    heads: tuple[Words, ...]
    below: int  # units directly below it
    depth: int = 0

    @property
    def is_vacant(self) -> bool:
        """Say whether the kind has a head and the post is vacant."""
        return bool(self.kind.head) and not self.heads


@dataclass(frozen=True, slots=True)
class Tree:
    """The shown part of the tree; of a too large tree a single level."""

    nodes: tuple[TreeNode, ...]
    whole: bool


def today_of(connection: Connection) -> date:
    """Return the present day of the domain."""
    return read_now(connection).astimezone(settings().zone).date()


def tree(actor: Actor, below: int | None = None) -> Tree:
    """Return the visible tree: the units below the actor's posts, and the way up from there.

    Raises ``NotFound`` where the actor may not see the unit ``below``.
    """
    with connect() as connection:
        today = today_of(connection)
        roots = _roots(connection, actor, below)
        values = _values(roots, today)
        many = connection.execute(_MANY.encode(), values).fetchone()
        whole = not (many and many[0])
        rows = _read(connection, _TOGETHER if whole else _ONE_LEVEL, values)
    seen = [row for row in rows[:MOST] if may_see_unit(actor, row[4])]
    return Tree(_nested(seen), whole)


def _roots(connection: Connection, actor: Actor, below: int | None) -> list[str]:
    """Return the paths of the units to begin with.

    Raises ``NotFound`` where the actor may not see the unit ``below``.
    """
    if below is None and actor.is_system:
        rows = connection.execute("SELECT path FROM units WHERE parent_id IS NULL")
        return [row[0] for row in rows]
    if below is None:
        return sorted({post.path for post in actor.posts})
    row = connection.execute("SELECT path FROM units WHERE id = %s", [below]).fetchone()
    if row is None or not may_see_unit(actor, row[0]):
        raise NotFound(GONE)
    return [row[0]]


def _values(roots: list[str], today: date) -> dict[str, Any]:
    heads = [kind for kind in KINDS.values() if kind.head]
    return {
        "today": today,
        "paths": roots,
        "above": sorted({above for path in roots for above in above_of(path)}),
        "roots": [int(path.strip("/").split("/")[-1]) for path in roots],
        "kinds": [kind.key for kind in heads],
        "roles": [kind.head for kind in heads],
    }


def _read(
    connection: Connection, which: str, values: dict[str, Any]
) -> list[tuple[int, str, str, str, str, list[list[str]] | None, int]]:
    return connection.execute(_BELOW.format(which=which).encode(), values).fetchall()


def above_of(path: str) -> list[str]:
    """Return the paths of the units above a path, the topmost first."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts))]


def _nested(
    rows: list[tuple[int, str, str, str, str, list[list[str]] | None, int]],
) -> tuple[TreeNode, ...]:
    top = min((row[4].count("/") for row in rows), default=0)
    return tuple(
        TreeNode(
            id_, kind_of(kind), Words(name, name_en or name), path,
            tuple(Words(n, en or n) for n, en in heads or ()), below, path.count("/") - top,
        )
        for id_, kind, name, name_en, path, heads, below in rows
    )  # fmt: skip


def name_on(unit_id: int, day: date) -> Words:
    """Return the name of a unit on a day.

    Raises ``NotFound`` where there was no such unit.
    """
    with connect() as connection:
        row = connection.execute(_NAME, {"unit": unit_id, "day": day}).fetchone()
    if row is None:
        raise NotFound(GONE)
    return Words(row[0], row[1] or row[0])
