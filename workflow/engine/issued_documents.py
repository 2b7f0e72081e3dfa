"""An official document as issued: its whole content, composed once and kept in the issuing event.

The event is hashed over the one before and only ever added to, so that a name corrected later, a
unit renamed or a form worded anew changes nothing in what was issued, and a changed byte is named
by the verification of the trail. The content is plain JSON; words are pairs of both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from psycopg.rows import dict_row

from workflow.declaration import (
    Actor,
    ContentLine,
    Field,
    IssuedDocument,
    Item,
    pack,
    system,
    typed,
)
from workflow.declaration.evidence_records import standing
from workflow.engine.document_forms import FORMS, DocumentForm
from workflow.engine.event_hash import instant
from workflow.engine.unit_of_work import UnitOfWork
from workflow.platform import Connection
from workflow.words import Words, clauses, joined

NOTE = "paper"  # where the event of the issue holds the content
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
_LATE = Words("{days}个工作日", "{days:working day|working days}")
_POSTS_APART = Words("、", "; ")  # an English post has a comma of its own
_POST = Words("{name}（{posts}）", "{name} ({posts})")
_FOR = Words("{name}（代{absent}）", "{name} (for {absent})")
_NAMES = "SELECT id, name, name_en FROM people WHERE id = ANY(%s)"
_UNIT = """
    SELECT coalesce(n.name, u.name) AS name,
           CASE WHEN n.name IS NULL THEN u.name_en ELSE n.name_en END AS name_en
      FROM units u LEFT JOIN unit_names n
        ON n.unit_id = u.id AND n.valid_from <= %(day)s AND n.valid_to >= %(day)s
     WHERE u.id = %(unit)s ORDER BY n.valid_from LIMIT 1"""
_POSTS = """
    SELECT a.role, u.name, u.name_en FROM appointments a JOIN units u ON u.id = a.unit_id
     WHERE a.person_id = %(person)s AND NOT a.role = ANY(%(administrators)s)
       AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to >= %(day)s)
     ORDER BY length(u.path), a.id"""
_OPINION = """
    SELECT at, trigger, source, actor_id, actor_name, behind_id, comment, changes FROM events
     WHERE item_id = %s AND seq <= %s AND trigger = ANY(%s) ORDER BY seq DESC LIMIT 1"""


class Signer(NamedTuple):
    """The person who issues: id (``None``: the system), name, and the absent person, if any."""

    id: int | None
    name: str
    behind: int | None


def freeze(work: UnitOfWork, item: Item, issued: IssuedDocument, actor: Actor) -> dict[str, Any]:
    """Return the content of a document about to be issued, from the item as the event will say."""
    work.begin()
    then = {column: getattr(item, column) for column in _READ}
    signer = Signer(actor.person_id, actor.name, actor.behind)
    return compose(work.connection, (item.id, item.list_key, item.version), then, issued, signer)


def compose(
    connection: Connection,
    about: tuple[int, str, int],
    then: Mapping[str, Any],
    issued: IssuedDocument,
    signer: Signer,
    called: Mapping[int, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the content of a document; ``about`` is item, list and the version before the issue.

    ``then`` holds the columns of the item at its issue. Names of people are those of the present,
    or as ``called`` at another time.
    """
    desk = _Desk(
        connection=connection, about=about, then=then, issued=issued, signer=signer, called=called
    )
    return desk.content()


_READ = ("title", "parent_id", "unit_id", "holder_id", "duties", "evidence", "data", "process")


@dataclass(slots=True, kw_only=True)
class _Desk:
    """A document in the making."""

    connection: Connection
    about: tuple[int, str, int]
    then: Mapping[str, Any]
    issued: IssuedDocument
    signer: Signer
    called: Mapping[int, str]

    @property
    def form(self) -> DocumentForm:
        return FORMS[self.issued["document"]]

    @property
    def on(self) -> date:
        return date.fromisoformat(self.issued["on"])

    @property
    def process(self) -> Any:
        return typed(self.then["process"])

    def content(self) -> dict[str, Any]:
        lines = [{"key": key} | self.line(key) for key in self.form.lines]
        to = self.line(self.form.addressee)["value"] if self.form.addressee else None
        return {
            "document": self.issued["document"],
            "words": list(pack().documents[self.issued["document"]].words),
            "no": self.issued.get("number", ""),
            "issuer": list(self.unit_named(self.issued["unit"])),
            "on": self.issued["on"],
            "by": list(self.form.by),
            "signer": list(self.who(*self.signer)),
            "addressee": to,
            "title": self.then["title"],
            "lines": lines,
            "opinions": self.opinions(),
            "attachments": [piece["name"] for piece in standing(self.then.get("evidence") or ())],
        }

    def line(self, key: str) -> dict[str, Any]:
        list_type = pack().lists[self.about[1]]
        declared = {f.key: f for t in list_type.transitions for f in t.fields}
        asked = declared.get(key)
        if own := _OWN.get(key):
            return _line(_LINES[key], own(self), "moment" if key == "when" else "text")
        if asked is None or key == "title":
            return _line(_LINES["title"], self.matters(), "long")
        value = self.then["data"].get(key)
        shown = None if value in (None, "") else read_as(asked, value)
        return _line(asked.words, shown, asked.kind)

    def matters(self) -> Words:
        told = self.process.get("contents", [])
        return _same("\n".join(matters(self.then["title"], self.then["parent_id"], told)))

    def names(self, ids: Iterable[int | None]) -> dict[int, Words]:
        wanted = sorted({one for one in ids if one is not None})
        rows = self.connection.execute(_NAMES, [wanted]).fetchall()
        known = {person: Words(zh, en or zh) for person, zh, en in rows}
        then = {person: name for person, name in self.called.items() if person in known}
        return known | {p: _same(name) for p, name in then.items() if name != known[p].zh}

    def who(self, person: int | None, name: str, behind: int | None) -> Words:
        names = self.names((person, behind))
        own = system.words if person is None else names.get(person, _same(name))
        absent = names.get(behind) if behind is not None else None
        return _FOR.format(name=own, absent=absent) if absent else own

    def unit_named(self, unit_id: int) -> Words:
        row = self.connection.execute(_UNIT, {"unit": unit_id, "day": self.on}).fetchone()
        assert row  # noqa: S101 -- a foreign key keeps it
        return Words(row[0], row[1] or row[0])

    def concerned(self) -> Words | None:
        """Return the person concerned, with the posts held on the day of issue."""
        person = self.then["holder_id"]
        name = self.names([person]).get(person)
        posts = self.posts(person) if name else []
        if not name or not posts:
            return name
        return _POST.format(name=name, posts=joined(_POSTS_APART, posts))

    def posts(self, person: int) -> list[Words]:
        values = {"person": person, "day": self.on, "administrators": [*pack().administrators]}
        rows = self.connection.execute(_POSTS, values).fetchall()
        return [
            Words(
                _posted(unit, pack().roles[role].zh), f"{unit_en or unit}, {pack().roles[role].en}"
            )
            for role, unit, unit_en in rows
        ]

    def did(self, duty: str) -> Words | None:
        """Return the last person to fulfil a duty, as of the issue."""
        people = (self.then["duties"] or {}).get(duty, ())
        names = self.names(people)
        return next((names[p] for p in reversed(people) if p in names), None)

    def opinions(self) -> list[dict[str, Any]]:
        """Return the newest opinion that led to the document, if its form names any."""
        if not self.form.before:
            return []
        item_id, list_key, version = self.about
        cursor = self.connection.cursor(row_factory=dict_row)
        cursor.execute(_OPINION, [item_id, version, [*self.form.before]])
        row = cursor.fetchone()
        move = row and pack().lists[list_key].find(row["trigger"], row["source"])
        if not row or not move:
            return []
        text = written(row["comment"], row["changes"].get("data", {}), move.fields)
        return [
            {
                "words": list(move.words),
                "name": list(self.who(row["actor_id"], row["actor_name"], row["behind_id"])),
                "at": instant(row["at"]),
                "text": list(text) if text else None,
            }
        ]


_OWN: dict[str, Callable[[_Desk], Words | None]] = {
    "unit": lambda desk: desk.unit_named(desk.then["unit_id"]),
    "concerned": _Desk.concerned,
    # The number of supervisions of the matter, the present one included.
    "times": lambda desk: _same(desk.process.get("times", 1)),
    "first_number": lambda desk: _same(desk.process["documents"][0].get("number", "")),
    # In days, at the time of the last reminder.
    "late": lambda desk: _LATE.format(days=desk.process["reminders"][-1]["late"]),
    "when": lambda desk: _same(f"{desk.then['data']['held_on']} {desk.then['data']['held_at']}"),
    "interviewer": lambda desk: desk.did("interviewer"),
    "recorder": lambda desk: desk.did("recorder"),
    "proposer": lambda desk: desk.did("drafter"),
    # The end of the decision's effect, where its method has a period.
    "impact": lambda desk: pack().period(desk.process),
}


def matters(title: str, parent_id: int | None, told: Sequence[ContentLine]) -> list[str]:
    """Return what a document is about as it is printed: a line for each item.

    A document raised by a person has the title given by that person for the item it hangs on.
    """
    own = [] if any(line["item"] == parent_id for line in told) else [title]
    return own + [f"{line['number']} {line['title']}" for line in told]


def written(comment: str, data: Mapping[str, Any], asked: Iterable[Field]) -> Words | None:
    """Return the text of a move: the answers to its form, and the comment."""
    told = [read_as(f, data[f.key]) for f in asked if data.get(f.key) not in (None, "")]
    told += [_same(comment)] if comment else []
    return clauses(told) if told else None


def read_as(asked: Field, value: object) -> Words:
    """Return a value of a field in words."""
    if asked.choices or asked.table:
        return next((words for key, words in asked.offered() if key == value), _same(value))
    return Words("是", "yes") if value is True else _same(value)


def _line(words: Words, value: Words | None, kind: str) -> dict[str, Any]:
    return {"words": list(words), "value": list(value) if value else None, "kind": kind}


def _posted(unit: str, post: str) -> str:
    """Put a unit before a post as documents do, without repeating the shared text between them."""
    shared = next(n for n in range(len(post), -1, -1) if unit.endswith(post[:n]))
    return unit + post[shared:]


def _same(value: object) -> Words:
    return Words(str(value), str(value))
