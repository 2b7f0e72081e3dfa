"""The drafts of a person, and their lines."""

from __future__ import annotations

from uuid import UUID

from workflow.declaration import IMPORT_LEDGERS, Actor
from workflow.errors import NO_PAGE, NotFound
from workflow.imports.drafts import store
from workflow.imports.drafts.records import ImportDraft, LineShown
from workflow.imports.missing_people import MissingPerson, roster
from workflow.imports.records import ImportRecord, read_import
from workflow.platform import connect

DraftLines = list[tuple[int, LineShown]]


def find(actor: Actor, id_: UUID) -> ImportDraft:
    """Return a draft.

    Raises ``NotFound`` without the right, and for the draft of anybody else.
    """
    IMPORT_LEDGERS.demand(actor)
    with connect() as connection:
        draft = store.find(connection, id_, actor)
    if draft is None:
        raise NotFound(NO_PAGE)
    return draft


def drafts(actor: Actor) -> list[ImportDraft]:
    """Return the drafts of the actor, the last touched first.

    Raises ``NotFound`` without the right.
    """
    IMPORT_LEDGERS.demand(actor)
    with connect() as connection:
        return store.every(connection, actor)


def lines(
    draft: ImportDraft, after: int, asking: bool, most: int = 50
) -> tuple[DraftLines, int | None]:
    """Return a page of the lines of a draft, and the place before the next page."""
    with connect() as connection:
        found = store.lines(connection, draft.id, after, asking, most + 1)
    return list(found[:most]), found[most - 1][0] if len(found) > most else None


def record(draft: ImportDraft) -> ImportRecord | None:
    """Return the record of a written import, or ``None`` where nothing was written."""
    import_id = draft.report["import_id"] if draft.report else None
    if import_id is None:
        return None
    with connect() as connection:
        return read_import(connection, import_id)


def missing_people(draft: ImportDraft) -> list[MissingPerson]:
    """Return the people of a draft who are not there."""
    shown = draft.report.get("people", []) if draft.report else []
    return [MissingPerson(**one) for one in shown]


def missing_roster(draft: ImportDraft, language: str) -> bytes:
    """Return a roster of the people who are not there.

    Raises ``NotFound`` where all are.
    """
    people = missing_people(draft)
    if not people:
        raise NotFound(NO_PAGE)
    return roster(people, language)


def left_out(draft: ImportDraft) -> bytes:
    """Return the sheet of the rows left out.

    Raises ``NotFound`` where none were.
    """
    with connect() as connection:
        data = store.left_out(connection, draft)
    if not data:
        raise NotFound(NO_PAGE)
    return data
