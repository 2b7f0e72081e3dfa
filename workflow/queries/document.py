"""An official document as issued, and the events since.

The document is what its issuing event holds: nothing later changes it. Service, receipt, answers,
signatures and corrections are noted beside it, as they came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection as SqlConnection
from sqlalchemy import select

from workflow.declaration import Actor, Item, ListType, pack, process_of, system, typed
from workflow.engine import earlier_documents, issued_documents
from workflow.engine.document_forms import FORMS, RECEIVER, DocumentForm
from workflow.engine.earlier_documents import EarlierDocument
from workflow.engine.issued_documents import NOTE, Signer, written
from workflow.engine.visibility import gone
from workflow.platform import connect, reading, settings
from workflow.platform.models import Event
from workflow.queries.item_access import facts_of
from workflow.queries.people_choices import person_names
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A line of the form."""

    words: Words
    value: Words | None  # nothing was filled in
    kind: str = "text"
    key: str = ""  # the line of the form that it fills in


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


@dataclass(frozen=True, slots=True)
class CopyOfDocument:
    """A signed copy of a document: the file, and who attached it when."""

    sha256: str
    name: str
    at: datetime
    by: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSheet:
    """The whole content of a document; ``since`` holds what reads otherwise by now.

    ``copied_on`` is the day of copying of a document whose issue does not hold the content yet.
    """

    item: Item
    list_type: ListType
    kind: str
    words: Words
    no: str  # as it is cited; some have none
    issuer: Words
    on: date
    by: Words
    signer: Words
    addressee: Words | None
    lines: list[DocumentLine]
    opinions: list[DocumentMark]  # those that led to it: part of what was issued
    marks: list[DocumentMark]  # the opinions, and what came after the issue
    signatures: list[Signature]
    attachments: list[str]
    since: list[DocumentLine]
    copied_on: date | None
    form: DocumentForm
    digest: str  # hash of the issuing event
    voided: DocumentMark | None
    copies: list[CopyOfDocument]


_SIGNS: dict[str, Words] = {
    RECEIVER: Words("签收人", "Received by"),
    "interviewee": Words("被约谈人", "Interviewee"),
}
_TITLE, _ISSUER = Words("事由", "Matter"), Words("发文单位", "Issued by")


def signers() -> dict[str, Words]:
    """Return the names of the signers of a document, by part: the duties are the pack's."""
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
    """A document being read: its issuing event, and the events after."""

    def __init__(
        self, connection: SqlConnection, now: Item, rows: Sequence[Any], place: int
    ) -> None:
        self.now, self.rows, self.place = now, rows, place
        self.event, self.then = earlier_documents.issue_of(now.list_key, rows, place)
        self.latest = process_of(now)["documents"][place - 1]
        self.issued = typed(self.then["process"])["documents"][place - 1]
        self.form: DocumentForm = FORMS[self.issued["document"]]
        self.list_type = pack().lists[now.list_key]
        self.names = person_names(connection, {p for r in rows for p in (r.actor_id, r.behind_id)})

    def sheet(self) -> DocumentSheet:
        """Return the whole document."""
        present, copy = self._present()
        content = copy.content if copy else self.event.changes["note"][NOTE]
        opinions = [*map(_opinion, content["opinions"])]
        return DocumentSheet(
            item=self.now,
            list_type=self.list_type,
            kind=self.issued["document"],
            words=Words(*content["words"]),
            no=content["no"],
            issuer=Words(*content["issuer"]),
            on=date.fromisoformat(content["on"]),
            by=Words(*content["by"]),
            signer=Words(*content["signer"]),
            addressee=_maybe(content["addressee"]),
            lines=_lines(content["lines"], self.form),
            opinions=opinions,
            marks=[*opinions, *self._marks()],
            signatures=[self._signature(part) for part in self.form.to_sign],
            attachments=content["attachments"],
            since=[*_since(content, present, self.now.title)],
            copied_on=copy.copied_at.astimezone(settings().zone).date() if copy else None,
            form=self.form,
            digest=self.event.hash,
            voided=self._voided(),
            copies=[*self._copies()],
        )

    def _voided(self) -> DocumentMark | None:
        """Return who voided the document, when and why, or ``None``."""
        told = self.latest.get("voided")
        if told is None:
            return None
        row = next(r for r in self.rows if self._voids(r))
        return DocumentMark(_VOIDED, self._who(row), row.at, Words(told["why"], told["why"]))

    def _voids(self, row: Any) -> bool:
        papers = row.changes.get("process", {}).get("documents", ())
        return len(papers) >= self.place and "voided" in papers[self.place - 1]

    def _copies(self) -> Iterator[CopyOfDocument]:
        for one in self.latest.get("copies", ()):
            by = self.names.get(one["by"] or 0)
            yield CopyOfDocument(one["sha256"], one["name"], datetime.fromisoformat(one["at"]), by)

    def _present(self) -> tuple[dict[str, Any], EarlierDocument | None]:
        """Return the document as it would read by the names of today, and its later copy if any."""
        event = self.event
        about = (self.now.id, self.now.list_key, event.seq - 1)
        signer = Signer(event.actor_id, event.actor_name, event.behind_id)
        with connect() as connection:
            now = issued_documents.compose(connection, about, self.then, self.issued, signer)
            return now, earlier_documents.earlier(connection, self.now.id, self.place)

    def _marks(self) -> Iterator[DocumentMark]:
        for row in self.rows:
            move = self.list_type.find(row.trigger, row.source)
            if row.seq > self.event.seq and row.trigger in self.form.after and move:
                text = written(row.comment, row.changes.get("data", {}), move.fields)
                yield DocumentMark(move.words, self._who(row), row.at, text)

    def _who(self, row: Any) -> Words:
        """Return the person of a move by the name of that time, and the absent person."""
        name = self._called(row.actor_id, row.actor_name)
        absent = self.names.get(row.behind_id)
        return _FOR.format(name=name, absent=absent) if absent else name

    def _called(self, person: int | None, then: str) -> Words:
        if person is None:
            return system.words
        now = self.names.get(person)
        return now if now and now.zh == then else Words(then, then)

    def _signature(self, part: str) -> Signature:
        words = signers()[part]
        if part == RECEIVER:
            found = [r for r in self.rows
                     if r.seq > self.event.seq and r.trigger == "acknowledge"]  # fmt: skip
            day = found[-1].at.astimezone(settings().zone).date() if found else None
            return Signature(words, self._who(found[-1]) if found else None, day)
        for told in process_of(self.now).get("signatures", ()):
            if told["as"] == part:
                day = date.fromisoformat(told["on"])
                return Signature(words, self._signed(told["by"]), day, told.get("refused", ""))
        return Signature(words)

    def _signed(self, person: int | None) -> Words | None:
        """Return a person who signed, by the name in the newest event of the time."""
        own = [row for row in self.rows if row.actor_id == person and row.seq >= self.event.seq]
        found = own or [row for row in self.rows if row.actor_id == person]
        return self._called(person, found[0].actor_name) if person and found else None


_VOIDED = Words("作废", "Voided")
_FOR = Words("{name}（代{absent}）", "{name} (for {absent})")


def _since(content: dict[str, Any], present: dict[str, Any], title: str) -> Iterator[DocumentLine]:
    """Yield what reads otherwise by now: corrected names, and the title."""
    for then, now in zip(content["lines"], present["lines"], strict=False):
        if then["value"] != now["value"]:
            yield _line(now | {"words": then["words"]})
    for key, words in (("signer", Words(*content["by"])), ("issuer", _ISSUER)):
        if content[key] != present[key]:
            yield DocumentLine(words, Words(*present[key]))
    if content["title"] != title:
        yield DocumentLine(_TITLE, Words(title, title))


def _lines(kept: Sequence[dict[str, Any]], form: DocumentForm) -> list[DocumentLine]:
    """Return the lines; those kept without their key stand in the order of the form."""
    keys = form.lines if len(kept) == len(form.lines) else [""] * len(kept)
    return [_line({"key": key} | line) for key, line in zip(keys, kept, strict=True)]


def _line(line: dict[str, Any]) -> DocumentLine:
    words, value = Words(*line["words"]), _maybe(line["value"])
    return DocumentLine(words, value, line["kind"], line.get("key", ""))


def _opinion(told: dict[str, Any]) -> DocumentMark:
    at = datetime.fromisoformat(told["at"])
    return DocumentMark(Words(*told["words"]), Words(*told["name"]), at, _maybe(told["text"]))


def _maybe(pair: Sequence[str] | None) -> Words | None:
    return Words(*pair) if pair else None
