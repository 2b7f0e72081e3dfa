"""Links by mail to set a password: invitations and resets, each valid once.

The token is drawn when the mail is written, so that nothing but the mail holds the token; the
database keeps its hash. A link is void once the password or the mail address has changed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import journal
from workflow.accounts import passwords
from workflow.accounts.sessions import hashed
from workflow.errors import BadInput, Gone
from workflow.platform import TODAY, Connection, connect, narrow
from workflow.words import Words

RESET, INVITATION = "reset", "invitation"
LASTS = {RESET: timedelta(minutes=30), INVITATION: timedelta(days=7)}
WAITS = timedelta(hours=24)  # a mail that could not be sent for so long is not sent any more
_MOST = 3  # resets that one account may have asked for within an hour
_USED = Words(
    "这个链接用过了，或已过期。请重新申请。",
    "This link was used already or has run out. Ask for a new one.",
)
NO_MAIL = Words(
    "链接发不出去：这个人要有邮箱，账号要在用，一小时内最多寄20个链接。",
    "No link can be sent: the person needs a mail address and an open account, and no more than"
    " 20 links go out within an hour.",
)
_CHECK = Words("密码没有设置。", "The password was not set.")
_BOUND = "sha256(convert_to(a.password_hash || '|' || p.email, 'UTF8'))"
_SEND = f"""
    WITH whom AS (
        SELECT a.id, a.person_id, {_BOUND} AS bound
          FROM accounts a JOIN people p ON p.id = a.person_id
         WHERE {{chosen}} AND a.active AND p.email <> ''
           AND (p.left_on IS NULL OR p.left_on > {TODAY})
           AND (SELECT count(*) FROM account_links l WHERE l.account_id = a.id
                 AND l.kind = %(kind)s AND l.created_at > now() - interval '1 hour') < %(most)s
         ORDER BY a.login = %(name)s DESC, a.id LIMIT 1),
    link AS (
        INSERT INTO account_links (account_id, kind, bound_to, created_at)
        SELECT id, %(kind)s, bound, now() FROM whom RETURNING id)
    INSERT INTO outbox (person_id, link_id, at, available_at)
    SELECT whom.person_id, link.id, now(), now() FROM whom, link
    RETURNING id, (SELECT id FROM whom)
"""  # noqa: S608 -- put together from constants, here and below
_ASK = _SEND.format(chosen="(a.login = %(name)s OR lower(p.email) = lower(%(name)s))")
_SEND_TO = _SEND.format(chosen="a.id = %(account)s")
_HAND = f"""
    INSERT INTO account_links (account_id, kind, bound_to, created_at, token_hash, expires_at)
    SELECT a.id, 'invitation', {_BOUND}, now(), %(hash)s, now() + %(lasts)s
      FROM accounts a JOIN people p ON p.id = a.person_id WHERE a.id = %(account)s"""  # noqa: S608
_WRITE = f"""
    UPDATE account_links l SET token_hash = %(hash)s,
           expires_at = now() + CASE l.kind WHEN 'reset' THEN %(reset)s ELSE %(invitation)s END
      FROM outbox o, accounts a JOIN people p ON p.id = a.person_id
     WHERE o.id = %(outbox)s AND l.id = o.link_id AND a.id = l.account_id AND l.used_at IS NULL
       AND l.created_at > now() - %(waits)s AND a.active AND l.bound_to = {_BOUND}
       AND (p.left_on IS NULL OR p.left_on > {TODAY})
    RETURNING l.kind, p.name, p.name_en, p.email, p.language, a.login
"""  # noqa: S608
_GOOD = f"""
    l.token_hash = %(hash)s AND l.used_at IS NULL AND a.id = l.account_id AND a.active
    AND l.expires_at > coalesce(%(now)s::timestamptz, now()) AND p.id = a.person_id
    AND l.bound_to = {_BOUND}
"""
_LOOK = f"SELECT a.login, l.kind FROM account_links l, accounts a, people p WHERE {_GOOD}"  # noqa: S608
_REDEEM = f"""
    WITH used AS (
        UPDATE account_links l SET used_at = now() FROM accounts a, people p
         WHERE {_GOOD} RETURNING l.account_id),
    changed AS (
        UPDATE accounts SET password_hash = %(secret)s FROM used WHERE id = used.account_id),
    ended AS (
        UPDATE sign_ins s SET ended_at = now() FROM used
         WHERE s.account_id = used.account_id AND s.ended_at IS NULL)
    SELECT account_id FROM used
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class AccountLetter:
    """A mail with a link for somebody's account; the token stands nowhere else."""

    outbox_id: int
    kind: str
    name: Words
    address: str
    language: str
    login: str
    token: str

    @property
    def path(self) -> str:
        """The path of the link's page; opening the page changes nothing yet."""
        return f"/link/{self.token}"


@dataclass(frozen=True, slots=True)
class Link:
    """The account and the purpose of a valid link."""

    login: str
    kind: str


def ask_reset(name: str) -> None:
    """Send a link to the owner of a sign-in name or address; the caller learns nothing."""
    values = {"name": narrow(name)[:320], "kind": RESET, "most": _MOST}
    with connect() as connection, connection.transaction():
        row = connection.execute(_ASK, values).fetchone()
        # For nobody it is noted, too: the same statements, and what was typed is in neither.
        subject = ("account", row[1] if row else "")
        journal.note(connection, "link_sent", subject=subject, what=RESET, asked_by="the owner")


def invite(account_id: int) -> None:
    """Send an invitation to set the first password."""
    with connect() as connection, connection.transaction():
        send_link(connection, account_id, INVITATION)


def send_reset(account_id: int) -> None:
    """Send a link to set another password, at an administrator's request."""
    with connect() as connection, connection.transaction():
        send_link(connection, account_id, RESET)


def send_link(connection: Connection, account_id: int, kind: str) -> None:
    """Send a link within an open transaction.

    Raises ``BadInput`` where the person has no mail address.
    """
    values = {"account": account_id, "name": "", "kind": kind, "most": 20}
    if connection.execute(_SEND_TO, values).fetchone() is None:
        raise BadInput(NO_MAIL)
    journal.note(connection, "link_sent", subject=("account", account_id), what=kind)


def hand_out(connection: Connection, account_id: int) -> str:
    """Return the token of an invitation to be handed over; only for a founding, before any mail."""
    token = secrets.token_urlsafe(32)
    values = {"account": account_id, "hash": hashed(token), "lasts": LASTS[INVITATION]}
    connection.execute(_HAND, values)
    journal.note(connection, "link_sent", subject=("account", account_id), what=INVITATION)
    return token


def letter_of(outbox_id: int) -> AccountLetter | None:
    """Draw the token of a mail to be written now; ``None`` where the link is void by now."""
    token = secrets.token_urlsafe(32)
    values = {"outbox": outbox_id, "hash": hashed(token), "waits": WAITS, **LASTS}
    with connect() as connection:
        row = connection.execute(_WRITE, values).fetchone()
    if row is None:
        return None
    kind, name, name_en, address, language, login = row
    named = Words(name, name_en or name)
    return AccountLetter(outbox_id, kind, named, address, language, login, token)


def link_of(token: str, now: datetime | None = None) -> Link:
    """Return the purpose of a link: account and kind.

    Raises ``Gone`` where the link is used, void, out of date or made up.
    """
    with connect() as connection:
        row = connection.execute(_LOOK, {"hash": hashed(token), "now": now}).fetchone()
    if row is None:
        raise Gone(_USED)
    return Link(*row)


def redeem(token: str, password: str, now: datetime | None = None) -> None:
    """Set the password by a link; every session of the account ends.

    Raises ``Gone`` for an invalid link, ``BadInput`` for an unfit password.
    """
    link = link_of(token, now)
    try:
        passwords.check_new(password, link.login)
    except BadInput as refusal:
        raise BadInput(_CHECK, refusal.fields) from None
    values = {"hash": hashed(token), "now": now, "secret": passwords.hashed(password)}
    with connect() as connection, connection.transaction():
        row = connection.execute(_REDEEM, values).fetchone()
        if row is None:
            raise Gone(_USED)  # somebody was quicker
        subject = ("account", row[0])
        journal.note(connection, "password_changed", subject=subject, account_id=row[0], by="link")
