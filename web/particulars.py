"""The facts of an item in the order of its page: shared facts first, then the list's fields.

The list's fields are named by its declaration; nothing is repeated here for a list. The few facts
recorded by moves beside their fields have their names below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.declaration import pack, process_of, system
from workflow.declaration.field_words import read
from workflow.platform import settings
from workflow.queries import ItemView
from workflow.queries.due_date_explanation import Explained
from workflow.queries.listed_fields import names_of
from workflow.queries.people_choices import called
from workflow.words import Words, clauses, listed

_UNIT = Words("责任单位", "Responsible unit")
_UNIT_THEN = Words("提出时的单位名称", "Unit's name when it was raised")
_LATE = Words("逾期工作日", "Overdue, in working days")
_DAYS = Words("{who} {days}天", "{who} {days}")
_HOLDER = Words("承办人", "Assigned to")
_WAITS = Words("等待", "Waits for")
_SEVERITY = Words("严重程度", "Severity")
_RAISED_BY = Words("提出人", "Raised by")
_RAISED_AT = Words("提出时间", "Raised at")
_ROUND = Words("整改轮次", "Round")
_PERIOD = Words("{from_} 至 {to}", "{from_} to {to}")
_PAUSE = Words(
    "{from_} 至 {to}（{days}个工作日）", "{from_} to {to} ({days:working day|working days})"
)
_RECORDED: dict[str, Words] = {
    "signed_by": Words("升级规则指定的签发人", "To be signed by, as its ladder says"),
    "signed_on": Words("签收日期", "Signed for on"),
    "sent_back": Words("退回交办日期", "Sent back on"),
    "plan_state": Words("方案状态", "State of the plan"),
    "publicity": Words("公示期", "Publicity"),
    "suspended": Words("暂缓", "Suspended"),
    "paused": Words("历次暂缓", "Pauses so far"),
    "handed_in": Words("报告完成", "Handed in"),
    "continuing": Words("持续整改", "Found to be continued"),
    "objection": Words("异议", "Objection"),
    "appeal_until": Words("可申诉至", "Appeal possible until"),
    "received_on": Words("签收日期", "Acknowledged on"),
    "executed_on": Words("执行日期", "Executed on"),
    "revoked": Words("申诉后撤销于", "Revoked on appeal, on"),
    "look_back": Words("回头看", "Look-back"),
}
_HANDED_IN = Words("{on}，按时（时限{due}）", "{on}, in time (due {due})")
_HANDED_IN_LATE = Words(
    "{on}，超期{late}个工作日（时限{due}）",
    "{on}, late by {late:working day|working days} when handed in (due {due})",
)
_CONTINUING = Words("{on}认定，第{times}次", "on {on}, {times:time|times} so far")
_LOOK_BACKS = {
    "called": Words("{on}列入，等待结果", "called on {on}, no result yet"),
    "passed": Words("{on}列入，已通过", "called on {on}, passed"),
}
_DAYS_RECORDED = ("signed_on", "sent_back", "appeal_until", "received_on", "executed_on", "revoked")
_PLAN_STATES = {
    "submitted": Words("待批准", "awaits approval"),
    "approved": Words("已批准", "approved"),
    "returned": Words("已退回", "returned"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the list of facts; a text of many lines gets the whole width."""

    words: Words
    value: Words
    kind: str = "text"
    explained: Explained | None = None  # how a date came about
    first: bool = False  # among the few that are shown before the others


def of(view: ItemView) -> list[Fact]:
    """Return every fact to show, in order."""
    today = view.now.astimezone(settings().zone).date()
    weight = [Fact(*line) for line in pack().weight(process_of(view.item), today)]
    return [*_shared(view), *_filled_in(view), *_recorded(view), *weight]


def _shared(view: ItemView) -> Iterator[Fact]:
    item = view.item
    yield Fact(_UNIT, view.unit, first=True)
    if view.unit_then:
        yield Fact(_UNIT_THEN, view.unit_then)
    if view.holder:
        yield Fact(_HOLDER, view.holder, first=True)
    if item.awaits:
        yield Fact(_WAITS, waits_for(view), first=True)
    if view.late:
        yield Fact(
            _LATE, listed([_DAYS.format(who=who, days=days) for who, days in view.late]), first=True
        )
    yield Fact(_SEVERITY, pack().severities[item.severity].words, first=True)
    raisers = [view.names[p] for p in item.duties.get("raiser", []) if p in view.names]
    yield Fact(_RAISED_BY, listed(raisers) if raisers else system.words, first=True)
    if item.round > 1:
        yield Fact(_ROUND, _same(item.round))


def waits_for(view: ItemView) -> Words:
    """Return the person or role awaited by the item: by name where a single person holds the
    item.
    """
    awaited = pack().relations.get(view.item.awaits, _same(view.item.awaits))
    if view.item.awaits != "holder" or not view.holder:
        return awaited
    return Words(f"{awaited.zh}{view.holder.zh}", view.holder.en)


def name_of(view: ItemView, name: str) -> Words:
    """Return a name from the history, in both languages where the person is known."""
    return next((words for words in view.names.values() if words.zh == name), called(name))


def _filled_in(view: ItemView) -> Iterator[Fact]:
    declared = {f.key: f for t in view.list_type.transitions for f in t.fields}
    names: dict[Any, Words] = {**view.names, **names_of(declared.values(), view.item.data)}
    for key, asked in declared.items():
        if asked.is_kept and key in view.item.data:
            value = read(asked, view.item.data[key], names)
            yield Fact(asked.words, value, asked.kind)


def _recorded(view: ItemView) -> Iterator[Fact]:
    notes: Mapping[str, object] = process_of(view.item)
    for key, words in _RECORDED.items():
        if key in notes:
            kind = "date" if key in _DAYS_RECORDED else "text"
            explained = view.publicity if key == "publicity" else None
            yield Fact(words, _told(notes[key]), kind, explained)


def _told(value: Any) -> Words:
    if isinstance(value, dict):
        if "text" in value:
            return _same(value["text"])
        if "times" in value:
            return _CONTINUING.format(**value)
        if value.get("state") in _LOOK_BACKS:
            return _LOOK_BACKS[value["state"]].format(on=value["on"])
        # A publicity, or a pause that runs.
        begun, ends = value.get("from", value.get("on")), value.get("to", value.get("until"))
        return _PERIOD.format(from_=begun, to=ends)
    if isinstance(value, list):
        if "late" in value[0]:
            ways = ((_HANDED_IN_LATE if note["late"] else _HANDED_IN, note) for note in value)
            return clauses(words.format(**note) for words, note in ways)
        return listed([_PAUSE.format(from_=p["on"], to=p["until"], days=p["days"]) for p in value])
    return _PLAN_STATES.get(value) or pack().roles.get(value, _same(value))


def _same(value: object) -> Words:
    return Words(str(value), str(value))
