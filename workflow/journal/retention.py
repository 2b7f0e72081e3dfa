"""Delete the oldest entries: at a seal, never younger than six months; the deletion is an entry.

Only the owner of the tables may delete; the database holds the rule, the sentence is here.
"""

from __future__ import annotations

from datetime import date, datetime, time

import psycopg

from workflow.errors import NotPermitted, NotPossible
from workflow.journal.request_origin import present
from workflow.platform import settings
from workflow.words import Words

_YOUNG = Words(
    "日志至少保存六个月，{day}还不满六个月。",
    "The journal is kept for six months at least; {day} is not that long ago.",
)
_NOT_OWNER = Words(
    "只有数据表的所有者能清理日志，请设置 RECTIFY_OWNER_DATABASE_URL。",
    "Only the owner of the tables can cut the journal; set RECTIFY_OWNER_DATABASE_URL.",
)


def cut(before: date) -> int:
    """Delete the sealed entries older than a day; return their number.

    Raises ``NotPermitted`` where the database user is not the owner of the tables, and
    ``NotPossible`` where the entries are too young.
    """
    setup, who = settings(), present().actor
    begins = datetime.combine(before, time(), setup.zone)
    with psycopg.connect(setup.owner_database_url or setup.database_url) as owner:
        values = [begins, who.person_id, who.name]
        try:
            row = owner.execute("SELECT cut_journal(%s, %s, %s)", values).fetchone()
        except psycopg.errors.InsufficientPrivilege:
            raise NotPermitted(_NOT_OWNER) from None
        except psycopg.Error as refused:
            if refused.sqlstate != "RX007":
                raise
            raise NotPossible(_YOUNG.format(day=before)) from None
    return int(row[0]) if row else 0
