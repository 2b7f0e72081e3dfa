"""Signing in through pages: second factor, forgotten passwords, known devices, proving anew."""

from __future__ import annotations

import re

import psycopg
import pyotp
import pytest

from tests import clock
from tests.cast import LOOKS, PASSWORD, Persona, actor
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from web.app import create_app
from worker import account_letters
from workflow import accounts, queries
from workflow.accounts import second_factor
from workflow.delivery import outbox
from workflow.engine import commands
from workflow.platform import settings

FACTOR = "/account/second-factor"


def _verified() -> str:
    number = stories.rectified()
    fields = LOOKS
    commands.fire(number, "verify", actor("verifier"), fields=fields, comment="现场核查，已补齐")
    return number


def _state(number: str) -> str:
    return queries.item(number, actor("committee")).item.state


def _grow_old(database: Database) -> None:
    """Let the proofs of every session lie six minutes back."""
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE sign_ins SET proved_at = proved_at - interval '6 minutes'")


def test_a_second_factor_is_set_up_with_a_picture_and_asked_for_from_then_on(
    enter: Entering, stranger: Visitor
) -> None:
    visitor = enter("inspector")
    assert visitor.post(f"{FACTOR}/begin", page=FACTOR).status_code == 303
    page = visitor.get(FACTOR)
    assert "<svg" in page.text
    assert " style=" not in page.text
    found = re.search(r"data-select>([A-Z2-7]{32})<", page.text)
    assert found
    totp = pyotp.TOTP(found[1])
    wrong = visitor.post(f"{FACTOR}/confirm", {"code": "000000"}, page=FACTOR)
    assert wrong.status_code == 422
    assert "口令不对" in words(wrong)
    done = visitor.post(f"{FACTOR}/confirm", {"code": totp.at(clock.seconds() - 30)}, page=FACTOR)
    codes = re.findall(r"<code>((?:[a-z2-9]{4}-){3}[a-z2-9]{4})</code>", done.text)
    assert len(codes) == 10
    assert codes[0] not in visitor.get(FACTOR).text
    assert found[1] not in visitor.get(FACTOR).text

    assert stranger.sign_in("inspector", next="/lists/problems").location == "/sign-in/code"
    assert stranger.get("/").status_code == 303
    assert stranger.post("/sign-in/code", {"code": "000000"}).status_code == 401
    code = totp.now()
    entered = stranger.post("/sign-in/code", {"code": code})
    assert entered.location == "/lists/problems"
    again = Visitor(stranger.client.application)
    again.sign_in("inspector")
    assert again.post("/sign-in/code", {"code": code}).status_code == 401
    assert again.post("/sign-in/code", {"code": codes[3]}).location == "/"


def test_the_page_of_the_code_leads_back_without_a_password(stranger: Visitor) -> None:
    assert stranger.get("/sign-in/code").location == "/sign-in"
    sent = stranger.post("/sign-in/code", {"code": "123456"}, page="/sign-in")
    assert sent.location == "/sign-in"


def test_setting_up_or_taking_away_asks_for_a_proof_once_the_last_is_old(
    enter: Entering, database: Database
) -> None:
    visitor = enter("inspector")
    _grow_old(database)
    for data in ({}, {"proof": "a guess"}):
        answer = visitor.post(f"{FACTOR}/begin", data, page=FACTOR)
        assert answer.status_code == 403
        assert "密码或动态口令" in words(answer)
    assert second_factor.being_set_up(accounts.account_of("inspector")) is None
    given = visitor.post(f"{FACTOR}/begin", {"proof": PASSWORD}, page=FACTOR)
    assert given.status_code == 303


def test_posts_that_need_a_second_factor_open_nothing_before_it_is_there(
    enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_REQUIRE_TOTP", "true")
    settings.cache_clear()
    number = stories.rectified()
    visitor = enter("verifier")
    for path in ("/", f"/items/{number}", "/account", f"/items/{number}/verify"):
        assert visitor.get(path).location == FACTOR
    sent = visitor.post(f"/items/{number}/verify", {"version": "3"}, page=FACTOR)
    assert sent.location == FACTOR
    page = visitor.get(FACTOR).text
    assert "必须使用动态口令" in page
    for closed in ("/lists/problems", "/search", "/account"):  # nor is any of them offered
        assert f'href="{closed}"' not in page
    secret = second_factor.begin(accounts.account_of("verifier"))
    visitor.post(f"{FACTOR}/confirm", {"code": pyotp.TOTP(secret).now()}, page=FACTOR)
    assert visitor.get("/").status_code == 200
    kept = visitor.post(f"{FACTOR}/remove", page=FACTOR)
    assert kept.status_code == 409
    assert enter("inspector").get("/").status_code == 200


def test_closing_asks_who_it_is_and_keeps_what_was_typed(
    enter: Entering, database: Database
) -> None:
    number = _verified()
    visitor = enter("committee")
    copied = visitor.client.get_cookie("rectify")
    _grow_old(database)
    assert 'name="proof"' in visitor.get(f"/items/{number}/close").text
    for proof in ("", "a guess"):
        answer = visitor.move(number, "close", comment="typed with care", proof=proof)
        assert answer.status_code == 403
        assert "typed with care" in answer.text
        assert "a guess" not in answer.text
        assert _state(number) == "verified"
    done = visitor.move(number, "close", comment="typed with care", proof=PASSWORD)
    assert done.status_code == 303
    assert _state(number) == "closed"
    assert visitor.get("/").status_code == 200
    assert copied is not None
    visitor.client.set_cookie("rectify", copied.value)  # the token from before the proof
    assert visitor.get("/").status_code == 303


def test_what_does_not_weigh_so_much_asks_for_no_proof(enter: Entering, database: Database) -> None:
    number = _verified()
    visitor = enter("committee")
    _grow_old(database)
    assert 'name="proof"' not in visitor.get(f"/items/{number}/comment").text
    assert visitor.move(number, "comment", comment="一句话").status_code == 303
    refused = visitor.move(number, "refuse", comment="还没有做完，请继续整改到位")
    assert refused.status_code == 303


def test_a_program_closes_with_the_scope_to_decide_only(cast: dict[str, Persona]) -> None:
    number = _verified()
    client = create_app().test_client()

    def post(path: str, scopes: tuple[str, ...], body: dict[str, object]) -> tuple[int, str]:
        token = accounts.create_token(cast["committee"].id, "tests", scopes=scopes)
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": f"{len(path)}-{len(scopes)}-{scopes[1]}",
        }
        answer = client.post(f"/api/v1{path}", json=body, headers=headers)
        return answer.status_code, answer.text

    close = {"number": number, "trigger": "close"}
    for scopes, said in ((("read", "decide"), "write"), (("read", "write"), "decide")):
        status, text = post(f"/items/{number}/close", scopes, {})
        assert status == 403
        assert said in text
    status, text = post("/decisions", ("read", "write"), {"decisions": [close]})
    assert '"status":403' in text.replace(" ", "")
    assert _state(number) == "verified"
    assert post("/decisions", ("read", "write", "decide"), {"decisions": [close]})[0] == 200
    assert _state(number) == "closed"


def test_a_token_that_may_only_read_changes_nothing_and_one_that_may_not_reads_nothing(
    cast: dict[str, Persona],
) -> None:
    client = create_app().test_client()
    for scope, reads in (("read", 200), ("write", 403)):
        token = accounts.create_token(cast["inspector"].id, "tests", scopes=[scope])
        bearer = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/v1/items", headers=bearer).status_code == reads
    fields = {"title": "x", "unit": 3, "severity": "minor"}
    reader = accounts.create_token(cast["inspector"].id, "tests", scopes=["read"])
    headers = {"Authorization": f"Bearer {reader}", "Idempotency-Key": "one"}
    body = {"list": "problems", "fields": fields}
    assert client.post("/api/v1/items", json=body, headers=headers).status_code == 403


def test_a_forgotten_password_is_set_anew_through_the_mail(
    stranger: Visitor, enter: Entering
) -> None:
    inside = enter("verifier")
    asked = stranger.post("/forgot", {"name": "verifier"})
    unknown = stranger.post("/forgot", {"name": "nobody-of-this-name"})
    assert (asked.status_code, words(asked)) == (unknown.status_code, words(unknown))
    (outbox_id,) = outbox.lease()
    text = account_letters.compose(outbox_id).get_content()
    path = "/link/" + text.split("/link/")[1].split()[0]
    assert "verifier" in stranger.get(path).text
    poor = stranger.post(path, {"password": "password123"})
    assert poor.status_code == 422
    assert "太常见" in words(poor)
    done = stranger.post(path, {"password": "a sentence that is quite new"})
    assert done.location == "/sign-in"
    assert "密码已设置" in stranger.text("/sign-in")
    assert inside.get("/").status_code == 303
    gone = stranger.get(path)
    assert gone.status_code == 410
    assert "重新申请" in words(gone)
    assert stranger.sign_in("verifier", "a sentence that is quite new").status_code == 303


def test_asking_for_mails_without_end_is_throttled(stranger: Visitor) -> None:
    answers = [stranger.post("/forgot", {"name": f"n{n}"}).status_code for n in range(21)]
    assert answers == [200] * 20 + [429]


def test_a_known_device_enters_while_others_guess(enter: Entering, stranger: Visitor) -> None:
    stranger.sign_in("leader")
    assert stranger.client.get_cookie("rectify-device") is not None
    stranger.post("/sign-out", page="/")
    guesser = Visitor(stranger.client.application)
    for _ in range(6):
        guesser.sign_in("leader", "a guess")
    assert guesser.sign_in("leader").status_code == 429
    assert stranger.sign_in("leader").status_code == 303


def test_all_other_sessions_end_with_one_button(enter: Entering) -> None:
    here, elsewhere = enter("inspector"), enter("inspector")
    assert here.post("/account/sessions/end-others", page="/account").status_code == 303
    assert elsewhere.get("/").status_code == 303
    assert here.get("/").status_code == 200


def test_a_token_that_outlives_the_session_needs_a_proof_and_a_scope(
    enter: Entering, database: Database
) -> None:
    visitor = enter("coordinator")
    data = {"label": "nightly export", "days": "30"}
    none = visitor.post("/account/tokens", data, page="/account")
    assert none.status_code == 422
    assert "read" in words(none)
    forever = {**data, "scopes": ["read"], "days": "99999"}
    assert visitor.post("/account/tokens", forever, page="/account").status_code == 422
    _grow_old(database)
    sent = visitor.post("/account/tokens", {**data, "scopes": ["read"]}, page="/account")
    assert sent.status_code == 403
    assert accounts.tokens_of(accounts.account_of("coordinator")) == []
