"""Objections from outside to notices on the board: with a sealed name, and a receipt."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.declaration import CHECK, SYSTEM, Field, PartialForm, fields, is_reason
from workflow.engine import commands
from workflow.engine.loading import read_now
from workflow.errors import BadInput, NotPossible
from workflow.inspections.complaints import forms, identities, receipts
from workflow.inspections.complaints.receipts import Receipt
from workflow.inspections.complaints.receiving import as_sent
from workflow.platform import settings, together
from workflow.queries import board
from workflow.words import Words

OBJECT, TEXT = "object", "text"
_SHORT = Words(
    "请把理由写得具体一些（至少10个字）", "say more exactly why, in 10 characters at least"
)
_OPEN = Words(
    "已有一份异议正在答复，答复后可以再提；也可以通过“我要反映”提交。",
    "An objection is being answered; object once that is done, or hand it in as a complaint.",
)
FORM = PartialForm(
    (
        Field(TEXT, Words("异议内容和理由", "What you object to, and why"), "long", limit=3000),
        Field(forms.NAME, Words("您的姓名", "Your name"), limit=50),
        Field(forms.CONTACT, Words("联系方式", "How to reach you"), limit=100),
    ),
    comment_required=False,
)
_INSERT = """
    INSERT INTO receipts (receipt, kind, item_id, code_mac, once_mac, sealed, at)
    SELECT i.number || '-' || (1 + (SELECT count(*) FROM receipts r WHERE r.item_id = i.id)),
           'objection', i.id, %(code)s, %(once)s, %(sealed)s, %(now)s
      FROM items i WHERE i.number = %(number)s RETURNING receipt"""


def object_to(number: str, given: Mapping[str, object], form_key: str) -> Receipt:
    """Object to a notice on display; return the receipt, the same for a form sent twice.

    Raises ``NotFound`` where nothing is on display, ``BadInput`` with every wrong field,
    ``NotPossible`` while another objection waits for its answer, ``KeyReused`` for another content
    under the key.
    """
    form = as_sent(f"{number} {form_key}", given, ())
    with together() as connection:
        if known := receipts.earlier(connection, form):
            return known
        now = read_now(connection)
        today = now.astimezone(settings().zone).date()
        board.notice(number, today)
        values, _ = fields.parse(FORM, given, "", today)
        if not is_reason(values[TEXT]):
            raise BadInput(CHECK, {TEXT: _SHORT})
        try:
            commands.fire(number, OBJECT, SYSTEM, comment=values[TEXT])
        except NotPossible as error:
            raise NotPossible(_OPEN) from error
        told = {
            "number": number, "now": now, "code": receipts.kept_mac(form.code),
            "once": receipts.once_mac(form.key),
            "sealed": identities.seal(values[forms.NAME], values[forms.CONTACT]),
        }  # fmt: skip
        [(receipt,)] = connection.execute(_INSERT, told).fetchall()
        return Receipt(receipt, form.code)
