"""Who I am, what waits for me matter by matter, and the documents as they were issued."""

from __future__ import annotations

import psycopg

from tests.cast import BRANCH, PERSONAS
from tests.engine.stage import Stage
from tests.servers import Database
from tests.web.api.client import Client, Programs, refused
from workflow import accounts


def test_a_program_learns_whose_token_it_has(programs: Programs) -> None:
    told = programs("branch-head").get("/me").json
    head = PERSONAS["branch-head"]
    assert (told["account_id"], told["person_id"], told["login"]) == (head.id, head.id, head.login)
    assert told["name"] == {"zh": head.name, "en": head.name_en}
    [post] = told["posts"]
    assert (post["role"], post["unit_id"]) == ("branch_secretary", BRANCH)
    assert post["unit"] == {"zh": "第一党支部", "en": "First Branch"}
    assert told["scopes"] == ["read", "write", "decide"]
    held = programs("branch-head").get("/rights").json["rights"]
    assert told["rights"] == [right["key"] for right in held if right["held"]]
    assert told["behind"] is None


def test_a_narrow_token_says_so(programs: Programs) -> None:
    token = accounts.create_token(PERSONAS["nobody"].id, "reading", scopes=["read"])
    client = Client(programs.app, token)
    told = client.get("/me").json
    assert (told["scopes"], told["posts"], told["rights"]) == (["read"], [], told["rights"])
    problem = refused(client.post("/me/language", {"language": "en"}), 403)
    assert problem["code"] == "scope_missing"


def test_the_choices_of_a_person_are_set_by_a_program(programs: Programs) -> None:
    me = programs("member")
    assert me.post("/me/language", {"language": "en"}).status_code == 200
    kinds = me.get("/me").json["mails_to_choose"][:1]
    assert me.post("/me/mail-choices", {"kinds": kinds}).status_code == 200
    told = me.get("/me").json
    assert (told["language"], told["mails"]) == ("en", kinds)
    problem = refused(me.post("/me/mail-choices", {"kinds": ["x"]}), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["/kinds/0"]


def test_a_token_gives_itself_up_and_no_other_account_s(programs: Programs) -> None:
    mine, other = programs("member"), programs("outsider")
    [foreign] = other.get("/me").json["tokens"]
    assert mine.post(f"/me/tokens/{foreign['id']}/revoke", {}).status_code == 200
    assert other.get("/me").status_code == 200
    [token] = mine.get("/me").json["tokens"]
    assert mine.post(f"/me/tokens/{token['id']}/revoke", {}).status_code == 200
    assert mine.get("/me").status_code == 401


def test_what_waits_comes_by_matters_with_all_items_in_them(programs: Programs) -> None:
    numbers = [programs.rectified() for _ in range(3)]
    verifier = programs("verifier")
    told = verifier.get("/inbox").json
    assert [matter["head"]["number"] for matter in told["matters"]] == numbers
    assert [row["number"] for row in told["waiting"]] == numbers
    seen, path = [], "/waiting?limit=2"
    while path:
        page = verifier.get(path).json
        seen += [m["head"]["number"] for m in page["matters"]]
        path = page["next"] and page["next"].removeprefix("/api/v1")
    assert seen == numbers


def test_a_matter_with_several_waiting_items_is_one_line(programs: Programs) -> None:
    problem = programs.assigned()
    fields = {"title": "换灭火器", "holder": PERSONAS["branch-head"].id}
    head = programs("branch-head")
    made = [Stage().one("tasks", "assigned", parents=[problem], title=f"任务{n}") for n in range(2)]
    assert fields
    matters = head.get("/inbox").json["matters"]
    [line] = [m for m in matters if m["head"]["number"] == problem]
    assert {row["number"] for row in line["others"]} == {*made}


def test_notices_are_marked_as_read_by_a_program(programs: Programs) -> None:
    programs.assigned()
    head = programs("branch-head")
    notices = head.get("/inbox").json["notices"]
    assert notices
    assert not any(notice["read"] for notice in notices)
    assert head.post("/inbox/read", {"up_to": notices[0]["id"]}).status_code == 200
    assert all(notice["read"] for notice in head.get("/inbox").json["notices"])


def test_a_document_is_told_as_it_was_issued(programs: Programs) -> None:
    number = Stage().one("supervisions", "closed")
    leader = programs("leader")
    [issued] = leader.get(f"/items/{number}/documents").json["documents"]
    told = leader.get(issued["href"].removeprefix("/api/v1")).json
    assert (issued["kind"], issued["no"]) == ("W04", told["no"])
    assert told["frozen"] is True
    assert told["issuer"]["zh"] == "市交通局"
    assert [mark["words"]["zh"] for mark in told["marks"]][:1] == ["送达"]
    assert [place["name"]["zh"] for place in told["signatures"]] == ["陈建国"]
    assert any(line["value"] for line in told["lines"])
    refused(leader.get(f"/items/{number}/documents/2"), 404)
    refused(programs("outsider").get(f"/items/{number}/documents/1"), 404)


def test_one_reading_of_the_inbox_is_noted_once(programs: Programs, database: Database) -> None:
    number = Stage().one("interviews", "raised", title="谈话")
    for login in ("discipline", "committee", "secretary", "coordinator", "director"):
        programs(login).get("/inbox")
    with psycopg.connect(database.owner_url) as connection:
        noted = connection.execute(
            "SELECT actor_name, count(*) FROM journal WHERE kind = 'read'"
            " AND details ->> 'what' = 'waiting' AND details::text LIKE %s GROUP BY 1",
            [f"%{number}%"],
        ).fetchall()
    assert noted
    assert {count for _, count in noted} == {1}
