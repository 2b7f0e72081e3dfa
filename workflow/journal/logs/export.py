"""Export a log as CSV or as a workbook; the export is a journal entry itself.

A text is never a formula: a workbook keeps the text as a text, and CSV, without types, gets an
apostrophe before any text that a spreadsheet would calculate. Numbers stay numbers.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Literal

import xlsxwriter

from workflow.declaration import Actor
from workflow.errors import BadInput
from workflow.journal import note
from workflow.journal.logs import queries, wording
from workflow.journal.logs.queries import MOST, ItemLogLine, LogEntry, LogFilter
from workflow.platform import connect, settings
from workflow.platform.sheets.delimited import csv_lines
from workflow.words import Words

Log = Literal["journal", "items"]
Format = Literal["csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx")
LIMIT = 100_000  # lines of one file
LogCell = str | int
_TOO_MANY = Words(
    "超过{limit}行，请用日期把范围缩小后再导出。",
    "That is more than {limit:line|lines}; narrow it down by date and export again.",
)
_JOURNAL = (
    Words("序号", "No."), Words("时间", "At"), Words("事项", "What"), Words("姓名", "Who"),
    Words("登录名", "Sign-in name"), Words("地址", "Address"), Words("对象", "About"),
    Words("详情", "Details"), Words("哈希", "Hash"),
)  # fmt: skip
_ITEMS = (
    Words("编号", "Number"), Words("版本", "Version"), Words("时间", "At"),
    Words("动作", "Move"), Words("原状态", "From"), Words("新状态", "To"), Words("姓名", "Who"),
    Words("人员号", "Person"), Words("代表", "On behalf of"), Words("哈希", "Hash"),
)  # fmt: skip


def export(actor: Actor, log: Log, sought: LogFilter, form: Format, today: date) -> bytes:
    """Return the matching lines of a log as a file, newest first, in the reader's language."""
    lines = list(_lines(actor, log, sought, today))
    head: list[LogCell] = [
        words.of(actor.language) for words in (_JOURNAL if log == "journal" else _ITEMS)
    ]
    made = (_csv if form == "csv" else _workbook)([head, *lines])
    with connect() as connection:
        note(
            connection, "exported", actor, subject=("journal", log), rows=len(lines), form=form,
            only=sought.kind, person=sought.person, number=sought.number,
            begin=sought.begin, end=sought.end,
        )  # fmt: skip
    return made


def _lines(actor: Actor, log: Log, sought: LogFilter, today: date) -> Iterator[list[LogCell]]:
    language, after, count = actor.language, None, 0
    while True:
        page: list[list[LogCell]]
        if log == "journal":
            entries, after = queries.entries(actor, sought, after, MOST)
            page = [_entry(entry, language) for entry in entries]
        else:
            moves, after = queries.moves(actor, sought, today, after, MOST)
            page = [_move(line, language) for line in moves]
        count += len(page)
        if count > LIMIT:
            raise BadInput(_TOO_MANY.format(limit=LIMIT))
        yield from page
        if after is None:
            return


def _entry(entry: LogEntry, language: str) -> list[LogCell]:
    return [
        entry.seq, _local(entry.at), wording.kind(entry).of(language), entry.actor_name,
        entry.login or "", entry.address, wording.subject(entry).of(language),
        wording.details(entry).of(language), entry.hash,
    ]  # fmt: skip


def _move(line: ItemLogLine, language: str) -> list[LogCell]:
    return [
        line.number, line.seq, _local(line.at), wording.move(line).of(language),
        wording.state(line, line.source).of(language), wording.state(line, line.dest).of(language),
        line.actor_name, line.actor_id or "", line.behind_id or "", line.hash,
    ]  # fmt: skip


def _local(at: datetime) -> str:
    return at.astimezone(settings().zone).isoformat(sep=" ", timespec="seconds")


def _csv(rows: list[list[LogCell]]) -> bytes:
    return b"".join(csv_lines(rows))


def _workbook(rows: list[list[LogCell]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                write: Callable[..., object] = (
                    sheet.write_number if isinstance(cell, int) else sheet.write_string
                )
                write(n, column, cell)
        sheet.freeze_panes(1, 0)
    return made.getvalue()
