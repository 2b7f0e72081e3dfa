"""The content of a mail: the events of a decision, in the recipient's language.

The weightiest event comes first, with particulars; a list of all other events follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from psycopg.rows import dict_row

from workflow.declaration import Actor, ListType, Post, pack
from workflow.engine.loading import CLOCK
from workflow.engine.visibility import confidential_of, may_read
from workflow.platform import connect, settings
from workflow.queries.calendar_entries import MEETING, CalendarEntry, meeting
from workflow.queries.due_display import DueDisplay, due_of
from workflow.queries.inbox import move_words
from workflow.words import Words

_TODAY = f"(({CLOCK}) AT TIME ZONE %(zone)s)::date"
_POSTS = f"""
           (SELECT coalesce(json_agg(json_build_array(t.role, t.unit_id, held.path)), '[]')
              FROM appointments t JOIN units held ON held.id = t.unit_id
             WHERE t.person_id = {{person}}.id AND t.valid_from <= {_TODAY}
               AND coalesce(t.valid_to, 'infinity') >= {_TODAY})"""  # noqa: S608 -- constants
_READ = f"""
    SELECT o.id, p.name, p.name_en, p.email, p.language, p.left_on, i.id AS item_id,
           (WITH RECURSIVE up (id, parent_id) AS (
              SELECT i.id, i.parent_id
               UNION SELECT above.id, above.parent_id
                FROM up JOIN items above ON above.id = up.parent_id)
            SELECT id FROM up WHERE parent_id IS NULL) AS topmost_id,
           i.list_key, i.number, i.title, i.state, i.due_at, u.name AS unit, u.name_en AS unit_en,
           i.scope, i.holder_id, coalesce(i.process ->> 'audience', '') AS audience,
           coalesce(i.process -> 'shut_out', '[]') AS shut_out, e.trigger, e.source,
           e.changes, {CLOCK} AS now,
           a.name AS absent, a.name_en AS absent_en, a.id IS NULL OR EXISTS (
             SELECT FROM delegations d WHERE d.principal_id = a.id AND d.delegate_id = p.id
                AND d.ended_at IS NULL AND {_TODAY} BETWEEN d.valid_from AND d.valid_to) AS stands,
           p.id AS person_id, a.id AS behind_id,
           {_POSTS.format(person="r")} AS posts, {_POSTS.format(person="p")} AS own
      FROM outbox o JOIN people p ON p.id = o.person_id
      LEFT JOIN people a ON a.id = o.behind_id JOIN people r ON r.id = coalesce(a.id, p.id)
      JOIN LATERAL (
        SELECT o.item_id, o.seq, 0 AS place
         UNION ALL
        SELECT n.item_id, n.seq, n.id FROM inbox n
         WHERE n.person_id = o.person_id AND n.decision = o.decision
           AND n.behind_id IS NOT DISTINCT FROM o.behind_id
           AND (n.item_id, n.seq) <> (o.item_id, o.seq)) told ON true
      JOIN items i ON i.id = told.item_id JOIN units u ON u.id = i.unit_id
      JOIN events e ON e.item_id = told.item_id AND e.seq = told.seq
     WHERE o.id = %(id)s ORDER BY told.place
"""  # noqa: S608 -- put together from constants


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The facts of an item fit for a mail, which others could read."""

    title: str
    list_words: Words
    state: Words
    move: Words
    unit: Words
    due: DueDisplay | None


class AlsoTold(NamedTuple):
    """Another item of the mail; of a confidential item only the number is told."""

    number: str
    title: str = ""
    move: Words = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail; a confidential mail has no ``matter``, only the number and the page's address."""

    outbox_id: int
    address: str
    name: Words
    language: str
    has_left: bool  # or may see the item no more, by the posts that are held now
    number: str
    matter: Matter | None
    thread: int  # id of the topmost item; of a confidential item its own, which tells nothing
    behind: Words | None = None  # the name of the absent person whom the recipient stands in for
    others: tuple[AlsoTold, ...] = ()
    meets: CalendarEntry | None = None  # when people meet, by the move that the mail tells of

    @property
    def path(self) -> str:
        """Where the page is; a link never leads to an act, so standing in is begun there first."""
        page = f"/items/{self.number}"
        return f"/account/delegations?next={page}" if self.behind else page


def letter_of(outbox_id: int) -> Letter | None:
    """Return the content of a mail as of now, or ``None`` where there is no such mail."""
    with connect() as connection:
        values = {"id": outbox_id, "zone": settings().timezone}
        rows = connection.cursor(row_factory=dict_row).execute(_READ, values).fetchall()
    if not rows:
        return None
    seen = [row for row in rows if _may_see(row)]
    row, zone = (seen or rows)[0], settings().zone
    matter = _matter(row)
    return Letter(
        outbox_id=row["id"],
        address=row["email"],
        name=Words(row["name"], row["name_en"] or row["name"]),
        language=row["language"],
        has_left=not (row["stands"] and seen)
        or (row["left_on"] is not None and row["left_on"] <= row["now"].astimezone(zone).date()),
        number=row["number"],
        matter=matter,
        thread=row["topmost_id"] if matter else row["item_id"],
        behind=Words(row["absent"], row["absent_en"] or row["absent"]) if row["absent"] else None,
        others=tuple(_also(other) for other in seen[1:]),
        meets=_meeting(row),
    )


def _also(row: dict[str, Any]) -> AlsoTold:
    matter = _matter(row)
    if matter is None:
        return AlsoTold(row["number"])
    return AlsoTold(row["number"], matter.title, matter.move)


def _may_see(row: dict[str, Any]) -> bool:
    """Say whether the recipient may see an item now; for a delegate both people's posts bar."""
    posts, own = (tuple(Post(*post) for post in row[whose]) for whose in ("posts", "own"))
    person = Actor(row["person_id"], row["name"], posts, behind=row["behind_id"], own=own)
    where = (row["list_key"], row["scope"], row["holder_id"])
    return may_read(person, *where, row["audience"], row["shut_out"])


def _matter(row: dict[str, Any]) -> Matter | None:
    list_type = pack().lists[row["list_key"]]
    if _confidential(list_type, row["changes"]):
        return None
    return Matter(
        title=row["title"],
        list_words=list_type.words,
        state=list_type.state(row["state"]).words,
        move=move_words(list_type.key, row["trigger"], row["source"], row["changes"]),
        unit=Words(row["unit"], row["unit_en"] or row["unit"]),
        due=due_of(row["due_at"], row["now"]),
    )


def _confidential(list_type: ListType, changes: dict[str, Any]) -> bool:
    """Say whether the event belongs to a list for named readers, or opens such an entry."""
    return bool(list_type.readers or confidential_of(list_type, changes.get("note", {})))


def _meeting(row: dict[str, Any]) -> CalendarEntry | None:
    """Return the meeting that a move has set; other moves of the item tell of none."""
    move = pack().lists[row["list_key"]].find(row["trigger"], row["source"])
    if move is None or MEETING[0] not in {asked.key for asked in move.fields}:
        return None
    data = row["changes"].get("data", {})
    return meeting(row["number"], row["list_key"], row["title"], data, row["id"])
