"""Read people and their accounts: a filtered page of the list, and a single person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row

from workflow.accounts.passwords import NONE
from workflow.declaration import READ_PEOPLE, Actor, pack
from workflow.errors import NO_PAGE, BadInput, NotFound
from workflow.organisation.tree_queries import today_of
from workflow.platform import Connection, connect, few_called, mentions, words_of
from workflow.words import Words

MOST = 200
STATES: dict[str, Words] = {
    "open": Words("账号在用", "Account in use"),
    "invited": Words("已邀请，还没有密码", "Invited, no password yet"),
    "closed": Words("账号已停用", "Account closed"),
    "none": Words("没有账号", "No account"),
    "left": Words("已离任", "Left"),
}
_BAD_FILTER = Words("筛选条件“{value}”无效。", 'The filter "{value}" is not known.')
_ACCOUNTS = """(SELECT jsonb_agg(jsonb_build_array(a.id, a.login, a.active,
              a.password_hash <> %(none)s, a.totp_since IS NOT NULL) ORDER BY a.id)
         FROM accounts a WHERE a.person_id = p.id)"""
_POSTS = """(SELECT jsonb_agg(jsonb_build_array(t.role, u.id, u.name, u.name_en) ORDER BY t.id)
         FROM appointments t JOIN units u ON u.id = t.unit_id
        WHERE t.person_id = p.id AND t.valid_from <= %(today)s
          AND coalesce(t.valid_to, 'infinity') >= %(today)s
          AND coalesce(p.left_on, 'infinity') > %(today)s)"""
_ROW = f"p.id, p.name, p.name_en, p.code, p.email, p.left_on, {_ACCOUNTS}, {_POSTS}"
_HAS = "EXISTS (SELECT FROM accounts a WHERE a.person_id = p.id AND {which})"
_WHICH = {
    "": "true",
    "open": _HAS.format(which="a.active AND a.password_hash <> %(none)s"),
    "invited": _HAS.format(which="a.active AND a.password_hash = %(none)s"),
    "closed": _HAS.format(which="NOT a.active"),
    "none": f"NOT {_HAS.format(which='true')}",
    "left": "p.left_on <= %(today)s",
}
_LOGINS = "(SELECT string_agg(a.login, chr(10)) FROM accounts a WHERE a.person_id = p.id)"
_SPELLED = """(SELECT spelled FROM spellings
     WHERE kind = 'person' AND of_id = p.id AND spellings.name = p.name)"""
_PAGE = f"""
    SELECT {_ROW} FROM people p
     WHERE {mentions("p.name", "p.name_en", "p.email", "p.code", _LOGINS, _SPELLED)}
       AND p.id < %(after)s AND {{which}} AND {{called}}
     ORDER BY p.id DESC LIMIT %(limit)s"""  # noqa: S608 -- put together from constants, here and below
_ONE = f"SELECT {_ROW}, p.language FROM people p WHERE p.id = %(id)s"  # noqa: S608
_HISTORY = """
    SELECT t.role, u.id AS unit_id, u.name AS unit, u.name_en AS unit_en, t.valid_from, t.valid_to
      FROM appointments t JOIN units u ON u.id = t.unit_id
     WHERE t.person_id = %s ORDER BY t.valid_from DESC, t.id DESC LIMIT 100"""
_LAST = "SELECT account_id, max(began_at) FROM sign_ins WHERE account_id = ANY (%s) GROUP BY 1"


@dataclass(frozen=True, slots=True)
class StaffFilter:
    """The filter of the list; an empty field matches all."""

    q: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account: open or closed, and its means of sign-in."""

    id: int
    login: str
    active: bool
    has_password: bool
    has_totp: bool
    last_sign_in: datetime | None = None

    @property
    def state(self) -> str:
        """Return the state by the names of the filter."""
        if not self.active:
            return "closed"
        return "open" if self.has_password else "invited"


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post held today: the role, and the unit by id and name."""

    role: Words
    unit_id: int
    unit: Words


@dataclass(frozen=True, slots=True)
class PostOnce:
    """A post with its days, past or present."""

    role: str
    unit_id: int
    unit: str
    unit_en: str
    valid_from: date
    valid_to: date | None

    @property
    def words(self) -> Words:
        """Role and unit in both languages."""
        role = pack().roles.get(self.role, Words(self.role, self.role))
        return Words(f"{self.unit} {role.zh}", f"{self.unit_en or self.unit}, {role.en}")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as a line of the list."""

    id: int
    name: str
    name_en: str
    code: str
    email: str
    left_on: date | None
    has_left: bool
    accounts: tuple[AccountView, ...]
    posts: tuple[PostHeld, ...]

    @property
    def words(self) -> Words:
        """The name in both languages."""
        return Words(self.name, self.name_en or self.name)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with all kept data."""

    row: PersonRow
    language: str
    history: tuple[PostOnce, ...]
    today: date


def people(
    actor: Actor, sought: StaffFilter, after: int | None = None, limit: int = 50
) -> tuple[list[PersonRow], int | None]:
    """Return a page of people, the newest first, and the id to continue from.

    Raises ``NotFound`` without the right, ``BadInput`` for a wrong filter.
    """
    READ_PEOPLE.demand(actor)
    if sought.state not in _WHICH:
        raise BadInput(_BAD_FILTER.format(value=sought.state[:40]))
    limit = max(1, min(limit, MOST))
    values = {"words": words_of(sought.q), "after": _id(after), "limit": limit + 1}
    with connect() as connection:
        today = today_of(connection)
        few = few_called(connection, "person", words_of(sought.q))
        called = "true" if few is None else "p.id = ANY (%(few)s)"
        query = _PAGE.format(which=_WHICH[sought.state], called=called)
        rows = connection.execute(query, values | _asked(today) | {"few": few}).fetchall()
    page_rows = [_row(row, today) for row in rows]
    return page_rows[:limit], page_rows[limit - 1].id if len(page_rows) > limit else None


def person(actor: Actor, person_id: int) -> PersonPage:
    """Return a person's page.

    Raises ``NotFound`` without the right or for an unknown id.
    """
    READ_PEOPLE.demand(actor)
    with connect() as connection:
        today = today_of(connection)
        row = connection.execute(_ONE, {"id": _id(person_id), **_asked(today)}).fetchone()
        if row is None:
            raise NotFound(NO_PAGE)
        person_row = _row(row[:8], today, _last_sign_ins(connection, row[6] or []))
        with connection.cursor(row_factory=class_row(PostOnce)) as cursor:
            history = tuple(cursor.execute(_HISTORY, [person_id]))
    return PersonPage(person_row, row[8], history, today)


def _asked(today: date) -> dict[str, Any]:
    return {"today": today, "none": NONE}


def _id(number: int | None) -> int:
    """Return a number in the range of ids; any other number becomes the largest id."""
    return number if number is not None and 0 < number < 2**31 else 2**31 - 1


def _last_sign_ins(connection: Connection, accounts: list[list[Any]]) -> dict[int, datetime]:
    ids = [account[0] for account in accounts]
    return dict(connection.execute(_LAST, [ids]).fetchall())


def _row(row: tuple[Any, ...], today: date, last: dict[int, datetime] | None = None) -> PersonRow:
    id_, name, name_en, code, email, left_on, accounts, posts = row
    return PersonRow(
        id_, name, name_en, code or "", email, left_on,
        left_on is not None and left_on <= today,
        tuple(_account(account, last or {}) for account in accounts or ()),
        tuple(
            PostHeld(pack().roles.get(role, Words(role, role)), unit, Words(zh, en or zh))
            for role, unit, zh, en in posts or ()
        ),
    )  # fmt: skip


def _account(row: list[Any], last: dict[int, datetime]) -> AccountView:
    id_, login, active, has_password, has_totp = row
    return AccountView(id_, login, active, has_password, has_totp, last.get(id_))
