"""Read the profile of a unit, and check a change against the regulations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.errors import NotPossible
from workflow.organisation.regulations import Norm, Profile, TermOfOffice, broken
from workflow.organisation.transaction import Desk
from workflow.platform import Connection
from workflow.words import Words

_PROFILES = """
    SELECT u.id, u.kind, u.unit_class, u.full_members, u.probationary_members, u.joined_units,
           (SELECT count(*) FROM units g WHERE g.parent_id = u.id AND g.kind = 'group'
               AND coalesce(g.valid_to, 'infinity') >= %(today)s),
           (SELECT count(DISTINCT a.person_id) FROM appointments a WHERE a.unit_id = u.id
               AND a.role IN ('branch_secretary', 'branch_committee_member')
               AND a.valid_from <= %(today)s AND coalesce(a.valid_to, 'infinity') >= %(today)s),
           t.begins_on, t.ends_on, t.elected_on, t.extended_to
      FROM units u
      LEFT JOIN LATERAL (SELECT * FROM terms WHERE unit_id = u.id AND begins_on <= %(today)s
                          ORDER BY begins_on DESC LIMIT 1) AS t ON true
     WHERE u.id = ANY (%(ids)s)"""
_REFUSED = Words("{reason}（依据：{source}）。", "{reason} (source: {source}).")


@dataclass(frozen=True, slots=True)
class Remark:
    """A broken rule as a sentence, with its source."""

    words: Words
    source: str
    refuses: bool


def profiles(connection: Connection, ids: list[int], today: date) -> dict[int, Profile]:
    """Return the profiles of any number of units by id, in one statement."""
    rows = connection.execute(_PROFILES, {"ids": ids, "today": today})
    return {row[0]: _profile(row, today) for row in rows}


def _profile(row: tuple[Any, ...], today: date) -> Profile:
    _, kind, unit_class, full, probationary, joined, groups, committee, *term = row
    return Profile(
        kind, unit_class, full, probationary, joined, groups, committee, _term(*term), today
    )


def _term(
    begins: date | None, ends: date | None, elected: date | None, extended: date | None
) -> TermOfOffice | None:
    return TermOfOffice(begins, ends, elected, extended) if begins and ends else None


def remarks(profile: Profile) -> tuple[Remark, ...]:
    """Return the remarks on the broken rules of a unit."""
    return tuple(_remark(norm, profile) for norm in broken(profile))


def held_against(desk: Desk, *unit_ids: int) -> tuple[Words, ...]:
    """Check the units of a change against the rules; return the warnings.

    Raises ``NotPossible`` where a rule refuses the change.
    """
    warnings: list[Words] = []
    for profile in profiles(desk.connection, list(unit_ids), desk.today).values():
        for remark in remarks(profile):
            if remark.refuses:
                raise NotPossible(_REFUSED.format(reason=remark.words, source=remark.source))
            warnings.append(remark.words)
    return tuple(warnings)


def _remark(norm: Norm, profile: Profile) -> Remark:
    return Remark(norm.sentence(profile), norm.source, norm.refuses)
