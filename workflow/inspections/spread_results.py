"""The results of 举一反三: attestations of the sister units, and problems found in spite of them.

The marks are read from the records each time: an answer of a check, and a problem of its line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import class_row

from workflow.declaration import CHECKS, PROBLEMS, READ_SHEETS, Actor, Item, pack, process_of
from workflow.inspections.cited import CitingProblem, problems_of
from workflow.platform import Connection, connect
from workflow.words import Words

# The day of a problem where the organisation works, like that of an answer.
_DAY = "(p.created_at AT TIME ZONE current_setting('rectify.timezone'))::date"
# An attestation is a passing answer on the one line of a spread check; a problem of the same line
# in the same unit, found on that day or later by another check, belies it.
_BELIES = f"""
    e.id = (c.process -> 'sheet' ->> 'edition')::int AND a.told ->> 'verdict' = 'pass'
      AND p.list_key = 'problems' AND p.state <> 'withdrawn' AND p.unit_id = c.unit_id
      AND p.process -> 'finding' ->> 'sheet' = e.sheet
      AND p.process -> 'finding' ->> 'line' = a.line
      AND p.process -> 'finding' ->> 'check' <> c.number
      AND {_DAY} >= (a.told ->> 'on')::date"""
_ANSWERS = "jsonb_each(c.process -> 'answers') AS a (line, told)"
_EVERY = f"""
    SELECT c.number, p.number, c.unit_id, p.title, a.line, {_DAY}
      FROM items c, {_ANSWERS}, sheet_editions e, items p
     WHERE c.list_key = 'checks' AND c.process -> 'sheet' ? 'spread_of' AND {_BELIES}
     ORDER BY p.id"""  # noqa: S608 -- fixed texts only
_ATTESTATIONS = f"""
    SELECT c.number, c.unit_id, c.scope, c.state, u.name AS zh,
           coalesce(nullif(u.name_en, ''), u.name) AS en,
           (SELECT a.told ->> 'verdict' FROM {_ANSWERS} LIMIT 1) AS verdict,
           ARRAY (SELECT p.number FROM {_ANSWERS}, sheet_editions e, items p WHERE {_BELIES}
                   ORDER BY p.id) AS found
      FROM items c JOIN units u ON u.id = c.unit_id
     WHERE c.list_key = 'checks' AND c.process -> 'sheet' ->> 'spread_of' = %(problem)s
       AND EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS v (path)
                    WHERE starts_with(c.scope, v.path))
     ORDER BY c.id"""  # noqa: S608 -- fixed texts only


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """The answer of a sister unit; ``found`` are problems of the line found there later."""

    number: str
    unit_id: int
    scope: str
    state: str
    zh: str
    en: str
    verdict: str | None
    found: list[str]

    @property
    def unit(self) -> Words:
        """The unit."""
        return Words(self.zh, self.en)

    @property
    def state_words(self) -> Words:
        """The name of the state of its check."""
        return pack().lists[CHECKS].state(self.state).words

    @property
    def is_belied(self) -> bool:
        """Whether a problem was found in spite of an attestation of nothing."""
        return self.verdict == "pass" and bool(self.found)


def found_though_attested(connection: Connection) -> Sequence[tuple[Any, ...]]:
    """Return check, problem, unit, title, line and day of each belied attestation."""
    rows: Sequence[tuple[str, str, int, str, str, date]] = connection.execute(
        _EVERY.encode()
    ).fetchall()
    return rows


def attestations(actor: Actor, problem: Item) -> list[Attestation]:
    """Return the checks of the sister units that a problem was spread over.

    An actor without sight of these units sees those visible alone.
    """
    asked = {"problem": problem.number, "paths": READ_SHEETS.paths(actor)}
    with connect() as connection, connection.cursor(row_factory=class_row(Attestation)) as cursor:
        return cursor.execute(_ATTESTATIONS.encode(), asked).fetchall()


def pattern(actor: Actor, problem: Item) -> list[CitingProblem]:
    """Return the problems of the same line in other units visible to the actor."""
    origin = process_of(problem).get("finding")
    if origin is None or problem.list_key != PROBLEMS:
        return []
    found = problems_of(actor, origin["sheet"], origin["line"])
    return [one for one in found if one.unit_id != problem.unit_id]
