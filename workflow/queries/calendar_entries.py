"""What a person owes, as entries of a calendar: due dates, and interviews at their hour.

A calendar is read by other programs and on other machines, as mails are. So a confidential item
shows its number alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import and_, or_, select

from workflow.calendar import last_day
from workflow.declaration import Actor, pack
from workflow.engine.visibility import visible
from workflow.platform import reading, settings
from workflow.platform.models import ItemRow
from workflow.queries.inbox import waits_for
from workflow.words import Language, Words

MOST = 500  # entries, the first due first
MEETING = ("held_on", "held_at")  # fields that say when people meet
LASTS = timedelta(hours=1)  # a meeting, where nobody says how long
_NAME = Words("整改销号：待办", "Rectify: to be done")
_TITLED = Words("{number} {title}", "{number} {title}")
_CONFIDENTIAL = Words("{number}（登录后查看）", "{number} (sign in to read it)")
_DUE, _MEET = Words("到期：{what}", "Due: {what}"), Words("约谈：{what}", "Meeting: {what}")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An entry: a whole day, or a moment with an end; ``key`` stays the same for ever."""

    key: str
    words: Words
    path: str
    begins: date | datetime
    sequence: int = 0


def entries(actor: Actor) -> list[CalendarEntry]:
    """Return the due dates and the meetings of a person, as of now."""
    me = actor.person_id
    meets = and_(ItemRow.data.has_key(MEETING[0]), ItemRow.awaits != "", ItemRow.holder_id == me)
    query = (
        select(ItemRow)
        .with_only_columns(ItemRow.number, ItemRow.list_key, ItemRow.title, ItemRow.due_at,
                           ItemRow.data, ItemRow.version)
        .where(or_(waits_for(actor), meets), visible(actor))
        .order_by(ItemRow.due_at, ItemRow.id)
        .limit(MOST)
    )  # fmt: skip
    with reading() as connection:
        return [entry for row in connection.execute(query) for entry in _of_item(row)]


def meeting(
    number: str, list_key: str, title: str, data: Any, sequence: int
) -> CalendarEntry | None:
    """Return the meeting that an item tells of, if any."""
    day, clock = (str(data.get(key) or "") for key in MEETING)
    try:
        begins = datetime.combine(
            date.fromisoformat(day), time.fromisoformat(clock), settings().zone
        )
    except ValueError:
        return None
    words = _MEET.format(what=_about(number, list_key, title))
    return CalendarEntry(f"meeting-{number}", words, f"/items/{number}", begins, sequence)


def calendar_file(found: Sequence[CalendarEntry], language: Language, now: datetime) -> bytes:
    """Return entries as iCalendar (RFC 5545)."""
    made = Calendar()
    made.add("prodid", "-//Rectify//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _NAME.of(language))
    for entry in found:
        made.add_component(_event(entry, language, now))
    return bytes(made.to_ical())


def _of_item(row: Any) -> Iterator[CalendarEntry]:
    met = meeting(row.number, row.list_key, row.title, row.data, row.version)
    if met:
        yield met
    elif row.due_at:
        words = _DUE.format(what=_about(row.number, row.list_key, row.title))
        day = last_day(row.due_at, settings().zone)
        yield CalendarEntry(f"due-{row.number}", words, f"/items/{row.number}", day, row.version)


def _about(number: str, list_key: str, title: str) -> Words:
    pattern = _CONFIDENTIAL if list_key in pack().confidential else _TITLED
    return pattern.format(number=number, title=" ".join(title.split())[:120])


def _event(entry: CalendarEntry, language: Language, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@rectify")
    event.add("dtstamp", now)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.words.of(language))
    event.add("url", f"{settings().url}{entry.path}")
    if isinstance(entry.begins, datetime):
        event.add("dtstart", entry.begins.astimezone(now.tzinfo))
        event.add("dtend", (entry.begins + LASTS).astimezone(now.tzinfo))
    else:
        event.add("dtstart", entry.begins)
        event.add("dtend", entry.begins + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event
