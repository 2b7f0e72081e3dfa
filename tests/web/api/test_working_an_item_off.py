"""A finding goes from raised to closed through the API, each step by the right person."""

from __future__ import annotations

from tests.cast import BRANCH, PERSONAS
from tests.evidence.files import photo
from tests.web.api.client import Programs


def test_a_problem_is_worked_off_from_raised_to_closed(programs: Programs) -> None:
    number = programs.verified()
    closed = programs("committee").move(number, "close")
    assert closed.status_code == 200
    told = {
        "number": number,
        "list": "problems",
        "state": "closed",
        "version": 6,
        "along": [],
        "parts": [],
    }
    assert closed.json == told
    assert closed.headers["ETag"] == '"6"'


def test_raising_answers_with_the_number_and_where_to_find_it(programs: Programs) -> None:
    fields = {"title": "楼道堆放杂物", "unit": BRANCH, "severity": "minor"}
    answer = programs("inspector").post("/items", {"list": "problems", "fields": fields})
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/items/{answer.json['number']}"
    assert answer.headers["ETag"] == '"1"'
    assert (
        programs("inspector").get(f"/items/{answer.json['number']}").json["title"] == "楼道堆放杂物"
    )


def test_a_task_is_raised_under_its_problem(programs: Programs) -> None:
    problem = programs.raised()
    fields = {"title": "更换灭火器", "unit": BRANCH, "severity": "minor"}
    body = {"list": "tasks", "fields": fields, "parent": problem}
    task = programs("coordinator").post("/items", body).json["number"]
    children = programs("coordinator").get(f"/items/{problem}").json["children"]
    assert [child["number"] for child in children] == [task]


def test_an_item_shows_its_facts_and_what_this_account_may_do_now(programs: Programs) -> None:
    number = programs.assigned()
    answer = programs("branch-head").get(f"/items/{number}")
    assert answer.headers["ETag"].startswith('"2-')
    item = answer.json
    assert item["version"] == 2
    assert item["holder_id"] == PERSONAS["branch-head"].id
    assert item["holder"] == {"zh": "陈建国", "en": "Chen Jianguo"}
    assert item["due"]["colour"] in ("green", "blue")
    assert item["state_words"] == {"zh": "整改中", "en": "Assigned"}
    moves = {move["trigger"]: move for move in item["moves"]}
    assert moves["attach"]["refusal"] is None
    assert "Only" in moves["hand_over"]["refusal"]["en"]


def test_the_history_tells_every_step_and_its_hash(programs: Programs) -> None:
    number = programs.rectified()
    events = programs("verifier").get(f"/items/{number}/events").json["events"]
    assert [event["trigger"] for event in events] == ["raise", "assign", "attach", "rectify"]
    assert events[1]["actor"] == "周敏"
    assert events[1]["dest"] == {"zh": "整改中", "en": "Assigned"}
    assert len({event["hash"] for event in events}) == 4


def test_evidence_comes_back_just_as_it_was_handed_in(programs: Programs) -> None:
    number, picture = programs.assigned(), photo()
    head = programs("branch-head")
    assert head.hand_in(number, (picture, "整改后.jpg")).status_code == 200
    piece = head.get(f"/items/{number}").json["evidence"][0]
    assert (piece["name"], piece["kind"], piece["size"]) == ("整改后.jpg", "photo", len(picture))
    found = head.get(piece["href"].removeprefix("/api/v1"))
    assert found.data == picture
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert found.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_the_inbox_shows_what_waits_and_what_was_told(programs: Programs) -> None:
    number = programs.assigned()
    inbox = programs("branch-head").get("/inbox").json
    assert [row["number"] for row in inbox["waiting"]] == [number]
    assert [(n["number"], n["move"]["en"], n["read"]) for n in inbox["notices"]] == [
        (number, "Assign", False)
    ]
    assert inbox["next"] is None


def test_notices_are_followed_page_by_page(programs: Programs) -> None:
    numbers = [programs.raised(f"问题 {n}") for n in range(3)]
    clerk, seen, path = programs("coordinator"), [], "/inbox?limit=2"
    while path:
        page = clerk.get(path).json
        seen += [notice["number"] for notice in page["notices"]]
        path = page["next"] and page["next"].removeprefix("/api/v1")
    assert seen == numbers[::-1]


def test_the_declarations_tell_every_list_in_both_languages(programs: Programs) -> None:
    lists = {found["key"]: found for found in programs("nobody").get("/lists").json["lists"]}
    assert {"problems", "tasks", "responsibilities", "extensions"} <= lists.keys()
    problems = lists["problems"]
    assert problems["words"] == {"zh": "问题清单", "en": "Problem list"}
    assert [state["key"] for state in problems["states"]][:2] == ["raised", "assigned"]
    move = next(t for t in problems["transitions"] if t["trigger"] == "assign")
    assert move["source"] == ["raised"]
    assert [(field["key"], field["kind"]) for field in move["fields"]] == [
        ("holder", "person"),
        ("due_on", "date"),
    ]
    assert "严重程度" in move["permission"]["zh"]


def test_units_and_people_are_found_with_the_keys_that_fields_take(programs: Programs) -> None:
    units = programs("coordinator").get("/units").json["units"]
    assert [(unit["id"], unit["words"]["en"]) for unit in units] == [
        (2, "Office Party Committee"),
        (3, "First Branch"),
        (4, "Second Branch"),
    ]
    assert programs("system-admin").get("/units").json["units"] == []
    people = programs("coordinator").get(f"/items/{programs.raised()}/people").json["people"]
    head = next(one for one in people if one["id"] == PERSONAS["branch-head"].id)
    assert head["words"] == {"zh": "陈建国", "en": "Chen Jianguo"}
    assert head["posts"]["zh"] == "第一党支部 党支部书记"
    assert PERSONAS["outsider"].id not in [one["id"] for one in people]
