"""Words count as English does: once in the singular, else in the plural."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests import sources
from workflow.words import Words

_ITEMS = Words("{count}项未办结", "{count:item is|items are} open")
_COUNTS = (
    "accused", "bad", "count", "counted", "days", "events", "explored", "full", "gap", "items",
    "joined", "known", "limit", "max_length", "members", "minutes", "moved", "most", "problems",
    "responsibilities", "rows", "rungs", "seen", "stated", "tasks", "with_first", "years",
)  # fmt: skip
_BARE = re.compile(rf"\{{({'|'.join(_COUNTS)})\}} (\w+ ){{0,2}}?((?!this)\w+s|people)\b")


@pytest.mark.parametrize(
    ("count", "english"), [(0, "0 items are open"), (1, "1 item is open"), (2, "2 items are open")]
)
def test_a_number_is_followed_by_what_it_counts(count: int, english: str) -> None:
    assert _ITEMS.format(count=count) == Words(f"{count}项未办结", english)


def test_a_number_may_still_be_written_in_another_form() -> None:
    filled = Words("{count:,}", "{count:03d} {sure}").format(count=1234, sure=True)
    assert filled == Words("1,234", "1234 True")


def _english() -> Iterator[tuple[str, str]]:
    for file, call in sources.calls(*sources.SHIPPED):
        if ast.unparse(call.func) in ("CodedWords", "Words", "say"):
            yield from ((file, text) for text in _texts(call.args[1:2]))


def _texts(given: list[ast.expr]) -> Iterator[str]:
    """Yield a text as it stands, and one put together at once with the names it holds."""
    for text in given:
        if isinstance(text, ast.Constant):
            yield str(text.value)
        if isinstance(text, ast.JoinedStr):
            yield ast.unparse(text)[2:-1]


def test_no_english_sentence_counts_in_the_plural_alone() -> None:
    assert [(file, text) for file, text in _english() if _BARE.search(text)] == []
