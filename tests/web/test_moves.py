"""Forms of moves: what was typed stays, whatever the answer is."""

from __future__ import annotations

import io

import pytest

from tests.cast import LOOKS, OTHER_BRANCH, actor
from tests.evidence.files import photo
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import queries
from workflow.engine import commands
from workflow.platform import settings


def test_a_problem_is_worked_off_from_raised_to_closed_by_forms_alone(enter: Entering) -> None:
    inspector = enter("inspector")
    data = {"title": "会议记录不全", "unit": "3", "severity": "minor"}
    answer = inspector.post("/lists/problems/raise", data)
    number = answer.location.rsplit("/", 1)[1]
    assert answer.status_code == 303
    coordinator, holder = enter("coordinator"), enter("branch-head")
    due = stories.in_days(20)
    assert coordinator.move(number, "assign", holder="4", due_on=due).status_code == 303
    files = [(io.BytesIO(photo()), "整改后.jpg")]
    done = holder.move(number, "rectify", statement="已补齐", pledge="yes", evidence=files)
    assert done.status_code == 303
    verified = enter("verifier").move(number, "verify", **LOOKS, comment="现场看过，属实")
    assert verified.status_code == 303
    assert enter("committee").move(number, "close").status_code == 303
    page = inspector.text(f"/items/{number}")
    assert "已销号" in page


def test_after_a_move_the_page_says_so_once(enter: Entering) -> None:
    number = stories.assigned()
    visitor = enter("branch-head")
    visitor.move(number, "comment", comment="已经开始整改")
    assert "已完成：留言" in visitor.text(f"/items/{number}")
    assert "已完成：留言" not in visitor.text(f"/items/{number}")


def test_a_text_pasted_too_long_is_kept_whole_and_its_length_is_told(enter: Entering) -> None:
    pasted = "长" * 2600
    answer = enter("inspector").post(
        "/lists/problems/raise", {"title": pasted, "unit": "3", "severity": "minor"}
    )
    assert answer.status_code == 422
    assert pasted in answer.text
    assert "个字，现在有2600个" in answer.text


def test_a_unit_that_is_not_found_is_told_with_the_other_faults(enter: Entering) -> None:
    sent = {"title": "", "unit": "无此单位", "severity": "huge"}
    page = enter("inspector").post("/lists/problems/raise", sent).text
    for key in ("title", "unit", "severity"):
        assert f'id="{key}-fault"' in page
    assert "没有找到“无此单位”这个单位" in page


def test_a_title_of_which_nothing_is_seen_is_missing(enter: Entering) -> None:
    sent = {"title": "\xa0\u3164\xa0", "unit": "3", "severity": "minor"}
    answer = enter("inspector").post("/lists/problems/raise", sent)
    assert (answer.status_code, "没有填写" in answer.text) == (422, True)


def test_what_is_missing_or_wrong_is_said_at_its_field_and_the_rest_is_kept(
    enter: Entering,
) -> None:
    answer = enter("inspector").post(
        "/lists/problems/raise",
        {"title": "", "unit": "3", "severity": "terrible", "found_on": "2027-02-29",
         "measures": "第一行\n第二行 <b>", "comment": "尽快"},
    )  # fmt: skip
    page = answer.text
    assert answer.status_code == 422
    assert 'id="title-fault"' in page
    assert 'id="severity-fault"' in page
    assert 'id="found_on-fault"' in page
    assert "第一行\n第二行 &lt;b&gt;</textarea>" in page
    assert '<option value="3" selected>' in page
    assert "尽快</textarea>" in page
    assert "您填写的都在下面" in words(answer)


def test_a_field_that_was_not_asked_for_is_refused_by_name(enter: Entering) -> None:
    data = {"title": "x", "unit": "3", "severity": "minor", "is_admin": "1", "state": "closed"}
    answer = enter("inspector").post("/lists/problems/raise", data)
    assert answer.status_code == 422
    assert "没有“is_admin”这一项" in words(answer)
    assert "没有“state”这一项" in words(answer)


def test_a_stale_form_comes_back_with_what_changed_and_can_be_sent_again(
    enter: Entering,
) -> None:
    number = stories.rectified()
    visitor = enter("verifier")
    form = visitor.get(f"/items/{number}/verify").text
    version = form.split('name="version" value="')[1].split('"')[0]
    commands.fire(number, "comment", actor("coordinator"), comment="请先看第二张照片")
    typed = {"version": version, **LOOKS, "comment": "现场核实，情况属实"}
    answer = visitor.post(f"/items/{number}/verify", typed)
    assert answer.status_code == 409
    said = words(answer)
    assert "内容已被他人更新" in said
    assert "请先看第二张照片" in said
    assert "周敏" in said
    assert "现场核实，情况属实</textarea>" in answer.text
    assert 'value="solved" checked' in answer.text
    fresh = answer.text.split('name="version" value="')[1].split('"')[0]
    assert int(fresh) == int(version) + 1
    again = visitor.post(f"/items/{number}/verify", {**typed, "version": fresh})
    assert again.status_code == 303


def test_a_form_whose_move_somebody_else_made_meanwhile_keeps_what_was_typed(
    enter: Entering,
) -> None:
    number = stories.rectified()
    visitor = enter("verifier")
    page = visitor.get(f"/items/{number}/return").text
    version = page.split('name="version" value="')[1].split('"')[0]
    fields = LOOKS
    commands.fire(number, "verify", actor("verifier-2"), fields=fields, comment="已核实，属实")
    data = {"version": version, "comment": "照片看不清，请重新拍摄上传"}
    answer = visitor.post(f"/items/{number}/return", data, page="/")
    assert answer.status_code == 409
    assert "现在是“待销号”" in words(answer)
    assert "核查通过" in words(answer)
    assert "照片看不清，请重新拍摄上传</textarea>" in answer.text


@pytest.mark.parametrize("version", ["", "x", "-1", "1.0", "１"])
def test_a_form_without_its_version_decides_nothing(enter: Entering, version: str) -> None:
    number = stories.assigned()
    visitor = enter("branch-head")
    data = {"version": version, "comment": "收到"}
    answer = visitor.post(f"/items/{number}/comment", data)
    assert answer.status_code == 422
    assert "版本号" in words(answer)
    assert len(queries.item(number, actor("branch-head")).events) == 2


@pytest.mark.parametrize(
    ("login", "trigger", "status"),
    [
        ("branch-head", "verify", 403),
        ("branch-head", "close", 409),
        ("verifier", "close", 409),
        ("verifier", "no-such-move", 404),
        ("verifier", "escalate", 403),
        ("verifier", "raise", 409),
    ],
)
def test_a_move_that_cannot_be_made_is_refused_with_a_sentence(
    enter: Entering, login: str, trigger: str, status: int
) -> None:
    number = stories.rectified()
    visitor = enter(login)
    before = queries.item(number, actor("verifier")).item.version
    form = visitor.get(f"/items/{number}/{trigger}")
    sent = visitor.post(f"/items/{number}/{trigger}", {"version": str(before)}, page="/")
    assert (form.status_code, sent.status_code) == (status, status)
    assert "。" in words(form)
    assert queries.item(number, actor("verifier")).item.version == before


def test_a_reason_that_says_nothing_is_refused_and_kept(enter: Entering) -> None:
    number = stories.rectified()
    answer = enter("verifier").move(number, "return", comment="不行")
    assert answer.status_code == 409
    assert "十个字" in words(answer)
    assert "不行</textarea>" in answer.text


def test_a_task_is_raised_from_the_page_of_its_problem(enter: Entering) -> None:
    number = stories.assigned()
    visitor = enter("coordinator")
    path = f"/lists/tasks/raise?parent={number}"
    assert path.replace("&", "&amp;") in visitor.get(f"/items/{number}").text
    form = visitor.get(path)
    assert '<option value="3" selected>' in form.text
    data = {"parent": number, "title": "补签到表", "unit": "3", "severity": "minor"}
    answer = visitor.post("/lists/tasks/raise", data, page=path)
    assert answer.status_code == 303
    assert "补签到表" in visitor.text(f"/items/{number}")


def test_an_extension_needs_an_item_and_only_its_holder_may_ask(enter: Entering) -> None:
    number = stories.assigned()
    alone = enter("branch-head").get("/lists/extensions/raise")
    assert alone.status_code == 409
    assert "所属事项" in words(alone)
    assert enter("branch-head").get(f"/lists/extensions/raise?parent={number}").status_code == 200
    other = enter("coordinator").get(f"/lists/extensions/raise?parent={number}")
    assert other.status_code == 403


def test_an_item_cannot_be_raised_in_a_unit_that_one_does_not_see(enter: Entering) -> None:
    data = {"title": "别的支部的事", "unit": str(OTHER_BRANCH), "severity": "minor"}
    answer = enter("branch-head").post("/lists/problems/raise", data)
    assert answer.status_code in (403, 422)


def test_an_unknown_list_is_not_there(enter: Entering) -> None:
    visitor = enter("inspector")
    for path in ("/lists/secrets", "/lists/secrets/raise", "/lists/%2e%2e"):
        assert visitor.get(path).status_code == 404


def test_a_form_that_is_sent_twice_raises_one_item(enter: Entering) -> None:
    visitor = enter("inspector")
    page = visitor.get("/lists/problems/raise").text
    key = page.split('name="key" value="')[1].split('"')[0]
    data = {"title": "只提一次", "unit": "3", "severity": "minor", "key": key}
    first = visitor.post("/lists/problems/raise", data)
    second = visitor.post("/lists/problems/raise", data)
    assert first.location == second.location
    other = visitor.post("/lists/problems/raise", {**data, "title": "又改了"})
    assert other.status_code == 409
    assert "已经提交过一次" in words(other)
    assert "又改了</textarea>" in other.text
    fresh = other.text.split('name="key" value="')[1].split('"')[0]
    again = {**data, "title": "又改了", "key": fresh}
    assert visitor.post("/lists/problems/raise", again).status_code == 303


def test_the_form_of_assigning_suggests_the_branch_head_and_the_usual_due_date(
    enter: Entering,
) -> None:
    from workflow.calendar import add_working_days

    raised = stories.raised()
    page = enter("coordinator").get(f"/items/{raised}/assign").text
    with_facts = queries.move_form(raised, "assign", actor("coordinator"))
    days = {"minor": 5, "general": 60}[with_facts.item.severity]
    usual = add_working_days(with_facts.now.astimezone(settings().zone).date(), days).isoformat()
    assert with_facts.suggested == {"holder": "4", "due_on": usual}
    assert f'value="{usual}"' in page
    assert '<option value="4" selected' in page


def test_after_a_move_the_page_leads_to_what_waits_next(enter: Entering) -> None:
    first, second = stories.rectified(), stories.rectified()
    verifier = enter("verifier")
    verifier.move(first, "verify", **LOOKS, comment="现场看过，属实")
    page = verifier.get(f"/items/{first}").text
    assert f'接下来请办： <a href="/items/{second}">{second} <bdi>会议记录不全</bdi></a>' in page
    verifier.move(second, "verify", **LOOKS, comment="现场看过，属实")
    assert "您没有其他待办" in verifier.text(f"/items/{second}")
