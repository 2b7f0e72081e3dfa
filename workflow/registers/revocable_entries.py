"""The store of entries in the common table that end at once, on the day of the act.

The day of the end stands in the fields of an entry, so that one entered and ended on a day is over.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from workflow.declaration import Actor, Register, RegisterChange, RegisterEntry
from workflow.engine.unit_of_work import STALE
from workflow.errors import NotPermitted, StaleItem
from workflow.registers.common_table import CommonTable
from workflow.words import Words

REVOKED = "revoked"  # the day of the end, in the fields of an entry
ROWS = f"""
    SELECT e.id::text AS id, e.unit_id, coalesce(u.path, '/') AS path, u.name AS unit_zh,
           u.name_en AS unit_en, e.valid_from, e.version, e.made_at, e.made_by,
           CASE WHEN e.data ? '{REVOKED}' THEN (e.data ->> '{REVOKED}')::date - 1
                ELSE e.valid_to END AS valid_to,
           (e.data - '{REVOKED}') || jsonb_build_object('owner', e.made_by_id) AS data
      FROM register_entries e LEFT JOIN units u ON u.id = e.unit_id
     WHERE e.register = %(register)s AND (%(everybody)s OR """  # noqa: S608 -- fixed texts only
_END = f"""
    UPDATE register_entries
       SET data = data || jsonb_build_object('{REVOKED}', %(day)s::text), version = version + 1
     WHERE id = %(id)s AND version = %(version)s AND NOT data ? '{REVOKED}'"""  # noqa: S608
_IN_PERSON = Words(
    "定期报表由本人设置，不能由受托人代办。",
    "A report is set up in person, not by somebody who stands in.",
)


class RevocableEntries(CommonTable):
    """Entries of an owner; ``shown`` says in SQL which of them others see, too."""

    def __init__(self, shown: str) -> None:
        self._rows = f"{ROWS}{shown})"

    def rows(self, register: Register, actor: Actor | None) -> tuple[str, dict[str, Any]]:
        """Select the entries open to the actor."""
        asked = {"register": register.key, "everybody": actor is None}
        return self._rows, asked | self.asked(actor)

    def asked(self, actor: Actor | None) -> dict[str, Any]:
        """Return the values of the condition."""
        return {"person": actor.person_id if actor else None}

    def gives(self, made: RegisterChange, /) -> dict[str, Any]:
        """Refuse whoever stands in for somebody; the owner is noted with each entry.

        Raises ``NotPermitted``.
        """
        if made.actor.behind is not None:
            raise NotPermitted(_IN_PERSON)
        return {}

    def end(
        self, made: RegisterChange, register: Register, entry: RegisterEntry, last: date, _: str, /
    ) -> None:
        """End an entry at once.

        Raises ``StaleItem`` after a concurrent change.
        """
        del register, last
        asked = {"id": int(entry.id), "version": entry.version, "day": made.today.isoformat()}
        if not made.connection.execute(_END, asked).rowcount:
            raise StaleItem(STALE)
