"""The search in everything: whatever was written of an item, at once, and nothing hidden."""

from __future__ import annotations

from collections import Counter

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import BRANCH, Persona, actor
from tests.engine.stage import REASON, Stage
from tests.servers import Database
from workflow import queries
from workflow.engine import commands
from workflow.errors import BadInput, NotFound
from workflow.platform import connect
from workflow.queries import search_texts
from workflow.queries.listing import Filters
from workflow.queries.search_everywhere import MOST, search

pytestmark = pytest.mark.usefixtures("cast")
LETTERS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=2, max_size=8)


def found(typed: str, login: str = "coordinator") -> list[str]:
    return [row.number for group in search(typed, actor(login)).groups for row in group.rows]


def say(number: str, comment: str) -> None:
    commands.fire(number, "comment", actor("coordinator"), comment=comment)


@pytest.mark.parametrize("taken_in", [False, True])
def test_words_stand_in_the_title_a_field_a_comment_or_the_name_of_a_file(taken_in: bool) -> None:
    number = Stage().one("problems", "rectified", title="隧道照明不足", target="照度达标")
    say(number, "废水已经清理，请看照片")
    if taken_in:
        assert search_texts.take_in()
        assert not search_texts.take_in()
    with connect() as connection:
        row = connection.execute(
            "SELECT evidence -> 0 ->> 'name' FROM items WHERE number = %s", [number]
        ).fetchone()
    assert row
    for typed in ("隧道", "照明不足", "照度", "废水", "隧道 废水", number, number[-4:], row[0]):
        assert found(typed) == [number], typed
    assert found("隧道 电梯") == []


def test_a_list_finds_what_the_search_finds() -> None:
    number = Stage().one("problems", "assigned", title="隧道照明不足")
    say(number, "废水已经清理，请看照片")
    for _ in ("new", "taken in"):
        rows = queries.items("problems", actor("coordinator"), Filters(q="废水")).rows
        assert [row.number for row in rows] == [number]
        search_texts.take_in()


def test_a_corrected_text_is_found_and_the_former_is_not() -> None:
    number = Stage().one("problems", "assigned", title="会议记录不全")
    search_texts.take_in()
    commands.fire(
        number, "correct", actor("coordinator"), fields={"title": "台账缺页"}, comment=REASON
    )
    for _ in ("new", "taken in"):
        assert found("台账缺页") == [number]
        search_texts.take_in()


@given(written=st.lists(LETTERS, min_size=1, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_never_loses_what_is_written(written: list[str]) -> None:
    """Every part of two letters or more is found by its pairs, however it is written."""
    with connect() as connection:
        for text in written:
            for start in range(len(text) - 1):
                part = text[start : start + 3]
                row = connection.execute(
                    "SELECT search_pairs(search_form(%s)) @> search_pairs_of(%s), "
                    "search_form(%s) LIKE ALL (search_patterns(%s))",
                    [text, [part], text, [part]],
                ).fetchone()
                assert row
                assert row[0] or not row[1], (text, part)


def test_units_and_people_are_found_by_those_above_them(cast: dict[str, Persona]) -> None:
    head = cast["branch-head"]
    seen = search(head.name, actor("coordinator"))
    assert [one.id for one in seen.people] == [head.id]
    assert head.id not in [one.id for one in search(head.name, actor("outsider")).people]
    units = search("第一党支部", actor("coordinator")).units
    assert [(one.id, one.detail.zh) for one in units] == [(BRANCH, "")]
    assert search("第一党支部", actor("outsider")).units == []


def test_what_one_may_not_see_is_not_found() -> None:
    Stage().one("problems", "assigned", title="隧道照明不足")
    assert found("隧道", "outsider") == []
    with pytest.raises(NotFound):
        search("隧道", actor("system-admin"))


@pytest.mark.parametrize("typed", ["水", "a", "水 火"])
def test_a_word_too_short_is_refused_in_words(typed: str) -> None:
    with pytest.raises(BadInput, match="two characters"):
        search(typed, actor("coordinator"))


def test_no_more_than_a_page_is_read_and_the_rest_is_told() -> None:
    Stage().many("problems", "raised", MOST + 3, title="隧道照明不足")
    seen = search("隧道", actor("coordinator"))
    assert seen.more
    assert Counter(row.list_key for g in seen.groups for row in g.rows) == {"problems": MOST}


def test_a_search_asks_for_the_index_and_reads_no_more_than_it_shows(database: Database) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("SET enable_seqscan = off")
        plan = owner.execute(
            "EXPLAIN SELECT item_id FROM search_texts WHERE search_pairs(written) @> "
            "(SELECT search_pairs_of(ARRAY['隧道照明']))"
        ).fetchall()
    assert "ix_search_texts_pairs" in str(plan)
