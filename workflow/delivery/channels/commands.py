"""Commands of the system administrator on channels: add, change, test, rotate, switch off.

Each is noted in the journal. A secret is stored sealed and never shown again; the secret of a
webhook is drawn here and shown once.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from workflow import journal
from workflow.accounts.keys import sealed
from workflow.declaration import CHECK, Actor
from workflow.delivery.channels.delivery import GIVEN_UP, SEALED
from workflow.delivery.channels.kinds import KINDS, TOPICS, WEBHOOK, WHSEC
from workflow.delivery.channels.queries import demand_unit, find
from workflow.engine.loading import read_now
from workflow.errors import BadInput, CodedWords, NotPossible
from workflow.journal.register_history import differences, record_change
from workflow.platform import Connection, connect, taken_apart
from workflow.words import Words

OVERLAP = timedelta(days=1)  # for which the secret before a new one signs, too
_KEY = re.compile(r"[\x21-\x2e\x30-\x7e]{8,200}")  # no "/": an address is none
_NO_URL = CodedWords(
    "请填写 https:// 开头的地址，不带账号和密码",
    "give an address that begins with https://, without a user or a password",
    "malformed",
)
_NO_KEY = CodedWords(
    "请填写机器人的密钥，或粘贴完整的地址", "give the robot's key, or paste its address", "missing"
)
_NO_TOPIC = CodedWords("请至少选择一类消息", "choose at least one kind of message", "missing")
_OFF = Words("这个渠道已停用，请先启用。", "This channel is switched off; switch it on first.")
_NO_SECRET = Words("只有Webhook有可以更换的密钥。", "Only a webhook has a secret to change.")
_ADD = """
    INSERT INTO channels (kind, name, unit_id, topics, language, titles, base_url, key, secret,
                          made_at)
    VALUES (%(kind)s, %(name)s, %(unit)s, %(topics)s, %(language)s, %(titles)s, %(base_url)s,
            %(key)s, %(secret)s, now()) RETURNING id"""
_CHANGE = """
    UPDATE channels
       SET name = %(name)s, unit_id = %(unit)s, topics = %(topics)s, language = %(language)s,
           titles = %(titles)s, base_url = %(base_url)s, key = coalesce(%(key)s, key),
           secret = coalesce(%(secret)s, secret), wait_until = NULL
     WHERE id = %(id)s"""
_ROTATE = """
    UPDATE channels SET old_secret = secret, old_until = now() + %s, secret = %s WHERE id = %s"""
_SWITCH = """
    UPDATE channels
       SET active = %(on)s, off_reason = '', failing_since = NULL, failures = 0, wait_until = NULL
     WHERE id = %(id)s AND active <> %(on)s"""
_GIVE_UP = """
    UPDATE outbox SET failed_at = now(), error = %s
     WHERE channel_id = %s AND person_id IS NULL AND delivered_at IS NULL AND failed_at IS NULL"""
_TEST = "INSERT INTO outbox (channel_id, at, available_at) VALUES (%s, now(), now())"
_AGAIN = """
    UPDATE outbox SET failed_at = NULL, queued = false, attempts = 0, available_at = now()
     WHERE id = %s AND channel_id = %s AND person_id IS NULL AND failed_at IS NOT NULL"""
_TRY_NOW = "UPDATE channels SET wait_until = NULL WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Made:
    """An added channel, and the secret of a webhook, shown only now."""

    id: int
    secret: str


def add(actor: Actor, kind: str, values: dict[str, Any]) -> Made:
    """Add a channel; a webhook gets its secret here.

    Raises ``BadInput`` for wrong fields or a unit of somebody else.
    """
    row, faults = _row(kind, values)
    if kind != WEBHOOK and not row["key"]:
        faults["robot"] = _NO_KEY
    if faults:
        raise BadInput(CHECK, faults)
    secret = _drawn() if kind == WEBHOOK else ""
    if secret:
        row["secret"] = sealed(SEALED, secret)
    with connect() as connection, connection.transaction():
        demand_unit(connection, actor, row["unit"])
        [(id_,)] = connection.execute(_ADD, row | {"kind": kind}).fetchall()
        _note(connection, actor, id_, "added", kind=kind, unit=row["unit"], topics=row["topics"])
        _record(connection, actor, id_, "add", {}, {"kind": kind} | _public(row))
    return Made(id_, secret)


def change(actor: Actor, channel_id: int, values: dict[str, Any]) -> None:
    """Change a channel; an empty key or secret leaves the old value.

    Raises ``NotFound`` for a channel of somebody else, ``BadInput`` for wrong fields.
    """
    with connect() as connection, connection.transaction():
        kept = find(connection, actor, channel_id)
        row, faults = _row(kept.kind, values)
        if faults:
            raise BadInput(CHECK, faults)
        demand_unit(connection, actor, row["unit"])
        connection.execute(_CHANGE, row | {"id": channel_id})
        told = {"unit": row["unit"], "topics": row["topics"], "titles": row["titles"]}
        secret = [name for name in ("key", "secret") if row[name]]
        address = kept.base_url != row["base_url"]
        _note(connection, actor, channel_id, "changed", address=address, secrets=secret, **told)
        _record(connection, actor, channel_id, "change", _public(asdict(kept)), _public(row))


def rotate(actor: Actor, channel_id: int) -> str:
    """Draw a new secret and return the text, only now; the old secret signs as well for a day.

    Raises ``NotFound`` for a channel of somebody else, ``NotPossible`` where the kind has no
    secret.
    """
    secret = _drawn()
    with connect() as connection, connection.transaction():
        if find(connection, actor, channel_id).kind != WEBHOOK:
            raise NotPossible(_NO_SECRET)
        connection.execute(_ROTATE, [OVERLAP, sealed(SEALED, secret), channel_id])
        _note(connection, actor, channel_id, "rotated")
        _record(connection, actor, channel_id, "rotated")
    return secret


def switch(actor: Actor, channel_id: int, *, on: bool) -> None:
    """Switch a channel on or off; switching off gives up the waiting posts.

    Raises ``NotFound`` for a channel of somebody else.
    """
    with connect() as connection, connection.transaction():
        find(connection, actor, channel_id)
        if not on:
            if switch_off(connection, actor, channel_id):
                _record(connection, actor, channel_id, "end")
        elif connection.execute(_SWITCH, {"id": channel_id, "on": True}).rowcount:
            _note(connection, actor, channel_id, "switched_on")
            _record(connection, actor, channel_id, "switched_on")


def switch_off(connection: Connection, actor: Actor, channel_id: int) -> bool:
    """Switch a channel off within an open transaction; say whether the channel was on."""
    if not connection.execute(_SWITCH, {"id": channel_id, "on": False}).rowcount:
        return False
    connection.execute(_GIVE_UP, [GIVEN_UP, channel_id])
    _note(connection, actor, channel_id, "switched_off")
    return True


def test(actor: Actor, channel_id: int) -> None:
    """Enqueue a test message, to be tried at once.

    Raises ``NotPossible`` where the channel is off.
    """
    with connect() as connection, connection.transaction():
        if not find(connection, actor, channel_id).active:
            raise NotPossible(_OFF)
        connection.execute(_TRY_NOW, [channel_id])
        connection.execute(_TEST, [channel_id])
        _note(connection, actor, channel_id, "tested")


def send_again(actor: Actor, channel_id: int, outbox_id: int) -> None:
    """Enqueue a given-up post again.

    Raises ``NotPossible`` where the channel is off.
    """
    with connect() as connection, connection.transaction():
        if not find(connection, actor, channel_id).active:
            raise NotPossible(_OFF)
        if connection.execute(_AGAIN, [outbox_id, channel_id]).rowcount:
            connection.execute(_TRY_NOW, [channel_id])
            _note(connection, actor, channel_id, "sent_again", post=outbox_id)


def _row(kind: str, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Words]]:
    """Return the columns of a filled-in form, and the faults by field."""
    address, key = _split(values.get("robot", ""))
    base_url = (values.get("base_url") or address or KINDS[kind].base_url).rstrip("/")
    topics = [topic for topic in TOPICS if values.get(topic)]
    faults: dict[str, Words] = {}
    if not _is_address(base_url):
        faults["base_url"] = _NO_URL
    if key and not _KEY.fullmatch(key):
        faults["robot"] = _NO_KEY
    if not topics:
        faults["topics"] = _NO_TOPIC
    return {
        "name": values["name"], "unit": values["unit"], "topics": topics,
        "language": values.get("language", "zh"), "titles": bool(values.get("titles")),
        "base_url": base_url, "key": sealed(SEALED, key) if key else None,
        "secret": sealed(SEALED, values["secret"]) if values.get("secret") else None,
    }, faults  # fmt: skip


def _split(pasted: str) -> tuple[str, str]:
    """Return (base address, key) of a key, or of a vendor's whole address ending with the key."""
    if "://" not in pasted:
        return "", pasted
    parts = taken_apart(pasted)
    if parts is None:
        return "", pasted  # refused as no key
    return f"{parts.scheme}://{parts.netloc}", re.split("[/=]", pasted)[-1]


def _is_address(text: str) -> bool:
    parts = taken_apart(text)
    if parts is None or not parts.hostname or parts.port == 0:
        return False
    plain = text.isascii() and text.isprintable() and " " not in text
    return plain and parts.scheme in ("http", "https") and "@" not in parts.netloc


def _drawn() -> str:
    return WHSEC + base64.b64encode(secrets.token_bytes(32)).decode()


def _public(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the readable columns of a channel, without the secrets."""
    public = {key: row[key] for key in ("name", "topics", "language", "titles", "base_url")}
    return public | {"unit": row["unit_id"] if "unit_id" in row else row["unit"]}


def _record(
    connection: Connection, actor: Actor, id_: int, act: str,
    before: Mapping[str, Any] = {}, after: Mapping[str, Any] = {},
) -> None:  # fmt: skip
    changed = differences(before, after)
    record_change(connection, actor, "channels", id_, act, read_now(connection), changed)


def _note(connection: Connection, actor: Actor, id_: int, what: str, **details: Any) -> None:
    journal.note(connection, "channel", actor, subject=("channel", id_), what=what, **details)
