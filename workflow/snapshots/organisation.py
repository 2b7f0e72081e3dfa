"""Units, people in post today and before, delegates, and listening channels, in one snapshot.

Cached in the process (``Snapshot``): each change of a unit, a person, a post, a delegation or a
channel, and the opening or closing of an account, gives the organisation another version in the
same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.declaration import FormerPost, Listener, PostHolder
from workflow.platform import Connection, Statement
from workflow.snapshots.snapshot import Snapshot
from workflow.words import Words

Posts = list[tuple[int, PostHolder]]  # each with the id of the appointment
# A select list over ``clock``, for the snapshot: the version today, and the rest if it is news.
SELECTED = """
  clock.version, CASE WHEN clock.version = %(known)s THEN NULL ELSE json_build_array(
    (SELECT json_agg(json_build_array(id, kind, name, name_en)) FROM units),
    (SELECT json_agg(json_build_array(a.id, a.person_id, p.name, a.role, a.unit_id, u.path,
                       EXISTS (SELECT FROM accounts w WHERE w.person_id = p.id AND w.active))
                     ORDER BY a.id)
       FROM appointments a JOIN units u ON u.id = a.unit_id JOIN people p ON p.id = a.person_id
      WHERE a.valid_from <= clock.today AND coalesce(a.valid_to, 'infinity') >= clock.today
        AND coalesce(p.left_on, 'infinity') > clock.today),
    (SELECT json_agg(json_build_array(c.id, u.path, c.topics) ORDER BY c.id)
       FROM channels c JOIN units u ON u.id = c.unit_id WHERE c.active),
    (SELECT json_agg(json_build_array(d.principal_id, d.delegate_id))
       FROM delegations d JOIN people p ON p.id = d.principal_id
       JOIN people q ON q.id = d.delegate_id
      WHERE d.ended_at IS NULL AND d.valid_from <= clock.today AND d.valid_to >= clock.today
        AND coalesce(p.left_on, 'infinity') > clock.today
        AND coalesce(q.left_on, 'infinity') > clock.today),
    (SELECT json_agg(json_build_array(a.person_id, u.path, least(a.valid_to, p.left_on - 1)))
       FROM appointments a JOIN units u ON u.id = a.unit_id JOIN people p ON p.id = a.person_id
      WHERE least(a.valid_to, p.left_on - 1) < clock.today)
  ) END"""
# A column of ``clock``; the day is a part of the version, for posts begin and end with days.
VERSION = "(SELECT version FROM organisation_version) || ' ' || today AS version"


_ON_DAY = Statement(
    f"SELECT {SELECTED} FROM (SELECT %(day)s::date AS today, '' AS version) AS clock"  # noqa: S608
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """Every unit and every person in post on one day; complete, so replaced only as a whole."""

    version: bytes = b""
    units: dict[int, tuple[str, Words]] = field(default_factory=dict)  # kind and name
    posts: dict[int, Posts] = field(default_factory=dict)  # by unit
    listeners: tuple[Listener, ...] = ()
    delegates: dict[int, int] = field(default_factory=dict)  # by whom they stand in for
    seen: dict[str, tuple[PostHolder, ...]] = field(default_factory=dict)  # by scope
    held: dict[int, tuple[PostHolder, ...]] = field(default_factory=dict)  # by person
    ended: dict[int, tuple[FormerPost, ...]] = field(default_factory=dict)  # by person

    def around(self, scope: str) -> tuple[PostHolder, ...]:
        """Return the people in post in the unit at the path ``scope`` and in the units above."""
        if scope not in self.seen:
            units = [int(unit) for unit in scope.strip("/").split("/")]
            posts = sorted(
                (post for unit in units for post in self.posts.get(unit, ())),
                key=lambda post: post[0],
            )
            self.seen[scope] = tuple(standing for _, standing in posts)
        return self.seen[scope]

    def of(self, person_id: int) -> tuple[PostHolder, ...]:
        """Return every post of a person, in any unit."""
        if not self.held:  # few decisions ask, and those ask about a few people
            gathered: dict[int, list[PostHolder]] = {}
            for _, post in (post for posts in self.posts.values() for post in posts):
                gathered.setdefault(post.person_id, []).append(post)
            self.held.update((id_, tuple(posts)) for id_, posts in gathered.items())
        return self.held.get(person_id, ())

    def unit(self, unit_id: int) -> tuple[str, Words]:
        """Return the kind and the name of a unit."""
        return self.units[unit_id]

    def former(self, person_id: int) -> tuple[FormerPost, ...]:
        """Return every ended post of a person, in any unit."""
        return self.ended.get(person_id, ())


def _built(version: bytes, news: list[Any]) -> Organisation:
    units, posts, channels, delegates, ended = news
    listeners = tuple(
        Listener(id_, path, frozenset(topics)) for id_, path, topics in channels or ()
    )
    return Organisation(
        version, _units(units), _posts(posts), listeners, dict(delegates or ()),
        ended=_ended(ended),
    )  # fmt: skip


def _ended(rows: list[list[Any]] | None) -> dict[int, tuple[FormerPost, ...]]:
    ended: dict[int, tuple[FormerPost, ...]] = {}
    for person_id, path, last in rows or ():
        post = FormerPost(path, date.fromisoformat(last))
        ended[person_id] = (*ended.get(person_id, ()), post)
    return ended


def _units(rows: list[list[Any]] | None) -> dict[int, tuple[str, Words]]:
    return {id_: (kind, Words(name, name_en or name)) for id_, kind, name, name_en in rows or ()}


def _posts(rows: list[list[Any]] | None) -> dict[int, Posts]:
    posts: dict[int, Posts] = {}
    for id_, *standing in rows or ():
        post = PostHolder(*standing)
        posts.setdefault(post.unit_id, []).append((id_, post))
    return posts


_UNKNOWN = Organisation()
snapshot = Snapshot(_UNKNOWN, _built)


def on_day(connection: Connection, day: date) -> Organisation:
    """Return the organisation of another day by today's records, not cached."""
    [(_, news)] = _ON_DAY.run(connection, {"known": b"-", "day": day.isoformat().encode()})
    return snapshot.settled(connection, _UNKNOWN, None, news)
