"""Who complained: sealed apart from the item, shown to the handler alone, each look journaled."""

from __future__ import annotations

import json
from dataclasses import dataclass

from workflow import journal
from workflow.accounts import keys
from workflow.declaration import Actor, Facts
from workflow.engine.loading import read
from workflow.engine.visibility import gone, may_see
from workflow.errors import NotFound, NotPermitted
from workflow.inspections.complaints.forms import COMPLAINTS
from workflow.platform import connect, together
from workflow.words import Words

_PURPOSE = "complainant"
_FIND = "SELECT sealed FROM receipts WHERE item_id = %s AND kind = 'complaint'"
_NOT_NAMED = Words(
    "只有这份信访件的经办人可以查看反映人身份。",
    "Only the handler of this complaint may see who complained.",
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
    """Say whether the actor handles the complaint: neither a delegate nor anybody above does."""
    return actor.behind is None and actor.person_id == facts.item.holder_id is not None


def complainant_of(actor: Actor, number: str) -> Complainant:
    """Return who complained; the journal notes the look, before anything is shown.

    Raises ``NotFound`` where there is no such complaint for the actor, or no name with it,
    ``NotPermitted`` for all but the handler.
    """
    with together() as connection:
        facts = read(connection, [number]).get(number)
        if facts is None or facts.item.list_key != COMPLAINTS or not may_see(actor, facts.item):
            raise gone(number)
        if not is_handler(actor, facts):
            raise NotPermitted(_NOT_NAMED)
        rows = connection.execute(_FIND, [facts.item.id]).fetchall()
        if not rows or rows[0][0] is None:
            raise NotFound(_ANONYMOUS)
        opened = keys.opened(_PURPOSE, bytes(rows[0][0]))
        if opened is None:
            raise NotFound(_UNREADABLE)
        journal.note(connection, "read", actor, subject=("item", number), what="complainant")
    return Complainant(*json.loads(opened))


def is_named(item_id: int) -> bool:
    """Say whether the complainant gave a name or a way to be reached."""
    with connect() as connection:
        row = connection.execute(_FIND, [item_id]).fetchone()
    return row is not None and row[0] is not None
