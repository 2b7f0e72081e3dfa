"""The forecast of a day, limited to the reader's view: grouped, counted, and bounded in size.

Only items visible to the reader are unrolled; a rung that opens a confidential entry is left out
for others. A reader of everything also sees the recipients of the digest. The answer takes seconds,
so few may ask at once, and for no more than can be unrolled in that time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import psycopg
from sqlalchemy import or_, select

from workflow.declaration import FORESEE, Actor, pack
from workflow.engine.loading import read_now
from workflow.engine.visibility import may_read, visible
from workflow.errors import BadInput, CodedWords, NotPossible, TooManyTries
from workflow.escalation import breaker, expiry
from workflow.escalation.day_preview import Foreseen, end_of_day, foresee
from workflow.escalation.forecast import ASIDE, TOO_MUCH, Future
from workflow.escalation.predicted_move import Foretold
from workflow.platform import Connection, connect, reading, settings
from workflow.platform.models import ItemRow
from workflow.queries.people_choices import person_names
from workflow.words import Words

MOST = 2000  # items that are unrolled for one answer
MOVES = 6000  # moves that are made in memory for it: a few seconds
FURTHEST = 366  # days ahead
_LIMIT = "SET LOCAL statement_timeout = '10s'"
_SLOTS = (0x4F55_5401, 0x4F55_5402)  # so many are unrolled at once, in all processes together
_WAIT = 5  # seconds after which to try again
_PAST = CodedWords("请选择今天或以后的日期。", "Choose today, or a day to come.", "too_early")
_FAR = CodedWords(
    f"最多推算{FURTHEST}天。", f"It can be told for {FURTHEST} days ahead at most.", "too_late"
)
_BUSY = Words("正在为别人推算，请过几秒再试。", "It is being told to others; try again in seconds.")


@dataclass(frozen=True, slots=True)
class Group:
    """The moves of a kind on the day: a rung, or another move."""

    words: Words
    level: int | None
    entries: tuple[Foretold, ...]

    @property
    def documents(self) -> int:
        """The number of opened documents."""
        return sum(bool(e.document_list) and not e.joins for e in self.entries)


@dataclass(frozen=True, slots=True)
class ForecastRecipient:
    """A recipient of the day's notices: number of mails at once, and in the digest."""

    name: Words
    mails: int
    inbox: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of a day if nobody acts."""

    day: date
    now: datetime
    groups: tuple[Group, ...]
    listeners: tuple[ForecastRecipient, ...]  # those who are told most first
    before: tuple[tuple[date, int, int], ...]  # earlier days: rungs and documents
    names: dict[int, Words]
    digest_at: datetime | None
    digest: tuple[Words, ...] | None  # who gets it; nothing where somebody does not see everything
    alarm: Words | None  # the breaker would hold it back

    @property
    def rungs(self) -> int:
        """How many rungs will be climbed."""
        return sum(len(group.entries) for group in self.groups if group.level is not None)

    @property
    def documents(self) -> int:
        """How many documents will be opened."""
        return sum(group.documents for group in self.groups)

    @property
    def mails(self) -> int:
        """How many mails will leave at once."""
        return sum(listener.mails for listener in self.listeners)


def today() -> date:
    """Return the present day at the place of the organisation."""
    with connect() as connection:
        return read_now(connection).astimezone(settings().zone).date()


def outlook(actor: Actor, day: date) -> Outlook:
    """Return the forecast of a day for the actor.

    Raises ``NotFound`` without the right, ``NotPossible`` where the forecast is too large.
    """
    FORESEE.demand(actor)
    try:
        with connect() as connection, connection.transaction():
            connection.execute(ASIDE)
            connection.execute(_LIMIT)
            _take_slot(connection)
            return _unrolled(connection, actor, day)
    except psycopg.errors.QueryCanceled as error:
        raise NotPossible(TOO_MUCH) from error


def _unrolled(connection: Connection, actor: Actor, day: date) -> Outlook:
    now = read_now(connection)
    _check(day, now.astimezone(settings().zone).date())
    future = Future(connection, now, until := end_of_day(day), MOVES)
    future.read(_due(actor, until))
    return _told(connection, actor, foresee(connection, future, day), now)


def _take_slot(connection: Connection) -> None:
    for slot in _SLOTS:
        row = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", [slot]).fetchone()
        if row and row[0]:
            return
    raise TooManyTries(_BUSY, _WAIT)


def _check(day: date, now: date) -> None:
    if day < now:
        raise BadInput(_PAST, {"on": _PAST})
    if day > now + timedelta(days=FURTHEST):
        raise BadInput(_FAR, {"on": _FAR})


def _due(actor: Actor, until: datetime) -> list[str]:
    """Return the numbers of visible items due until ``until``.

    Raises ``NotPossible`` for more than ``MOST``.
    """
    due = or_(ItemRow.rung_at <= until, expiry.clause(until))
    query = select(ItemRow.number).where(visible(actor), due).limit(MOST + 1)
    with reading() as connection:
        numbers = list(connection.execute(query).scalars())
    if len(numbers) > MOST:
        raise NotPossible(TOO_MUCH)
    return numbers


def _told(connection: Connection, actor: Actor, seen: Foreseen, now: datetime) -> Outlook:
    shown = [one for one in seen.told if _may_know(actor, one)]
    of_day = [one for one in shown if _day(one) == seen.day]
    people = {m.person_id for one in of_day for m in one.messages} | {*seen.digest}
    with reading() as names_from:
        names = person_names(names_from, people)
    return Outlook(
        seen.day,
        now,
        tuple(_groups(of_day)),
        tuple(_listeners(seen, of_day, names)),
        tuple(_before(shown, seen.day)),
        names,
        seen.digest_at,
        tuple(names[person] for person in seen.digest) if _sees_everything(actor) else None,
        breaker.foretold(connection, _accused(seen)),
    )


def _may_know(actor: Actor, one: Foretold) -> bool:
    lists = {one.list_key, one.document_list or one.list_key}
    return all(may_read(actor, key, one.scope, one.holder_id) for key in lists)


def _sees_everything(actor: Actor) -> bool:
    top = [post.path for post in actor.posts if post.path.count("/") == 2]
    return bool(top) and all(may_read(actor, key, top[0], None) for key in pack().lists)


def _day(one: Foretold) -> date:
    return one.at.astimezone(settings().zone).date()


def _groups(entries: Sequence[Foretold]) -> Iterator[Group]:
    """Yield the highest levels first."""
    kinds: dict[tuple[int, Words], list[Foretold]] = {}
    for one in entries:
        level = one.rung.level if one.rung else -1
        kinds.setdefault((level, one.words), []).append(one)
    for level, words in sorted(kinds, key=lambda kind: (-kind[0], kind[1].en)):
        yield Group(words, level if level >= 0 else None, tuple(kinds[level, words]))


def _listeners(
    seen: Foreseen, entries: Sequence[Foretold], names: dict[int, Words]
) -> Iterator[ForecastRecipient]:
    mails, inbox = Counter[int](), Counter[int]()
    for one in entries:
        mails.update(m.person_id for m in seen.mails(one))
        inbox.update(m.person_id for m in one.messages)
    for person, count in inbox.most_common():
        yield ForecastRecipient(names[person], mails[person], count)


def _before(entries: Sequence[Foretold], day: date) -> Iterator[tuple[date, int, int]]:
    rungs = Counter(_day(one) for one in entries if one.rung)
    documents = Counter(_day(one) for one in entries if one.document_list and not one.joins)
    for earlier in sorted(d for d in rungs if d < day):
        yield earlier, rungs[earlier], documents[earlier]


def _accused(seen: Foreseen) -> int:
    """Return the largest number of items escalated to others in one pass of the day."""
    serious = (one for one in seen.of_day if one.rung and not one.rung.is_message)
    return max(Counter(one.at for one in serious).values(), default=0)
