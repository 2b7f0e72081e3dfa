"""An official document as issued: made of the events up to its issue, and of the answers to it.

Fields filled in later do not change the document; service, receipt, answers and opinions are noted
under the document as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.declaration.document_kinds import DocumentKind
from workflow.declaration.facts import Item
from workflow.declaration.list_type import Field, ListType
from workflow.declaration.notes import process_of, typed
from workflow.declaration.packs import pack
from workflow.declaration.rules import Actor, system
from workflow.engine import event_fold
from workflow.engine.visibility import gone
from workflow.platform.config import settings
from workflow.platform.db import reading
from workflow.platform.models import Event
from workflow.queries.document_contents import matters
from workflow.queries.document_forms import FORMS, RECEIVER, DocumentForm
from workflow.queries.item_access import facts_of
from workflow.queries.people_choices import name_then, person_names, posts_on, unit_names
from workflow.words import Words, clauses, joined


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line of the form."""

    words: Words
    value: Words | None  # nothing was filled in
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class DocumentMark:
    """A note under a document: the move, the person, the time and the text."""

    words: Words
    name: Words
    at: datetime
    text: Words | None


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign; without a name and a day still unsigned, to be signed by hand if need be."""

    words: Words
    name: Words | None = None
    on: date | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSheet:
    """The whole content of a document."""

    item: Item
    list_type: ListType
    paper: DocumentKind
    no: str  # as it is cited; some have none
    issuer: Words
    on: date
    by: Words
    signer: Words
    addressee: Words | None
    lines: list[DocumentLine]
    marks: list[DocumentMark]
    signatures: list[Signature]
    attachments: list[str]


_LINES: dict[str, Words] = {
    "unit": Words("承办单位", "Unit"),
    "concerned": Words("当事人及职务", "Person concerned and post"),
    "times": Words("督办次数", "Times supervised"),
    "first_number": Words("原督办单号", "Notice that it reminds of"),
    "late": Words("逾期天数", "Late by"),
    "when": Words("约谈时间", "Date and time"),
    "interviewer": Words("约谈人", "Interviewer"),
    "recorder": Words("记录人", "Recorder"),
    "proposer": Words("建议人", "Proposed by"),
    "impact": Words("影响期", "Impact period"),
    "title": Words("事由", "Matter"),
}
_SIGNS: dict[str, Words] = {
    RECEIVER: Words("签收人", "Received by"),
    "interviewee": Words("被约谈人", "Interviewee"),
}
_LATE = Words("{days}个工作日", "{days:working day|working days}")
_POSTS_APART = Words("、", "; ")  # an English post has a comma of its own
_POST = Words("{name}（{posts}）", "{name} ({posts})")
_FOR = Words("{name}（代{absent}）", "{name} (for {absent})")


def signers() -> dict[str, Words]:
    """Return the names of those who sign a document, by their part: the duties are the pack's."""
    return {**_SIGNS, **pack().duties}


def paper(number: str, place: int, actor: Actor) -> DocumentSheet:
    """Return a document of an item by its place among the issued documents, from 1.

    Raises ``NotFound`` where there is no such item for the actor, or no such document.
    """
    now = facts_of(number, actor, f"paper {place}").item
    if not 1 <= place <= len(now.process.get("documents", [])):
        raise gone(f"{number}/{place}")
    with reading() as connection:
        rows = connection.execute(
            select(Event).where(Event.item_id == now.id).order_by(Event.seq)
        ).all()
        return _Desk(connection, now, rows, place).sheet()


class _Desk:
    """A document in the making: the record at the issue, and the events before and after."""

    def __init__(self, connection: Connection, now: Item, rows: Sequence[Any], place: int) -> None:
        self.connection, self.now, self.rows, self.place = connection, now, rows, place
        self.then: dict[str, Any] = {}
        for row in rows:
            self.then |= event_fold.columns(now.list_key, row.changes)
            if len(self.then.get("process", {}).get("documents", ())) >= place:
                break
        self.event = row
        self.data: dict[str, Any] = self.then["data"]
        self.process = typed(self.then["process"])
        self.issued = self.process["documents"][place - 1]
        self.on = date.fromisoformat(self.issued["on"])
        self.form: DocumentForm = FORMS[self.issued["document"]]
        self.list_type = pack().lists[now.list_key]
        self.declared = {f.key: f for t in self.list_type.transitions for f in t.fields}
        people = {p for r in rows for p in (r.actor_id, r.behind_id)} | {self.then["holder_id"]}
        self.names = person_names(connection, people)

    def sheet(self) -> DocumentSheet:
        """Return the whole document."""
        to = self._line(self.form.addressee) if self.form.addressee else None
        return DocumentSheet(
            item=self.now,
            list_type=self.list_type,
            paper=pack().documents[self.issued["document"]],
            no=self.issued.get("number", ""),
            issuer=self._unit(self.issued["unit"]),
            on=self.on,
            by=self.form.by,
            signer=self._who(self.event),
            addressee=to.value if to else None,
            lines=[self._line(key) for key in self.form.lines],
            marks=[*self._marks()],
            signatures=[self._signature(part) for part in self.form.to_sign],
            attachments=[piece["name"] for piece in self.then.get("evidence", ())],
        )

    def _line(self, key: str) -> DocumentLine:
        own = _OWN.get(key)
        asked = self.declared.get(key)
        if own:
            return DocumentLine(_LINES[key], own(self), _KINDS.get(key, "text"))
        if asked is None or key == "title":
            return DocumentLine(_LINES["title"], self.matters(), "long")
        value = self.data.get(key)
        shown = None if value in (None, "") else _read(asked, value)
        return DocumentLine(asked.words, shown, asked.kind)

    def matters(self) -> Words:
        """Return what the document is about, as of the issue: a line for each late item."""
        told = self.process.get("contents", [])
        return _same("\n".join(matters(self.then["title"], self.then["parent_id"], told)))

    def concerned(self) -> Words | None:
        """Return the person concerned, with the posts held on the day of issue."""
        name = self.names.get(self.then["holder_id"])
        posts = posts_on(self.connection, self.then["holder_id"], self.on) if name else []
        if not name or not posts:
            return name
        return _POST.format(name=name, posts=joined(_POSTS_APART, posts))

    def unit(self) -> Words:
        """Return the unit concerned, by its name at the time of issue."""
        return self._unit(self.then["unit_id"])

    def did(self, duty: str) -> Words | None:
        """Return the last person to fulfil a duty, as of the issue."""
        people = self.then.get("duties", {}).get(duty, ())
        return next((self.names[p] for p in reversed(people) if p in self.names), None)

    def first_number(self) -> Words:
        """Return the number of the item's first document."""
        return _same(self.process["documents"][0].get("number", ""))

    def late(self) -> Words:
        """Return the lateness of the answer, in days, at the time of the last reminder."""
        return _LATE.format(days=self.process["reminders"][-1]["late"])

    def when(self) -> Words:
        """Return day and time of an interview."""
        return _same(f"{self.data['held_on']} {self.data['held_at']}")

    def times(self) -> Words:
        """Return the number of supervisions of the matter, the present one included."""
        return _same(self.process.get("times", 1))

    def impact(self) -> Words | None:
        """Return the end of the decision's effect, where its method has a period."""
        return pack().period(self.process)

    def _unit(self, unit_id: int) -> Words:
        now = unit_names(self.connection, [unit_id])[unit_id]
        return name_then(self.connection, unit_id, self.on) or now

    def _who(self, row: Any) -> Words:
        name = self.names.get(
            row.actor_id, system.words if row.actor_id is None else _same(row.actor_name)
        )
        absent = self.names.get(row.behind_id)
        return _FOR.format(name=name, absent=absent) if absent else name

    def _marks(self) -> Iterator[DocumentMark]:
        earlier = [r for r in self.rows if r.seq < self.event.seq and r.trigger in self.form.before]
        later = [r for r in self.rows if r.seq > self.event.seq and r.trigger in self.form.after]
        for row in (*earlier[-1:], *later):
            move = self.list_type.find(row.trigger, row.source)
            if move:
                yield DocumentMark(move.words, self._who(row), row.at, _written(row, move.fields))

    def _signature(self, part: str) -> Signature:
        if part == RECEIVER:
            found = [r for r in self.rows
                     if r.seq > self.event.seq and r.trigger == "acknowledge"]  # fmt: skip
            day = found[-1].at.astimezone(settings().zone).date() if found else None
            return Signature(signers()[part], self._who(found[-1]) if found else None, day)
        for told in process_of(self.now).get("signatures", ()):
            if told["as"] == part:
                day = date.fromisoformat(told["on"])
                return Signature(
                    signers()[part], self.names.get(told["by"] or 0), day, told.get("refused", "")
                )
        return Signature(signers()[part])


_KINDS = {"when": "moment"}  # the others are text
_OWN: dict[str, Callable[[_Desk], Words | None]] = {
    "unit": _Desk.unit,
    "concerned": _Desk.concerned,
    "times": _Desk.times,
    "first_number": _Desk.first_number,
    "late": _Desk.late,
    "when": _Desk.when,
    "interviewer": lambda desk: desk.did("interviewer"),
    "recorder": lambda desk: desk.did("recorder"),
    "proposer": lambda desk: desk.did("drafter"),
    "impact": _Desk.impact,
}


def _written(row: Any, asked: Sequence[Field]) -> Words | None:
    """Return the text of a move: the answers to its form, and the comment."""
    data = row.changes.get("data", {})
    told = [_read(f, data[f.key]) for f in asked if data.get(f.key) not in (None, "")]
    told += [_same(row.comment)] if row.comment else []
    return clauses(told) if told else None


def _read(asked: Field, value: Any) -> Words:
    if asked.kind == "choice":
        return next((c.words for c in asked.choices if c.key == value), _same(value))
    return Words("是", "yes") if value is True else _same(value)


def _same(value: object) -> Words:
    return Words(str(value), str(value))
