"""The forms of an item, each filled in from the record up to the form's move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from workflow.declaration import Actor, Field, typed
from workflow.declaration.evidence_records import standing
from workflow.engine import event_fold
from workflow.engine.issued_documents import read_as
from workflow.engine.visibility import gone
from workflow.platform import settings
from workflow.queries.item import ItemView, item
from workflow.queries.item_history import EventView
from workflow.queries.papers.item_forms import ITEM_FORMS, ItemForm
from workflow.queries.papers.text import PaperPart, PaperText, day_in_full
from workflow.words import Language, Words

_NAMES: dict[str, Words] = {
    "number": Words("编号", "Number"),
    "unit": Words("责任单位", "Unit responsible"),
    "holder": Words("承办人", "Held by"),
    "giver": Words("原承办人", "Held before by"),
    "round": Words("轮次", "Round"),
    "day": Words("日期", "Date"),
    "actor": Words("办理人", "By"),
    "move": Words("结论", "Result"),
    "said": Words("意见和要求", "Remarks and requirements"),
    "evidence": Words("佐证材料", "Evidence"),
    "publicity": Words("公示期", "Publicity"),
}
_PERIOD = Words("{first}至{last}", "{first} to {last}")
_NOTED = Words("{text}（{name}，{day}）", "{text} ({name}, {day})")
_BY = Words("{name}，{day}", "{name}, {day}")


def forms_of(view: ItemView) -> list[ItemForm]:
    """Return the forms filled in from the record of an item."""
    moves = {event.trigger for event in view.events}
    return [
        form
        for form in ITEM_FORMS
        if form.list_key == view.list_type.key and not moves.isdisjoint(form.after)
    ]


def item_paper(number: str, key: str, actor: Actor, language: Language) -> PaperText:
    """Return a form of an item.

    Raises ``NotFound`` where there is no such item for the actor, or nothing to put on the form.
    """
    view = item(number, actor)
    form = next((form for form in forms_of(view) if form.key == key), None)
    if form is None:
        raise gone(f"{number}/{key[:20]}")
    return paper_of(view, form, language)


def paper_of(view: ItemView, form: ItemForm, language: Language) -> PaperText:
    """Return a form of an item, filled in from the record."""
    return _Filling(view, form, language).paper()


class _Filling:
    """A form being filled in, as of the newest of its moves."""

    def __init__(self, view: ItemView, form: ItemForm, language: Language) -> None:
        self.view, self.form, self.language = view, form, language
        place = max(n for n, event in enumerate(view.events) if event.trigger in form.after)
        self.event, self.later = view.events[place], view.events[place + 1 :]
        self.before: dict[str, Any] = {}
        for event in view.events[:place]:
            self.before |= event_fold.columns(view.list_type.key, event.changes)
        self.then = self.before | event_fold.columns(view.list_type.key, self.event.changes)
        self.fields: dict[str, Field] = {
            f.key: f for t in view.list_type.transitions for f in t.fields
        }

    def paper(self) -> PaperText:
        rows = [self.row(key) for key in self.form.lines]
        rows += [PaperPart(self.say(e.move), self.noted(e)) for e in self.since()]
        return PaperText(
            language=self.language, prose=False, issuer="", number=self.view.item.number,
            signer="", title=self.say(self.form.words), addressee="", opening="",
            parts=tuple(rows), closing="", attachments=(),
            signed=self.event.actor_name, date=self.day(self.event), copies="",
            signs=tuple(self.say(words) for words in self.form.signs),
            reference=f"{self.view.item.number} · {self.event.hash[:16]}",
            kind=self.form.key,
            day=self.event.at.astimezone(settings().zone).date().isoformat(),
        )  # fmt: skip

    def since(self) -> Iterator[EventView]:
        """Yield the opinions on the move, up to the move's next time."""
        for event in self.later:
            if event.trigger in self.form.after:
                return
            if event.trigger in self.form.opinions:
                yield event

    def row(self, key: str) -> PaperPart:
        asked = self.fields.get(key)
        words = _NAMES.get(key) or (asked.words if asked else Words(key, key))
        return PaperPart(self.say(words), tuple(self.value(key, asked).splitlines()), key=key)

    def value(self, key: str, asked: Field | None) -> str:
        if own := getattr(self, f"own_{key}", None):
            return str(own())
        value = self.then.get("data", {}).get(key, self.then.get(key))
        if asked is None or value in (None, ""):
            return ""
        if asked.kind == "date":
            return day_in_full(date.fromisoformat(str(value)), self.language)
        return self.say(read_as(asked, value))

    def own_number(self) -> str:
        return self.view.item.number

    def own_unit(self) -> str:
        return self.say(self.view.unit_then or self.view.unit)

    def own_holder(self) -> str:
        return self.name(self.then.get("holder_id"))

    def own_giver(self) -> str:
        return self.name(self.before.get("holder_id"))

    def name(self, person: int | None) -> str:
        found = self.view.names.get(person or 0)
        return self.say(found) if found else ""

    def own_round(self) -> str:
        return str(self.then.get("round", 1))

    def own_due_on(self) -> str:
        due = typed(self.then.get("process", {})).get("due_on")
        return day_in_full(date.fromisoformat(due), self.language) if due else ""

    def own_day(self) -> str:
        return self.day(self.event)

    def own_actor(self) -> str:
        return self.event.actor_name

    def own_move(self) -> str:
        return self.say(self.event.move)

    def own_said(self) -> str:
        return self.event.comment

    def own_evidence(self) -> str:
        return "\n".join(piece["name"] for piece in standing(self.then.get("evidence") or ()))

    def own_publicity(self) -> str:
        period = typed(self.then.get("process", {})).get("publicity")
        if not period:
            return ""
        first, last = (
            day_in_full(date.fromisoformat(day), self.language)
            for day in (period["from"], period["to"])
        )
        return self.say(_PERIOD.format(first=first, last=last))

    def noted(self, event: EventView) -> tuple[str, ...]:
        pattern = _NOTED if event.comment else _BY
        told = pattern.format(text=event.comment, name=event.actor_name, day=self.day(event))
        return tuple(self.say(told).splitlines())

    def day(self, event: EventView) -> str:
        return day_in_full(event.at.astimezone(settings().zone).date(), self.language)

    def say(self, words: Words) -> str:
        return words.of(self.language)
