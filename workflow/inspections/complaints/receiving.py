"""Receive a complaint: from outside, by a form; from a clerk, as received; from a member.

The machine raises it, so that no event tells who complained: the identity goes sealed into a table
of its own, in the same transaction, and into no log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, cast

from psycopg import errors

from workflow.declaration import ENTER_COMPLAINTS, SYSTEM, Actor, Process, fields
from workflow.engine import commands
from workflow.engine.commands import NewItem
from workflow.engine.loading import read_now
from workflow.errors import NO_PAGE, BadInput, NotFound
from workflow.evidence import Piece
from workflow.inspections.complaints import concerned, forms, identities, receipts
from workflow.inspections.complaints.receipts import Receipt, SentForm
from workflow.platform import Connection, settings, together
from workflow.words import Words

_CHECK = Words("信访件没有提交。", "The complaint was not taken.")
_MANY = Words("最多{most}个文件", "at most {most:file|files}")
_EVERYBODY = Words(
    "其中写到了本单位所有能够受理的人，在这里没有人可以办理；请向上级机关反映。",
    "It names everybody here who could take it on, so that nobody could handle it; bring it to "
    "the authority above.",
)
_INSERT = """
    INSERT INTO receipts (receipt, kind, item_id, code_mac, once_mac, sealed, at)
    SELECT i.number, 'complaint', i.id, %(code)s, %(once)s, %(sealed)s, %(now)s
      FROM items i WHERE i.number = %(number)s"""


def receive(
    given: Mapping[str, object], form_key: str, pieces: Sequence[Piece] = (), *,
    clerk: Actor | None = None,
) -> Receipt:  # fmt: skip
    """Receive a complaint and return the receipt; a form sent again has the same receipt.

    ``clerk`` is who enters what came otherwise. Raises ``NotPermitted`` for a clerk without the
    right, ``BadInput`` with every wrong field, ``KeyReused`` for another content under the key.
    """
    if not forms.is_declared():
        raise NotFound(NO_PAGE)
    if clerk:
        ENTER_COMPLAINTS.demand(clerk)
    form = as_sent(form_key, given, pieces)
    try:
        return _receive(given, form, pieces, clerk)
    except errors.UniqueViolation:  # the same form, sent at the same moment
        with together() as connection:
            found = receipts.earlier(connection, form)
        if found is None:
            raise
        return found


def as_sent(form_key: str, given: Mapping[str, object], pieces: Sequence[Piece]) -> SentForm:
    """Return a form with a digest of its content."""
    content = [sorted((k, str(v)) for k, v in given.items()), sorted(p.sha256 for p in pieces)]
    return SentForm(form_key, sha256(json.dumps(content).encode()).hexdigest())


def _receive(
    given: Mapping[str, object], form: SentForm, pieces: Sequence[Piece], clerk: Actor | None
) -> Receipt:
    with together() as connection:
        if known := receipts.earlier(connection, form):
            return known
        if len(pieces) > forms.MOST_FILES:
            raise BadInput(_CHECK, {"evidence": _MANY.format(most=forms.MOST_FILES)})
        now = read_now(connection)
        today = now.astimezone(settings().zone).date()
        asked = forms.complaint_form(by_clerk=clerk is not None)
        values, _ = fields.parse(asked, given, "", today)
        new = _new(connection, values, today, pieces)
        [done] = commands.raise_items([new], clerk or SYSTEM)
        told = {
            "number": done.number, "now": now, "code": receipts.kept_mac(form.code),
            "once": receipts.once_mac(form.key),
            "sealed": identities.seal(values.get(forms.NAME, ""), values.get(forms.CONTACT, "")),
        }  # fmt: skip
        connection.execute(_INSERT, told)
        return Receipt(done.number, form.code)


def _new(
    connection: Connection, values: Mapping[str, Any], today: object, pieces: Sequence[Piece]
) -> NewItem:
    """Return the item of a complaint, without the complainant."""
    named = f"{values['about']}\n{values['title']}"
    about = concerned.found_in(connection, named, today, forms.COMPLAINTS)
    if concerned.bars_everybody(connection, about, today, forms.COMPLAINTS):
        raise BadInput(_CHECK, {"about": _EVERYBODY})
    kept = {key: value for key, value in values.items() if key not in (forms.NAME, forms.CONTACT)}
    kept.setdefault(forms.WAY, forms.WEB)
    process = cast("Process", {"shut_out": [*about.people]} if about.people else {})
    return NewItem(
        list_key=forms.COMPLAINTS, fields=kept | {"unit": str(about.unit)}, evidence=tuple(pieces),
        process=process, opened=True,
    )  # fmt: skip
