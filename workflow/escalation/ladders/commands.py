"""Draft, publish and take back editions of a ladder; each act is noted in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from workflow import journal
from workflow.declaration import KEEP_LADDERS, Actor, Clock, Rung, fields, pack
from workflow.engine.loading import read_now
from workflow.errors import BadInput, CodedWords, NotFound, NotPossible
from workflow.escalation.ladders.bulk_plans import declared_of
from workflow.escalation.ladders.forms import DRAFT
from workflow.escalation.ladders.validation import faults
from workflow.platform import Connection, connect, settings
from workflow.snapshots import policies
from workflow.snapshots.policies import RungRow, rung_of
from workflow.words import Words

_NO_CLOCK = Words("没有这个升级规则。", "There is no such ladder.")
_GONE = Words("没有这份草稿，可能已被删除或发布。", "There is no such draft (any more).")
_TOO_SOON = CodedWords(
    "生效日期最早是明天：已经执行的级次不能改变",
    "tomorrow at the earliest: what was climbed already does not change",
    "too_early",
)
_TAKEN = CodedWords("这一天已有一个版本生效", "another edition begins on that day already", "taken")
_UNPROVEN = Words("这份草稿没有通过核验：{fault}。", "This draft is not proven: {fault}.")
_BEGUN = Words("已经生效的版本不能撤回。", "An edition that is in force cannot be taken back.")
_INSERT = """
    INSERT INTO ladders (list_key, state, severity, valid_from, rungs, reason, drafted_at,
                         drafted_by)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id"""
_DROP = """
    DELETE FROM ladders WHERE (list_key, state, severity) = (%s, %s, %s) AND published_at IS NULL"""
_PUBLISH = "UPDATE ladders SET published_at = %s, published_by = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition or a draft, as stored."""

    id: int
    list_key: str
    state: str
    severity: str
    valid_from: date
    rungs: list[RungRow]
    reason: str
    drafted_by: str
    published_by: str | None

    @property
    def clock(self) -> Clock:
        """The clock of the ladder: list, state, severity."""
        return self.list_key, self.state, self.severity

    @property
    def ladder(self) -> tuple[Rung, ...]:
        """The rungs of the edition, ready to be climbed."""
        return tuple(map(rung_of, self.rungs))


SELECT = """SELECT id, list_key, state, severity, valid_from, rungs, reason, drafted_by,
                   published_by FROM ladders"""


def clock_of(list_key: str, state: str, severity: str) -> Clock:
    """Return the clock with this name.

    Raises ``NotFound`` where nothing climbs such a ladder.
    """
    known = list_key in pack().lists and severity in ("", *pack().severities)
    if not known or not declared_of(list_key, state):
        raise NotFound(_NO_CLOCK)
    return list_key, state, severity


def save(actor: Actor, clock: Clock, given: Mapping[str, object], rungs: list[RungRow]) -> int:
    """Save a draft in place of the present draft; return its id.

    Raises ``NotPermitted`` without the right, ``BadInput`` for wrong fields or no reason.
    """
    KEEP_LADDERS.demand(actor)
    values, _ = fields.parse(DRAFT, given, "")
    if not fields.is_reason(values["reason"]):
        raise BadInput(fields.CHECK, {"reason": fields.REASON_NEEDED})
    with connect() as connection, connection.transaction():
        now = read_now(connection)
        _demand_later(values["valid_from"], now.astimezone(settings().zone).date())
        connection.execute(_DROP, clock)
        row = connection.execute(
            _INSERT,
            [*clock, values["valid_from"], Jsonb(rungs), values["reason"], now, actor.name],
        ).fetchone()
        assert row  # noqa: S101 -- RETURNING gives the row it wrote
        _note(connection, actor, "draft", clock, valid_from=values["valid_from"])
        return int(row[0])


def _demand_later(day: date, today: date) -> None:
    if day <= today:
        raise BadInput(fields.CHECK, {"valid_from": _TOO_SOON})


def draft(actor: Actor, draft_id: int) -> EditionRow:
    """Return a draft.

    Raises ``NotPermitted`` without the right, ``NotFound`` where there is no such draft.
    """
    KEEP_LADDERS.demand(actor)
    with connect() as connection:
        return _one(connection, f"{SELECT} WHERE id = %s AND published_at IS NULL", draft_id)


def publish(actor: Actor, draft_id: int) -> EditionRow:
    """Put a draft in force from its day on, for good.

    Raises ``NotPermitted`` without the right, ``NotFound`` where there is no such draft,
    ``NotPossible`` where the ladder has a fault, ``BadInput`` where its day is not ahead or taken.
    """
    KEEP_LADDERS.demand(actor)
    with connect() as connection, connection.transaction():
        query = f"{SELECT} WHERE id = %s AND published_at IS NULL FOR UPDATE"
        draft_row, now = _one(connection, query, draft_id), read_now(connection)
        _demand_later(draft_row.valid_from, now.astimezone(settings().zone).date())
        if wrong := faults(draft_row.list_key, draft_row.ladder):
            raise NotPossible(_UNPROVEN.format(fault=wrong[0].words))
        before = before_edition(connection, draft_row)
        try:
            connection.execute(_PUBLISH, [now, actor.name, draft_id])
        except psycopg.errors.UniqueViolation as error:
            raise BadInput(fields.CHECK, {"valid_from": _TAKEN}) from error
        details = {"valid_from": draft_row.valid_from, "reason": draft_row.reason}
        changed = {"old": [*map(brief, before)], "new": [*map(brief, draft_row.ladder)]}
        _note(connection, actor, "publish", draft_row.clock, **details, **changed)
        return draft_row


def before_edition(connection: Connection, found: EditionRow) -> tuple[Rung, ...]:
    """Return the rungs in force on the day of an edition without the edition."""
    declared = declared_of(found.list_key, found.state)
    editions = policies.read(connection).editions(*found.clock, declared)
    return [e for e in editions if e.since <= found.valid_from][-1].rungs


def discard(actor: Actor, draft_id: int) -> EditionRow:
    """Throw a draft away."""
    KEEP_LADDERS.demand(actor)
    with connect() as connection, connection.transaction():
        query = f"{SELECT} WHERE id = %s AND published_at IS NULL FOR UPDATE"
        draft_row = _one(connection, query, draft_id)
        connection.execute("DELETE FROM ladders WHERE id = %s", [draft_id])
        _note(connection, actor, "discard", draft_row.clock, valid_from=draft_row.valid_from)
        return draft_row


def take_back(actor: Actor, edition_id: int) -> EditionRow:
    """Take a published edition back before its day has come.

    Raises ``NotPermitted`` without the right, ``NotFound`` where there is no such edition,
    ``NotPossible`` once its day has begun.
    """
    KEEP_LADDERS.demand(actor)
    with connect() as connection, connection.transaction():
        query = f"{SELECT} WHERE id = %s AND published_at IS NOT NULL FOR UPDATE"
        edition = _one(connection, query, edition_id)
        if edition.valid_from <= read_now(connection).astimezone(settings().zone).date():
            raise NotPossible(_BEGUN)
        connection.execute("DELETE FROM ladders WHERE id = %s", [edition_id])
        details = {"valid_from": edition.valid_from, "old": [*map(brief, edition.ladder)]}
        _note(connection, actor, "take_back", edition.clock, **details)
        return edition


def brief(rung: Rung) -> str:
    """Return a rung as a line of text for the journal."""
    signed = f" ({rung.signer})" if rung.signer else ""
    return f"{rung.offset:+d}d L{rung.level} {rung.words.zh}{signed} → {', '.join(rung.tells)}"


def _one(connection: Connection, query: str, edition_id: int) -> EditionRow:
    cursor = connection.cursor(row_factory=class_row(EditionRow))
    row = cursor.execute(query.encode(), [edition_id]).fetchone()
    if row is None:
        raise NotFound(_GONE)
    return row


def _note(
    connection: Connection, actor: Actor, what: str, clock: Iterable[str], **told: Any
) -> None:
    subject = ("ladder", "/".join(filter(None, clock)))
    journal.note(connection, "ladder", actor, subject=subject, what=what, **told)
