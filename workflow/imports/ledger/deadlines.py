"""Read a deadline in people's words: a date, and a note on the reading.

A text not understood gives no date; the text is kept for a person to settle.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from workflow.imports.ledger import reading_notes
from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.dated_points import read_dated
from workflow.imports.ledger.deadline_phrases import (
    AddWorkingDays,
    DeadlineReading,
    Firm,
    PhraseBasis,
    core_of,
    strip_marks,
    tidy,
    without_stage,
)
from workflow.imports.ledger.english_phrases import in_chinese
from workflow.imports.ledger.periods import read_period
from workflow.imports.ledger.written_dates import Order, from_serial, make_day

IMMEDIATE_DAYS = 5
_LONGEST_PHRASE = 120
_EMPTY = re.compile(r"[/\\\-—–_－.。*]*|无|无要求|不涉及|不适用|n/?a|none|nil", re.IGNORECASE)
_FINISHING = "(?:完成|办结|整改|销号|落实|到位|解决|闭环|整改完毕|完毕|整治|结案|归档|关闭|办理)"
_DONE = re.compile(
    rf"(?:均|都|现)?已(?:经)?(?:全部|全面|按期|按时|如期|提前|基本)?{_FINISHING}+(?:整改)?(?:并{_FINISHING}+)?"
    rf"|(?:整改|任务)?(?:完成|完毕|完结|办结)|整改(?:已)?完成|(?:整改|验收|销号)(?:已)?(?:完毕|合格|通过)"
)
_DONE_BEHIND = re.compile(
    rf"(?P<point>.+?)已(?:经)?(?:全部|按期|按时)?{_FINISHING}+"
    rf"|已(?:经)?[于在](?P<then>.+?)(?:之?前)?(?:全部|全面|按期|按时)?{_FINISHING}+"
)
_IMMEDIATE = re.compile(
    r"(?:已|应|须|请)?(?!随时)(?:(?:立|即|边|随|马上|当场|现场|立即|即时|即刻|第一时间)[行知整查改时]?){1,2}"
    r"(?:停工|停产|停业|停用|停止使用)?(?:整改|改正|改|办理|纠正|解决)?(?:到位|完成|完毕)?|随到随[办改]|即查即[改治]|马上就办|立刻(?:整改)?"
)
_LONG_TERM = re.compile(
    r"(?:(?:自|从)?\S{0,12}起,?)?(?:并|且|需|应|须)?(?:长期|持续|常态化|常年|经常性|长效)[:：]?"
    r"(?:坚持|推进|整改|落实|抓好|开展|巩固|保持|执行|整治|推动|用力|深化|取得成效|管理|任务)*(?:到位|不懈|下去)?|[常长]抓不懈|常态长效|长效常态"
)
_UNCLEAR = re.compile(
    r"(?:限期|尽快|抓紧|按期|按时|及时|适时|分期|近期|如期|按要求|按计划|按方案|按规定|视情况?|逐步|待定|待确定|另行通知)"
    r"(?:分批|限期|完成|整改|办理|落实|改正|推进|解决|到位|组织实施|实施|整治)*"
)
_PARTS = re.compile(r"[,;、。()/\n]|并且|并(?=长期|持续)")
_LEADING = re.compile(r"(?P<point>.{2,}?(?:之前|以前|[底末]?前|底|末))(?P<rest>[^后]+)")
_RECURRING = re.compile(r"每(?:年|半年|季度?|月|周|日|天)\S*")


def read_deadline(
    cell: Cell, basis: PhraseBasis, add_working_days: AddWorkingDays, order: Order | None = None
) -> DeadlineReading:
    """Return the reading of a deadline cell; never raise, for any content."""
    written = text_of(cell)
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return DeadlineReading(written, "date", reading_notes.DATE_CELL, day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _read_number(written, cell, basis)
    text = tidy(written)
    if text.isdecimal() and (serial := from_serial(int(text))):
        return DeadlineReading(written, "date", reading_notes.SERIAL, serial)
    if _EMPTY.fullmatch(text):
        return DeadlineReading(written, "none", reading_notes.NONE)
    if len(text) > _LONGEST_PHRASE:
        return _unknown(written)
    return _Phrase(written, basis, add_working_days, order).read(text)


def _unknown(written: str) -> DeadlineReading:
    return DeadlineReading(written, "unknown", reading_notes.UNKNOWN, certain=False)


def _read_number(written: str, number: float, basis: PhraseBasis) -> DeadlineReading:
    if day := from_serial(number):
        return DeadlineReading(written, "date", reading_notes.SERIAL, day)
    if 2000 <= number <= 2100 and number == number // 1:
        return DeadlineReading(
            written, "date", reading_notes.WRITTEN, make_day(int(number), 12, 31)
        )
    # A number such as 12.3 is more likely gone astray than the third of December.
    dated = read_dated(written, core_of(written), basis) if number > 2000 else None
    return dated or _unknown(written)


class _Phrase:
    """A phrase in reading, with the day to count from."""

    def __init__(
        self, written: str, basis: PhraseBasis, add: AddWorkingDays, order: Order | None
    ) -> None:
        self.written, self.basis, self.add, self.order = written, basis, add, order
        self.over = False  # the cell says that the matter is finished

    def read(self, text: str) -> DeadlineReading:
        """Read the phrase as a whole, else part by part."""
        if whole := self._part(text):
            return whole
        parts = [strip_marks(part) for part in _PARTS.split(text)]
        self.over = any(_DONE.fullmatch(part) for part in parts)
        known: list[DeadlineReading] = []
        unread: list[str] = []
        for part in (without_stage(part) for part in parts if part and not part.isdigit()):
            reading, rest = self._leading(part)
            known += [reading] if reading and reading.kind != "unclear" else []
            unread += [rest] if rest else []
        if not any(reading.kind != "none" for reading in known):
            return _unknown(self.written)
        return self._combined(known, unread)

    def _leading(self, part: str) -> tuple[DeadlineReading | None, str]:
        """Read a part, or the date at its beginning; return the reading and the unread rest."""
        if reading := self._part(part):
            return reading, ""
        for match in _LEADING.finditer(part):
            if reading := read_dated(self.written, core_of(match["point"]), self.basis, self.order):
                return reading, match["rest"]
        return None, part

    def _combined(self, known: list[DeadlineReading], unread: list[str]) -> DeadlineReading:
        """Take the latest date; a date wins over a period, and a period over "at once"."""
        kinds = ("date",), ("period",), ("immediate",), ("long_term",), ("done",)
        groups = ([one for one in known if one.kind in kind] for kind in kinds)
        group = next((group for group in groups if group), known)  # or days that there are not
        best = max(group, key=lambda one: one.due or date.min)
        note = best.note
        if unread:
            note = reading_notes.PARTLY.format(note=note, rest="，".join(unread))
        return replace(
            best,
            note=note,
            long_term=any(reading.long_term for reading in known),
            certain=best.certain and not unread,
            done=any(reading.done for reading in known),
        )

    def _part(self, text: str) -> DeadlineReading | None:
        """Read a text with a single statement and nothing else, or return ``None``."""
        text = in_chinese(text) or text
        return self._said(text) or self._behind(text) or self._counted(text)

    def _said(self, text: str) -> DeadlineReading | None:
        if _DONE.fullmatch(text):
            return DeadlineReading(self.written, "done", reading_notes.DONE, done=True)
        if _IMMEDIATE.fullmatch(text):
            return self._at_once()
        if _LONG_TERM.fullmatch(text):
            return DeadlineReading(
                self.written, "long_term", reading_notes.LONG_TERM, long_term=True
            )
        if _UNCLEAR.fullmatch(text) or _RECURRING.fullmatch(text):
            return DeadlineReading(self.written, "unclear", reading_notes.UNCLEAR, certain=False)
        return None

    def _at_once(self) -> DeadlineReading:
        basis = self.basis
        if basis.firm == "year":  # from New Year on it would be long overdue
            return DeadlineReading(self.written, "immediate", reading_notes.NO_START, certain=False)
        note = reading_notes.IMMEDIATE.format(basis=basis.words, day=basis.day, days=IMMEDIATE_DAYS)
        return DeadlineReading(self.written, "immediate", note, self.add(basis.day, IMMEDIATE_DAYS))

    def _behind(self, text: str) -> DeadlineReading | None:
        """Read "in March, finished": the day, and the finished state."""
        match = _DONE_BEHIND.fullmatch(text)
        reading = match and self._counted(match["point"] or match["then"], past=True)
        return replace(reading, done=True) if reading else None

    def _counted(self, text: str, *, past: bool = False) -> DeadlineReading | None:
        core = core_of(text)
        period = read_period(self.written, core, self.basis, self.add)
        # What is finished was so some time around the basis, not eleven months later.
        firm: Firm = (
            "ledger" if (past or self.over) and self.basis.firm == "row" else self.basis.firm
        )
        basis = self.basis._replace(firm=firm)
        return period or read_dated(self.written, core, basis, self.order)
