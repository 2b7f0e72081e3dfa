"""The state of a ledger's row: open, finished, or struck off; finished work must not be chased."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from workflow.imports.ledger.names import forms_of, plain
from workflow.imports.ledger.report_clauses import end_of, sounds_finished

WrittenState = Literal["open", "done", "closed"]
_FILE = Path(__file__).parent / "state_words.csv"
_YES = {"是", "y", "yes", "√", "✓", "✔", "☑", "v", "true", "1", "t", "有", "已"}
_NO = {"否", "n", "no", "×", "✗", "✘", "x", "☐", "false", "0", "f", "未", "无"}
_TICKS = {*"√✓✔☑×✗✘☐是否"}
_CLOSING = re.compile(r"销号|闭环|办结|完结|结案|关闭|归档|摘牌|closed|closure")
_ASKS_OPEN = re.compile(r"open|active|未")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_NOT = re.compile(
    r"未|没有|尚|不到位|不合格|不通过|退回|驳回|^待(?!验收|复|核|审|确认|销号|闭环)|拟|滞后|逾期|超期|延期|"
    r"部分|阶段性|\bnot\b|partial|incomplete|overdue|past ?due|delayed|behind"
)
_GOING_ON = re.compile(
    r"正在|推进|进行|[整治办处]\S?中$|^持续|^长期|^限期|^责令|停产|整顿|序时|启动|^计划|^准备|^预计|"
    r"progress|ongoing|pending|planned|underway|started|awaiting|open"
)
_STILL = re.compile(r"正在|继续(?:整改|推进|落实|列管|督办)|[，,；;。]持续(?!巩固|坚持|保持)")
_BEGUN = re.compile(
    r"^正在|推进|进行中|[整治办处履]\S?[中责]$|^持续|^整改中|^履责中|序时|^部分|^阶段性|^已交办|^已下发|^已派发|^已分派|"
    r"in ?progress|ongoing|underway|^started|^assigned|^partial"
)
_STRUCK_OFF = re.compile(
    r"(?<!待)(?<!未)(?<!申请)(?<!拟)(?<!可)(?<!建议)(?<!提请)(?:销号|结案|闭环|归档|摘牌|关闭|完结|(?<!性)办结)|\bclosed\b"
)
_FINISHED = re.compile(
    r"^(?:该|此|本)?(?:问题|事项|任务|隐患|整改)?(?:均|都|现)?(?:已经?|现已)\S{0,6}?(?:完成|整改|办结|落实|解决|到位|处置|处理|消除|更换|修复|改正|达标|通过)|"
    r"^(?:全部|全面|均|都)?(?:整改|验收|复查|核查)(?:工作)?(?:已经?)?(?:完成|完毕|到位|合格|通过)|"
    r"^(?:全部|全面)?完成(?:了)?(?:整改|销号)|^(?:completed?|resolved|fixed|remediated|implemented|rectified)\b"
)
_ONLY_FINISHED = re.compile(
    r"(?:均|都|现)?已(?:经)?(?:全面|全部|按期|按时|如期|提前)*(?:完成|整改|落实|办结|解决|销号|处理)+(?:整改|到位|完毕|任务)*"
)
_FIRST_CLAUSE = re.compile(r"[，。；,;.！!\n（(]")
_LONGEST_STATE = 16
_LONGEST_WORD = 60  # characters in which a report of progress says how it stands


class StateTold(NamedTuple):
    """The state in a cell, and whether its words are beyond doubt."""

    state: WrittenState
    certain: bool


@lru_cache(maxsize=1)
def _known() -> dict[str, WrittenState]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        plain(word): row["state"]  # type: ignore[misc]
        for row in rows
        for word in row["words"].split("|")
    }


@lru_cache(maxsize=16_384)
def state_of(text: str, name: str = "") -> StateTold | None:
    """Return the state in a cell of a column of states, or ``None`` for an empty cell.

    ``name`` is the column's name, answered by a yes or a no. An unlisted word is never taken for
    open without a question.
    """
    forms = forms_of(text)
    if not forms:
        return _answer(text.strip(), name)
    answers = (_answer(form, name) for form in reversed(forms))
    if answer := next(filter(None, answers), None) or _answer(forms[0][:1], name, more=forms[0]):
        return answer
    if known := next((_known()[form] for form in forms if form in _known()), None):
        return StateTold(known, certain=True)
    return _phrase(forms[0], text)


def _answer(word: str, name: str, more: str = "") -> StateTold | None:
    """Read a yes or no as the answer to the question in the column's name, or return ``None``."""
    if more and not re.match(r"[是否](?:$|[未已完整不]|\d)", more):
        return None
    word, question = word.lower(), plain(name)
    if word not in _YES | _NO:
        return None
    yes = (word in _YES) != bool(_ASKS_OPEN.search(question) and "closed" not in question)
    certain = bool(question) and not question.isdecimal()
    if not yes:
        return StateTold("open", certain)
    return StateTold("closed" if _CLOSING.search(question) else "done", certain)


def _phrase(word: str, text: str) -> StateTold:
    short = len(word) <= _LONGEST_STATE
    if percent := _PERCENT.search(text.replace("％", "%")):
        whole = float(percent[1]) >= 100
        return StateTold("done" if whole and not _NOT.search(word) else "open", short or not whole)
    if ended := end_of(text):
        return StateTold(ended, short)
    if _NOT.search(word) or _STILL.search(text):
        return StateTold("open", short)
    if _STRUCK_OFF.search(word):
        return StateTold("closed", short)
    if _FINISHED.search(word):
        return StateTold("done", short)
    if _GOING_ON.search(word):
        return StateTold("open", short)
    return StateTold("done" if sounds_finished(word) else "open", certain=False)


@lru_cache(maxsize=16_384)
def progress_state(text: str) -> StateTold | None:
    """Return the state that a report of progress tells beyond doubt, or most likely; else None."""
    told = _whole(text) if len(text) <= _LONGEST_WORD else None
    if told or not text:
        return told
    if sounds_finished(text):
        return StateTold("done", certain=False)
    whole, text = text, text[:_LONGEST_WORD]
    clause = _FIRST_CLAUSE.split(text.strip(), maxsplit=1)[0]
    begins = _whole(clause) if len(clause) <= _LONGEST_STATE else None
    if begins and begins.state != "open":
        return StateTold(begins.state, certain=False)
    if len(clause) <= _LONGEST_STATE and _ONLY_FINISHED.fullmatch(plain(clause)):
        return StateTold("done", certain=False)
    if begins is None and (ended := end_of(whole)):
        return StateTold(ended, certain=False)
    word = re.match(r"\s*(closed|completed|implemented|resolved)\b[\s:,.]*(?:on|\d|$)", text, re.I)
    return (
        StateTold("closed" if word[1].lower() == "closed" else "done", certain=False)
        if word
        else None
    )


def _whole(text: str) -> StateTold | None:
    if re.fullmatch(r"\s*\d{1,3}(?:\.\d+)?\s*[%％]\s*", text):
        return state_of(text)
    known = next((_known()[form] for form in forms_of(text) if form in _known()), None)
    return StateTold(known, certain=True) if known else None


def is_state(text: str) -> bool:
    """Say whether a text is a listed word for a state."""
    return any(form in _known() for form in forms_of(text))


def is_going_on(text: str) -> bool:
    """Say whether a text tells that work has begun and is not over."""
    word = plain(text)
    return bool(word) and len(word) <= _LONGEST_WORD and bool(_BEGUN.search(word))


def is_answer(text: str) -> bool:
    """Say whether a text is a yes or a no."""
    return text.strip().lower() in _YES | _NO


def is_tick(text: str) -> bool:
    """Say whether a text is a mark, or the word for yes or no, that stands for nothing else."""
    return text.strip() in _TICKS


def is_yes(text: str) -> bool:
    """Say whether a text is a yes."""
    return text.strip().lower() in _YES
