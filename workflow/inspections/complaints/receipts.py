"""Receipts (回执): a number and a secret code, with which a sender asks how the matter stands.

The code is derived from the form's key and content, so that a form sent twice has one receipt, and
another content under the key is refused; the database
holds authentication codes only. A wrong number, a wrong code and a number of something else have
one answer.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from workflow.accounts import keys
from workflow.calendar import last_day
from workflow.declaration import Item, pack
from workflow.engine import idempotency
from workflow.engine.loading import read
from workflow.errors import KeyReused, NotFound
from workflow.platform import Connection, connect, narrow, settings
from workflow.queries.board import masked, names_in
from workflow.words import Words

_CODE, _KEPT, _ONCE = "receipt code", "receipt kept", "receipt form"
_LENGTH = 16  # characters of 5 bits
_NO_RECEIPT = Words(
    "没有这份回执，或者查询码不对。请核对编号和查询码。",
    "There is no such receipt, or the code is another. Check number and code.",
)
_FIND = "SELECT item_id, kind, code_mac, at FROM receipts WHERE receipt = %s"
_ANSWER = """
    SELECT comment FROM events WHERE item_id = %s AND trigger = 'answer_objection' AND at >= %s
     ORDER BY seq LIMIT 1"""
_WAITING = Words("异议待答复", "The objection waits for its answer")
_ANSWERED = Words("异议已答复", "The objection is answered")
_NUMBER = "SELECT number FROM items WHERE id = %s"
_SENT = "SELECT receipt, code_mac FROM receipts WHERE once_mac = %s"


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as sent: the key of the form, and a digest of the content."""

    key: str
    content: str

    @property
    def code(self) -> str:
        """The secret code of the form with this content, in groups of four."""
        digest = bytes.fromhex(keys.mac(_CODE, f"{self.key} {self.content}"))
        plain = base64.b32encode(digest).decode()[:_LENGTH]
        return "-".join(plain[n : n + 4] for n in range(0, _LENGTH, 4))


@dataclass(frozen=True, slots=True)
class Receipt:
    """The number and the code as given to the sender."""

    number: str
    code: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of a complaint or an objection, as told to the sender; no person is named."""

    number: str
    state: Words
    received_on: date
    due_on: date | None
    reply: str
    is_final: bool


def once_mac(form_key: str) -> str:
    """Return the stored digest of the key of a form."""
    return keys.mac(_ONCE, form_key)


def earlier(connection: Connection, form: SentForm) -> Receipt | None:
    """Return the receipt of a form sent before, or ``None``.

    Raises ``KeyReused`` where other content came under the key.
    """
    row = connection.execute(_SENT, [once_mac(form.key)]).fetchone()
    if row is None:
        return None
    if not hmac.compare_digest(row[1], kept_mac(form.code)):
        raise KeyReused(idempotency.REUSED, {"results": [{"number": row[0]}]})
    return Receipt(row[0], form.code)


def refuse_key_of_form(connection: Connection, key: str) -> None:
    """Refuse a key that a form was sent under.

    Raises ``KeyReused``.
    """
    if connection.execute(_SENT, [once_mac(key)]).fetchone():
        raise KeyReused(idempotency.REUSED, {})


def kept_mac(code: str) -> str:
    """Return the stored digest of a code, however typed."""
    plain = "".join(c for c in narrow(code).upper() if c.isalnum())
    return keys.mac(_KEPT, plain[:64])


def standing(number: str, code: str) -> Standing:
    """Return how a matter stands, for a sender with the number and the code.

    Raises ``NotFound``, with one sentence for whatever is wrong.
    """
    typed = narrow(number).upper()[:40].replace("\0", "")
    with connect() as connection:
        row = connection.execute(_FIND, [typed]).fetchone()
        kept = row[2] if row else kept_mac("")  # as much work for a number that is none
        is_right = hmac.compare_digest(kept, kept_mac(code))
        if row is None or not is_right:
            raise NotFound(_NO_RECEIPT)
        if row[1] == "objection":
            return _of_objection(connection, typed, row[0], row[3])
        [(of_item,)] = connection.execute(_NUMBER, [row[0]]).fetchall()
        return _of_complaint(typed, read(connection, [of_item])[of_item].item)


def _of_objection(connection: Connection, receipt: str, item_id: int, at: datetime) -> Standing:
    """Return whether the first answer after the objection is there; names in it are masked."""
    answer = connection.execute(_ANSWER, [item_id, at]).fetchone()
    told = masked(answer[0], names_in(answer[0])) if answer else ""
    received = at.astimezone(settings().zone).date()
    return Standing(receipt, _ANSWERED if answer else _WAITING, received, None, told, bool(answer))


def _of_complaint(receipt: str, item: Item) -> Standing:
    zone, list_type = settings().zone, pack().lists[item.list_key]
    state = list_type.state(item.state)
    told = "replied_on" in item.process or item.state == "refused"
    begun = item.created_at
    assert begun  # noqa: S101 -- it was raised
    return Standing(
        receipt,
        state.words,
        begun.astimezone(zone).date(),
        last_day(item.due_at, zone) if item.due_at and not told else None,
        str(item.data.get("reply", "")) if told else "",
        state.final,
    )
