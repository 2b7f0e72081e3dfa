"""The acts of a person on a draft: upload, correct, write, stop, throw away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from workflow.declaration import IMPORT_LEDGERS, Actor
from workflow.errors import BadInput, NotPossible, StaleItem, TooLarge, WrongType
from workflow.evidence.virus_scanner import demand_clean
from workflow.imports import taking_back
from workflow.imports.drafts import store
from workflow.imports.drafts.queries import find
from workflow.imports.drafts.records import ImportDraft, KeptChoices, no_choices
from workflow.imports.drafts.work import work
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.workbook import MAX_MIB
from workflow.imports.opening import Source
from workflow.platform import cleaned, connect
from workflow.words import Words

MOST = 20  # uploads of a person at a time
AT_ONCE = 160 * 1024  # bytes of a file that is read while the person waits
FEW = 600  # items that are written while the person waits
_LONGEST_NAME = 150
_TOO_MANY = Words(
    "您已有 {most} 份台账正在导入；请先完成或丢弃几份。",
    "You have {most:import|imports} on their way; finish or throw away some of them first.",
)
_OTHERWISE = Words(
    "打开这个页面之后，这份导入又有变化，没有按您刚才的选择处理；请核对后再继续。",
    "This import has changed since the page was opened, and nothing was done by what you just "
    "chose; check it and go on.",
)
_RUNNING = Words(
    "正在读取或写入，请等它完成，或先停下。", "It is being read or written; wait, or stop it first."
)
_NOTHING_WRITTEN = Words("这次导入没有登记任何事项。", "This import has raised nothing.")
_NOT_READY = Words(
    "还有行不能导入，什么都没有写入；请更正，或选择“先导入能导入的行”。",
    "Some rows cannot go in, and nothing was written; correct them, or let the good rows go in "
    "alone.",
)


def upload(actor: Actor, source: Source) -> ImportDraft:
    """Keep and read a file: a small file at once, a large file by a job.

    Raises ``NotFound`` without the right, ``NotPossible`` with too many uploads, ``BadInput``,
    ``WrongType`` or ``TooLarge`` for a file that is empty, no table or too large. Why a large file
    is no ledger stands in its report.
    """
    IMPORT_LEDGERS.demand(actor)
    _check(source)
    id_, named = uuid4(), Source(source.data, cleaned(source.name)[-_LONGEST_NAME:])
    with connect() as connection:
        if len([one for one in store.every(connection, actor) if one.stage != "written"]) >= MOST:
            raise NotPossible(_TOO_MANY.format(most=MOST))
        store.insert(connection, id_, actor, named, no_choices())
    if len(source.data) <= AT_ONCE:
        work(id_)
        return _with_ledger(actor, find(actor, id_))
    return find(actor, id_)


def _with_ledger(actor: Actor, draft: ImportDraft) -> ImportDraft:
    """Refuse a file without a ledger; nothing of the file is kept."""
    if draft.stage == "refused" and draft.report and draft.report["error"]:
        throw_away(actor, draft.id)
        raise WrongType(Words(*draft.report["error"]))
    return draft


def _check(source: Source) -> None:
    if not source.data.strip(b"\0 \t\r\n"):
        raise BadInput(file_faults.EMPTY)
    if len(source.data) > MAX_MIB * 2**20:
        size = -(-len(source.data) // 2**20)
        raise TooLarge(file_faults.TOO_LARGE.format(size=size, limit=MAX_MIB))
    demand_clean(source.data, source.name)


def choose(actor: Actor, draft: ImportDraft, changes: Mapping[str, Any]) -> ImportDraft:
    """Take other choices and read the file by them.

    Raises ``StaleItem`` where the draft has changed since, ``NotPossible`` while it is written.
    """
    if draft.stage in ("writing", "written"):
        raise NotPossible(_RUNNING)
    choices: KeptChoices = {**draft.choices, **changes}  # type: ignore[typeddict-item]
    _change(actor, draft, choices, "reading")
    if draft.size <= AT_ONCE:
        work(draft.id)
    return find(actor, draft.id)


def write(actor: Actor, draft: ImportDraft) -> ImportDraft:
    """Raise all rows fit to go in.

    Raises ``NotPossible`` where rows stand against it or a work runs, ``StaleItem`` where the draft
    has changed since.
    """
    if draft.stage != "read" or not draft.report:
        raise NotPossible(_RUNNING)
    if not draft.report["can_go_in"]:
        raise NotPossible(_NOT_READY)
    _change(actor, draft, draft.choices, "writing")
    counts = draft.report["counts"]
    few = counts and counts["problems"] + counts["tasks"] + counts["responsibilities"] <= FEW
    if draft.size <= AT_ONCE and few:
        work(draft.id)
    return find(actor, draft.id)


def _change(actor: Actor, draft: ImportDraft, choices: KeptChoices, stage: str) -> None:
    IMPORT_LEDGERS.demand(actor)
    with connect() as connection:
        if not store.change(connection, draft, actor, choices, stage):
            raise StaleItem(_OTHERWISE)


def demand_revision(draft: ImportDraft, revision: int | None) -> None:
    """Refuse a form of an earlier revision.

    Raises ``StaleItem``.
    """
    if revision != draft.revision:
        raise StaleItem(_OTHERWISE)


def stop(actor: Actor, id_: UUID) -> None:
    """Ask the running work to stop; nothing is half done."""
    find(actor, id_)
    with connect() as connection:
        store.ask_to_stop(connection, id_, actor)


def take_back(actor: Actor, id_: UUID) -> int:
    """Take a written import back whole; return the number of items withdrawn.

    Raises ``NotPossible`` where nothing was written or somebody has worked on its items,
    ``NotPermitted`` without the right.
    """
    draft = find(actor, id_)
    import_id = draft.report["import_id"] if draft.report else None
    if import_id is None:
        raise NotPossible(_NOTHING_WRITTEN)
    return taking_back.take_back(import_id, actor)


def throw_away(actor: Actor, id_: UUID) -> None:
    """Delete a draft and the file.

    Raises ``NotPossible`` while it is being written.
    """
    find(actor, id_)
    with connect() as connection:
        if not store.throw_away(connection, id_, actor):
            raise NotPossible(_RUNNING)
