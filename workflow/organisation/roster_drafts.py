"""Rosters and lists of units on their way in by the browser: uploaded, corrected, written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict
from uuid import UUID, uuid4

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from workflow import journal
from workflow.declaration import KEEP_PEOPLE, KEEP_UNITS, Actor
from workflow.errors import NO_PAGE, BadInput, NotFound, NotPossible, TooLarge
from workflow.evidence.virus_scanner import demand_clean
from workflow.imports.drafts.records import Sentence
from workflow.imports.ledger import file_faults
from workflow.imports.opening import Source
from workflow.organisation.rosters.draft import ReadColumn
from workflow.organisation.rosters.reading import RosterChoices
from workflow.organisation.workbook_import import Brought, WorkbookChange, bring_in
from workflow.platform import Connection, cleaned, connect
from workflow.words import Words

LARGEST = 4  # MiB: a roster is read while the person waits
MOST = 20  # uploads of a person at a time
_MOST_SHOWN = 500  # changes, refusals and notes
_LONGEST_NAME = 150
_DOING = Words("导入花名册和单位名单", "bring in rosters and lists of units")
_TOO_MANY = Words(
    "您已有 {most} 份名单正在导入；请先完成或丢弃几份。",
    "You have {most:list|lists} on their way; finish or throw away some of them first.",
)
_REFUSED = Words(
    "还有单元格不能导入，什么都没有写入；请改正文件后重新上传，或改正列的含义。",
    "Some cells cannot go in, and nothing was written; correct the file and upload it again, or "
    "correct the meanings of its columns.",
)
_COLUMNS = "id, name, choices, report"
_INSERT = """
    INSERT INTO roster_drafts (id, person_id, touched_at, name, source, choices, report)
    VALUES (%(id)s, %(person)s, now(), %(name)s, %(source)s, %(choices)s, %(report)s)"""
_FIND = f"SELECT {_COLUMNS} FROM roster_drafts WHERE id = %(id)s AND person_id = %(person)s"  # noqa: S608
_MINE = f"""
    SELECT {_COLUMNS} FROM roster_drafts WHERE person_id = %(person)s
     ORDER BY touched_at DESC, id"""  # noqa: S608
_SOURCE = "SELECT source FROM roster_drafts WHERE id = %s"
_CHANGE = """
    UPDATE roster_drafts SET choices = %(choices)s, report = %(report)s, touched_at = now()
     WHERE id = %(id)s"""
_DELETE = "DELETE FROM roster_drafts WHERE id = %s"


class KeptRosterChoices(TypedDict):
    """The choices of a person: the unit above new units, and meanings by the columns' names."""

    under: str
    columns: dict[str, str]


class RosterColumn(TypedDict):
    """A column of the file with the meaning."""

    sheet: str
    name: str
    letters: str
    key: str
    meaning: Sentence
    certain: bool
    left_out: bool


class RosterChange(TypedDict):
    """A new row, or a changed cell."""

    sheet: Sentence
    key: str
    row: NotRequired[Sentence]  # reports of before have none
    words: Sentence


class RosterReport(TypedDict):
    """The reading of a file by the present choices."""

    columns: list[RosterColumn]
    faults: list[Sentence]
    left_out: list[Sentence]
    notes: list[Sentence]
    changes: list[RosterChange]
    count: int  # of changes
    asked: int  # of these, waiting for another administrator


@dataclass(frozen=True, slots=True)
class RosterDraft:
    """A file on its way in."""

    id: UUID
    name: str
    choices: KeptRosterChoices
    report: RosterReport


def _refuse_others(actor: Actor) -> None:
    """Refuse an actor who may not keep units and people.

    Raises ``NotPermitted``.
    """
    KEEP_UNITS.demand(actor, doing=_DOING)
    KEEP_PEOPLE.demand(actor, doing=_DOING)


def upload(actor: Actor, source: Source) -> RosterDraft:
    """Keep and read a file.

    Raises ``NotPermitted`` without the rights, ``NotPossible`` with too many uploads, ``BadInput``,
    ``WrongType`` or ``TooLarge`` for a file that is empty, no list of these or too large.
    """
    _refuse_others(actor)
    _check(source)
    named = Source(source.data, cleaned(source.name)[-_LONGEST_NAME:])
    if len(drafts(actor)) >= MOST:
        raise NotPossible(_TOO_MANY.format(most=MOST))
    choices: KeptRosterChoices = {"under": "", "columns": {}}
    report = _report(bring_in(named, actor, RosterChoices(), dry_run=True))
    draft = RosterDraft(uuid4(), named.name, choices, report)
    values = {
        "id": draft.id, "person": actor.person_id, "name": draft.name, "source": named.data,
        "choices": Jsonb(choices), "report": Jsonb(report),
    }  # fmt: skip
    with connect() as connection:
        connection.execute(_INSERT, values)
    return draft


def _check(source: Source) -> None:
    if not source.data.strip(b"\0 \t\r\n"):
        raise BadInput(file_faults.EMPTY)
    if len(source.data) > LARGEST * 2**20:
        size = -(-len(source.data) // 2**20)
        raise TooLarge(file_faults.TOO_LARGE.format(size=size, limit=LARGEST))
    demand_clean(source.data, source.name)


def drafts(actor: Actor) -> list[RosterDraft]:
    """Return the files of the actor on their way in, the last touched first."""
    _refuse_others(actor)
    with connect() as connection, connection.cursor(row_factory=class_row(RosterDraft)) as cursor:
        return cursor.execute(_MINE.encode(), {"person": actor.person_id}).fetchall()


def find(actor: Actor, id_: UUID) -> RosterDraft:
    """Return a file on its way in.

    Raises ``NotPermitted`` without the rights, ``NotFound`` for the file of anybody else.
    """
    _refuse_others(actor)
    asked = {"id": id_, "person": actor.person_id}
    with connect() as connection, connection.cursor(row_factory=class_row(RosterDraft)) as cursor:
        found = cursor.execute(_FIND.encode(), asked).fetchone()
    if found is None:
        raise NotFound(NO_PAGE)
    return found


def choose(actor: Actor, id_: UUID, under: str, columns: Mapping[str, str]) -> RosterDraft:
    """Read a file by other choices: only what differs from the proposal is kept.

    Raises ``BadInput`` for an unknown meaning or unit.
    """
    draft = find(actor, id_)
    shown = {column["name"]: column for column in draft.report["columns"]}
    told = {
        name: meaning for name, meaning in columns.items()
        if name in shown
        and (meaning != shown[name]["key"] or name in draft.choices["columns"]
             or not shown[name]["certain"])
    }  # fmt: skip
    choices = RosterChoices(cleaned(under), {**draft.choices["columns"], **told})
    with connect() as connection:
        source = _source(connection, draft)
        report = _report(bring_in(source, actor, choices, dry_run=True))
        kept: KeptRosterChoices = {"under": choices.under, "columns": dict(choices.columns)}
        values = {"id": id_, "choices": Jsonb(kept), "report": Jsonb(report)}
        connection.execute(_CHANGE, values)
    return RosterDraft(id_, draft.name, kept, report)


def write(actor: Actor, id_: UUID) -> Brought:
    """Write a file as shown, and throw the file away; all of it or nothing.

    Mail addresses, posts and returns wait for another administrator. Raises ``NotPossible`` where
    cells are refused.
    """
    draft = find(actor, id_)
    choices = RosterChoices(draft.choices["under"], draft.choices["columns"])
    with connect() as connection:
        brought = bring_in(_source(connection, draft), actor, choices, dry_run=False)
        if brought.faults:
            values = {"id": id_, "choices": Jsonb(draft.choices), "report": Jsonb(_report(brought))}
            connection.execute(_CHANGE, values)
            raise NotPossible(_REFUSED)
        with connection.transaction():
            connection.execute(_DELETE, [id_])
            journal.note(
                connection, "imported", actor, subject=("organisation", ""), file=draft.name,
                rows=len(brought.changes),
            )  # fmt: skip
    return brought


def throw_away(actor: Actor, id_: UUID) -> None:
    """Delete a file on its way in."""
    find(actor, id_)
    with connect() as connection:
        connection.execute(_DELETE, [id_])


def _source(connection: Connection, draft: RosterDraft) -> Source:
    row = connection.execute(_SOURCE, [draft.id]).fetchone()
    if row is None:
        raise NotFound(NO_PAGE)
    return Source(bytes(row[0]), draft.name)


def _report(brought: Brought) -> RosterReport:
    return {
        "columns": [_column(column) for column in brought.columns],
        "faults": [list(words) for words in brought.faults[:_MOST_SHOWN]],
        "left_out": [list(words) for words in brought.left_out[:_MOST_SHOWN]],
        "notes": [list(words) for words in brought.notes[:_MOST_SHOWN]],
        "changes": [_change(change) for change in brought.changes[:_MOST_SHOWN]],
        "count": len(brought.changes),
        "asked": brought.asked,
    }


def _column(column: ReadColumn) -> RosterColumn:
    return {
        "sheet": column.sheet, "name": column.name, "letters": column.letters, "key": column.key,
        "meaning": list(column.meaning), "certain": column.certain, "left_out": column.left_out,
    }  # fmt: skip


def _change(change: WorkbookChange) -> RosterChange:
    return {
        "sheet": list(change.sheet), "key": change.key, "row": list(change.row),
        "words": list(change.words),
    }  # fmt: skip
