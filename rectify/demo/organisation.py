"""Put the demonstration's units, people, posts and sign-ins into the database, once."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from workflow.accounts import approvals, open_account
from workflow.accounts.commands import DEMO
from workflow.accounts.passwords import hashed
from workflow.declaration import Actor, Post
from workflow.platform import Connection, connect
from workflow.profession.roles import ROLES
from workflow.words import Words

PASSWORD = "Rectify-2026"  # noqa: S105 -- printed for everybody by the demonstration
DATA = files("rectify.demo") / "data"

_UNIT = """
    INSERT INTO units (parent_id, kind, name, name_en, path, valid_from, valid_to)
    VALUES (%(parent)s, %(kind)s, %(name)s, %(name_en)s, '', %(from)s, %(to)s) RETURNING id"""
_PATH = "UPDATE units SET path = %s WHERE id = %s"
_PERSON = """
    INSERT INTO people (name, name_en, email, language)
    VALUES (%(name)s, %(name_en)s, %(email)s, %(language)s) RETURNING id"""
_POST = """
    INSERT INTO appointments (person_id, unit_id, role, valid_from, valid_to)
    VALUES (%s, %s, %s, %s, %s)"""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the demonstration as actors, by name and by post."""

    by_name: dict[str, Actor]

    def person(self, person_id: int | None) -> Actor:
        """Return the person of an id."""
        return next(actor for actor in self.by_name.values() if actor.person_id == person_id)

    def holding(self, role: str, path: str = "/") -> list[Actor]:
        """Return the holders of a role in the units below a path."""
        return [
            actor
            for actor in self.by_name.values()
            if any(post.role == role and post.path.startswith(path) for post in actor.posts)
        ]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the demonstration."""
    text = (DATA / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def load_organisation() -> None:
    """Insert units, people and posts in a transaction, then the sign-ins; only once."""
    with connect() as connection, connection.transaction():
        if connection.execute("SELECT EXISTS (SELECT FROM units)").fetchone() == (False,):
            approvals.found(connection)
            units = _load_units(connection)
            people = _load_people(connection)
            for row in rows("posts.csv"):
                until = row["to"] or None
                post = (people[row["name"]], units[row["unit"]], row["role"], row["from"], until)
                connection.execute(_POST, post)
    _load_accounts()


def read_cast(today: date) -> Cast:
    """Return the people with their posts of today, from the database."""
    query = """
        SELECT p.id, p.name, p.language,
               jsonb_agg(jsonb_build_array(a.role, a.unit_id, u.path) ORDER BY a.id)
          FROM people p JOIN appointments a ON a.person_id = p.id JOIN units u ON u.id = a.unit_id
         WHERE a.valid_from <= %(today)s AND coalesce(a.valid_to, 'infinity') >= %(today)s
         GROUP BY p.id"""
    with connect() as connection:
        people = connection.execute(query, {"today": today}).fetchall()
    return Cast(
        {
            name: Actor(id_, name, tuple(Post(*post) for post in posts), language=language)
            for id_, name, language, posts in people
        }
    )


def sign_ins() -> list[tuple[str, Words]]:
    """Return the sign-in names with each person's role, in the order of the work."""
    roles = {row["name"]: row["role"] for row in reversed(rows("posts.csv"))}
    logins = {row["login"]: ROLES[roles[row["name"]]] for row in rows("people.csv") if row["login"]}
    return [(login, logins[login]) for login in DEMO]


def _load_units(connection: Connection) -> dict[str, int]:
    """Insert the units, parents before children, and return their ids by code."""
    ids: dict[str, int] = {}
    paths = {"": "/"}
    for row in rows("organisation.csv"):
        place = {"parent": ids.get(row["parent"]), "from": row["valid_from"]}
        id_ = _returned(connection, _UNIT, {**row, **place, "to": row["valid_to"] or None})
        ids[row["code"]] = id_
        paths[row["code"]] = f"{paths[row['parent']]}{id_}/"
        connection.execute(_PATH, [paths[row["code"]], id_])
    return ids


def _load_people(connection: Connection) -> dict[str, int]:
    return {row["name"]: _returned(connection, _PERSON, row) for row in rows("people.csv")}


def _returned(connection: Connection, query: str, values: Mapping[str, object]) -> int:
    row = connection.execute(query, values).fetchone()
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    return int(row[0])


def _load_accounts() -> None:
    """Open the accounts together, in one founding: afterwards an approval would be needed."""
    with connect() as connection, connection.transaction():
        known = {row[0] for row in connection.execute("SELECT login FROM accounts")}
        ids = {row[0]: row[1] for row in connection.execute("SELECT email, id FROM people")}
        approvals.found(connection)
        for row in rows("people.csv"):
            if row["login"] and row["login"] not in known:
                open_account(connection, ids[row["email"]], row["login"], hashed(PASSWORD))
