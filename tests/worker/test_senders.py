"""Group robots: asked in their vendors' way, believed by their vendors' own codes."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.worker.robots import Robot, robot
from worker.mailer import Undelivered, Verdict
from worker.senders import ROBOTS, send
from workflow.delivery.channels.delivery import Target
from workflow.delivery.channels.kinds import KINDS, TEST, WEBHOOK
from workflow.delivery.channels.message import Bulletin, Happening
from workflow.platform import settings
from workflow.words import Words

AT = datetime(2026, 3, 4, 2, tzinfo=UTC)
KEY, SECRET = "key-0123-do-not-tell", "SEC-do-not-tell-either"
FEISHU_OK = '{"code": 0, "msg": "success", "data": {}}'
ANSWERS = {
    "wecom": ("errcode", "errmsg"),
    "dingtalk": ("errcode", "errmsg"),
    "feishu": ("code", "msg"),
}
AGAIN = {"wecom": (-1, 45009, 45033), "dingtalk": (-1, 130101, 410100), "feishu": (11232,)}
FINAL = {
    "wecom": (93000, 40058, 44004),
    "dingtalk": (310000, 300001),
    "feishu": (19001, 19021, 9499),
}


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Robot]:
    """The vendor's server, in a network that is allowed."""
    monkeypatch.setenv("RECTIFY_WEBHOOK_ALLOW", "127.0.0.0/8")
    settings.cache_clear()
    with robot() as server:
        yield server
    settings.cache_clear()


def target(kind: str, server: Robot, *secrets: str) -> Target:
    return Target(1, kind, server.url, True, KEY, secrets)


def bulletin(title: str = "") -> Bulletin:
    rung = Words("一级督办", "First supervision")
    words = Words("问题清单", "Problem list"), Words("整改中", "Assigned"), Words("一支部", "First")
    told = Happening("P2026-0001", "problems", "assigned", 4, title, rung, *words, None)
    return Bulletin(7, "escalated", "zh", AT, told)


def answered(kind: str, code: int, text: str = "what the vendor says") -> str:
    code_key, text_key = ANSWERS[kind]
    return f'{{"{code_key}": {code}, "{text_key}": "{text}"}}'


def content(kind: str, server: Robot) -> str:
    told = server.came[-1].json
    return str(told["content"]["text"] if kind == "feishu" else told["text"]["content"])


def test_every_kind_of_channel_has_its_sender() -> None:
    assert {*ROBOTS, WEBHOOK} == set(KINDS)


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_message_says_what_happened_and_links_to_the_page(kind: str, vendor: Robot) -> None:
    vendor.usual = (200, answered(kind, 0, "ok"))
    assert send(target(kind, vendor), bulletin()) == "0 ok"
    assert content(kind, vendor).splitlines() == [
        "【整改销号】一级督办", "问题清单 P2026-0001", "单位：一支部", "状态：整改中",
        "http://127.0.0.1:8000/items/P2026-0001",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_test_says_that_it_is_one(kind: str, vendor: Robot) -> None:
    vendor.usual = (200, answered(kind, 0))
    send(target(kind, vendor), Bulletin(8, TEST, "en", AT, None))
    assert content(kind, vendor).startswith("[Rectify] A test")


@pytest.mark.parametrize(("kind", "code"), [(k, c) for k, codes in AGAIN.items() for c in codes])
def test_a_vendor_that_answers_200_and_is_busy_is_asked_again(
    kind: str, code: int, vendor: Robot
) -> None:
    vendor.usual = (200, answered(kind, code))
    with pytest.raises(Undelivered, match=f"{code}: what the vendor says") as refused:
        send(target(kind, vendor), bulletin())
    assert refused.value.verdict is Verdict.AGAIN


@pytest.mark.parametrize(("kind", "code"), [(k, c) for k, codes in FINAL.items() for c in codes])
def test_a_vendor_that_answers_200_and_refuses_is_believed(
    kind: str, code: int, vendor: Robot
) -> None:
    vendor.usual = (200, answered(kind, code))
    with pytest.raises(Undelivered, match=f"{code}: what the vendor says") as refused:
        send(target(kind, vendor), bulletin())
    assert refused.value.verdict is Verdict.FINAL


@pytest.mark.parametrize("kind", ROBOTS)
@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ((200, "<html>sign in to the network</html>"), Verdict.AGAIN),
        ((200, "[]"), Verdict.AGAIN),
        ((502, "bad gateway"), Verdict.AGAIN),
        ((429, ""), Verdict.AGAIN),
        ((404, "not found"), Verdict.FINAL),
    ],
)
def test_an_answer_without_the_vendors_code_is_no_success(
    kind: str, answer: tuple[int, str], verdict: Verdict, vendor: Robot
) -> None:
    vendor.usual = answer
    with pytest.raises(Undelivered) as refused:
        send(target(kind, vendor), bulletin())
    assert refused.value.verdict is verdict


@pytest.mark.parametrize("kind", ROBOTS)
def test_no_key_and_no_secret_is_in_what_is_said_of_a_failure(kind: str, vendor: Robot) -> None:
    vendor.usual = (200, answered(kind, 93000, f"no robot {KEY} with {SECRET}"))
    with pytest.raises(Undelivered) as refused:
        send(target(kind, vendor, SECRET), bulletin())
    nowhere = Target(1, kind, "http://127.0.0.1:1", True, KEY, (SECRET,))
    with pytest.raises(Undelivered) as unreached:
        send(nowhere, bulletin())
    assert unreached.value.verdict is Verdict.UNREACHED
    shown = f"{refused.value} {unreached.value} {nowhere!r}"
    assert KEY not in shown
    assert SECRET not in shown


def test_the_keys_are_where_each_vendor_looks_for_them(vendor: Robot) -> None:
    paths = {
        "wecom": f"/cgi-bin/webhook/send?key={KEY}",
        "dingtalk": f"/robot/send?access_token={KEY}",
        "feishu": f"/open-apis/bot/v2/hook/{KEY}",
    }
    for kind, path in paths.items():
        vendor.usual = (200, answered(kind, 0))
        send(target(kind, vendor), bulletin())
        assert vendor.came[-1].path == path


def test_dingtalk_is_signed_in_the_address(vendor: Robot) -> None:
    send(target("dingtalk", vendor, SECRET), bulletin())
    query = parse_qs(urlsplit(vendor.came[-1].path).query)
    signed = f"{query['timestamp'][0]}\n{SECRET}"
    expected = hmac.new(SECRET.encode(), signed.encode(), sha256).digest()
    assert query["sign"] == [base64.b64encode(expected).decode()]
    assert len(query["timestamp"][0]) == 13  # milliseconds


def test_feishu_is_signed_in_the_body(vendor: Robot) -> None:
    vendor.usual = (200, FEISHU_OK)
    send(target("feishu", vendor, SECRET), bulletin())
    told = vendor.came[-1].json
    expected = hmac.new(f"{told['timestamp']}\n{SECRET}".encode(), b"", sha256).digest()
    assert told["sign"] == base64.b64encode(expected).decode()
    assert len(told["timestamp"]) == 10  # seconds


def test_a_title_cannot_call_the_whole_group(vendor: Robot) -> None:
    vendor.usual = (200, FEISHU_OK)
    send(target("feishu", vendor), bulletin('<at user_id="all">所有人</at>'))
    assert "<" not in content("feishu", vendor)


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_long_title_is_cut_at_a_character(kind: str, vendor: Robot) -> None:
    vendor.usual = (200, answered(kind, 0))
    send(target(kind, vendor), bulletin("长" * 2000))
    assert len(content(kind, vendor).encode()) < 2048
