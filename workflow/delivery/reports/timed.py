"""Reports as entered: the question, the timetable and the readers, and which are due.

A report is due by the calendar, not by a run: of the instants missed while nothing ran only the
last one is made, and an instant that was seen to is never made again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workflow.calendar import Calendar, Timetable
from workflow.platform import Connection, settings
from workflow.snapshots import policies

REPORTS, RECIPIENTS, VIEWS = "reports", "report_recipients", "list_views"  # the registers
_READ = """
    SELECT e.id, e.data, e.made_by_id, u.path, e.valid_from, e.valid_to,
           (SELECT max(h.at) FROM register_changes h
             WHERE h.register = e.register AND h.entry = e.id::text AND h.act <> 'end'),
           (SELECT max(r.due_at) FROM report_runs r WHERE r.report_id = e.id),
           (SELECT array_agg((k.data ->> 'person')::int ORDER BY k.id) FROM register_entries k
             WHERE k.register = 'report_recipients' AND k.data -> 'report' = to_jsonb(e.id)
               AND NOT k.data ? 'revoked' AND k.valid_from <= %(day)s
               AND coalesce(k.valid_to, 'infinity') >= %(day)s)
      FROM register_entries e JOIN units u ON u.id = e.unit_id
     WHERE e.register = 'reports' AND NOT e.data ? 'revoked'"""
_ALL = f"{_READ} AND e.valid_from <= %(day)s ORDER BY e.id"
_OF_OWNER = f"{_READ} AND e.made_by_id = %(owner)s ORDER BY e.id"
_ONE = f"{_READ} AND e.id = %(id)s"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedReport:
    """A report: whose it is, what it asks, in which form, when, and for whom."""

    id: int
    name: str
    owner_id: int
    path: str  # of its unit
    asked: dict[str, Any]  # the fields of the entry
    first: date
    last: date | None
    since: datetime  # when it was entered or changed
    done: datetime | None  # the last due instant that was seen to
    others: tuple[int, ...]  # readers beside the owner
    calendar: Calendar

    @property
    def timetable(self) -> Timetable:
        """When it is due."""
        return Timetable(self.asked["rhythm"], int(self.asked["hour"]))

    @property
    def by_mail(self) -> bool:
        """Whether the copies go out as mails."""
        return bool(self.asked["delivery"] == "mail")

    def due(self, now: datetime) -> datetime | None:
        """Return the instant to be seen to by ``now``, or ``None``."""
        zone = settings().zone
        at = self.timetable.latest(self.calendar, now, zone)
        day = at.astimezone(zone).date()
        holds = self.first <= day and (self.last is None or day <= self.last)
        after = max(self.since, self.done or self.since)
        return at if holds and at > after else None

    def covered(self, day: date) -> tuple[date, date]:
        """Return the first and the last day of the stretch before that of a due day."""
        return self.timetable.covered(self.calendar, day)

    def next(self, now: datetime) -> datetime | None:
        """Return the first due instant to come, or ``None`` after the last day."""
        zone = settings().zone
        begins = datetime.combine(self.first, datetime.min.time(), zone)
        at = self.timetable.next(self.calendar, max(now, begins), zone)
        return None if self.last and at.astimezone(zone).date() > self.last else at


def reports(connection: Connection, now: datetime) -> Iterator[TimedReport]:
    """Yield the reports entered and not revoked, from their first day on."""
    day = now.astimezone(settings().zone).date()
    calendar = policies.read(connection).calendar
    for row in connection.execute(_ALL, {"day": day}).fetchall():
        yield _report(calendar, row)


def reports_of(
    connection: Connection, owner_id: int | None, now: datetime
) -> Iterator[TimedReport]:
    """Yield the reports of an owner that are not over."""
    day = now.astimezone(settings().zone).date()
    calendar = policies.read(connection).calendar
    for row in connection.execute(_OF_OWNER, {"day": day, "owner": owner_id}).fetchall():
        report = _report(calendar, row)
        if report.last is None or report.last >= day:
            yield report


def report_with_id(connection: Connection, report_id: int, now: datetime) -> TimedReport | None:
    """Return a report that was not revoked."""
    day = now.astimezone(settings().zone).date()
    row = connection.execute(_ONE, {"day": day, "id": report_id}).fetchone()
    return _report(policies.read(connection).calendar, row) if row else None


def _report(calendar: Calendar, row: tuple[Any, ...]) -> TimedReport:
    id_, data, owner, path, first, last, since, done, others = row
    return TimedReport(
        id=id_, name=data["name"], owner_id=owner, path=path, asked=data, first=first, last=last,
        since=since, done=done, others=tuple(p for p in others or () if p != owner),
        calendar=calendar,
    )  # fmt: skip
