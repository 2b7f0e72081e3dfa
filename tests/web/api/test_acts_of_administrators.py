"""What administrators do on pages, programs do as calls: carried out once, and wholly or not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest

from tests import clock
from tests.cast import BRANCH, OFFICE, PERSONAS
from tests.servers import Database
from tests.web.api.client import Client, Programs, refused
from workflow import accounts

NAME = {"fields": {"name": "新名称支部"}}
WEBHOOK = {"kind": "webhook", "fields": {
    "name": "台账", "unit": OFFICE, "base_url": "https://example.org/hook", "moved": True,
}}  # fmt: skip


def told(database: Database, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.owner_url) as connection:
        return connection.execute(query.encode()).fetchall()


def names(database: Database) -> int:
    return len(told(database, "SELECT FROM unit_changes WHERE what = 'rename'"))


def test_an_act_sent_twice_is_carried_out_once(programs: Programs, database: Database) -> None:
    admin = programs("system-admin")
    first, again = (
        admin.post(f"/units/{BRANCH}/rename", NAME, Idempotency_Key="k") for _ in range(2)
    )
    assert first.status_code == again.status_code == 200, first.text
    assert first.json == again.json
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert names(database) == 1
    other = {"fields": {"name": "又一个名称"}}
    told_of = refused(admin.post(f"/units/{BRANCH}/rename", other, Idempotency_Key="k"), 422)
    assert told_of["code"] == "idempotency_key_reused"
    assert admin.get(f"/units/{BRANCH}").json["words"]["zh"] == "新名称支部"


def test_two_requests_of_one_key_at_once_are_one_act(
    programs: Programs, database: Database
) -> None:
    admin = programs("system-admin")

    def send(_: int) -> tuple[int, str]:
        answer = admin.post(f"/units/{BRANCH}/rename", NAME, Idempotency_Key="k")
        return answer.status_code, answer.headers.get("Idempotency-Replayed", "")

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(send, range(6)))
    assert answers == [(200, ""), *[(200, "true")] * 5]
    assert names(database) == 1


def test_a_refused_act_leaves_nothing_and_its_key_is_free(
    programs: Programs, database: Database
) -> None:
    admin = programs("system-admin")
    wrong = {"fields": {"name": "x" * 201, "on": "soon"}}
    problem = refused(admin.post(f"/units/{BRANCH}/rename", wrong, Idempotency_Key="k"), 422)
    assert {error["pointer"] for error in problem["errors"]} == {"/fields/name", "/fields/on"}
    future = NAME["fields"] | {"on": (clock.today() + timedelta(days=9)).isoformat()}
    refused(admin.post(f"/units/{BRANCH}/rename", {"fields": future}, Idempotency_Key="k"), 422)
    assert names(database) == 0
    assert not told(database, "SELECT FROM idempotency_keys WHERE key = 'k'")
    done = admin.post(f"/units/{BRANCH}/rename", NAME, Idempotency_Key="k")
    assert done.status_code == 200


def test_a_token_without_decide_does_not_do_what_needs_a_proof(
    programs: Programs,
) -> None:
    writing = accounts.create_token(PERSONAS["security-admin"].id, "x", scopes=["read", "write"])
    client = Client(programs.app, writing)
    fields = {"person": "韩雪", "role": "member"}
    needs = client.get(f"/units/{BRANCH}").json["changes"]
    assert [form["key"] for form in needs if form["proof"]] == ["appoint"]
    problem = refused(client.post(f"/units/{BRANCH}/appoint", {"fields": fields}), 403)
    assert problem["code"] == "proof_needed"


def test_a_person_gets_an_account_and_a_post_by_two_administrators(programs: Programs) -> None:
    system, security = programs("system-admin"), programs("security-admin")
    fields = {
        "name": "白露", "email": "bailu@example.org", "language": "zh", "login": "bailu",
    }  # fmt: skip
    added = system.post("/people", {"fields": fields})
    assert (added.status_code, added.json["waits"]) == (201, True), added.text
    person = added.json["id"]
    [asked] = security.get("/approvals").json["approvals"]
    assert (asked["person_id"], asked["may_agree"]) == (person, True)
    refused(system.post(f"/approvals/{asked['id']}/agree", {}), 403)
    assert security.post(f"/approvals/{asked['id']}/agree", {}).status_code == 200
    [account] = system.get(f"/people/{person}").json["accounts"]
    assert account["login"] == "bailu"
    body = {"fields": {"person": "bailu@example.org", "role": "member"}}
    assert security.post(f"/units/{BRANCH}/appoint", body).json["waits"] is True
    [asked] = system.get("/approvals").json["approvals"]
    assert system.post(f"/approvals/{asked['id']}/agree", {}).status_code == 200
    posts = security.get(f"/units/{BRANCH}").json["posts"]
    [post] = [post for post in posts if post["person_id"] == person]
    assert security.post(f"/posts/{post['id']}/end", {}).status_code == 200
    refused(security.post(f"/posts/{post['id']}/end", {}), 409)


def test_the_secret_of_a_webhook_is_told_once(programs: Programs, database: Database) -> None:
    admin = programs("system-admin")
    first, again = (admin.post("/channels", WEBHOOK, Idempotency_Key="k") for _ in range(2))
    assert first.status_code == again.status_code == 201, first.text
    assert first.json["secret"].startswith("whsec_")
    assert again.json == first.json | {"secret": ""}
    assert first.json["secret"] not in str(told(database, "SELECT * FROM idempotency_keys"))
    path = f"/channels/{first.json['id']}"
    drawn = admin.post(f"{path}/rotate", {}).json["secret"]
    assert drawn.startswith("whsec_")
    assert drawn != first.json["secret"]
    assert admin.post(f"{path}/switch", {"on": False}).status_code == 200
    assert admin.get(path).json["active"] is False
    refused(admin.post(f"{path}/test", {}), 409)


def test_days_of_the_organisation_are_set_all_or_none(programs: Programs) -> None:
    admin, year = programs("system-admin"), clock.today().year + 1
    days = [
        {"day": f"{year}-03-02", "working": False, "name": "建局日"},
        {"day": f"{year}-03-02", "working": True, "name": "补班"},
        {"day": "soon", "working": True, "name": ""},
    ]
    problem = refused(admin.post("/calendar/days", {"days": days}), 422)
    assert {error["pointer"]: error["code"] for error in problem["errors"]} == {
        "/days/1/day": "repeated", "/days/2/day": "no_date", "/days/2/name": "missing",
    }  # fmt: skip
    assert admin.get(f"/calendar?year={year}").json["own"] == []
    body = {"days": days[:1]}
    assert admin.post("/calendar/days", body | {"dry_run": True}).status_code == 200
    assert admin.get(f"/calendar?year={year}").json["own"] == []
    assert admin.post("/calendar/days", body).status_code == 200
    [own] = admin.get(f"/calendar?year={year}").json["own"]
    assert (own["day"], own["working"]) == (f"{year}-03-02", False)
    assert admin.post("/calendar/days/remove", {"day": f"{year}-03-02"}).status_code == 200
    refused(admin.post("/calendar/days/remove", {"day": f"{year}-03-02"}), 404)


def test_a_ladder_is_drafted_published_and_taken_back(programs: Programs) -> None:
    keeper, path = programs("security-admin"), "/ladders/problems/assigned/all"
    present = keeper.get(path).json["rungs"]
    rungs = [
        {"offset": rung["offset"] + 1, "name": rung["words"]["zh"], "name_en": rung["words"]["en"]}
        | {key: rung[key] for key in ("key", "level", "colour", "tells", "signer")}
        for rung in present
    ]
    soon = (clock.today() + timedelta(days=30)).isoformat()
    body = {"valid_from": soon, "reason": "quarterly revision", "rungs": rungs}
    wrong = body | {"rungs": [rungs[0] | {"level": 99, "name": ""}, *rungs[1:]]}
    pointers = {e["pointer"] for e in refused(keeper.post(path, wrong), 422)["errors"]}
    assert {"/rungs/0/level", "/rungs/0/name"} <= pointers
    draft = keeper.post(path, body)
    assert draft.status_code == 201, draft.text
    number = draft.json["id"]
    assert keeper.get(f"/ladder-drafts/{number}").json["valid_from"] == soon
    assert keeper.post(f"/ladder-drafts/{number}/publish", {}).status_code == 200
    [edition] = keeper.get(path).json["published"]
    assert [rung["offset"] for rung in edition["rungs"]] == [r["offset"] for r in rungs]
    assert keeper.post(f"/ladder-editions/{number}/take-back", {}).status_code == 200
    assert keeper.get(path).json["published"] == []


def test_all_items_of_somebody_are_handed_over(programs: Programs) -> None:
    number = programs.assigned()
    body = {"fields": {"giver": "陈建国", "taker": "孙丽"}, "comment": "工作调动，办理移交"}
    done = programs("coordinator").post("/hand-overs", body)
    assert (done.status_code, done.json["done"], done.json["refused"]) == (200, [number], [])
    holder = programs("coordinator").get(f"/items/{number}").json["holder"]
    assert holder["zh"] == "孙丽"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_journal_is_read_and_taken_away(programs: Programs, form: str) -> None:
    programs("system-admin").post(f"/units/{BRANCH}/rename", NAME)
    auditor = programs("audit-admin")
    page = auditor.get("/journal?limit=1").json
    assert len(page["entries"]) == 1
    assert page["next"]
    file = auditor.get(f"/exports/journal?form={form}")
    assert file.status_code == 200
    assert file.headers["Content-Disposition"].endswith(f".{form}")
    assert auditor.get("/journal?kind=exported").json["entries"]
    refused(auditor.get("/journal?after=x"), 400)
