"""The pages of people and accounts: found, added, invited, let go, each with a sentence."""

from __future__ import annotations

import psycopg
import pytest

from tests import clock
from tests.approving import FIRST
from tests.cast import PASSWORD, PERSONAS
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import accounts
from workflow.delivery import outbox

HEAD = PERSONAS["branch-head"].id


def later(database: Database) -> None:
    """Let the proofs given at the sign-in grow old."""
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE sign_ins SET proved_at = now() - interval '6 minutes'")


def test_a_person_is_found_with_account_and_posts_in_both_languages(enter: Entering) -> None:
    page = enter("system-admin").text("/people?q=建国")
    assert "陈建国 branch-head 第一党支部 · 党支部书记 branch-head@example.org" in page
    assert "林晓峰" not in page
    assert "Chen Jianguo branch-head First Branch · branch head" in enter(
        "security-admin", "en"
    ).text("/people?q=jianguo")


def test_somebody_is_added_with_an_invitation_from_the_page(enter: Entering) -> None:
    visitor = enter("system-admin")
    data = {
        "name": "王芳",
        "email": "wang.fang@example.org",
        "language": "zh",
        "login": "wang.fang",
    }
    answer = visitor.post("/people/add", data)
    assert answer.status_code == 303
    assert "已提出申请：新增人员" in visitor.text(answer.location)
    enter("security-admin").post(f"/approvals/{FIRST}/agree", page=f"/approvals/{FIRST}")
    assert "wang.fang 已邀请，还没有密码" in visitor.text(answer.location)
    assert len(outbox.lease()) == 2


def test_what_was_typed_is_kept_when_something_is_wrong(enter: Entering) -> None:
    data = {"name": "王芳", "email": "nowhere", "language": "zh", "login": ""}
    answer = enter("system-admin").post("/people/add", data)
    assert answer.status_code == 422
    assert "“nowhere”不是邮箱地址" in words(answer)
    assert 'value="王芳"' in answer.text


def test_the_buttons_are_those_that_the_administrator_may_press(enter: Entering) -> None:
    system, security = (
        enter(f"{k}-admin").get(f"/people/{HEAD}").text for k in ("system", "security")
    )
    for key in ("correct", "link", "close", "end-sessions", "revoke-tokens"):
        assert f'/{key}"' in system, key
        assert f'/{key}"' not in security, key
    assert '/leave"' in security
    assert '/leave"' not in system
    for key in ("reopen", "reset-factor", "return", "open-account"):  # nothing is closed, or over
        assert f'/{key}"' not in system + security


def test_an_account_is_closed_and_opened_again_by_two_administrators(
    enter: Entering, database: Database
) -> None:
    path = f"/people/{HEAD}/accounts/{HEAD}"
    assert enter("system-admin").post(f"{path}/close").location == f"/people/{HEAD}"
    assert accounts.sign_in("branch-head", PASSWORD) is None
    security = enter("security-admin")
    later(database)
    asked = security.post(f"{path}/reopen")
    assert asked.status_code == 403
    assert "请输入您的密码或动态口令" in words(asked)
    assert accounts.sign_in("branch-head", PASSWORD) is None
    assert security.post(f"{path}/reopen", {"proof": PASSWORD}).status_code == 303
    assert accounts.sign_in("branch-head", PASSWORD) is None
    system = enter("system-admin")
    assert system.post(f"/approvals/{FIRST}/agree", page=f"/approvals/{FIRST}").status_code == 303
    assert accounts.sign_in("branch-head", PASSWORD)


def test_letting_somebody_go_asks_for_a_proof_and_keeps_the_day_that_was_typed(
    enter: Entering, database: Database
) -> None:
    security = enter("security-admin")
    later(database)
    today = clock.today().isoformat()
    answer = security.post(f"/people/{HEAD}/leave", {"last": today})
    assert answer.status_code == 403
    assert f'value="{today}"' in answer.text
    answer = security.post(f"/people/{HEAD}/leave", {"last": today, "proof": PASSWORD})
    assert answer.status_code == 303
    assert "起离任" in security.text(answer.location)


def test_an_account_of_somebody_else_is_not_reached_through_a_persons_page(
    enter: Entering,
) -> None:
    other = PERSONAS["leader"].id
    path = f"/people/{HEAD}/accounts/{other}/close"
    assert enter("system-admin").post(path, page="/people/add").status_code == 404
    assert accounts.sign_in("leader", PASSWORD)


@pytest.mark.parametrize("login", ["audit-admin", "leader", "branch-head", "nobody"])
def test_others_do_not_even_see_the_way_there(enter: Entering, login: str) -> None:
    visitor = enter(login)
    assert 'href="/people' not in visitor.get("/account").text
    assert visitor.get("/people").status_code == 404
