"""Of a large tree a unit is searched for: by name, code or number, and without any script."""

from __future__ import annotations

import psycopg
import pytest

from tests.cast import OFFICE, actor
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import queries
from workflow.errors import BadInput

LEADER = actor("leader")


@pytest.fixture
def large(cast: object, database: Database) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(
            "INSERT INTO units (id, parent_id, kind, name, name_en, path, valid_from, code)"
            " SELECT n, 3, 'group', '第' || n || '小组', 'Group ' || n, '/1/2/3/' || n || '/',"
            "        '2020-01-01', 'G' || n FROM generate_series(100, 3100) AS n"
        )


@pytest.mark.usefixtures("large")
def test_the_pages_stay_small_and_suggest_some_units(enter: Entering) -> None:
    for login, path in (("leader", "/lists/problems"), ("inspector", "/lists/problems/raise")):
        page = enter(login).get(path).text
        assert "第100小组 #100" in page
        assert "第2000小组" not in page
        assert len(page) < 60_000
    assert len(queries.units(LEADER)) == 3005


@pytest.mark.usefixtures("large")
def test_a_list_is_narrowed_down_by_a_unit_that_is_written(enter: Entering) -> None:
    number = stories.raised("别的小组", unit=2000)
    visitor = enter("leader")
    for text in ("第2000小组", "Group 2000", "G2000", "2000", "第2000小组 %232000"):
        page = visitor.get(f"/lists/problems?unit={text}").text
        assert number in page
        assert 'value="第2000小组 #2000"' in page
    assert number not in visitor.text("/lists/problems?unit=G2001")
    several = visitor.get("/lists/problems?unit=小组")
    assert several.status_code == 422
    assert "第100小组 #100" in words(several)


@pytest.mark.usefixtures("large")
def test_an_item_is_raised_in_a_unit_that_is_written(enter: Entering) -> None:
    visitor = enter("inspector")
    data = {"title": "会议记录不全", "severity": "minor", "unit": "没有这样的"}
    refused = visitor.post("/lists/problems/raise", data)
    assert refused.status_code == 422
    assert "没有找到“没有这样的”这个单位" in words(refused)
    assert 'value="没有这样的"' in refused.text
    answer = visitor.post("/lists/problems/raise", data | {"unit": "第2000小组"})
    assert answer.status_code == 303
    assert "第2000小组" in visitor.text(answer.location)


@pytest.mark.usefixtures("large")
def test_what_lies_outside_is_not_found_and_siblings_stand_by_number(database: Database) -> None:
    with pytest.raises(BadInput):
        queries.unit_of(actor("outsider"), "第2000小组")
    order = [choice.id for choice in queries.units(LEADER)]
    assert order[:4] == [1, OFFICE, 3, 100]
    assert order.index(999) + 1 == order.index(1000)
