"""Channels on their pages: for the system administrator, and without anything that opens them."""

from __future__ import annotations

import re

import pytest

from tests.cast import OFFICE, PASSWORD
from tests.delivery.channels.made import channel
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from workflow.accounts.keys import opened
from workflow.delivery.channels.delivery import SEALED
from workflow.platform import db

KEY = "key-0123-do-not-tell"
FILLED = {"name": "支部群", "unit": OFFICE, "robot": KEY, "language": "zh", "escalated": "yes",
          "proof": PASSWORD}  # fmt: skip
WEBHOOK = {"name": "大屏", "unit": OFFICE, "base_url": "https://hook.example.org/in?t=1",
           "moved": "yes", "proof": PASSWORD}  # fmt: skip


@pytest.fixture
def admin(enter: Entering) -> Visitor:
    return enter("system-admin")


def rows(query: str) -> list[tuple[object, ...]]:
    with db.connect() as connection:
        return connection.execute(query).fetchall()


def test_a_robot_is_added_and_its_key_is_nowhere_to_be_read_again(admin: Visitor) -> None:
    answer = admin.post("/channels/new/dingtalk", {**FILLED, "secret": "SEC-0123"})
    assert answer.status_code == 303, words(answer)
    pages = "".join(
        admin.get(path).text for path in ("/channels", answer.location, f"{answer.location}/change")
    )
    assert "支部群" in pages
    assert KEY not in pages
    assert "SEC-0123" not in pages
    ((key, secret),) = rows("SELECT key, secret FROM channels")
    assert isinstance(key, bytes)
    assert isinstance(secret, bytes)
    assert (opened(SEALED, key), opened(SEALED, secret)) == (KEY, "SEC-0123")
    told = str(rows("SELECT details FROM journal WHERE kind = 'channel'"))
    assert "added" in told
    assert KEY not in told


@pytest.mark.parametrize(
    ("kind", "pasted"),
    [
        ("wecom", f"https://qyapi.example.org/cgi-bin/webhook/send?key={KEY}"),
        ("dingtalk", f"https://qyapi.example.org/robot/send?access_token={KEY}"),
        ("feishu", f"https://qyapi.example.org/open-apis/bot/v2/hook/{KEY}"),
    ],
)
def test_the_whole_address_of_a_robot_may_be_pasted(kind: str, pasted: str, admin: Visitor) -> None:
    admin.post(f"/channels/new/{kind}", {**FILLED, "robot": pasted})
    ((base_url, key),) = rows("SELECT base_url, key FROM channels")
    assert base_url == "https://qyapi.example.org"
    assert isinstance(key, bytes)
    assert opened(SEALED, key) == KEY


def test_a_webhooks_secret_is_shown_once_and_two_overlap(admin: Visitor) -> None:
    made = admin.post("/channels/new/webhook", WEBHOOK)
    assert made.status_code == 201, words(made)
    first = re.findall("whsec_[A-Za-z0-9+/=]{40,}", made.text)
    assert len(first) == 1
    assert "whsec_" not in admin.get("/channels/1").text
    changed = admin.post("/channels/1/rotate", {"proof": PASSWORD}, page="/channels/1")
    second = re.findall("whsec_[A-Za-z0-9+/=]{40,}", changed.text)
    assert second
    assert second != first
    ((secret, old, overlap),) = rows(
        "SELECT secret, old_secret, old_until - now() BETWEEN '23 hours' AND '1 day' FROM channels"
    )
    assert isinstance(secret, bytes)
    assert isinstance(old, bytes)
    assert [opened(SEALED, secret), opened(SEALED, old)] == [*second, *first]
    assert overlap


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "“名称”没有填写"),
        ({"robot": ""}, "请填写机器人的密钥"),
        ({"robot": "有空 格"}, "请填写机器人的密钥"),
        ({"escalated": ""}, "请至少选择一类消息"),
        ({"base_url": "ftp://a.example"}, "https://"),
        ({"base_url": "https://user:password@a.example"}, "不带账号和密码"),
        ({"base_url": "https://"}, "https://"),
        ({"unit": "999"}, "请选择由您管理的单位"),
        ({"language": "fr"}, "没有“fr”这个选项"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_added(
    wrong: dict[str, str], said: str, admin: Visitor
) -> None:
    answer = admin.post("/channels/new/wecom", {**FILLED, **wrong})
    assert answer.status_code in (403, 422)
    assert said in words(answer)
    assert KEY not in answer.text
    assert rows("SELECT 1 FROM channels") == []


def test_adding_one_asks_for_a_proof_unless_it_was_given_just_now(admin: Visitor) -> None:
    with db.connect() as connection:
        connection.execute("UPDATE sign_ins SET proved_at = now() - interval '1 hour'")
    answer = admin.post("/channels/new/wecom", {**FILLED, "proof": "wrong"})
    assert answer.status_code == 403
    assert "密码或动态口令不对" in words(answer)
    assert admin.post("/channels/new/wecom", FILLED).status_code == 303


def test_a_change_keeps_the_key_that_is_not_given_anew(admin: Visitor) -> None:
    id_ = channel()
    ((before,),) = rows("SELECT key FROM channels")
    data = {**FILLED, "robot": "", "name": "新名称", "titles": "yes", "raised": "yes"}
    assert admin.post(f"/channels/{id_}/change", data).status_code == 303
    assert rows("SELECT name, titles, topics FROM channels") == [
        ("新名称", True, ["raised", "escalated"])
    ]
    assert rows("SELECT key FROM channels") == [(before,)]


def test_a_test_is_promised_and_its_page_looks_for_the_answer(admin: Visitor) -> None:
    id_ = channel()
    assert admin.post(f"/channels/{id_}/test", page=f"/channels/{id_}").status_code == 303
    page = admin.get(f"/channels/{id_}")
    assert page.headers["Refresh"] == "2"
    with db.connect() as connection:
        connection.execute("UPDATE outbox SET delivered_at = now(), answer = '0 ok'")
    page = admin.get(f"/channels/{id_}")
    assert "Refresh" not in page.headers
    assert "对方答复： 0 ok" in words(page)


def test_switched_off_it_takes_no_test(admin: Visitor) -> None:
    id_ = channel()
    admin.post(f"/channels/{id_}/switch", {"on": "no"}, page=f"/channels/{id_}")
    assert "已停用" in admin.text(f"/channels/{id_}")
    answer = admin.post(f"/channels/{id_}/test", page=f"/channels/{id_}")
    assert answer.status_code == 409
    assert rows("SELECT 1 FROM outbox") == []


@pytest.mark.parametrize("login", ["coordinator", "leader", "security-admin", "audit-admin"])
def test_to_everybody_else_there_are_no_channels(login: str, enter: Entering) -> None:
    id_ = channel()
    visitor = enter(login)
    assert 'href="/channels"' not in visitor.get("/").text
    for path in ("/channels", "/channels/new/wecom", f"/channels/{id_}", "/channels/99",
                 f"/channels/{id_}/change"):  # fmt: skip
        assert visitor.get(path).status_code == 404, path
    token = {"csrf_token": visitor.token("/")}
    for path in ("/channels/new/wecom", *(f"/channels/{id_}/{act}" for act in (
        "change", "rotate", "switch", "test", "posts/1/again"))):  # fmt: skip
        assert visitor.send(path, {**token, **FILLED}).status_code == 404, path
    assert rows("SELECT count(*) FROM channels") == [(1,)]
    assert rows("SELECT active FROM channels") == [(True,)]
