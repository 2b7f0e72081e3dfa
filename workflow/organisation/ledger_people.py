"""Bring in people named by a ledger and not there yet: as by a roster, without accounts."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.declaration import KEEP_PEOPLE
from workflow.imports.missing_people import ROSTER, MissingPerson, roster
from workflow.organisation.transaction import Desk
from workflow.organisation.workbook_import import Brought, bring_at
from workflow.words import Words

_ADD = Words("增加人员", "add people")


def bring_people(desk: Desk, people: Sequence[MissingPerson]) -> Brought:
    """Bring in the people whose units are known, within an open transaction.

    Raises ``NotPermitted`` without the right; with a fault in a row nobody is brought in.
    """
    if not desk.actor.is_system:  # the command brings rosters in, too
        KEEP_PEOPLE.demand(desk.actor, doing=_ADD)
    sure = [one for one in people if one.is_sure]
    return bring_at(desk, roster(sure, "zh"), f"{ROSTER.zh}.xlsx") if sure else Brought()
