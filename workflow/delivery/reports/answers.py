"""The answer to a report's question for a reader: the rows that the reader may see at the moment.

A report is a question, as a saved view is: each reader gets the answer by their own posts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, NamedTuple

from workflow.accounts.list_views import SavedView, views_of
from workflow.accounts.readers import ReportReader
from workflow.declaration import FIGURES, READ_FIGURES, Actor, pack
from workflow.delivery.reports.timed import TimedReport
from workflow.errors import NO_PAGE, BadInput, NotFound
from workflow.platform import settings
from workflow.queries import Filters
from workflow.queries.exports.export import ExportWish
from workflow.queries.exports.list_file import list_file
from workflow.queries.exports.own_layouts import layout_of
from workflow.queries.figures.figures_paper import figures_file
from workflow.queries.list_address import read_address
from workflow.queries.listing import demand_list
from workflow.queries.papers.files import MEDIA_TYPES as PAPERS
from workflow.queries.papers.files import file_name
from workflow.words import Words

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
    if view.list_key == FIGURES:
        READ_FIGURES.demand(reader.actor)
    else:
        asked = read_address(pack().lists[view.list_key], view.query)
        demand_list(view.list_key, reader.actor, asked)


def answer(
    report: TimedReport, view: SavedView, reader: ReportReader, due: datetime, now: datetime
) -> Answered:
    """Return the file of a report for a reader.

    Raises ``NotFound``, ``NotPermitted`` or ``BadInput`` as the page of the list does for the
    reader, and ``BadInput`` for a file that is too large.
    """
    day = due.astimezone(settings().zone).date()
    form: Literal["xlsx", "docx", "pdf"] = report.asked["form"]
    name = file_name(f"{report.name}-{day}", form)
    if view.list_key == FIGURES:
        made = figures_file(reader.actor, view.query, form, reader.language, report.name)
        return Answered(name, _joined(report, made), may_leave=True)
    wish = ExportWish(
        list_key=view.list_key, filters=_filters(report, view, due), language=reader.language,
        report=report.id,
        layout=layout_of(report.asked["layout"]) if report.asked.get("layout") else None,
    )  # fmt: skip
    title = _TITLE.format(name=report.name, day=day).of(reader.language)
    content = _joined(report, list_file(reader.actor, wish, form, title, now))
    return Answered(name, content, view.list_key not in pack().confidential)


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    from workflow.platform.sheets.table import MEDIA_TYPES as SHEETS

    ending = name.rpartition(".")[2]
    return next(told for form, told in (*SHEETS.items(), *PAPERS.items()) if form == ending)


def _filters(report: TimedReport, view: SavedView, due: datetime) -> Filters:
    """Return the query of a view; a report over a stretch goes over the one just ended."""
    found = read_address(pack().lists[view.list_key], view.query)
    over = report.asked.get("over")
    if not over:
        return found
    day = due.astimezone(settings().zone).date()
    first, last = report.covered(day)
    days: dict[str, Any] = {f"{over}_from": first, f"{over}_to": last}
    return replace(found, **days)


def _joined(report: TimedReport, pieces: Iterable[bytes]) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > MOST:
            raise BadInput(_TOO_LARGE.format(name=report.name, most=MOST // 2**20))
    return bytes(content)
