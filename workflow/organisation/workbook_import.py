"""Import the organisation from a file: all or nothing, after a dry run.

Rows missing in the file are left as they are: an import adds and changes, and never removes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from workflow.accounts import approvals
from workflow.declaration import SYSTEM, Actor
from workflow.imports.ledger.cells import Workbook
from workflow.imports.ledger.result_types import Refused
from workflow.imports.ledger.workbook import read_file
from workflow.imports.opening import Source
from workflow.organisation.rosters.columns import OWN_COLUMNS
from workflow.organisation.rosters.draft import ReadColumn, sentence_of
from workflow.organisation.rosters.ledger_lists import lists_of_ledger
from workflow.organisation.rosters.reading import (
    NO_CHOICES,
    OwnWords,
    RosterChoices,
    open_file,
    read_draft,
)
from workflow.organisation.rosters.role_words import OWN_ROLE_WORDS
from workflow.organisation.row_names import RowNames
from workflow.organisation.transaction import Desk, at_desk
from workflow.organisation.workbook import BY_KEY, SheetOf, WorkbookRow, read_book
from workflow.organisation.workbook_rows import Writer, fixed
from workflow.platform import settings
from workflow.words import Words

_NEW = Words("新增", "new")
_LEFT = Words("文件中没有，保持不变", "not in the file; left as it is")
_CELL = Words("{column}：{was} → {now}", "{column}: {was} → {now}")


@dataclass(frozen=True, slots=True)
class WorkbookChange:
    """A new row, or a changed cell."""

    sheet: Words
    key: str
    words: Words
    row: Words  # what a person calls it: units and people by name, roles by their words


@dataclass(slots=True)
class Brought:
    """The result of an import, real or dry."""

    faults: list[Words] = field(default_factory=list)
    changes: list[WorkbookChange] = field(default_factory=list)
    asked: int = 0  # changes that wait until an administrator agrees
    absent: list[WorkbookChange] = field(
        default_factory=list
    )  # there, not in the file, and left alone
    cells: list[Refused] = field(default_factory=list)  # what is refused, cell by cell
    notes: list[Words] = field(default_factory=list)  # what was guessed, and what was left out
    columns: list[ReadColumn] = field(default_factory=list)

    @property
    def left_out(self) -> list[Words]:
        """A sentence for each cell left out of a row on its way in."""
        return [sentence_of(refused) for refused in self.cells if refused.effect != "row"]


class _Undo(Exception):
    """Roll back: after a dry run, or because of a fault."""


def import_organisation(
    path: Path, dry_run: bool = False, choices: RosterChoices = NO_CHOICES
) -> Brought:
    """Import the file at ``path`` as the machine, as ``bring_in`` does."""
    return bring_in(Source(read_file(path), path.name), SYSTEM, choices, dry_run)


def bring_in(source: Source, actor: Actor, choices: RosterChoices, dry_run: bool) -> Brought:
    """Import a roster, a list of units or the own workbook; a dry run does all except the commit.

    Raises a ``WorkflowError`` where the file is none of these.
    """
    workbook = open_file(source.data, source.name, _own_words())
    brought = Brought()
    with suppress(_Undo):
        at_desk(actor, lambda desk: _bring(desk, workbook, source.name, brought, dry_run, choices))
    return brought


def bring_at(desk: Desk, data: bytes, name: str, under: str = "") -> Brought:
    """Import a file called ``name`` within an open transaction; with a fault nothing is written.

    Raises a ``WorkflowError`` where the file lists neither units nor people.
    """
    workbook = open_file(data, name, _own_words())
    brought = Brought()
    with suppress(_Undo), desk.connection.transaction():
        _bring(desk, workbook, name, brought, False, RosterChoices(under))
    return brought


def _own_words() -> OwnWords:
    return OwnWords(_own(OWN_COLUMNS), _own(OWN_ROLE_WORDS))


def _own(name: str) -> str:
    file = settings().data / name
    return file.read_text(encoding="utf-8-sig") if file.is_file() else ""


def _bring(
    desk: Desk, workbook: Workbook, name: str, brought: Brought, dry_run: bool,
    choices: RosterChoices,
) -> None:  # fmt: skip
    present = read_book(desk.connection)
    # A ledger stands for the lists of the units and people that it names.
    listed = lists_of_ledger(desk.connection, workbook, name, desk.today, choices.under)
    lists = listed.workbook if listed else workbook
    draft = read_draft(lists, present, desk.today, choices, _own_words())
    brought.notes = [*(listed.notes if listed else ()), *draft.notes]
    brought.cells, brought.columns = draft.refused, draft.columns
    brought.faults = [sentence_of(refused) for refused in draft.faults]
    brought.changes, brought.absent = [], []
    if brought.faults:
        raise _Undo
    book = draft.book
    writer = _writer(desk)
    names = RowNames.of((present, book))
    for key in ("units", "names", "terms", "people", "posts"):
        _bring_sheet(writer, BY_KEY[key], present[key], book[key], brought, names)
    brought.faults += writer.settle()
    brought.asked = writer.asked
    if brought.faults or dry_run:
        raise _Undo


def _writer(desk: Desk) -> Writer:
    """Return the writer: the machine founds at once, a person asks the other administrator."""
    if desk.actor.is_system:
        return Writer(desk, approvals.found(desk.connection))
    return Writer(desk, founding=False, asks_as=approvals.SYSTEM)


def _bring_sheet(
    writer: Writer,
    sheet: SheetOf,
    present: Sequence[WorkbookRow],
    wanted: Sequence[WorkbookRow],
    brought: Brought,
    names: RowNames,
) -> None:
    before = {_key(sheet, row): row for row in present}
    after = {_key(sheet, row): row for row in wanted}
    for key, row in after.items():
        if key not in before:
            brought.changes.append(_change(sheet, key, _NEW, names.of_row(sheet, row)))
            continue
        for column, (was, now) in enumerate(zip(before[key], row, strict=True)):
            if was != now:
                words = _CELL.format(
                    column=sheet.columns[column][1], was=was or "—", now=now or "—"
                )
                brought.changes.append(_change(sheet, key, words, names.of_row(sheet, row)))
    brought.absent += [
        _change(sheet, key, _LEFT, names.of_row(sheet, before[key]))
        for key in sorted(before.keys() - after.keys())
    ]
    # A unit or a person that was refused is not there for the sheets after it to speak of.
    write = fixed if brought.faults else writer.write
    brought.faults += write(sheet, before, after)


def _change(sheet: SheetOf, key: WorkbookRow, words: Words, row: Words) -> WorkbookChange:
    return WorkbookChange(sheet.words, " ".join(key), words, row)


def _key(sheet: SheetOf, row: WorkbookRow) -> WorkbookRow:
    return tuple(row[column] for column in sheet.naming)
