"""Measures become tasks where they are numbered, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.imports.ledger.task_split import split_measures


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("补全记录。", ["补全记录。"]),
        ("1.补全", ["补全"]),
        ("（一）补全记录", ["补全记录"]),
        ("1.5公里护栏", ["1.5公里护栏"]),
        ("1.补全记录；2.建立制度。", ["补全记录", "建立制度。"]),
        ("1、进行了处罚 2、完善了手续", ["进行了处罚", "完善了手续"]),
        ("（一）补全记录（二）建立制度", ["补全记录", "建立制度"]),
        ("（一）开展行动……（二）严格落实……", ["开展行动……", "严格落实……"]),
        ("一是补全记录；二是建立制度；三是抽查。", ["补全记录", "建立制度", "抽查。"]),
        ("①补全②建立", ["补全", "建立"]),
        ("(1)补全\n(2)建立", ["补全", "建立"]),
        ("支委会：1.补全；2.建立", ["支委会：补全", "建立"]),
        ("先摸底。1.补全；2.建立", ["先摸底。；补全", "建立"]),
        ("（一）查。1.补全；2.建立。（二）改", ["查。1.补全；2.建立。", "改"]),
        # No enumerations.
        ("补全记录；建立制度", ["补全记录；建立制度"]),
        ("修补1.5公里护栏，2.3公里标线", ["修补1.5公里护栏，2.3公里标线"]),
        ("落实第1、2、3条要求", ["落实第1、2、3条要求"]),
        ("2.建立制度；3.抽查", ["2.建立制度；3.抽查"]),
        ("", []),
        ("  ", []),
    ],
)
def test_measures_are_split_only_where_they_are_numbered(text: str, parts: list[str]) -> None:
    assert list(split_measures(text)) == parts


STYLES = ("{}.", "{}、", "（{}）", "({})", "{}）")
MEASURE = st.text("补全记录建立制度开展培训", min_size=1, max_size=12)


@given(
    st.lists(MEASURE, min_size=2, max_size=12),
    st.sampled_from(STYLES),
    st.sampled_from(["；", "。", "\n", ""]),
)
def test_numbered_measures_come_back_one_by_one(measures: list[str], style: str, end: str) -> None:
    if not end and style not in ("（{}）", "({})"):
        end = "；"
    text = end.join(style.format(n) + measure for n, measure in enumerate(measures, 1))
    assert [part.rstrip("。") for part in split_measures(text)] == measures


@given(st.text(max_size=200))
def test_no_text_raises_and_no_character_but_marks_is_lost(text: str) -> None:
    parts = split_measures(text)
    kept = [c for c in text if c.isalpha() and c not in "一二三四五六七八九十是要第"]
    assert [
        c for c in "".join(parts) if c.isalpha() and c not in "一二三四五六七八九十是要第"
    ] == kept
