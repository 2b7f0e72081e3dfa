"""The pages of the organisation: the tree, a unit, changes for those who may, 404 for the rest."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from tests import clock
from tests.approving import FIRST
from tests.cast import BRANCH, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import organisation

ADMIN = actor("system-admin")


def test_the_tree_names_each_unit_with_its_head_in_both_languages(enter: Entering) -> None:
    assert "市交通局 党组（党委） 李志远" in enter("leader").text("/organisation")
    assert "First Branch branch Chen Jianguo" in enter("leader", "en").text("/organisation")


def test_a_unit_names_its_responsible_people_in_the_language_of_the_page(enter: Entering) -> None:
    assert "具体责任人 党支部书记 陈建国" in enter("leader").text("/organisation/3")
    page = enter("leader", "en").text("/organisation/3")
    assert "Chen Jianguo" in page
    assert "陈建国" not in page


def test_a_vacant_post_is_shown_in_the_tree_and_on_the_page_of_the_unit(
    enter: Entering, database: Database
) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE appointments SET valid_to = current_date - 1 WHERE unit_id = 3")
    visitor = enter("leader")
    assert "第一党支部 党支部 空缺：党支部书记" in visitor.text("/organisation")
    page = visitor.text("/organisation/3")
    assert "具体责任人 党支部书记 空缺" in page
    assert "历任 陈建国 党支部书记" in page


def test_a_branch_head_sees_the_own_branch_and_the_way_up_and_no_other_branch(
    enter: Entering,
) -> None:
    page = enter("branch-head").text("/organisation")
    assert "第一党支部" in page
    assert "机关党委" in page
    assert "第二党支部" not in page


@pytest.mark.parametrize(
    "path",
    ["/organisation/4", "/organisation/4/rename", "/organisation?below=4", "/organisation/999",
     "/organisation/3/explode"],
)  # fmt: skip
def test_what_one_may_not_see_is_not_there(enter: Entering, path: str) -> None:
    visitor = enter("branch-head")
    answer, missing = visitor.get(path), visitor.get("/organisation/998")
    assert answer.status_code == 404
    assert words(answer) == words(missing)


def test_whoever_holds_no_post_sees_no_unit(enter: Entering) -> None:
    visitor = enter("nobody")
    assert "您今天没有任职" in visitor.text("/organisation")
    assert visitor.get("/organisation/1").status_code == 404


@pytest.mark.parametrize("login", ["branch-head", "leader", "coordinator", "audit-admin"])
def test_only_administrators_are_offered_changes_and_may_make_them(
    enter: Entering, login: str
) -> None:
    visitor = enter(login)
    assert "更名" not in visitor.text("/organisation/3")
    assert visitor.get("/organisation/3/rename").status_code == 403
    answer = visitor.post("/organisation/3/rename", {"name": "x"}, page="/organisation")
    assert answer.status_code == 403
    assert visitor.get("/organisation/3/appoint").status_code == 403


def test_the_system_administrator_renames_and_the_page_keeps_the_old_name(enter: Entering) -> None:
    visitor = enter("system-admin")
    data = {"name": "综合党支部", "name_en": "General", "on": "2024-05-01"}
    answer = visitor.post(f"/organisation/{BRANCH}/rename", data)
    assert answer.location == f"/organisation/{BRANCH}"
    page = visitor.text(f"/organisation/{BRANCH}")
    assert "已完成：更名" in page
    assert "曾用名和任期 第一党支部 2020-01-01" in page
    assert "冯涛" in page


def test_a_wrong_kind_is_told_at_the_form_and_what_was_typed_is_kept(enter: Entering) -> None:
    visitor = enter("system-admin")
    answer = visitor.post(f"/organisation/{OFFICE}/found", {"kind": "group", "name": "某党小组"})
    assert answer.status_code == 422
    assert "党小组不能设在机关党委之下" in words(answer)
    assert 'value="某党小组"' in answer.text
    assert visitor.post(f"/organisation/{OFFICE}/found", {"kind": "branch"}).status_code == 422


def test_a_moved_unit_takes_its_items_along_and_the_page_says_how_many(enter: Entering) -> None:
    stories.assigned()
    line = organisation.found(ADMIN, OFFICE, "general_branch", "养护党总支").unit_id
    visitor = enter("system-admin")
    visitor.post(f"/organisation/{BRANCH}/move", {"under": str(line)})
    assert "1个事项随之调整" in visitor.text(f"/organisation/{BRANCH}")


def test_the_security_administrator_appoints_by_name_and_ends_the_post(
    enter: Entering, database: Database
) -> None:
    visitor = enter("security-admin")
    data = {"person": "韩雪", "role": "verifier", "until": ""}
    assert visitor.post(f"/organisation/{OFFICE}/appoint", data).status_code == 303
    assert "韩雪 核查组成员" not in visitor.text(f"/organisation/{OFFICE}")
    agree = f"/approvals/{FIRST}/agree"
    enter("system-admin").post(agree, page=f"/approvals/{FIRST}")
    assert "韩雪 核查组成员" in visitor.text(f"/organisation/{OFFICE}")
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute("SELECT max(id) FROM appointments").fetchone()
    assert row
    last = (clock.today() + timedelta(days=3)).isoformat()
    answer = visitor.post(
        f"/organisation/posts/{row[0]}/end", {"unit": str(OFFICE), "last": last},
        page=f"/organisation/{OFFICE}",
    )  # fmt: skip
    assert answer.status_code == 303
    assert last in visitor.get(f"/organisation/{OFFICE}").text


@pytest.mark.parametrize(("person", "said"), [("谁也不是", "没有这个人"), ("同名", "2个人符合")])
def test_a_name_that_fits_nobody_or_several_is_asked_for_again(
    enter: Entering, database: Database, person: str, said: str
) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("INSERT INTO people (name) VALUES ('同名'), ('同名')")
    data = {"person": person, "role": "member"}
    answer = enter("security-admin").post(f"/organisation/{BRANCH}/appoint", data)
    assert answer.status_code == 422
    assert said in words(answer)


def test_the_coordinator_hands_all_items_over_on_one_page(enter: Entering) -> None:
    numbers = [stories.assigned(), stories.assigned()]
    visitor = enter("coordinator")
    data = {"giver": "陈建国", "taker": "孙丽", "comment": "书记调任"}
    answer = visitor.post("/organisation/hand-over", data)
    assert answer.location == "/organisation/hand-over"
    assert "已移交2个事项" in visitor.text("/organisation/hand-over")
    for number in numbers:
        assert "陈建国移交，孙丽接收" in visitor.text(f"/items/{number}")


def test_what_could_not_be_handed_over_is_listed_with_the_reason(enter: Entering) -> None:
    number = stories.assigned()
    data = {"giver": "陈建国", "taker": "韩雪", "comment": "书记调任"}
    answer = enter("coordinator").post("/organisation/hand-over", data)
    assert answer.status_code == 409
    assert number in words(answer)
    assert "任职" in words(answer)


@pytest.mark.parametrize("login", ["branch-head", "security-admin", "nobody", "leader"])
def test_others_find_no_way_to_hand_over(enter: Entering, login: str) -> None:
    visitor = enter(login)
    assert visitor.get("/organisation/hand-over").status_code == 403
    data = {"giver": "陈建国", "taker": "孙丽", "comment": "x"}
    answer = visitor.post("/organisation/hand-over", data, page="/organisation")
    assert answer.status_code == 403


def test_administrators_see_no_count_of_items_and_those_above_do(enter: Entering) -> None:
    stories.assigned()
    assert "未办结" not in enter("system-admin").text(f"/organisation/{BRANCH}")
    page = enter("leader").text(f"/organisation/{BRANCH}")
    assert "本级及下级未办结" in page
    assert "问题清单 1 · 任务清单 0 · 责任清单 0" in page


def test_a_large_tree_is_shown_one_level_at_a_time(enter: Entering, database: Database) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "INSERT INTO units (id, parent_id, kind, name, path, valid_from)"
            " SELECT n, 4, 'group', '党小组' || n, '/1/2/4/' || n || '/', '2020-01-01'"
            " FROM generate_series(100, 700) AS n"
        )
    page = enter("leader").text("/organisation")
    assert "只显示一级" in page
    assert "党小组150" not in page
    assert "党小组150" in enter("leader").text(f"/organisation?below={OTHER_BRANCH}")


def test_a_name_is_shown_as_it_is_and_runs_nothing(enter: Entering) -> None:
    organisation.rename(ADMIN, BRANCH, "<script>alert(1)</script>")
    for path in ("/organisation", f"/organisation/{BRANCH}"):
        assert "<script>alert" not in enter("leader").get(path).text


def test_nobody_ends_a_post_of_their_own(enter: Entering, database: Database) -> None:
    person = PERSONAS["security-admin"].id
    with psycopg.connect(database.owner_url) as connection:
        query = "SELECT id FROM appointments WHERE person_id = %s"
        row = connection.execute(query, [person]).fetchone()
    assert row
    visitor = enter("security-admin")
    answer = visitor.post(f"/organisation/posts/{row[0]}/end", {"unit": "1"}, page="/organisation")
    assert answer.status_code == 403
