"""Candidates as shown: open candidates first, within the units where the actor has the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from psycopg.rows import class_row

from workflow.declaration import DECIDE_CANDIDATES, Actor, pack
from workflow.errors import NO_PAGE, NotFound
from workflow.platform import Connection, connect
from workflow.words import Words

MOST = 200  # of one page
Which = Literal["open", "decided"]
_SELECT = """
    SELECT c.id, c.kind, c.subject, c.period, c.unit_id, u.path, u.name AS unit_zh,
           coalesce(nullif(u.name_en, ''), u.name) AS unit_en, c.title, c.source, c.about,
           c.check_number, c.line, c.severity, c.aspect, c.measures, c.found_on, c.noted_at,
           c.decision, c.reason, c.number, c.decided_at, c.decided_by
      FROM candidates c JOIN units u ON u.id = c.unit_id"""
_WITHIN = """ WHERE EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS p (path)
                             WHERE starts_with(u.path, p.path))"""
_COUNT = f"SELECT count(*) FROM candidates c JOIN units u ON u.id = c.unit_id{_WITHIN}"  # noqa: S608
_OPEN, _DECIDED = " AND c.decision = ''", " AND c.decision <> ''"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A candidate for a finding, and the decision of people."""

    id: int
    kind: str
    subject: str
    period: str
    unit_id: int
    path: str
    unit_zh: str
    unit_en: str
    title: str
    source: str
    about: str
    check_number: str
    line: str
    severity: str
    aspect: str
    measures: str
    found_on: date
    noted_at: datetime
    decision: str
    reason: str
    number: str
    decided_at: datetime | None
    decided_by: str

    @property
    def unit(self) -> Words:
        """The unit."""
        return Words(self.unit_zh, self.unit_en)

    @property
    def kind_words(self) -> Words:
        """The name of the kind."""
        kind = pack().candidates.get(self.kind)
        return kind.words if kind else Words(self.kind, self.kind)

    @property
    def is_open(self) -> bool:
        """Whether no decision has been made yet."""
        return not self.decision

    @property
    def suggested(self) -> dict[str, str]:
        """The first values in the form of the problem."""
        kind = pack().candidates.get(self.kind)
        told = {
            "title": self.title, "unit": str(self.unit_id),
            "severity": self.severity or pack().usual_severity, "aspect": self.aspect,
            "source": self.source, "source_kind": kind.source if kind else "",
            "found_on": self.found_on.isoformat(), "measures": self.measures,
        }  # fmt: skip
        return {key: value for key, value in told.items() if value}


def candidates(
    actor: Actor, which: Which = "open", kind: str = "", before: int | None = None
) -> list[Candidate]:
    """Return the newest candidates of the actor's units, open or decided, perhaps of a kind.

    At most ``MOST`` are returned, those noted before the candidate ``before``.

    Raises ``NotFound`` without the right to decide on them.
    """
    DECIDE_CANDIDATES.demand(actor)
    rest = (_OPEN if which == "open" else _DECIDED) + (" AND c.kind = %(kind)s" if kind else "")
    rest += "" if before is None else " AND c.id < %(before)s"
    with connect() as connection:
        return [*_read(connection, actor, rest, kind=kind, before=before)]


def counts(actor: Actor) -> dict[str, int]:
    """Return the number of open candidates by kind, every kind of the pack among them.

    Raises ``NotFound`` without the right.
    """
    DECIDE_CANDIDATES.demand(actor)
    query = f"SELECT c.kind, count(*) FROM candidates c JOIN units u ON u.id = c.unit_id{_WITHIN}"  # noqa: S608
    with connect() as connection:
        rows = connection.execute((query + _OPEN + " GROUP BY c.kind").encode(), _asked(actor))
        found: dict[str, int] = {row[0]: row[1] for row in rows}
    return {key: found.get(key, 0) for key in pack().candidates} | found


def waiting(actor: Actor) -> int:
    """Return the number of open candidates waiting for the actor; none without the right."""
    if not DECIDE_CANDIDATES.held_by(actor):
        return 0
    with connect() as connection:
        [(count,)] = connection.execute((_COUNT + _OPEN).encode(), _asked(actor)).fetchall()
        return int(count)


def candidate(actor: Actor, candidate_id: int) -> Candidate:
    """Return a candidate.

    Raises ``NotFound`` where the actor has nothing to decide about it.
    """
    DECIDE_CANDIDATES.demand(actor)
    with connect() as connection:
        return seen(connection, actor, candidate_id)


def seen(connection: Connection, actor: Actor, candidate_id: int, lock: str = "") -> Candidate:
    """Return a candidate within a transaction; ``lock`` is the clause to hold the row.

    Raises ``NotFound`` where the actor has nothing to decide about it.
    """
    rest = f" AND c.id = %(id)s{lock}"
    found = next(_read(connection, actor, rest, order="", id=candidate_id), None)
    if found is None:
        raise NotFound(NO_PAGE)
    return found


def _read(
    connection: Connection, actor: Actor, rest: str,
    order: str = " ORDER BY c.id DESC LIMIT %(most)s", **asked: Any,
) -> Iterator[Candidate]:  # fmt: skip
    query = (_SELECT + _WITHIN + rest + order).encode()
    with connection.cursor(row_factory=class_row(Candidate)) as cursor:
        yield from cursor.execute(query, _asked(actor) | {"most": MOST} | asked).fetchall()


def _asked(actor: Actor) -> dict[str, Any]:
    return {"paths": DECIDE_CANDIDATES.paths(actor)}
