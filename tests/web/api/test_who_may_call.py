"""Every route is closed without a token, and what one may not see is not there."""

from __future__ import annotations

from flask import Flask

from tests.cast import BRANCH, LOOKS, PERSONAS
from tests.evidence.files import photo
from tests.web.addresses import address_of
from tests.web.api.client import API, Client, Programs
from workflow import accounts

OPEN = {"api.openapi"}


def test_every_route_of_the_api_wants_a_token(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("api.") or rule.endpoint in OPEN:
            continue
        path = address_of(app, rule)
        method = (rule.methods - {"HEAD", "OPTIONS"}).pop()
        answer = app.test_client().open(path, method=method)
        assert answer.status_code == 401, path
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.mimetype == "application/problem+json"


def test_a_made_up_token_opens_nothing(app: Flask) -> None:
    for token in ("", "rectify_guess", "x" * 5000, "rectify_\x7f", "rectify_\xfc", "a b c"):
        assert Client(app, token).get("/items").status_code == 401, token[:20]


def test_a_revoked_token_opens_nothing(app: Flask, programs: Programs) -> None:
    account = PERSONAS["inspector"].id
    client = programs("inspector")
    assert client.get("/items").status_code == 200
    for token in accounts.tokens_of(account):
        accounts.revoke_token(account, token.id)
    assert client.get("/items").status_code == 401


def test_a_signed_in_browser_cannot_be_made_to_call_the_api(app: Flask) -> None:
    token = accounts.sign_in("inspector", "a sentence that nobody guesses")
    assert token
    browser = app.test_client()
    browser.set_cookie("rectify", token)
    answer = browser.post(f"{API}/items", json={"list": "problems"})
    assert answer.status_code == 401


def test_an_item_of_another_branch_is_not_there_on_any_route(programs: Programs) -> None:
    number = programs.assigned()
    outsider = programs("outsider")
    programs("branch-head").hand_in(number, (photo(), "after.jpg"))
    piece = programs("branch-head").get(f"/items/{number}").json["evidence"][0]["sha256"]
    answers = [
        outsider.get(f"/items/{number}"),
        outsider.get(f"/items/{number}/events"),
        outsider.get(f"/items/{number}/people"),
        outsider.get(f"/items/{number}/evidence/{piece}"),
        outsider.hand_in(number, (photo(), "x.jpg")),
        outsider.move(number, "comment", "ten characters"),
        outsider.move(number, "no_such_move"),
        outsider.post("/items", {"list": "tasks", "fields": {}, "parent": number}),
    ]
    missing = outsider.get("/items/P2026-9999").json
    for answer in answers:
        assert answer.status_code == 404
        assert answer.json == missing | {"detail": f"There is no item {number}."}
    assert outsider.get("/items").json["items"] == []
    bulk = outsider.post("/decisions", {"decisions": [{"number": number, "trigger": "assign"}]})
    assert bulk.json["results"][0]["status"] == 404


def test_nobody_sees_nothing_and_administrators_see_nothing(programs: Programs) -> None:
    number = programs.raised()
    assert programs("nobody").get("/items").json["items"] == []
    for login in ("nobody", "system-admin", "security-admin", "audit-admin"):
        if login != "nobody":
            assert programs(login).get("/items").status_code == 404
        assert programs(login).get(f"/items/{number}").status_code == 404


def test_whoever_may_not_make_a_move_is_told_who_may(programs: Programs) -> None:
    number = programs.assigned()
    answer = programs("member").move(number, "hand_over", "ich", holder=1)
    assert answer.status_code == 403
    assert answer.json["title"] == "Not permitted"
    assert answer.json["detail"].startswith("Only ")


def test_whoever_did_the_work_may_not_verify_it(programs: Programs) -> None:
    number = programs.rectified()
    answer = programs("branch-head").move(number, "verify", "looks good to me", **LOOKS)
    assert answer.status_code == 403
    assert programs("verifier").get(f"/items/{number}").json["state"] == "rectified"


def test_a_refusal_comes_in_the_language_that_was_asked_for(programs: Programs) -> None:
    number = programs.assigned()
    for header, detail in (("zh-CN,zh;q=0.9", "只有"), ("en-GB", "Only"), ("fr", "只有")):
        answer = programs("member").post(
            f"/items/{number}/hand_over", {"comment": "x"}, Accept_Language=header
        )
        assert answer.status_code == 403
        assert answer.json["detail"].startswith(detail)


def test_nobody_raises_an_item_in_a_unit_out_of_reach(programs: Programs) -> None:
    fields = {"title": "x", "unit": BRANCH, "severity": "minor"}
    answer = programs("outsider").post("/items", {"list": "problems", "fields": fields})
    assert answer.status_code == 403
