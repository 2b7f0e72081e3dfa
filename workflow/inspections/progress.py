"""Rounds as shown: every round around the actor, and one with the state of each of its checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row
from sqlalchemy import Integer, Select, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB

from workflow.declaration import CHECKS, PROBLEMS, READ_SHEETS, Actor, RowTally, pack
from workflow.declaration.check_tally import tally_of
from workflow.engine.visibility import clause
from workflow.errors import NO_PAGE, NotFound
from workflow.platform import connect, reading
from workflow.platform.models import ItemRow, Person, Unit
from workflow.words import Words

MOST = 200
_ROUNDS = """
    SELECT r.id, r.title, r.kind, r.edition_id, e.sheet, e.number AS edition, e.zh, e.en,
           r.first_day, r.last_day, r.made_at, r.made_by, u.name AS unit_zh,
           coalesce(nullif(u.name_en, ''), u.name) AS unit_en
      FROM rounds r JOIN sheet_editions e ON e.id = r.edition_id JOIN units u ON u.id = r.unit_id
     WHERE EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS p (path)
                    WHERE starts_with(u.path, p.path) OR starts_with(p.path, u.path))"""
# The oldest checks keep no tally; of these the answers are read.
TALLY = "(items.process -> 'by_row')"
OLD_ANSWERS = "CASE WHEN NOT items.process ? 'by_row' THEN items.process -> 'answers' END"
_LINES = """coalesce(
    (SELECT sum(jsonb_array_length(r.held))
       FROM jsonb_each(items.process -> 'sheet' -> 'rows') AS r (row, held)),
    (SELECT count(*) FROM jsonb_object_keys(items.process -> 'sheet' -> 'lines')))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round as planned."""

    id: int
    title: str
    kind: str
    edition_id: int
    sheet: str
    edition: int
    zh: str
    en: str
    first_day: date
    last_day: date
    made_at: datetime
    made_by: str
    unit_zh: str
    unit_en: str

    @property
    def sheet_words(self) -> Words:
        """The name of the sheet."""
        return Words(self.zh, self.en)

    @property
    def unit(self) -> Words:
        """The unit within which is checked."""
        return Words(self.unit_zh, self.unit_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProgress:
    """A check of a round: the progress and the findings."""

    number: str
    unit_id: int
    unit: Words
    state: str
    head: str
    lines: int
    answered: int
    failing: int
    raised: int  # problems
    open: int  # of these
    score: str

    @property
    def state_words(self) -> Words:
        """The name of the state."""
        return pack().lists[CHECKS].state(self.state).words


def rounds(actor: Actor) -> list[Round]:
    """Return the newest rounds over units that the actor has a post in, above or below.

    Raises ``NotFound`` without the right to read them.
    """
    READ_SHEETS.demand(actor)
    return _rounds(actor, " ORDER BY r.id DESC LIMIT %(most)s", {"most": MOST})


def round_of(actor: Actor, round_id: int) -> tuple[Round, list[CheckProgress]]:
    """Return a round with its checks, as far as the actor may see them.

    Raises ``NotFound`` where the actor may see nothing of it.
    """
    READ_SHEETS.demand(actor)
    found = _rounds(actor, " AND r.id = %(id)s", {"id": round_id})
    if not found:
        raise NotFound(NO_PAGE)
    return found[0], _checks(actor, round_id)


def _rounds(actor: Actor, rest: str, asked: dict[str, Any]) -> list[Round]:
    asked = asked | {"paths": READ_SHEETS.paths(actor)}
    with connect() as connection, connection.cursor(row_factory=class_row(Round)) as cursor:
        return cursor.execute((_ROUNDS + rest).encode(), asked).fetchall()


def _checks(actor: Actor, round_id: int) -> list[CheckProgress]:
    with reading() as connection:
        rows = connection.execute(_progress(actor, round_id)).all()
        found = dict[str, tuple[int, int]]()
        for number, raised, is_open in connection.execute(_raised(actor, [r.number for r in rows])):
            found[number] = raised, is_open
    return [_row(row, *found.get(row.number, (0, 0))) for row in rows]


def _progress(actor: Actor, round_id: int) -> Select[Any]:
    named = func.coalesce(func.nullif(Unit.name_en, ""), Unit.name).label("unit_en")
    query: Select[Any] = (
        select(
            ItemRow.number, ItemRow.unit_id, ItemRow.state, Unit.name.label("unit_zh"), named,
            Person.name.label("head"), literal_column(_LINES, Integer).label("lines"),
            literal_column(TALLY, JSONB).label("tally"),
            literal_column(OLD_ANSWERS, JSONB).label("old"),
        )
        .join(Unit, Unit.id == ItemRow.unit_id)
        .outerjoin(Person, Person.id == ItemRow.holder_id)
        .where(clause(actor, CHECKS), ItemRow.process["sheet"]["round"].astext == str(round_id))
        .where(ItemRow.process.has_key("sheet"))
        .order_by(ItemRow.id)
    )  # fmt: skip
    return query


def _raised(actor: Actor, numbers: Sequence[str]) -> Select[Any]:
    """Select the problems of checks: all, and those still open."""
    check = ItemRow.process["finding"]["check"].astext
    is_open = cast(func.count().filter(ItemRow.awaits != ""), Integer)
    return (
        select(check, func.count(), is_open)
        .where(clause(actor, PROBLEMS), ItemRow.process.has_key("finding"))
        .where(ItemRow.state != "withdrawn", check.in_(numbers))
        .group_by(check)
    )


def _row(row: Any, raised: int, is_open: int) -> CheckProgress:
    old = tally_of((row.old or {}).values())
    told: list[RowTally] = [*row.tally.values()] if row.tally else [old] if old else []
    scores = [Decimal(one["score"]) for one in told if "score" in one]
    return CheckProgress(
        number=row.number, unit_id=row.unit_id, unit=Words(row.unit_zh, row.unit_en),
        state=row.state, head=row.head or "", lines=int(row.lines),
        answered=sum(one["answered"] for one in told), raised=raised, open=is_open,
        failing=sum(one["failing"] for one in told),
        score=f"{sum(scores, Decimal(0)).normalize():f}" if scores else "",
    )  # fmt: skip
