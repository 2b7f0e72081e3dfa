"""The lines of the special ledger: for each problem a line for each task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from workflow.calendar import last_day
from workflow.declaration import ASPECT, PROBLEMS, RectificationProcess, pack, typed
from workflow.imports.ledger.special_ledger import COLUMNS
from workflow.platform import settings
from workflow.platform.sheets.table import SheetBlock, SheetCell, SheetColumn
from workflow.queries.colours import NAMES, Work, colour_of, marks_of, planned_percent, work_of
from workflow.queries.exports.ledger_facts import Dates, LedgerFacts
from workflow.words import Words

_DONE = ("rectified", "verified", "closed")
_LISTED = Words("、", ", ")
_PERIOD = Words("{begin}至{end}", "{begin} to {end}")
_YES, _NO = Words("是", "yes"), Words("否", "no")
_LOOKED = {"called": Words("已列入", "called"), "passed": Words("通过", "passed")}
_KIND, _EXTENDED, _CLOSED = (
    next(column.words for column in COLUMNS if column.key == key)
    for key in ("kind", "extensions", "closed_on")
)
_PLACE = {column.key: place for place, column in enumerate(COLUMNS)}
_OF_TASK = tuple((_PLACE[column.key], column.key) for column in COLUMNS if column.of_task)
_NONE = Dates()
_NOTHING: Mapping[str, str] = {}
_REMEMBERED = 10_000


def ledger_columns(language: str) -> tuple[SheetColumn, ...]:
    """Return the columns of the special ledger."""
    return tuple(
        SheetColumn(column.key, column.words.of(language), column.width, column.of_task)
        for column in COLUMNS
    )


class LedgerRows:
    """Makes the lines of problem after problem, as of ``now``; ``number`` is the last number."""

    def __init__(self, now: datetime, language: str) -> None:
        self.language, self.number = language, 0
        self.marks = marks_of(now)
        list_type = pack().lists[PROBLEMS]
        self.aspects = {
            choice.key: choice.words.of(language) for choice in list_type.choices.get(ASPECT, ())
        }
        self.severities = {key: one.words.of(language) for key, one in pack().severities.items()}
        self.states = {s.key: s.words.of(language) for s in list_type.states}
        self.zone = settings().zone
        # Days and clocks repeat from row to row, and cost more to read than to remember.
        self.last_day = lru_cache(_REMEMBERED)(partial(last_day, zone=self.zone))
        self.clock = lru_cache(_REMEMBERED)(self._clock)

    def _clock(self, due_at: datetime, work: Work) -> tuple[str, int | None]:
        """Return the colour of a running clock, and the percentage of the time that is over."""
        colour = NAMES[colour_of(due_at, work, self.marks)[0]].of(self.language)
        return colour, planned_percent(work, due_at, self.marks.today)

    def blocks(self, problems: Iterable[Any], facts: LedgerFacts) -> Iterator[SheetBlock]:
        """Yield the lines of each problem."""
        for row in problems:
            self.number += 1
            yield SheetBlock(_Problem(self, row, facts).lines())


@dataclass(slots=True)
class _Problem:
    """A problem to be written into the ledger."""

    ledger: LedgerRows
    row: Any
    facts: LedgerFacts

    def lines(self) -> list[Sequence[SheetCell]]:
        """Return a line for each task; a problem without tasks has a single line."""
        whole = list(self._cells().values())
        if self.row.id not in self.facts.children:
            return [whole]
        tasks = self.facts.of(self.row.id, "tasks")
        if len(tasks) < 2 and not self._measures(tasks):
            return [whole]
        return [self._of_task(task, whole, whole[_PLACE["due_on"]]) for task in tasks]

    def _measures(self, tasks: Sequence[Any]) -> bool:
        """Say whether the tasks are measures: without measures, the aim became the task."""
        aims = (self.row.data.get("target"), self.row.title)
        return any(task.title not in aims for task in tasks)

    def _of_task(
        self, task: Any, whole: Sequence[SheetCell], due: SheetCell
    ) -> Sequence[SheetCell]:
        dates = self.facts.dates.get(task.id, _NONE)
        own = {
            "measures": task.title,
            "due_on": self._due(task, typed(task.process), dates) or due,
            "planned": self._clock(task)[1],
            "actual": _actual(task),
        }
        line = list(whole)
        for place, key in _OF_TASK:
            line[place] = own[key]
        return line

    def _cells(self) -> dict[str, SheetCell]:
        """Return the cells of the problem, in the order of the columns."""
        row, data = self.row, self.row.data
        process = typed(row.process)
        origin = process.get("ledger")
        text: Mapping[str, str] = origin["text"] if origin else _NOTHING
        extras: Mapping[str, str] = origin["extras"] if origin else _NOTHING
        dates = self.facts.dates.get(row.id, _NONE)
        due = self._due(row, process, dates) or _day_or_text(text.get("due"))
        colour, planned = self._clock(row)
        if "taken_over" in process and row.state == "closed":
            dates = _as_told(dates, text, extras)
        return {
            "no": self.ledger.number,
            "issue_no": text.get("issue_no") or row.number,
            "source": data.get("source"),
            "aspect": self.ledger.aspects.get(data.get("aspect"), text.get("aspect")),
            "category": text.get("category"),
            "severity": self.ledger.severities[row.severity],
            "problem": _whole(row.title, text.get("problem", "")),
            "cause": text.get("cause"),
            "target": data.get("target"),
            "measures": data.get("measures"),
            "kind": _extra(extras, _KIND),
            "lead_unit": text.get("lead_unit"),
            "responsible_unit": self._unit(text.get("responsible_unit", "")),
            **self._people(process),
            "assigned_on": dates.assigned or _day_or_text(text.get("assigned_on")),
            "due_on": due,
            "extensions": self.facts.granted(row.id) or _number(_extra(extras, _EXTENDED)),
            "planned": planned,
            "actual": _actual(row),
            "colour": colour,
            "ladder_level": self._said(self.facts.rungs.get(row.id)),
            "state": self.ledger.states[row.state],
            "completed_on": dates.completed if row.state in _DONE else None,
            "verifiers": self._verifiers(process),
            "publicity": self._publicity(process),
            "closed_on": dates.closed if row.state == "closed" else None,
            "on_time": self._on_time(due, dates),
            "round": row.round,
            "look_back": self._looked(process),
            "evidence_count": len(row.evidence),
            "note": text.get("note"),
        }

    def _people(self, process: RectificationProcess) -> dict[str, SheetCell]:
        """Return the people of each level: holders of responsibilities, else the named people."""
        if "people" not in process and self.row.id not in self.facts.children:
            holder = self.row.holder_id
            alone = self._name(holder) if holder else None
            return {"first": None, "direct": None, "specific": alone}
        named: dict[str, list[str]] = {"first": [], "direct": [], "specific": []}
        for person in process.get("people", ()):
            known = self.facts.names.get(person["person"] or 0)
            level = person["level"] if person["level"] in named else "specific"
            named[level].append(known.of(self.ledger.language) if known else person["text"])
        for part in self.facts.of(self.row.id, "responsibilities"):
            if part.holder_id and (level := part.data.get("level", "")) in named:
                named[level] = [self._name(part.holder_id)]
        if self.row.holder_id and not named["specific"]:
            named["specific"] = [self._name(self.row.holder_id)]
        between = _LISTED.of(self.ledger.language)
        return {level: between.join(names) or None for level, names in named.items()}

    def _unit(self, written: str) -> str:
        """Return the units as written in the ledger, as long as the present unit is among them."""
        names = Words(self.row.unit, self.row.unit_en or self.row.unit)
        if not written:
            return names.of(self.ledger.language)
        return written if any(name in written for name in names) else self._said(names) or ""

    def _clock(self, item: Any) -> tuple[str | None, int | None]:
        """Return the colour of an item, and the percentage of time gone."""
        colour, planned = None, None
        if item.awaits and item.due_at:
            process = typed(item.process)
            work = work_of(item.list_key, item.state, item.state_since, item.data, process)
            colour, planned = self.ledger.clock(item.due_at, work)
        return colour, 100 if item.state in _DONE else planned

    def _due(self, item: Any, process: RectificationProcess, dates: Dates) -> date | None:
        """Return the due date of the rectification, also after its end; else the proposed date."""
        if item.state == "assigned" and item.due_at:
            return self.ledger.last_day(item.due_at)
        if dates.due:
            return dates.due
        proposed = process.get("due_on")
        return date.fromisoformat(proposed) if proposed else None

    def _on_time(self, due: SheetCell, dates: Dates) -> str | None:
        """Say whether the work was in time; an open item is late once the due date is over."""
        if not isinstance(due, date) or self.row.state in ("raised", "withdrawn"):
            return None
        if dates.completed and self.row.state in _DONE:
            return self._said(_YES if dates.completed <= due else _NO)
        return self._said(_NO) if due < self.ledger.marks.today else None

    def _publicity(self, process: RectificationProcess) -> str | None:
        period = process.get("publicity")
        if not period:
            return None
        return self._said(_PERIOD.format(begin=period["from"], end=period["to"]))

    def _looked(self, process: RectificationProcess) -> str | None:
        told = process.get("look_back")
        return f"{self._said(_LOOKED[told['state']])} {told['on']}" if told else None

    def _verifiers(self, process: RectificationProcess) -> str | None:
        if not process.get("checks"):
            return None
        found = dict.fromkeys(self._name(one["by"]) for one in process["checks"] if one["by"])
        return _LISTED.of(self.ledger.language).join(found) or None

    def _name(self, person_id: int) -> str:
        return self._said(self.facts.names.get(person_id)) or f"#{person_id}"

    def _said(self, words: Words | None) -> str | None:
        return words.of(self.ledger.language) if words else None


def _as_told(dates: Dates, text: Mapping[str, str], extras: Mapping[str, str]) -> Dates:
    """Return the days of what was finished before, as the ledger told them."""
    completed, closed = (
        day if isinstance(day, date) else None
        for day in map(_day_or_text, (text.get("completed_on"), _extra(extras, _CLOSED)))
    )
    return replace(dates, completed=completed, closed=closed)


def _actual(item: Any) -> int | None:
    if item.state in _DONE:
        return 100
    percent: int | None = item.data.get("percent")
    return percent


def _whole(title: str, written: str) -> str:
    """Return the problem as written in the ledger, where the title is only the beginning."""
    if not written:
        return title
    begin = title.removesuffix("…")
    return written if begin != title and written.startswith(begin) else title


def _extra(extras: Mapping[str, str], column: Words) -> str | None:
    """Return the text in a column of the ledger without a field."""
    if not extras:
        return None
    return next((extras[name] for name in column if extras.get(name)), None)


def _number(text: str | None) -> SheetCell:
    if text is None:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else text


def _day_or_text(written: str | None) -> SheetCell:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return written
