"""Delegate for one's own absence: from a day to a day, to a single person, never further."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflow import journal
from workflow.declaration import (
    CHECK,
    DELEGATE,
    FIRST,
    LAST,
    READ_DELEGATIONS,
    Act,
    Actor,
    Field,
    NotOneself,
    OneCurrent,
    Register,
    RegisterChange,
    RegisterEntry,
    Store,
    Within,
    pack,
)
from workflow.delivery.messages import delegation_mails
from workflow.errors import NO_PAGE, BadInput, CodedWords, NotFound, NotPermitted
from workflow.platform import settings
from workflow.words import Words

_LONGEST = 366  # days; who is away for longer is succeeded, not stood in for
_ON = Words("受托人不能转委托。", "What was delegated cannot be delegated on.")
_ADMINISTRATOR = CodedWords(
    "三员（系统、安全、审计管理员）不能受托办理业务",
    "an administrator cannot act for somebody in the work itself",
    "not_together",
)
_ROWS = """
    SELECT d.id::text AS id, NULL::int AS unit_id, '/' AS path, NULL::text AS unit_zh,
           NULL::text AS unit_en, d.valid_from, d.made_at, p.name AS made_by,
           jsonb_build_object('principal', d.principal_id, 'delegate', d.delegate_id,
                              'reason', d.reason) AS data,
           least(d.valid_to, (d.ended_at AT TIME ZONE %(zone)s)::date - 1) AS valid_to,
           1 + (SELECT count(*) FROM register_changes c
                 WHERE c.register = 'delegations' AND c.entry = d.id::text
                   AND c.act <> 'add')::int AS version
      FROM delegations d JOIN people p ON p.id = d.principal_id
     WHERE %(everybody)s OR %(person)s IN (d.principal_id, d.delegate_id)"""
_MADE = """
    INSERT INTO delegations (principal_id, delegate_id, valid_from, valid_to, reason, made_at)
    VALUES (%s, %s, %s, %s, %s, %s) RETURNING id"""
_NO_ACCOUNT = CodedWords(
    "受托人没有可以登录的账号，请先开通账号，或者另选一人",
    "this person has no account to sign in with; have one opened, or choose somebody else",
    "no_account",
)
_SIGNS_IN = "SELECT 1 FROM accounts WHERE person_id = %s AND active"
_ADMINISTERS = """
    SELECT 1 FROM appointments WHERE person_id = %s AND role = ANY (%s)
       AND valid_from <= %s AND coalesce(valid_to, 'infinity') >= %s"""
_END = """
    UPDATE delegations SET ended_at = %s
     WHERE id = %s AND ended_at IS NULL RETURNING delegate_id"""


class _Delegations(Store):
    """The table of delegations, read at every request of a delegate."""

    def rows(self, _: Register, actor: Actor | None, /) -> tuple[str, dict[str, Any]]:
        """Select the delegations by and to the actor."""
        me = actor.person_id if actor else None
        return _ROWS, {"everybody": actor is None, "person": me, "zone": settings().timezone}

    def allows(self, actor: Actor, entry: RegisterEntry, _: Act, /) -> bool:
        """Say whether the actor is the absent person, in person: only they end a delegation."""
        return actor.behind is None and entry.values["principal"] == actor.person_id

    def gives(self, made: RegisterChange, /) -> dict[str, Any]:
        """Return the actor as the absent person.

        Raises ``NotPermitted`` for a delegate: nothing is delegated on.
        """
        if made.actor.behind is not None:
            raise NotPermitted(_ON)
        return {"principal": made.actor.person_id}

    def add(self, made: RegisterChange, _: Register, values: Mapping[str, Any], /) -> str:
        """Write a delegation and enqueue a mail to the delegate.

        Raises ``BadInput`` where the delegate is an administrator, or cannot sign in.
        """
        days = [values[FIRST], values[LAST]]
        asked = [values["delegate"], list(pack().administrators), values[LAST], values[FIRST]]
        if made.connection.execute(_ADMINISTERS, asked).fetchone():
            raise BadInput(CHECK, {"delegate": _ADMINISTRATOR})
        if not made.connection.execute(_SIGNS_IN, [values["delegate"]]).fetchone():
            raise BadInput(CHECK, {"delegate": _NO_ACCOUNT})
        row = [values["principal"], values["delegate"], *days, values["reason"], made.now]
        [(id_,)] = made.connection.execute(_MADE, row).fetchall()
        _tell(made, id_, "made", values["delegate"], begin=days[0], until=days[1])
        return str(id_)

    def end(
        self, made: RegisterChange, _: Register, entry: RegisterEntry, _last: date, _why: str, /
    ) -> None:
        """End a delegation at once and enqueue a mail to the delegate.

        Raises ``NotFound`` where the delegation is over.
        """
        row = made.connection.execute(_END, [made.now, int(entry.id)]).fetchone()
        if row is None:
            raise NotFound(NO_PAGE)
        _tell(made, int(entry.id), "ended", row[0])


def _tell(made: RegisterChange, id_: int, what: str, delegate: int, **details: Any) -> None:
    kind = delegation_mails.MADE if what == "made" else delegation_mails.ENDED
    delegation_mails.promise(made.connection, id_, kind, made.now)
    journal.note(
        made.connection, "delegation", made.actor, subject=("person", delegate), what=what,
        delegation=id_, **details,
    )  # fmt: skip


REGISTER = Register(
    key="delegations",
    words=Words("委托", "Delegations"),
    one=Words("委托", "delegation"),
    note=Words(
        "外出期间由受托人以您的职务办理，记录为代您办理。受托人不能转委托。",
        "The person acts with your posts on these days, recorded as done for you. Neither may do"
        " what either of you is barred from, and nothing is delegated on.",
    ),
    fields=(
        Field("delegate", Words("受托人", "Person"), "person", listed=True),
        Field("reason", Words("缘由", "Why"), limit=200, listed=True),
    ),
    given=(Field("principal", Words("委托人", "Absent"), "person", listed=True),),
    read=READ_DELEGATIONS,
    keep=DELEGATE,
    guards=(
        NotOneself("delegate"),
        Within(FIRST, first=0),
        Within(LAST, of=FIRST, first=0, last=_LONGEST - 1),
        OneCurrent(("principal",), at=FIRST),
    ),
    acts=("add", "end"),
    of_units=False,
    open_ended=False,
    ends_at_once=True,
    notes_itself=True,
    in_menu=False,
    store=_Delegations(),
)
