"""The names of complainants and objectors: sealed apart from the item, each look journaled.

Shown to the handler of a complaint alone, and to whoever may answer an open objection.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from workflow import journal
from workflow.accounts import keys
from workflow.declaration import PROBLEMS, Actor, Facts, pack, process_of
from workflow.engine import machine
from workflow.engine.loading import read
from workflow.engine.visibility import gone, may_see
from workflow.errors import NotFound, NotPermitted
from workflow.inspections.complaints.forms import COMPLAINTS
from workflow.platform import together
from workflow.words import Words

_PURPOSE = "complainant"
_LISTS = (COMPLAINTS, PROBLEMS)
_FIND = "SELECT sealed FROM receipts WHERE item_id = %s ORDER BY id DESC LIMIT 1"
_ANSWER = "answer_objection"
_NOT_NAMED = Words(
    "只有经办人（异议为答复人）可以查看反映人身份。",
    "Only whoever handles it, or answers the objection, may see who it came from.",
)
_ANONYMOUS = Words("反映人没有署名。", "The complainant gave no name.")
_UNREADABLE = Words(
    "反映人身份是用本服务以前的密钥封存的，现在不能打开。",
    "Who complained was sealed with an earlier key of this service, and cannot be opened now.",
)


@dataclass(frozen=True, slots=True)
class Complainant:
    """The name, and how the complainant is reached."""

    name: str
    contact: str


def seal(name: str, contact: str) -> bytes | None:
    """Return the sealed identity, or ``None`` where there is nothing to seal."""
    if not (name or contact):
        return None
    return keys.sealed(_PURPOSE, json.dumps([name, contact], ensure_ascii=False))


def is_handler(actor: Actor, facts: Facts) -> bool:
    """Say whether the actor handles the matter in person: neither a delegate nor anybody above."""
    if actor.behind is not None:
        return False
    if facts.item.list_key == COMPLAINTS:
        return actor.person_id == facts.item.holder_id is not None
    move = pack().lists[facts.item.list_key].find(_ANSWER, facts.item.state)
    return move is not None and machine.refusal(move, actor, facts) is None


def _is_from_outside(facts: Facts) -> bool:
    """Say whether the newest objection came without an account, by the newest receipt."""
    objection = process_of(facts.item).get("objection")
    return objection is None or objection["by"] is None


def complainant_of(actor: Actor, number: str) -> Complainant:
    """Return the complainant; the journal notes the look, before anything is shown.

    Raises ``NotFound`` where there is no such complaint for the actor, or no name with it,
    ``NotPermitted`` for all but the handler.
    """
    with together() as connection:
        facts = read(connection, [number]).get(number)
        if facts is None or facts.item.list_key not in _LISTS or not may_see(actor, facts.item):
            raise gone(number)
        if not is_handler(actor, facts):
            raise NotPermitted(_NOT_NAMED)
        rows = connection.execute(_FIND, [facts.item.id]).fetchall()
        if not _is_from_outside(facts) or not rows or rows[0][0] is None:
            raise NotFound(_ANONYMOUS)
        opened = keys.opened(_PURPOSE, bytes(rows[0][0]))
        if opened is None:
            raise NotFound(_UNREADABLE)
        journal.note(connection, "read", actor, subject=("item", number), what="complainant")
    return Complainant(*json.loads(opened))
