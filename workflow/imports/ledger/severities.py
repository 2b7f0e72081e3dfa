"""How serious a problem is, in the words that ledgers use for it."""

from __future__ import annotations

from workflow.imports.ledger.columns import plain

_WORDS = {
    "minor": "轻微 较轻 轻 低 低风险 立行立改 微小 minor low",
    "general": "一般 一般性 普通 中 中等 一般问题 一般隐患 general medium moderate normal",
    "major": "重大 较大 较重 严重 高 较大隐患 重大隐患 重大问题 严重问题 major high serious",
    "key": "重点 特别重大 重点问题 极高 挂牌督办 key critical",
}
_KNOWN = {plain(word): key for key, words in _WORDS.items() for word in words.split()}
DEFAULT = "general"


def severity_of(text: str) -> str | None:
    """Return the severity that a cell names, or None if it names none that we know."""
    return _KNOWN.get(plain(text))
