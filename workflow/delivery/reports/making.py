"""The making of due reports: a job looks for due instants, and sees to each once.

A run, its copies and their mails are written in one transaction under the due instant, after the
files were made; of two jobs at once the second finds the run written, and writes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from workflow import journal
from workflow.accounts.readers import ReportReader, nearest, readers
from workflow.declaration import OVERSEE_REPORTS, SYSTEM
from workflow.delivery.reports.answers import Answered, answer, view_of
from workflow.delivery.reports.copies import named
from workflow.delivery.reports.timed import REPORTS, TimedReport, reports
from workflow.engine.loading import read_now
from workflow.errors import NotPossible, WorkflowError
from workflow.platform import Connection, connect, settings
from workflow.words import Words

MOST_ATTACHED = 8 * 2**20  # bytes; a larger file is fetched from the service
_LEFT = Words(
    "设置报表“{name}”的{who}已不任职。", '{who}, whose report "{name}" is, holds no post any more.'
)
_log = logging.getLogger("rectify.reports")
_RUN = """
    INSERT INTO report_runs (report_id, due_at, made_at, withheld)
    VALUES (%(report)s, %(due)s, %(now)s, %(withheld)s) ON CONFLICT DO NOTHING RETURNING due_at"""
_COPY = """
    INSERT INTO report_copies (report_id, due_at, person_id, name, content, size, posts, attached)
    VALUES (%(report)s, %(due)s, %(person)s, %(name)s, %(content)s, %(size)s, %(posts)s,
            %(attached)s) RETURNING id"""
_PROMISE = """
    INSERT INTO outbox (person_id, report_copy_id, kind, at, available_at)
    VALUES (%(person)s, %(copy)s, %(kind)s, %(now)s, now())"""
_WITHHELD_BEFORE = """
    SELECT withheld IS NOT NULL FROM report_runs WHERE report_id = %s
     ORDER BY due_at DESC LIMIT 1"""


class MadeCopy(NamedTuple):
    """The file for a reader; a notice has none."""

    reader: ReportReader
    file: Answered | None


def make(now: datetime | None = None) -> tuple[int, str]:
    """Make the reports due by now; return the number of copies, and what failed.

    A report that fails does not keep the others waiting; the next run of the job tries again.
    """
    with connect() as connection:
        at = now or read_now(connection)
        due = [(one, then) for one in reports(connection, at) if (then := one.due(at))]
    made, problems = 0, []
    for report, then in due:
        try:
            made += _see_to(report, then, at)
        except Exception as error:
            _log.exception("report %d", report.id)
            problems.append(f"report {report.id}: {type(error).__name__}: {error}")
    return made, "; ".join(problems)[:300]


def _see_to(report: TimedReport, due: datetime, now: datetime) -> int:
    """Make the copies of a report, or note why there are none; return their number."""
    day = now.astimezone(settings().zone).date()
    with connect() as connection:
        people = readers(connection, [report.owner_id, *report.others], day)
    try:
        copies = [*_copies(report, people, due, now)]
    except WorkflowError as refused:
        return _keep(report, due, now, (), refused.words)
    return _keep(report, due, now, copies, None)


def _copies(
    report: TimedReport, people: dict[int, ReportReader], due: datetime, now: datetime
) -> Iterator[MadeCopy]:
    """Yield the copy of the owner, then of each other reader who may see the list.

    Raises ``WorkflowError`` where there is none for the owner.
    """
    owner = people[report.owner_id]
    if not owner.works:
        raise NotPossible(_LEFT.format(name=report.name, who=owner.name))
    view = view_of(owner.actor, report)
    yield MadeCopy(owner, answer(report, view, owner, due, now))
    for person in report.others:
        try:
            if people[person].works:
                yield MadeCopy(people[person], answer(report, view, people[person], due, now))
        except WorkflowError as refused:
            _log.info("report %d, reader %d: %s", report.id, person, refused.words.en)


def _keep(
    report: TimedReport, due: datetime, now: datetime, copies: Sequence[MadeCopy],
    withheld: Words | None,
) -> int:  # fmt: skip
    """Write the run once, with its copies and mails; return the number of copies written."""
    asked = {"report": report.id, "due": due, "now": now}
    with connect() as connection, connection.transaction():
        told = [] if withheld is None else _told(connection, report, now)
        run = asked | {"withheld": [*withheld] if withheld else None}
        if connection.execute(_RUN, run).fetchone() is None:
            return 0
        for one in (*copies, *told):
            _write(connection, report, asked, one)
        what: dict[str, Any] = {"what": "made", "copies": len(copies)}
        if withheld:
            what = {"what": "withheld", "withheld": withheld.zh}
        subject = ("register", f"{REPORTS} {report.id}")
        journal.note(connection, "report", SYSTEM, subject=subject, day=_day(due), **what)
    return len(copies)


def _told(connection: Connection, report: TimedReport, now: datetime) -> list[MadeCopy]:
    """Return the notices that a report is withheld: for the owner, or else for who oversees.

    There are none after the first of several in a row.
    """
    row = connection.execute(_WITHHELD_BEFORE, [report.id]).fetchone()
    if row and row[0]:
        return []
    day = now.astimezone(settings().zone).date()
    owner = readers(connection, [report.owner_id], day)[report.owner_id]
    if not owner.has_left:
        return [MadeCopy(owner, None)]
    above = nearest(connection, report.path, [*OVERSEE_REPORTS.roles], day)
    return [MadeCopy(one, None) for one in readers(connection, above, day).values()]


def _write(
    connection: Connection, report: TimedReport, asked: dict[str, Any], made: MadeCopy
) -> None:
    reader, file = made
    attached = file is not None and file.may_leave and len(file.content) <= MOST_ATTACHED
    copy = asked | {
        "person": reader.actor.person_id, "name": file.name if file else report.name,
        "content": file.content if file else None, "size": len(file.content) if file else 0,
        "posts": named(reader.actor.posts), "attached": attached,
    }  # fmt: skip
    row = connection.execute(_COPY, copy).fetchone()
    assert row  # noqa: S101 -- an insert returns its row
    if reader.address and (report.by_mail or file is None):
        kind = "report" if file else "withheld"
        connection.execute(_PROMISE, copy | {"copy": row[0], "kind": kind})


def _day(due: datetime) -> date:
    return due.astimezone(settings().zone).date()
