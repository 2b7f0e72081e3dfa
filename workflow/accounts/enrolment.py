"""Taking people on: the person, the first post and the sign-in, all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from workflow import journal
from workflow.accounts import passwords
from workflow.accounts.links import NO_MAIL
from workflow.accounts.passwords import LOGIN
from workflow.accounts.upkeep import BAD_LOGIN, NOT_MADE, TAKEN
from workflow.db import Connection, connect
from workflow.errors import BadInput
from workflow.vocabulary import ROLES
from workflow.words import Words

_NO_NAME = Words("请写明姓名，最多100个字", "give the person's name, up to 100 characters")
_NO_ROLE = Words("没有“{role}”这个角色；可用：{roles}", 'there is no role "{role}"; roles: {roles}')
_NO_UNIT = Words(
    "没有“{unit}”这个单位；现有：{units}", 'there is no unit "{unit}"; there are: {units}'
)
_BOTH = Words("角色和单位要一起写", "a role and a unit go together")
_PERSON = "INSERT INTO people (name, name_en, email) VALUES (%s, %s, %s) RETURNING id"
_ACCOUNT = "INSERT INTO accounts (person_id, login, password_hash) VALUES (%s, %s, %s) RETURNING id"
_POST = """
    INSERT INTO appointments (person_id, unit_id, role, valid_from)
    VALUES (%s, %s, %s, current_date)
"""
_FIRST_UNIT = """
    WITH fresh AS (SELECT nextval(pg_get_serial_sequence('units', 'id')) AS id)
    INSERT INTO units (id, kind, name, path, valid_from)
    OVERRIDING SYSTEM VALUE
    SELECT id, 'bureau', %s, '/' || id || '/', current_date FROM fresh RETURNING id
"""
_UNITS = """
    SELECT id, name, name_en FROM units
     WHERE valid_to IS NULL OR valid_to >= current_date ORDER BY path
"""
_KNOWN = """
    SELECT a.login, p.name, a.active AND (p.left_on IS NULL OR p.left_on > current_date),
           coalesce(array_agg(t.role || ' @ ' || u.name ORDER BY t.id)
                    FILTER (WHERE t.id IS NOT NULL), '{}')
      FROM accounts a JOIN people p ON p.id = a.person_id
      LEFT JOIN appointments t ON t.person_id = p.id AND t.valid_from <= current_date
                              AND (t.valid_to IS NULL OR t.valid_to >= current_date)
      LEFT JOIN units u ON u.id = t.unit_id
     GROUP BY a.id, p.id ORDER BY a.login
"""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be taken on, as it was asked for."""

    login: str
    name: str
    name_en: str = ""
    email: str = ""
    role: str = ""
    unit: str = ""  # its name; in an empty database the first unit gets this name


@dataclass(frozen=True, slots=True)
class Known:
    """An account as the list of accounts shows it."""

    login: str
    name: str
    active: bool
    posts: list[str]


def enrol(new: Newcomer, password: str | None) -> int:
    """Take somebody on and return the id of the account; refuse with every fault, or do it all.

    Without a password nobody can sign in until an invitation is taken up.
    """
    if faults := _faults(new, password):
        raise BadInput(NOT_MADE, faults)
    if password is not None:
        passwords.check_new(password, new.login)
    secret = passwords.NONE if password is None else passwords.hashed(password)
    with connect() as connection, connection.transaction():
        person = _one(connection, _PERSON, new.name.strip(), new.name_en.strip(), new.email.strip())
        if new.role:
            connection.execute(_POST, [person, _unit(connection, new.unit), new.role])
        try:
            made = _one(connection, _ACCOUNT, person, new.login, secret)
            journal.note(
                connection, "account", subject=("account", made), what="enrolled",
                person=person, role=new.role,
            )  # fmt: skip
            return made
        except psycopg.errors.UniqueViolation:
            taken = TAKEN.format(login=new.login)
            raise BadInput(NOT_MADE, {"login": taken}) from None


def known() -> list[Known]:
    """Return every account with the posts held today."""
    with connect() as connection:
        return [Known(*row) for row in connection.execute(_KNOWN)]


def _faults(new: Newcomer, password: str | None) -> dict[str, Words]:
    roles = ", ".join(ROLES)
    found = {
        "email": None if password is not None or "@" in new.email else NO_MAIL,
        "login": None if LOGIN.fullmatch(new.login) else BAD_LOGIN,
        "name": None if 0 < len(new.name.strip()) <= 100 else _NO_NAME,
        "unit": _BOTH if bool(new.role) != bool(new.unit) else None,
        "role": _NO_ROLE.format(role=new.role[:40], roles=roles)
        if new.role and new.role not in ROLES
        else None,
    }
    return {key: words for key, words in found.items() if words}


def _unit(connection: Connection, name: str) -> int:
    units = connection.execute(_UNITS).fetchall()
    if not units:
        return _one(connection, _FIRST_UNIT, name.strip())
    for id_, *names in units:
        if name.strip() in names:
            return int(id_)
    there = ", ".join(row[1] for row in units[:20])
    raise BadInput(NOT_MADE, {"unit": _NO_UNIT.format(unit=name[:40], units=there)})


def _one(connection: Connection, query: str, *values: object) -> int:
    row = connection.execute(query, values).fetchone()
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    return int(row[0])
