"""The ladders as shown on their pages: in force, to come, drafted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from psycopg.rows import class_row

from workflow.declaration import Clock, Rung, pack
from workflow.engine.loading import read_now
from workflow.escalation.ladders.bulk_plans import declared_of
from workflow.escalation.ladders.commands import SELECT, EditionRow
from workflow.platform import Connection, connect, settings
from workflow.snapshots import policies
from workflow.words import Words

_ALL = Words("所有严重程度", "every severity")


@dataclass(frozen=True, slots=True)
class LadderView:
    """A ladder: the rungs of today, the published editions, and a draft of the next."""

    clock: Clock
    rungs: tuple[Rung, ...]
    published: list[EditionRow]  # the newest first
    draft: EditionRow | None
    today: date

    @property
    def words(self) -> tuple[Words, Words, Words]:
        """List, state and severity in words."""
        list_key, state, severity = self.clock
        list_type = pack().lists[list_key]
        named = pack().severities[severity].words if severity else _ALL
        return list_type.words, list_type.state(state).words, named

    @property
    def present(self) -> EditionRow | None:
        """The edition in force, or ``None`` where the declared or the common ladder holds."""
        return next((e for e in self.published if e.valid_from <= self.today), None)

    @property
    def coming(self) -> list[EditionRow]:
        """The published editions ahead of their first day."""
        return [e for e in self.published if e.valid_from > self.today]


def ladders() -> list[LadderView]:
    """Return every adjustable ladder: one a state for all severities, others where set."""
    with connect() as connection:
        rows = _rows(connection)
        clocks = [(key, state.key, "") for key, list_type in pack().lists.items()
                  for state in list_type.states if state.ladder]  # fmt: skip
        own = sorted({row.clock for row in rows if row.severity and row.clock not in clocks})
        return [_view(connection, clock, rows) for clock in sorted(clocks + own, key=_order)]


def ladder(clock: Clock) -> LadderView:
    """Return the ladder of a clock."""
    with connect() as connection:
        return _view(connection, clock, _rows(connection))


def _rows(connection: Connection) -> list[EditionRow]:
    cursor = connection.cursor(row_factory=class_row(EditionRow))
    return cursor.execute(f"{SELECT} ORDER BY valid_from DESC, id DESC".encode()).fetchall()


def _order(clock: Clock) -> tuple[int, int, str]:
    list_key, state, severity = clock
    states = [state.key for state in pack().lists[list_key].states]
    return [*pack().lists].index(list_key), states.index(state), severity


def _view(connection: Connection, clock: Clock, rows: list[EditionRow]) -> LadderView:
    today = read_now(connection).astimezone(settings().zone).date()
    editions = policies.read(connection).editions(*clock, declared_of(*clock[:2]))
    rungs = [edition for edition in editions if edition.since <= today][-1].rungs
    own = [row for row in rows if row.clock == clock]
    draft = next((row for row in own if row.published_by is None), None)
    return LadderView(clock, rungs, [r for r in own if r.published_by is not None], draft, today)
