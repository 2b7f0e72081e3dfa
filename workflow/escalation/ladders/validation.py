"""Prove a ladder: its faults, rung by rung, in sentences.

Levels go one by one (docs/domain/escalation-ladder.md#rule-a); the document of a level is fixed, so
that every rung from the second level on has one document and every document is signed by a person
before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from workflow.declaration import RAISE, SYSTEM, Facts, Item, ListType, Open, Rung, pack
from workflow.platform import cleaned
from workflow.words import Words, listed

EARLIEST, LATEST = -60, 250  # working days from the due date
MOST = 12

_NONE = Words("至少要有一级", "there has to be one rung at least")
_TOO_MANY = Words(f"最多{MOST}级", f"at most {MOST} rungs")
_NAMELESS = Words("请写明名称", "give it a name")
_FAR = Words(
    f"天数应在{EARLIEST}和{LATEST}之间", f"has to lie between {EARLIEST} and {LATEST} days"
)
_ORDER = Words("应晚于上一级的天数", "has to come later than the rung before it")
_EARLY = Words(
    "督办及以上只能在到期之后（至少1天）",
    "a document comes after the due date only: one day at least",
)
_DOWN = Words("级别不能低于上一级", "the level cannot be lower than that of the rung before it")
_TWICE = Words("同一级别的文书只能有一次", "one ladder opens this document once only")
_LEAP = Words(
    "不能越级：前面还缺“{level}”", "levels go one by one: “{level}” has to come before it"
)
_NO_DOCUMENT = Words("这个清单没有这一级的文书", "this list has no document of this level")
_MISMATCH = Words("文书与级别不符", "its document is not that of its level")
NO_SIGNER = Words("这种文书没有签发人可选", "nobody can be chosen to sign at this level")
_WRONG_SIGNER = Words("只能由{roles}签发", "only these may be chosen to sign it: {roles}")
_NOBODY = Words("请至少选一个通知对象", "choose somebody who is told")
_UNKNOWN = Words("没有“{relation}”这种通知对象", "nobody is called {relation} here")
_SAME_KEY = Words("与另一级重复", "is the same rung as another one")


class RungFault(NamedTuple):
    """A fault of a rung (index from 0; -1: the whole ladder), and its column."""

    rung: int
    column: str
    words: Words


def document_of(list_key: str, level: int) -> str:
    """Return the list in which a rung of the level opens an entry; empty for a message."""
    opened = pack().lists.get(pack().level_documents.get(level, ""))
    return opened.key if opened and _may_hang(opened, list_key) else ""


def _may_hang(opened: ListType, list_key: str) -> bool:
    """Say whether the machine may raise such a document on an item of the list."""
    raising = opened.find(RAISE, "")
    blank = Facts(Item(0, opened.key, "", "", "", "", 0, ""), datetime.min, ZoneInfo("UTC"))
    by_machine = raising is not None and raising.permission(SYSTEM, blank)
    return by_machine and list_key in opened.parents


def signers_of(list_key: str, level: int) -> tuple[str, ...]:
    """Return the roles to choose the signer of the level's document from; empty: fixed."""
    opened = document_of(list_key, level)
    return pack().lists[opened].signers if opened else ()


def levels_of(list_key: str) -> list[int]:
    """Return the levels allowed in a ladder of the list."""
    documents = pack().level_documents
    return [
        level for level in pack().levels if level not in documents or document_of(list_key, level)
    ]


def faults(list_key: str, rungs: Sequence[Rung]) -> list[RungFault]:
    """Return all faults of a ladder; empty for a proven ladder."""
    if not 0 < len(rungs) <= MOST:
        return [RungFault(-1, "", _TOO_MANY if rungs else _NONE)]
    result = [
        RungFault(n, *wrong) for n, rung in enumerate(rungs) for wrong in _alone(list_key, rung)
    ]
    for n, rung in enumerate(rungs):
        result += (RungFault(n, *wrong) for wrong in _among(list_key, rung, rungs[:n]))
    return sorted(result, key=lambda fault: fault.rung)


def _alone(list_key: str, rung: Rung) -> Iterator[tuple[str, Words]]:
    if not all(cleaned(word) for word in rung.words):
        yield "name", _NAMELESS
    if not EARLIEST <= rung.offset <= LATEST:
        yield "offset", _FAR
    if rung.level in pack().level_documents and rung.offset < 1:
        yield "offset", _EARLY
    if rung.level not in levels_of(list_key):
        yield "level", _NO_DOCUMENT
    elif rung.opens != tuple(filter(None, [document_of(list_key, rung.level)])):
        yield "level", _MISMATCH
    if rung.signer:
        yield from _signing(rung.signer, signers_of(list_key, rung.level))
    if not rung.tells:
        yield "tells", _NOBODY
    for relation in rung.tells:
        if relation not in pack().relations or relation in pack().administrators:
            yield "tells", _UNKNOWN.format(relation=relation[:40])


def _signing(signer: str, allowed: tuple[str, ...]) -> Iterator[tuple[str, Words]]:
    if not allowed:
        yield "signer", NO_SIGNER
    elif signer not in allowed:
        yield "signer", _WRONG_SIGNER.format(roles=listed(pack().roles[role] for role in allowed))


def _among(list_key: str, rung: Rung, before: Sequence[Rung]) -> Iterator[tuple[str, Words]]:
    if before and rung.offset <= before[-1].offset:
        yield "offset", _ORDER
    if before and rung.level < before[-1].level:
        yield "level", _DOWN
    if any(rung.key == other.key for other in before):
        yield "level", _TWICE if rung.level in pack().level_documents else _SAME_KEY
    known = {other.level for other in before} | {0}
    missing = [n for n in levels_of(list_key) if n < rung.level and n not in known]
    if missing:
        yield "level", _LEAP.format(level=pack().levels[missing[0]])


def key_of(list_key: str, rung: Rung, taken: Sequence[str]) -> str:
    """Return the key for a new rung: the key of its document, or a key by its day."""
    opened = document_of(list_key, rung.level)
    if opened:
        return _declared_keys().get(opened, opened)
    first = f"remind_{-rung.offset}" if rung.level == 0 and rung.offset < 0 else "overdue"
    ways = [first, f"day_{rung.offset}".replace("-", "before_")]
    return next((key for key in ways if key not in taken), ways[-1])


def _declared_keys() -> dict[str, str]:
    """Return the rung key of each document list in the declared ladders.

    A set rung with the same key is taken for the declared rung, so that each document is opened
    once.
    """
    return {
        effect.list: rung.key
        for list_type in pack().lists.values()
        for state in list_type.states
        for rung in state.ladder
        for effect in rung.effects
        if isinstance(effect, Open)
    }
