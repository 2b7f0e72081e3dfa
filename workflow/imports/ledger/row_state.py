"""The state of a problem's rows, open or finished, by all their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from workflow.imports.ledger.deadline_phrases import DeadlineReading
from workflow.imports.ledger.names import plain
from workflow.imports.ledger.person_names import is_nobody
from workflow.imports.ledger.raw_rows import RawRow
from workflow.imports.ledger.states import (
    StateTold,
    WrittenState,
    is_answer,
    is_tick,
    is_yes,
    progress_state,
    state_of,
)
from workflow.imports.ledger.written_dates import day_of

_FLAGS: dict[str, tuple[bool, WrittenState]] = {
    "active": (False, "closed"),
    "falsepositive": (True, "closed"),
    "duplicate": (True, "closed"),
    "outofscope": (True, "closed"),
    "riskaccepted": (True, "closed"),
    "ismitigated": (True, "done"),
}
_SHORT_OPINION = 12  # characters
NO_LEGEND: Mapping[str, str] = {}
_RANK: dict[WrittenState, int] = {"open": 0, "done": 1, "closed": 2}
_STRIKING = re.compile(r"销号|结案|闭环|关闭|归档|clos", re.IGNORECASE)
_CLOSING_QUESTION = re.compile(r"销号|闭环|结案|办结|归档|摘牌")
# Questions beside the column of states, of which a yes ends the matter.
_QUESTION = re.compile(
    r"是否\S{0,4}(?:完成|到位|销号|闭环|结案|办结|验收|通过|合格)|(?:完成|销号|办结|闭环)与否"
)
_STRUCK_OFF = re.compile(r"(?:同意|准予|予以|已|可)?(?:验收|整改)?(?:销号|闭环|结案|摘牌)")
_SHEET_CLOSED = re.compile(
    r"(?<!未)(?<!待)(?:已销号|销号清单|已闭环|已结案|已办结|已关闭)|\bclosed\b", re.IGNORECASE
)
_SHEET_DONE = re.compile(r"(?<!未)已(?:完成|整改)|\bcompleted\b", re.IGNORECASE)
_OPEN_TOO = re.compile(r"未|open\b|正在|in progress", re.IGNORECASE)


class StateRead(NamedTuple):
    """A state, its certainty, and its field."""

    state: WrittenState
    certain: bool
    field: str


_GOES_ON = StateRead("open", certain=True, field="")


def state_of_place(*texts: str) -> WrittenState | None:
    """Return the state that the name of a sheet or a heading gives to all that stands there."""
    for text in texts:
        if _OPEN_TOO.search(text):
            continue
        if _SHEET_CLOSED.search(text):
            return "closed"
        if _SHEET_DONE.search(text):
            return "done"
    return None


def read_state(
    rows: Sequence[RawRow], deadlines: Sequence[DeadlineReading], sheet: str, today: date,
    legend: Mapping[str, str] = NO_LEGEND,
) -> StateRead:  # fmt: skip
    """Return the state of a problem: finished only where each of its rows is finished.

    A row with contradictory states counts as finished, with a question: chasing finished work is
    worse than asking.
    """
    place = state_of_place(rows[0].section, sheet)
    pairs = zip(rows, deadlines, strict=True)
    read = [(raw, _state_of_row(raw, due, today, legend)) for raw, due in pairs]
    states = [one for _, one in read if one]
    # Of several rows, one that reports something else is not finished.
    states += [_GOES_ON for raw, one in read if one is None and len(rows) > 1 and _reports(raw)]
    if not states:
        return StateRead(place or "open", certain=True, field="")
    found = min(states, key=lambda one: _RANK[one.state])
    if place and _RANK[place] > _RANK[found.state]:
        return StateRead(place, found.field != "status", found.field)
    return found._replace(certain=all(one.certain for one in states))


def _reports(raw: RawRow) -> bool:
    return "status" in raw.header.fields or "progress" in raw.header.fields


def _state_of_row(
    raw: RawRow, due: DeadlineReading, today: date, legend: Mapping[str, str]
) -> StateRead | None:
    told = list(_told(raw, due, today, legend))
    if not told:
        return None
    best = max(told, key=lambda one: _RANK[one.state])
    open_too = any(one.state == "open" and one.field == "status" and one.certain for one in told)
    contradicts = open_too and best.state != "open"
    return best._replace(certain=best.certain and not contradicts)


def _told(
    raw: RawRow, due: DeadlineReading, today: date, legend: Mapping[str, str]
) -> Iterator[StateRead]:
    said = raw.text("status")
    status = state_of(legend.get(said, said), raw.header.name("status"))
    beside = list(_beside(raw))
    yield from beside
    if status and beside and _asks_for_more(raw, status):
        status = None
    if status and "status" not in raw.errors:
        yield _read(status, "status")
    if not status:
        yield from _flagged(raw)
    for field in raw.cells:
        if field.startswith("completed_on") and (closed := _completed(raw, field, today)):
            yield StateRead(closed, certain=True, field=field)
    if due.done:
        yield StateRead("done", certain=True, field="due")
    for field in ("progress", "note"):
        progress = _progress(raw, field, legend)
        contradicted = status and status.state == "open" and status.certain
        told = progress and (field == "progress" or progress.state != "open")
        if progress and told and not contradicted:
            yield _read(progress, field)


def _progress(raw: RawRow, field: str, legend: Mapping[str, str]) -> StateTold | None:
    text = legend.get(raw.text(field), raw.text(field))
    if field == "progress" and is_tick(text):
        return state_of(text, raw.header.name(field))
    return progress_state(text)


def _beside(raw: RawRow) -> Iterator[StateRead]:
    """Yield the ends of the matter told in columns beside that of the states."""
    for name, text in raw.extras.items():
        if is_tick(text) and is_yes(text) and _QUESTION.search(name):
            closing = _CLOSING_QUESTION.search(name)
            yield StateRead("closed" if closing else "done", certain=True, field=name)
        elif len(text) <= _SHORT_OPINION and _STRUCK_OFF.fullmatch(plain(text)):
            yield StateRead("closed", certain=True, field=name)


def _asks_for_more(raw: RawRow, status: StateTold) -> bool:
    """Say whether a no in the column of states is to a later step only: 是否验收销号 否."""
    name = raw.header.name("status")
    return (
        status.state == "open"
        and is_answer(raw.text("status"))
        and bool(_CLOSING_QUESTION.search(name))
    )


def _flagged(raw: RawRow) -> Iterator[StateRead]:
    """Yield the states in columns of yes and no, as exported by security programs."""
    for name, text in raw.extras.items():
        answer = _FLAGS.get(plain(name))
        if answer and is_answer(text) and is_yes(text) == answer[0]:
            yield StateRead(answer[1], certain=True, field=name)


def _read(told: StateTold, field: str) -> StateRead:
    return StateRead(told.state, told.certain, field)


def _completed(raw: RawRow, field: str, today: date) -> WrittenState | None:
    """Return the state by a day of completion, or ``None`` for a future day."""
    cell, text = raw.cells[field], raw.text(field)
    if is_nobody(text) or field in raw.errors:
        return None
    day = day_of(cell, today)
    if day or any(letter.isdigit() for letter in text):
        striking = _STRIKING.search(raw.header.name(field))
        return None if day and day > today else "closed" if striking else "done"
    told = state_of(text)
    return told.state if told else None
