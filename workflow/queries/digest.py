"""The content of a daily digest: matters waiting, late or due soon, and news.

A matter is one line, whatever the number of its items that wait or have news.

Read when the mail is written, so that the digest tells the state of the moment. A delegate reads
the same about the absent person, in a part of its own. Of a confidential item the mail shows the
number only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Any

from psycopg.rows import dict_row
from sqlalchemy import and_, select

from workflow.declaration import Actor, Post, pack
from workflow.engine.loading import CLOCK
from workflow.engine.visibility import confidential_of
from workflow.platform import connect, reading, settings
from workflow.platform.models import Event, Inbox, ItemRow
from workflow.queries.inbox import move_words, told_to
from workflow.queries.list_counts import RowCount
from workflow.queries.listing import ListRow
from workflow.queries.waiting_matters import MATTER, WaitingMatter, waiting_first, with_above
from workflow.words import Words

_NONE = RowCount(0)
MOST = 30  # lines of one section; the rest is counted
_POSTS = """
    (SELECT coalesce(json_agg(json_build_array(t.role, t.unit_id, u.path)), '[]')
       FROM appointments t JOIN units u ON u.id = t.unit_id
      WHERE t.person_id = {person}.id AND t.valid_from <= clock.today
        AND coalesce(t.valid_to, 'infinity') >= clock.today)"""
_READ = f"""
    SELECT o.id, o.digest_on, p.id AS person_id, p.name, p.name_en, p.email, p.language,
           coalesce(p.left_on, 'infinity') <= clock.today AS has_left,
           {_POSTS.format(person="p")} AS posts,
           (SELECT coalesce(json_agg(json_build_array(a.id, a.name, a.name_en,
                                     {_POSTS.format(person="a")}) ORDER BY a.id), '[]')
              FROM delegations d JOIN people a ON a.id = d.principal_id
             WHERE d.delegate_id = p.id AND d.ended_at IS NULL
               AND clock.today BETWEEN d.valid_from AND d.valid_to
               AND coalesce(a.left_on, 'infinity') > clock.today) AS absent
      FROM outbox o JOIN people p ON p.id = o.person_id,
           (SELECT (({CLOCK}) AT TIME ZONE %(zone)s)::date AS today) AS clock
     WHERE o.id = %(id)s AND o.digest_on IS NOT NULL
"""  # noqa: S608 -- put together from constants


@dataclass(frozen=True, slots=True)
class DigestLine:
    """A matter in a digest: its first item, and the numbers of the others concerned.

    Of a confidential item the mail tells the number only.
    """

    number: str
    title: str = ""
    says: Words | None = None
    others: tuple[str, ...] = ()
    notices: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind; the full count of matters or notices, and how many lines are left out."""

    lines: tuple[DigestLine, ...]
    count: RowCount
    left_out: RowCount


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a digest: about the person, or about an absent person with this delegate."""

    behind: Words | None
    late: Section
    soon: Section
    rest: Section
    news: Section

    @property
    def waiting(self) -> RowCount:
        """How many matters wait."""
        return self.late.count.plus(self.soon.count).plus(self.rest.count)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.waiting.rows or self.news.count.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLetter:
    """The digest of a day for a person; empty parts are left out."""

    outbox_id: int
    day: date
    address: str
    name: Words
    language: str
    has_left: bool
    parts: tuple[Part, ...]


def digest_of(outbox_id: int) -> DigestLetter | None:
    """Return the content of a digest as of now, or ``None`` for a mail of another kind."""
    values = {"id": outbox_id, "zone": settings().timezone}
    with connect() as connection:
        row = connection.cursor(row_factory=dict_row).execute(_READ, values).fetchone()
    if row is None:
        return None
    me = Actor(row["person_id"], row["name"], _posts(row["posts"]))
    parts = [_part(me, None, row["digest_on"])]
    for id_, name, name_en, posts in row["absent"]:
        stand_in = Actor(me.person_id, me.name, _posts(posts), behind=id_, own=me.posts)
        parts.append(_part(stand_in, Words(name, name_en or name), row["digest_on"]))
    return DigestLetter(
        outbox_id=row["id"],
        day=row["digest_on"],
        address=row["email"],
        name=Words(row["name"], row["name_en"] or row["name"]),
        language=row["language"],
        has_left=row["has_left"],
        parts=tuple(part for part in parts if not part.is_empty),
    )


def _posts(rows: list[list[Any]]) -> tuple[Post, ...]:
    return tuple(Post(*row) for row in rows)


def _part(actor: Actor, behind_of: Words | None, day: date) -> Part:
    first, behind = waiting_first(actor, 5 * MOST)
    matters = [_rows(matter) for matter in first]
    late = [_told(rows, _has_run_out) for rows in matters if any(map(_has_run_out, rows))]
    pending = [rows for rows in matters if not any(map(_has_run_out, rows))]
    soon = [_told(rows, _is_near) for rows in pending if any(map(_is_near, rows))]
    rest = [_told(rows) for rows in pending if not any(map(_is_near, rows))]
    unread = behind.pop("late", _NONE)
    others = reduce(RowCount.plus, behind.values(), _NONE)
    return Part(
        behind=behind_of,
        late=_section(late, unread),
        soon=_section(soon),
        rest=_section(rest, others),
        news=_news(actor, day),
    )


def _rows(matter: WaitingMatter) -> list[ListRow]:
    return [matter.head, *matter.others]


def _has_run_out(row: ListRow) -> bool:
    return row.due is not None and row.due.has_run_out


def _is_near(row: ListRow) -> bool:
    return row.due is not None and row.due.is_near


def _told(
    rows: Sequence[ListRow], speaks: Callable[[ListRow], bool] = lambda _: True
) -> DigestLine:
    """Return the line of a matter; the first item fit by ``speaks`` speaks for the matter."""
    first = next(filter(speaks, rows))
    others = tuple(row.number for row in rows if row is not first)
    return replace(_waiting(first), others=others)


def _section(lines: list[DigestLine], more: RowCount = _NONE) -> Section:
    hidden = RowCount(len(lines[MOST:])).plus(more)
    return Section(tuple(lines[:MOST]), RowCount(len(lines)).plus(more), hidden)


def _waiting(row: ListRow) -> DigestLine:
    list_type = pack().lists[row.list_key]
    if list_type.readers:
        return DigestLine(row.number)
    state = list_type.state(row.state).words
    return DigestLine(row.number, row.title, _with_due(state, row))


def _with_due(state: Words, row: ListRow) -> Words:
    due = row.due
    if due is None:
        return state
    on = due.on.isoformat()
    text = Words(f"{state.zh}，{on}到期，{due.told.zh}", f"{state.en}, due {on}, {due.told.en}")
    beside = due.beside
    if beside is None:
        return text
    return Words(f"{text.zh}；{beside.words.zh}", f"{text.en}; {beside.words.en}")


def _news(actor: Actor, day: date) -> Section:
    """Return the matters with unread notices since the last digest.

    Notices with a mail of their own are left out.
    """
    unmailed = Inbox.decision.is_(None)
    query = (
        select(ItemRow.number, ItemRow.list_key, ItemRow.title, Event.trigger, Event.source,
               Event.changes, MATTER.label("matter"))
        .select_from(Inbox)
        .join(ItemRow, ItemRow.id == Inbox.item_id)
        .join(Event, and_(Event.item_id == Inbox.item_id, Event.seq == Inbox.seq))
        .where(told_to(actor), Inbox.digest_on == day, Inbox.read_at.is_(None), unmailed)
        .order_by(Inbox.id)
    )  # fmt: skip
    matters: dict[int, list[Any]] = {}
    with reading() as connection:
        for row in connection.execute(with_above(query)):
            matters.setdefault(row.matter, []).append(row)
    section = _section([_with_others(rows) for rows in matters.values()])
    return replace(section, count=RowCount(sum(map(len, matters.values()))))


def _with_others(rows: Sequence[Any]) -> DigestLine:
    """Return the line of a matter: its newest notice, and the other items with news."""
    line = _new(rows[-1])
    numbers = dict.fromkeys(row.number for row in rows if row.number != line.number)
    return replace(line, others=tuple(numbers), notices=len(rows))


def _new(row: Any) -> DigestLine:
    list_type = pack().lists[row.list_key]
    if list_type.readers or confidential_of(list_type, row.changes.get("note", {})):
        return DigestLine(row.number)
    words = move_words(row.list_key, row.trigger, row.source, row.changes)
    return DigestLine(row.number, row.title, words)
