"""The printable summary of an item: facts, history, votes, evidence and documents."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.declaration import pack
from workflow.engine.issued_documents import read_as
from workflow.platform import settings
from workflow.queries.item import ItemView
from workflow.queries.item_history import EventView
from workflow.queries.minutes import Minutes
from workflow.queries.papers.text import PaperPart, PaperText
from workflow.words import Language, Words

_TITLE = Words("{number} {title}", "{number} {title}")
_STATE, _UNIT = Words("状态", "State"), Words("单位", "Unit")
_HOLDER = Words("承办人", "Held by")
_HISTORY, _VOTES = Words("办理过程", "History"), Words("表决", "Votes")
_EVIDENCE, _PAPERS = Words("佐证材料", "Evidence"), Words("文书", "Documents")
_MOVE = Words("{at} {name} {move}", "{at} {name}: {move}")
_SAID = Words("{line}：{comment}", "{line}: {comment}")
_RECUSED = Words("回避", "recused")
_FILE = Words("{name}（SHA-256 {digest}）", "{name} (SHA-256 {digest})")


def summary_of(view: ItemView, language: Language) -> PaperText:
    """Return the summary of an item as a paper."""
    parts = (
        PaperPart(words.of(language), tuple(line.of(language) for line in lines))
        for words, lines in _sections(view)
    )
    item = view.item
    return PaperText(
        language=language, prose=False, issuer="", number=view.list_type.words.of(language),
        signer="", title=_TITLE.format(number=item.number, title=item.title).of(language),
        addressee="", opening="", parts=tuple(part for part in parts if part.paragraphs),
        closing="", attachments=(), signed="", date="", copies="", signs=(),
        reference=f"{item.number} · {view.events[-1].hash[:16] if view.events else ''}",
    )  # fmt: skip


def _sections(view: ItemView) -> Iterator[tuple[Words, list[Words]]]:
    yield _STATE, [view.state.words]
    yield _UNIT, [view.unit]
    yield _HOLDER, [view.holder] if view.holder else []
    declared = {f.key: f for t in view.list_type.transitions for f in t.fields}
    for key, value in view.item.data.items():
        if key in declared and value not in (None, ""):
            yield (
                declared[key].words,
                [_line(part) for part in _lines(read_as(declared[key], value))],
            )
    yield _HISTORY, [_moved(event) for event in view.events]
    yield _VOTES, [line for minutes in view.minutes for line in _voted(minutes)]
    yield (
        _EVIDENCE,
        [_FILE.format(name=piece["name"], digest=piece["sha256"]) for piece in view.item.evidence],
    )
    yield (
        _PAPERS,
        [
            Words(f"{words.zh} {number}", f"{words.en} {number}") if number else words
            for words, number in (
                (pack().documents[one["document"]].words, one.get("number", ""))
                for one in view.item.process.get("documents", ())
            )
        ],
    )


def _lines(words: Words) -> list[tuple[str, str]]:
    zh, en = words.zh.splitlines(), words.en.splitlines()
    return [*zip(zh, en, strict=False)]


def _line(pair: tuple[str, str]) -> Words:
    return Words(*pair)


def _moved(event: EventView) -> Words:
    at = event.at.astimezone(settings().zone).strftime("%Y-%m-%d %H:%M")
    line = _MOVE.format(at=at, name=event.actor_name, move=event.move)
    comment = " ".join(event.comment.split())
    return _SAID.format(line=line, comment=comment) if comment else line


def _voted(minutes: Minutes) -> Iterator[Words]:
    for opinion in minutes.opinions:
        at = opinion.at.astimezone(settings().zone).strftime("%Y-%m-%d %H:%M")
        line = _MOVE.format(at=at, name=opinion.name, move=opinion.vote or _RECUSED)
        yield _SAID.format(line=line, comment=opinion.text) if opinion.text else line
    if minutes.counted:
        yield minutes.counted
