"""The reports of a person with the next time of each, and a file made at once, out of turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.accounts.readers import ReportReader, readers
from workflow.calendar import RHYTHM_WORDS
from workflow.declaration import READ_REPORTS, Actor
from workflow.delivery.reports.answers import Answered, answer, view_of
from workflow.delivery.reports.timed import TimedReport, report_with_id, reports_of
from workflow.engine.loading import read_now
from workflow.errors import NO_PAGE, NotFound
from workflow.platform import connect, settings
from workflow.words import Language, Words

_WHEN = Words("{rhythm} {hour}", "{rhythm} at {hour}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReport:
    """A report of a person: when it is made, when next, when last, and its other readers."""

    id: int
    name: str
    form: str
    when: Words
    next: datetime | None
    last: datetime | None
    readers: Sequence[Words]


def own_reports(actor: Actor) -> list[OwnReport]:
    """Return the reports set up by the actor, the oldest first.

    Raises ``NotFound`` without the right.
    """
    READ_REPORTS.demand(actor)
    with connect() as connection:
        now = read_now(connection)
        found = list(reports_of(connection, actor.person_id, now))
        day = now.astimezone(settings().zone).date()
        people = readers(connection, [who for one in found for who in one.others], day)
    return [
        OwnReport(
            id=one.id, name=one.name, form=one.asked["form"], when=when_of(one),
            next=one.next(now), last=one.done,
            readers=[people[who].name for who in one.others],
        )
        for one in found
    ]  # fmt: skip


def when_of(report: TimedReport) -> Words:
    """Return the timetable of a report in words."""
    rhythm = RHYTHM_WORDS[report.timetable.rhythm]
    return _WHEN.format(rhythm=rhythm, hour=f"{report.timetable.hour:02d}:00")


def at_once(actor: Actor, report_id: int, language: Language) -> Answered:
    """Return the file of a report as it would be for the actor now; nothing is sent.

    Raises ``NotFound`` for the report of others, and as ``answer`` does.
    """
    READ_REPORTS.demand(actor)
    with connect() as connection:
        now = read_now(connection)
        report = report_with_id(connection, report_id, now)
        if report is None or actor.behind is not None or not _is_for(actor, report):
            raise NotFound(NO_PAGE)
        day = now.astimezone(settings().zone).date()
        people = readers(connection, [report.owner_id, actor.person_id or 0], day)
    view = view_of(people[report.owner_id].actor, report)
    reader: ReportReader = replace(people[actor.person_id or 0], language=language)
    return answer(report, view, reader, now, now)


def _is_for(actor: Actor, report: TimedReport) -> bool:
    return actor.person_id in (report.owner_id, *report.others)
