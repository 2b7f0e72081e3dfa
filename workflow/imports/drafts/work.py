"""The work on a draft: reading by the present choices, or writing; at once, or by a job.

A process holds a lock of the database while it works, and a killed one loses it: the next wake-up
begins again. Writing is one transaction, so that whatever stops it leaves nothing half done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from workflow import journal
from workflow.errors import Unavailable, WorkflowError
from workflow.imports import layouts
from workflow.imports.drafts import store
from workflow.imports.drafts.left_out import left_out
from workflow.imports.drafts.records import (
    ImportDraft,
    KeptChoices,
    Report,
    choices_of,
    wishes_of,
)
from workflow.imports.drafts.report import lines_of, refused_report, report_of
from workflow.imports.import_ledger import Imported, import_source
from workflow.imports.opening import Source
from workflow.imports.reach import ImportReach
from workflow.platform import Connection, connect
from workflow.words import Words

_STEP = 100  # how often at most the progress of a work is kept
_FAILED = Words(
    "处理这个文件时系统出错，什么都没有写入；请把文件交给系统管理员。",
    "The service failed on this file and wrote nothing; hand the file to the system administrator.",
)
_log = logging.getLogger("rectify.imports")


class _Stopped(Exception):
    """The work is to stop, or the choices have changed meanwhile."""


def carry_on() -> int:
    """Work on every waiting draft; return their number."""
    with connect() as connection:
        waiting = store.waiting(connection)
    return sum(work(draft.id) for draft in waiting)


def work(id_: UUID) -> bool:
    """Read or write a draft, unless another process does; ``False`` where nothing was done.

    A refusal is kept with the draft.
    """
    with connect() as connection, store.held(connection, id_) as held:
        draft = store.one(connection, id_) if held else None
        if draft is None or not draft.is_running:
            return False
        try:
            _work(connection, draft)
        except _Stopped:
            store.set_stage(connection, draft, "stopped" if draft.stage == "reading" else "read")
        except Unavailable:
            raise
        except WorkflowError as refusal:
            _refuse(connection, draft, refusal.words)
        except Exception:
            _log.exception("the work on the import %s failed", id_)
            _refuse(connection, draft, _FAILED)
    return True


def _work(connection: Connection, draft: ImportDraft) -> None:
    source, actor = store.source(connection, draft), store.actor_now(connection, draft)
    imported = import_source(
        source,
        actor,
        dry_run=draft.stage == "reading",
        progress=_progress(connection, draft),
        choices=choices_of(draft.choices),
        recalls=draft.report is None,
    )
    _keep(connection, draft, source, imported)


def _progress(connection: Connection, draft: ImportDraft) -> Callable[[int, int], None]:
    """Return the progress, kept now and then, with the stop of the work where asked for."""
    told = -1

    def progress(done: int, total: int) -> None:
        nonlocal told
        step = done * _STEP // max(total, 1)
        if step == told:
            return
        told = step
        if not store.note_progress(connection, draft, done, total):
            raise _Stopped

    return progress


def _keep(connection: Connection, draft: ImportDraft, source: Source, imported: Imported) -> None:
    """Keep the outcome, with the lines and, once written, the rows left out and the layout."""
    choices = _still_there(_with_recalled(draft.choices, imported), imported)
    report = _report(draft, imported, choices)
    stage = "written" if imported.written else "read"
    left = left_out(source, imported, draft.actor.language) if imported.written else None
    with connection.transaction():
        if not store.end(connection, draft, stage, report, choices, left):
            return
        store.keep_lines(connection, draft, lines_of(imported))
        if imported.written:
            _note_written(connection, draft, report)


def _with_recalled(choices: KeptChoices, imported: Imported) -> KeptChoices:
    """Return the choices with the remembered meanings of the layout."""
    layout = imported.layout
    if layout is None:
        return choices
    values = {kind: dict(words) for kind, words in layout.values.items()}
    return {**choices, "columns": dict(layout.columns), "values": values}


def _still_there(choices: KeptChoices, imported: Imported) -> KeptChoices:
    """Return the choices without decisions on vanished changes."""
    known = {change.id for change in imported.changes}
    decisions = {id_: told for id_, told in choices["decisions"].items() if id_ in known}
    return {**choices, "decisions": decisions}


def _report(draft: ImportDraft, imported: Imported, choices: KeptChoices) -> Report:
    report = report_of(imported, wishes_of(choices), ImportReach.of(draft.actor))
    if draft.report and draft.report["remembered"] and choices["columns"]:
        report["remembered"] = draft.report["remembered"]
    return report


def _note_written(connection: Connection, draft: ImportDraft, report: Report) -> None:
    now = draft.touched_at
    layouts.remember(connection, report["layout"], wishes_of(draft.choices), draft.actor, now)
    counts = report["counts"]
    told = {"problems": counts["problems"], "refused": counts["refused"]} if counts else {}
    journal.note(
        connection, "imported", draft.actor, subject=("list", "problems"), file=draft.name, **told
    )


def _refuse(connection: Connection, draft: ImportDraft, words: Words) -> None:
    """Keep the sentence on a file without a ledger, or on a refused writing."""
    if draft.stage == "writing" and draft.report:
        report: Report = {**draft.report, "error": list(words)}
        store.end(connection, draft, "read", report, draft.choices)
    else:
        report = refused_report(words, draft.report, draft.choices)
        store.end(connection, draft, "refused", report, draft.choices)
