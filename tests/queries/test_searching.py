"""What is searched for is found, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Persona, actor
from tests.engine.stage import Stage
from workflow import queries
from workflow.platform import connect, mentions, words_of
from workflow.queries.listing import Filters

_HOLDS = f"SELECT {mentions('%(text)s::text')}"
LETTERS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1)


def _finds(typed: str, text: str) -> bool:
    with connect() as connection:
        row = connection.execute(_HOLDS, {"text": text, "words": words_of(typed)}).fetchone()
    return bool(row and row[0])


def _numbers(typed: str, login: str = "coordinator") -> list[str]:
    return [row.number for row in queries.items("problems", actor(login), Filters(q=typed)).rows]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("vpn", "远程 VPN 未备案"), ("ＡＢＣ", "abc 三类"), ("ABC", "ａｂｃ"),
        ("（一）", "第(一)项"),
        ("(一)", "第（一）项"), ("[2026]", "〔2026〕3号"), ("“三会”", '"三会"一课'), ("①", "第1项"),
        ("2026—1", "2026-1"), ("消防\u200b通道", "消防通道"), ("通道 消防", "消防通道堵塞"),
        ("通道\u3000消防", "消防通道堵塞"), ("100%", "完成100％"), ("_x", "a_x"), ("\\", "a\\b"),
    ],
)  # fmt: skip
def test_the_way_of_writing_makes_no_difference(
    typed: str, text: str, cast: dict[str, Persona]
) -> None:
    assert _finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"), [("%", "完成"), ("_", "完成"), ("消防 电梯", "消防通道"), ("vpn", "v p n")]
)
def test_every_word_has_to_be_there_and_no_mark_stands_for_another(
    typed: str, text: str, cast: dict[str, Persona]
) -> None:
    assert not _finds(typed, text)


@given(before=LETTERS, text=LETTERS, after=LETTERS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_part_of_a_text_is_found_as_it_stands_there(
    before: str, text: str, after: str, cast: dict[str, Persona]
) -> None:
    # What composes across the cut, as a letter and its accent, is one character and no part.
    assert _finds(text, f"{before} {text} {after}")


@given(typed=st.text())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_an_answer(typed: str, cast: dict[str, Persona]) -> None:
    assert _finds(typed, "") is (not words_of(typed))


def test_an_item_is_found_by_title_number_unit_and_person(cast: dict[str, Persona]) -> None:
    one = Stage().one("problems", "assigned", title="服务器 VPN 未备案")
    Stage().one("problems", "raised", title="会议记录不全")
    row = queries.items("problems", actor("coordinator"), Filters(q="vpn")).rows[0]
    assert row.holder
    for typed in ("vpn", one[-4:], one.lower(), f"{row.unit.zh} 备案", f"{row.holder.zh} ｖｐｎ"):
        assert one in _numbers(typed), typed
    assert _numbers("vpn 会议") == []
