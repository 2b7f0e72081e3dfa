"""The pages of inspections: from the published handbook to the three lists."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.test import TestResponse

from tests.cast import BRANCH, OFFICE, PERSONAS, actor
from tests.evidence.files import photo
from tests.inspections.checking import planned, published
from tests.web.conftest import Entering
from tests.web.routes import API
from tests.web.stories import in_days
from tests.web.visitor import words
from web.app import create_app
from workflow import accounts, queries
from workflow.inspections import findings

ROUND = {
    "title": "六有自查", "kind": "self_check", "unit": str(BRANCH), "unit_kinds": "branch",
    "first_day": in_days(0), "last_day": in_days(20),
}  # fmt: skip


@pytest.mark.usefixtures("cast")
def test_the_handbook_is_read_line_by_line(enter: Entering) -> None:
    reader = enter("branch-head", "en")
    edition = published("handbook")
    assert "Handbook of procedures" in reader.text("/sheets")
    page = reader.text(f"/sheets/{edition}")
    assert "Organisational life" in page
    assert "Branch members' meeting" in page
    line = reader.text(f"/sheets/{edition}/lines/2.01")
    assert "表决" in line  # a step of its course
    assert "会议通知、记录、决议" in line
    assert reader.get(f"/sheets/{edition}/lines/9.99").status_code == 404
    assert reader.get("/sheets/999").status_code == 404
    assert enter("system-admin").get("/sheets").status_code == 404


@pytest.mark.usefixtures("cast")
def test_a_self_check_on_the_pages_makes_the_three_lists(enter: Entering) -> None:
    head = enter("branch-head")
    sent = {**ROUND, "edition": str(published("six_haves"))}
    wrong = head.post("/rounds/plan", sent | {"title": ""})
    assert (wrong.status_code, "六有自查" in wrong.text) == (422, False)
    done = head.post("/rounds/plan", sent)
    assert done.status_code == 303, words(done)
    page = head.get(done.location)
    [number] = re.findall(r"/checks/(J[0-9-]+)", page.text)[:1]
    check = f"/checks/{number}"
    head.post(f"{check}/answer", {"lines": "1.1,1.2,1.3", "verdict": "pass"}, check)
    answer = f"{check}/answer"
    refused = head.post(answer, {"lines": "1.4", "verdict": "fail"}, check)
    assert refused.status_code == 409
    assert "须写明情况" in words(refused)
    member = enter("branch-member")
    sent_photo = {"evidence": (io.BytesIO(photo()), "会议室.jpg")}
    fails = {"lines": "1.4", "verdict": "fail", "remark": "党旗褪色"}
    assert member.post(answer, fails | sent_photo, check).status_code == 303
    head.post(answer, {"lines": "1.5,1.6", "verdict": "fail", "remark": "没有"}, check)
    form = head.text(f"{check}/findings/1.4")
    assert "党旗褪色" in form
    one = head.post(f"{check}/findings/1.4", findings.failure(
        actor("branch-head"), number, "1.4").suggested, f"{check}/findings/1.4")  # fmt: skip
    assert one.status_code == 303, words(one)
    item = head.text(one.location)
    assert number in item
    assert "有党旗" in item
    assert "会议室.jpg" in item
    head.post(f"{check}/findings", {}, check)
    page_text = head.text(check)
    assert len(set(re.findall(r"P[0-9]{4}-[0-9]{4}", page_text))) == 3
    assert head.move(number, "submit").status_code == 303
    progress = head.text(done.location)
    assert "6 / 6" in progress
    covered = enter("director").text("/coverage?sheet=six_haves")
    assert "3项未销号" in covered


@pytest.mark.usefixtures("cast")
def test_a_keeper_brings_the_next_edition_in_from_a_file(enter: Entering) -> None:
    keeper = enter("coordinator")
    taken = keeper.get(f"/sheets/{published('six_haves')}/file")
    assert taken.status_code == 200
    head = {"sheet": "six_haves", "zh": "六有", "reason": "按本局实际增加了内容"}
    no_file = keeper.post("/sheets", head)
    assert no_file.status_code == 422
    made = keeper.post("/sheets", head | {"file": (io.BytesIO(taken.data), "六有.xlsx")})
    assert made.status_code == 303, words(made)
    published_now = keeper.post(f"{made.location}/publish", {}, made.location)
    assert published_now.status_code == 303
    assert "第2版" in keeper.text("/sheets")
    another = keeper.post("/sheets", head | {"file": (io.BytesIO(taken.data), "六有.xlsx")})
    assert keeper.post(f"{another.location}/discard", {}, another.location).status_code == 303
    wrong = keeper.post("/sheets", head | {"file": (io.BytesIO(b"a,b\n1,2\n"), "x.csv")})
    assert wrong.status_code == 422
    assert enter("inspector").send(
        "/sheets", {**head, "csrf_token": enter("inspector").token("/account")}
    ).status_code in (400, 403)


@pytest.mark.usefixtures("cast")
def test_programs_plan_answer_raise_and_read(enter: Entering) -> None:
    client = create_app().test_client()
    bearer = {"Authorization": f"Bearer {accounts.create_token(PERSONAS['inspector'].id, 'x')}"}

    def post(path: str, key: str, **body: object) -> dict[str, object]:
        answer = client.post(API + path, json=body, headers=bearer | {"Idempotency-Key": key})
        assert answer.status_code in (200, 201), answer.text
        told: dict[str, object] = answer.json or {}
        return told

    def get(path: str) -> dict[str, list[dict[str, object]]]:
        told: dict[str, list[dict[str, object]]] = client.get(API + path, headers=bearer).json or {}
        return told

    edition = next(one for one in get("/sheets")["editions"] if one["sheet"] == "six_haves")
    assert len(get(f"/sheets/{edition['id']}")["lines"]) == 7
    made = post("/rounds", "a", title="季度", kind="quarterly", edition=edition["id"], unit=OFFICE,
                unit_kinds=["branch"], head=PERSONAS["inspector"].id, first_day=in_days(0),
                last_day=in_days(9))  # fmt: skip
    [first, _] = get(f"/rounds/{made['id']}")["checks"]
    fields = {"lines": "1.1,1.2", "verdict": "fail", "remark": "没有"}
    post(f"/items/{first['number']}/answer", "b", fields=fields)
    one = post(
        f"/items/{first['number']}/findings", "c", line="1.1", fields={"severity": "general"}
    )
    again = post(f"/items/{first['number']}/findings", "c", line="1.1",
                 fields={"severity": "general"})  # fmt: skip
    assert one == again
    rest = post(f"/items/{first['number']}/findings", "d")
    assert [len(told["raised"]) for told in (one, rest)] == [5, 5]  # type: ignore[arg-type]
    [cell] = get("/coverage?sheet=six_haves")["cells"]
    assert (cell["failing"], cell["raised"], cell["open"]) == (2, 2, 2)


@pytest.mark.usefixtures("cast")
def test_an_answer_of_the_outbox_is_taken_once_however_often_it_comes(enter: Entering) -> None:
    number, _ = planned()
    inspector, check = enter("inspector"), f"/checks/{number}"
    shown = inspector.get(check)
    assert re.findall(r'name="known" value="([^"]*)"', shown.text)
    sent = {"lines": "1.4", "verdict": "fail", "remark": "党旗褪色", "known": "-", "key": "k" * 32}
    data = {"Accept": "application/json", "Prefer": "return=minimal"}

    def post(**more: object) -> TestResponse:
        file = {"evidence": (io.BytesIO(photo()), "会议室.jpg")}
        token = {"csrf_token": inspector.token(check)}
        return inspector.send(f"{check}/answer", sent | token | file | more, headers=data)

    first, again = post(), post()
    assert first.json == again.json == {"location": f"{check}#line-1.4"}
    view = queries.item(number, actor("inspector"))
    assert [event.trigger for event in view.events].count("answer") == 1
    assert len(view.item.evidence) == 1
    changed = post(remark="别的情况")
    assert (changed.status_code, number in changed.json["detail"]) == (409, True)
    meanwhile = post(key="another", verdict="pass")
    assert meanwhile.status_code == 409
    assert "在此期间已有人填写" in meanwhile.json["detail"]
    assert len(meanwhile.json["kept"]) == 1


@pytest.mark.usefixtures("cast")
def test_the_frame_of_a_check_that_a_browser_keeps_names_nobody(enter: Entering) -> None:
    pages = {enter(login).get("/checks/offline").text for login in ("inspector", "auditor")}
    assert len(pages) == 1
    page = pages.pop()
    assert "csrf_token" not in page
    assert not [person.name for person in PERSONAS.values() if person.name in page]
