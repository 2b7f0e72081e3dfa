"""Keep people: add them, correct what is entered, enter that they leave or come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row

from workflow import journal, organisation
from workflow.accounts import Details, add_person, check_login, correct_person, open_account
from workflow.accounts.links import INVITATION, send_link
from workflow.accounts.passwords import NONE
from workflow.declaration.fields import CHECK
from workflow.declaration.rights import Right
from workflow.declaration.rules import Actor
from workflow.errors import NO_PAGE, BadInput, NotFound, NotPermitted, NotPossible
from workflow.platform.db import Connection, connect
from workflow.profession.rights import KEEP_PEOPLE, READ_PEOPLE, SECURE_PEOPLE
from workflow.words import Words

ADD = Words("新增人员", "Add a person")
CORRECT = Words("更正信息", "Correct the details")
LEAVES = Words("办理离任", "Enter that they leave")
RETURNS = Words("撤销离任", "Enter that they are back")
OPEN = Words("开通账号", "Open an account")
_NO_MAIL = Words(
    "请先登记邮箱，邀请要寄到那里", "enter a mail address first; the invitation goes there"
)
_NOT_LEFT = Words("{person}没有离任。", "{person} has not left.")
_LEFT = Words("{person}已经离任。", "{person} has left.")
_ONESELF = Words("不能为自己办理。", "Nobody does this for themselves.")
_PERSON = "SELECT id, name, name_en, email, code, language, left_on FROM people WHERE id = %s"
_CLOSE = """
    UPDATE accounts SET active = false WHERE person_id = %s AND active AND password_hash <> %s
    RETURNING id, login"""
_BACK = "UPDATE people SET left_on = NULL WHERE id = %s"


@dataclass(frozen=True, slots=True)
class PersonKept:
    """A person as the row has it."""

    id: int
    name: str
    name_en: str
    email: str
    code: str | None
    language: str
    left_on: date | None


def add(actor: Actor, details: Details, login: str = "") -> int:
    """Add a person, with an account and an invitation where a sign-in name is given."""
    READ_PEOPLE.demand(actor)
    KEEP_PEOPLE.demand(actor, doing=ADD)
    with connect() as connection, connection.transaction():
        _check_invited(details.email, login)
        person_id = add_person(connection, details)
        journal.note(connection, "person", actor, subject=("person", person_id), what="added")
        if login:
            _invite(connection, person_id, login)
    return person_id


def correct(actor: Actor, person_id: int, details: Details) -> list[str]:
    """Correct a person's details; return the sign-in names that another address closed.

    Who sets an address could have a reset sent there: the account opens again only when the
    security administrator says so.
    """
    with _about(actor, person_id, KEEP_PEOPLE, CORRECT) as (connection, before):
        correct_person(connection, person_id, details)
        changed = _changed(before, details)
        subject = ("person", person_id)
        journal.note(
            connection, "person", actor, subject=subject, what="corrected", changed=changed
        )
        return _close_used(connection, actor, person_id) if "email" in changed else []


def open_one(actor: Actor, person_id: int, login: str) -> None:
    """Open an account for somebody who is known, and send the invitation."""
    with _about(actor, person_id, KEEP_PEOPLE, OPEN) as (connection, person):
        if person.left_on:
            raise NotPossible(_LEFT.format(person=person.name))
        _check_invited(person.email, login)
        _invite(connection, person_id, login)


def leave(
    actor: Actor, person_id: int, last: date | None = None, now: datetime | None = None
) -> list[int]:
    """Enter that somebody leaves after a last day; return the units that lose a post by it."""
    with _about(actor, person_id, SECURE_PEOPLE, LEAVES):
        pass
    if person_id in actor.people:
        raise NotPermitted(_ONESELF)
    return organisation.leave(actor, person_id, last, now)


def come_back(actor: Actor, person_id: int) -> None:
    """Take it back that somebody left; the posts that ended by it are given anew, if at all."""
    with _about(actor, person_id, SECURE_PEOPLE, RETURNS) as (connection, person):
        if person_id in actor.people:
            raise NotPermitted(_ONESELF)
        if person.left_on is None:
            raise NotPossible(_NOT_LEFT.format(person=person.name))
        connection.execute(_BACK, [person_id])
        subject = ("person", person_id)
        journal.note(
            connection, "person", actor, subject=subject, what="back", left_on=person.left_on
        )


@contextmanager
def _about(
    actor: Actor, person_id: int, right: Right, what: Words
) -> Iterator[tuple[Connection, PersonKept]]:
    READ_PEOPLE.demand(actor)
    right.demand(actor, doing=what)
    with connect() as connection, connection.transaction():
        with connection.cursor(row_factory=class_row(PersonKept)) as cursor:
            row = cursor.execute(f"{_PERSON} FOR UPDATE", [person_id]).fetchone()
        if row is None:
            raise NotFound(NO_PAGE)
        yield connection, row


def _check_invited(email: str, login: str) -> None:
    if not login:
        return
    check_login(login)
    if not email.strip():
        raise BadInput(CHECK, {"email": _NO_MAIL})


def _invite(connection: Connection, person_id: int, login: str) -> None:
    send_link(connection, open_account(connection, person_id, login), INVITATION)


def _changed(before: PersonKept, details: Details) -> dict[str, Any]:
    """Say what is another now; of a mail address only that it is another."""
    now = details.trimmed
    was = {key: getattr(before, key) or "" for key in now}
    changed: dict[str, Any] = {key: [was[key], now[key]] for key in now if was[key] != now[key]}
    return changed | ({"email": "changed"} if "email" in changed else {})


def _close_used(connection: Connection, actor: Actor, person_id: int) -> list[str]:
    closed = connection.execute(_CLOSE, [person_id, NONE]).fetchall()
    for account, login in closed:
        subject = ("account", account)
        journal.note(
            connection, "account", actor, subject=subject, what="closed", login=login,
            why="another mail address",
        )  # fmt: skip
    return [login for _, login in closed]
