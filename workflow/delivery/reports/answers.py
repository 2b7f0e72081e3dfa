"""The answer to a report's question for a reader: the rows that the reader may see at the moment.

A report is a question, as a saved view is: each reader gets the answer by their own posts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from workflow.accounts.list_views import SavedView, views_of
from workflow.accounts.readers import ReportReader
from workflow.declaration import Actor, pack
from workflow.delivery.reports.timed import TimedReport
from workflow.errors import NO_PAGE, BadInput, NotFound
from workflow.platform import settings
from workflow.queries import Filters
from workflow.queries.exports.export import ExportWish, export, printed
from workflow.queries.exports.files import PrintedTable
from workflow.queries.exports.own_layouts import layout_of
from workflow.queries.list_address import read_address
from workflow.queries.listing import demand_list
from workflow.queries.papers.files import MEDIA_TYPES as PAPERS
from workflow.queries.papers.files import file_name
from workflow.queries.table_papers import (
    PaperColumn,
    PaperSection,
    TablePaper,
    table_pdf,
    table_word,
)
from workflow.snapshots import policies
from workflow.words import Language, Words

MOST = 32 * 2**20  # bytes of a file
_TITLE = Words("{name}（{day}）", "{name} ({day})")
_NO_VIEW = Words(
    "报表“{name}”所用的清单视图已被删除，或不再与您共享。",
    'The saved view of the report "{name}" was removed, or is no longer shared with you.',
)
_TOO_LARGE = Words(
    "报表“{name}”超过{most}兆字节；请缩小视图的范围。",
    'The report "{name}" is larger than {most} MB; narrow its view down.',
)


class Answered(NamedTuple):
    """A file, and whether it may leave the service with a mail."""

    name: str
    content: bytes
    may_leave: bool


def view_of(actor: Actor, report: TimedReport) -> SavedView:
    """Return the saved view of a report as its owner sees it.

    Raises ``NotFound`` where the owner no longer does.
    """
    found = next((one for one in views_of(actor) if one.id == report.asked["view"]), None)
    if found is None:
        raise NotFound(_NO_VIEW.format(name=report.name))
    return found


def may_read(view: SavedView, reader: ReportReader) -> None:
    """Check that a reader may see the list of a view.

    Raises ``NotFound`` or ``BadInput`` as the page of the list does.
    """
    if not reader.works:
        raise NotFound(NO_PAGE)
    list_type = pack().lists[view.list_key]
    demand_list(view.list_key, reader.actor, read_address(list_type, view.query))


def answer(
    report: TimedReport, view: SavedView, reader: ReportReader, due: datetime, now: datetime
) -> Answered:
    """Return the file of a report for a reader.

    Raises ``NotFound``, ``NotPermitted`` or ``BadInput`` as the page of the list does for the
    reader, and ``BadInput`` for a file that is too large.
    """
    day = due.astimezone(settings().zone).date()
    form: str = report.asked["form"]
    wish = ExportWish(
        list_key=view.list_key, filters=_filters(report, view, due), language=reader.language,
        report=report.id,
        layout=layout_of(report.asked["layout"]) if report.asked.get("layout") else None,
    )  # fmt: skip
    if form == "xlsx":
        content = _joined(report, export(reader.actor, wish, now))
    else:
        table = printed(reader.actor, wish, now, form)
        title = _TITLE.format(name=report.name, day=day).of(reader.language)
        paper = paper_of(table, title, reader.language)
        content = table_pdf(paper) if form == "pdf" else table_word(paper)
    name = file_name(f"{report.name}-{day}", form)
    return Answered(name, content, view.list_key not in pack().confidential)


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    from workflow.platform.sheets.table import MEDIA_TYPES as SHEETS

    ending = name.rpartition(".")[2]
    return next(told for form, told in (*SHEETS.items(), *PAPERS.items()) if form == ending)


def paper_of(table: PrintedTable, title: str, language: Language) -> TablePaper:
    """Return a printed table as a paper under a title."""
    rows = [[*line] for block in table.blocks for line in block.lines]
    columns = [
        PaperColumn(column.name, column.width, _are_numbers(row[place] for row in rows))
        for place, column in enumerate(table.head.columns)
    ]
    told = [[_text(cell) for cell in row] for row in rows]
    section = PaperSection(columns=columns, rows=told)
    return TablePaper(language=language, title=title, about=table.head.about, sections=[section])


def _filters(report: TimedReport, view: SavedView, due: datetime) -> Filters:
    """Return the query of a view; a report over a stretch goes over the one just ended."""
    found = read_address(pack().lists[view.list_key], view.query)
    over = report.asked.get("over")
    if not over:
        return found
    day = due.astimezone(settings().zone).date()
    first, last = report.timetable.covered(policies.calendar(), day)
    days: dict[str, Any] = {f"{over}_from": first, f"{over}_to": last}
    return replace(found, **days)


def _joined(report: TimedReport, pieces: Iterable[bytes]) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > MOST:
            raise BadInput(_TOO_LARGE.format(name=report.name, most=MOST // 2**20))
    return bytes(content)


def _are_numbers(cells: Iterable[object]) -> bool:
    told = [cell for cell in cells if cell is not None]
    return bool(told) and all(isinstance(cell, int | float) for cell in told)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
