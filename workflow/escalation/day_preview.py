"""The forecast of a day: moves of the machine, mails at once, and recipients of the digest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from workflow.delivery.mail_hours import digest_of
from workflow.delivery.messages import digest_job
from workflow.delivery.messages.digest_job import News
from workflow.engine.told import RANKS
from workflow.escalation.forecast import Future
from workflow.escalation.predicted_move import Foretold, PredictedNotice
from workflow.platform import Connection, settings
from workflow.snapshots import policies

_CHOSEN = "SELECT person_id, kind FROM mail_choices"
_MADE = "SELECT day FROM digests WHERE day >= %s"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The moves until the end of a day, and the mails of the day."""

    day: date
    told: tuple[Foretold, ...]  # from now until the end of the day, in order
    unwanted: frozenset[tuple[int, str]]  # (person, kind): mails that somebody does not want
    digest_at: datetime | None
    digest: tuple[int, ...]  # who gets the digest of the day

    @property
    def of_day(self) -> list[Foretold]:
        """The moves of the day itself."""
        return [one for one in self.told if one.at.astimezone(settings().zone).date() == self.day]

    def mails(self, one: Foretold) -> list[PredictedNotice]:
        """Return what the mails of a move are about: for each person the weightiest notice."""
        chosen: dict[tuple[int, int | None], PredictedNotice] = {}
        for m in one.messages:
            told = chosen.setdefault((m.person_id, m.behind_id), m)
            if self._weight(m) > self._weight(told):
                chosen[m.person_id, m.behind_id] = m
        return [m for m in chosen.values() if self._weight(m)]

    def _weight(self, message: PredictedNotice) -> int:
        unwanted = (message.person_id, message.mail) in self.unwanted
        return 0 if unwanted else RANKS.index(message.mail)


def end_of_day(day: date) -> datetime:
    """Return the last minute of a day where the organisation works."""
    return datetime.combine(day, time(23, 59), settings().zone)


def foresee(connection: Connection, future: Future, day: date) -> Foreseen:
    """Predict the moves until the end of the day, and the recipients of its digest."""
    moves = tuple(future.unroll())
    unwanted = frozenset(connection.execute(_CHOSEN).fetchall())
    at, before = _moments(connection, day, future.now)
    seen = Foreseen(day, moves, unwanted, at, ())
    if at is None:
        return seen
    news = _news(seen, before, at)
    moved = future.touched.values()
    digest = digest_job.expected(connection, day, moved, news, unread=before is None)
    return replace(seen, digest=tuple(digest))


def _news(seen: Foreseen, after: datetime | None, until: datetime) -> Iterator[News]:
    """Yield the notices after ``after`` and until ``until``, without a mail of their own."""
    for one in seen.told:
        if one.at <= until and (after is None or one.at > after):
            mailed = {(m.person_id, m.behind_id) for m in seen.mails(one)}
            for m in one.messages:
                if (m.person_id, m.behind_id) not in mailed:
                    yield News(m.person_id, m.item_id, m.seq, m.behind_id)


def _moments(
    connection: Connection, day: date, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return the times of the day's digest and of the last digest before, where there are any."""
    calendar = policies.read(connection).calendar
    today = now.astimezone(settings().zone).date()
    made = {row[0] for row in connection.execute(_MADE, [today])}
    days = (day - timedelta(days=n) for n in range((day - today).days + 1))
    moments = [None if d in made else digest_of(calendar, d, now) for d in days]
    return moments[0], next(filter(None, moments[1:]), None)
