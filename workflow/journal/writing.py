"""Write a journal entry: one statement, in the transaction of the act."""

from __future__ import annotations

import json
from typing import Any

from workflow.declaration import Actor
from workflow.journal.kinds import KINDS, SUBJECTS
from workflow.journal.request_origin import present
from workflow.platform import Connection

_LONGEST = 200  # characters of a text that an entry keeps
_INSERT = """
    INSERT INTO journal (kind, actor_id, actor_name, account_id, address, subject_kind,
                         subject_id, details)
    SELECT %(kind)s, CASE WHEN %(name)s = '' THEN p.id ELSE %(actor)s END,
           coalesce(nullif(%(name)s, ''), p.name, ''), %(account)s, %(address)s, %(about)s,
           %(which)s, %(told)s::jsonb
      FROM (SELECT) AS one
      LEFT JOIN accounts a ON a.id = %(account)s LEFT JOIN people p ON p.id = a.person_id"""


def note(
    connection: Connection,
    kind: str,
    actor: Actor | None = None,
    /,
    *,
    subject: tuple[str, object] = ("", ""),
    account_id: int | None = None,
    **details: Any,
) -> None:
    """Write an entry; without ``actor``, the actor of the request.

    After a proof of owning an account, a stranger's entry names the person of the account.

    ``details`` are identifiers, dates and choices: never a secret, and no more about a person than
    needed to understand the entry.
    """
    assert kind in KINDS, kind  # noqa: S101 -- a programming error
    assert subject[0] in SUBJECTS, subject  # noqa: S101
    origin = present()
    who = actor or origin.actor
    if who.behind is not None:
        details["behind"] = who.behind
    text = json.dumps(
        {key: _short(value) for key, value in details.items()}, ensure_ascii=False, default=str
    )
    values = {
        "kind": kind, "actor": who.person_id, "name": who.name, "told": text,
        "account": account_id if account_id is not None else origin.account_id,
        "address": origin.address[:64], "about": subject[0], "which": _short(str(subject[1])),
    }  # fmt: skip
    connection.execute(_INSERT, values)


def _short(value: Any) -> Any:
    return value[:_LONGEST].replace("\0", "\ufffd") if isinstance(value, str) else value
