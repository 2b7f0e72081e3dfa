"""Webhooks: signed in the form of Standard Webhooks, thin, and never a way into the network."""

from __future__ import annotations

import base64
import hmac
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from tests.worker.robots import Came, Robot, robot
from worker.mailer import Undelivered, Verdict
from worker.senders import guard, send, wire
from worker.senders.wire import Request, post
from workflow.delivery.channels.delivery import Target
from workflow.delivery.channels.kinds import TEST
from workflow.delivery.channels.message import Bulletin, Happening
from workflow.delivery.channels.signatures import signatures
from workflow.platform import BadSettings, settings
from workflow.words import Words

AT = datetime(2026, 3, 4, 2, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLDER = "whsec_" + base64.b64encode(b"another secret of 24 bytes").decode()
Allow = Callable[[str], None]


@pytest.fixture
def allow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Allow]:
    """Allow posts to a network."""

    def allowed(networks: str) -> None:
        monkeypatch.setenv("RECTIFY_WEBHOOK_ALLOW", networks)
        settings.cache_clear()

    settings.cache_clear()
    yield allowed
    settings.cache_clear()


@pytest.fixture
def receiver(allow: Allow) -> Iterator[Robot]:
    allow("127.0.0.0/8")
    with robot() as server:
        yield server


def moved() -> Bulletin:
    words = (Words("", ""),) * 4
    told = Happening("P2026-0001", "problems", "assigned", 4, "a secret title", *words, None)
    return Bulletin(7, "moved", "zh", AT, told)


def target(server: Robot, *secrets: str) -> Target:
    return Target(1, "webhook", f"{server.url}/hook?a=b", True, "", secrets or (SECRET,))


def verified(came: Came, secret: str) -> bool:
    """Verify a request as a receiver would, written from the specification."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{came.headers['webhook-id']}.{came.headers['webhook-timestamp']}.".encode()
    digest = hmac.new(key, signed + came.body, sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}" in came.headers["webhook-signature"].split()


def test_the_published_test_vector_comes_out() -> None:
    id_, stamp, sent = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    assert signatures([SECRET], id_, stamp, sent) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_the_payload_is_thin_and_signed(receiver: Robot) -> None:
    receiver.usual = (204, "")
    assert send(target(receiver), moved()) == "HTTP 204"
    (came,) = receiver.came
    assert came.path == "/hook?a=b"
    assert came.json == {
        "type": "item.moved",
        "timestamp": "2026-03-04T02:00:00.000Z",
        "data": {
            "number": "P2026-0001", "list": "problems", "state": "assigned", "version": 4,
            "link": "http://127.0.0.1:8000/items/P2026-0001",
        },
    }  # fmt: skip
    assert came.headers["webhook-id"] == "msg_7"
    assert verified(came, SECRET)
    assert not verified(came, OLDER)


def test_between_two_secrets_both_sign(receiver: Robot) -> None:
    send(target(receiver, SECRET, OLDER), moved())
    assert verified(receiver.came[0], SECRET)
    assert verified(receiver.came[0], OLDER)


def test_a_ping_tells_of_no_item(receiver: Robot) -> None:
    send(target(receiver), Bulletin(9, TEST, "zh", AT, None))
    assert receiver.came[0].json["type"] == "ping"
    assert receiver.came[0].json["data"] == {}


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(302, Verdict.AGAIN), (400, Verdict.AGAIN), (410, Verdict.FINAL), (500, Verdict.AGAIN)],
)
def test_nothing_but_two_hundred_is_success(status: int, verdict: Verdict, receiver: Robot) -> None:
    receiver.usual = (status, "")
    with pytest.raises(Undelivered, match=str(status)) as refused:
        send(target(receiver), moved())
    assert refused.value.verdict is verdict


def test_no_redirect_is_followed(receiver: Robot) -> None:
    with robot() as elsewhere:
        receiver.usual, receiver.more = (307, ""), {"Location": f"{elsewhere.url}/inside"}
        with pytest.raises(Undelivered, match="no redirect"):
            send(target(receiver), moved())
        assert elsewhere.came == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%lo",
        "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:10.0.0.1",
        "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1",
        # An IPv4 address in any other spelling, and what is given to no machine of the public.
        "64:ff9b:1::7f00:1", "64:ff9b:1:fffe::a00:1", "fec0::1", "feff::1", "::127.0.0.1",
        "::10.0.0.1", "::ffff:7f00:1", "0:0:0:0:0:ffff:a00:1", "::ffff:0:127.0.0.1",
        "::ffff:0:a00:1", "2001:0:7f00:1::", "2001:20::1", "2606:4700::5efe:7f00:1",
        "2606:4700::200:5efe:a00:1", "3fff::1", "5f00::1", "4000::1", "100::1", "192.88.99.1",
    ],
)  # fmt: skip
def test_no_address_but_a_public_one_is_connected_to(address: str, allow: Allow) -> None:
    with pytest.raises(guard.Refused, match="RECTIFY_WEBHOOK_ALLOW"):
        guard.pinned("hook.example.org", 443, lambda *_: [address])


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_a_public_address_is_taken(address: str, allow: Allow) -> None:
    assert guard.pinned("hook.example.org", 443, lambda *_: [address]) == address


def test_one_bad_address_among_several_spoils_them_all(allow: Allow) -> None:
    with pytest.raises(guard.Refused):
        guard.pinned("hook.example.org", 443, lambda *_: ["8.8.8.8", "10.0.0.1"])


def test_a_network_is_open_once_it_is_named(allow: Allow) -> None:
    allow("10.1.0.0/16, fd00::/8")
    for address in ("10.1.2.3", "fd12::1"):
        assert guard.pinned("hook.example.org", 443, lambda *_, a=address: [a]) == address
    with pytest.raises(guard.Refused):
        guard.pinned("hook.example.org", 443, lambda *_: ["10.2.0.1"])


@pytest.mark.parametrize("networks", ["10.0.0.1/8", "everywhere", "0.0.0.0/33"])
def test_a_slip_of_the_pen_opens_nothing(networks: str, allow: Allow) -> None:
    allow(networks)
    with pytest.raises(BadSettings, match="RECTIFY_WEBHOOK_ALLOW"):
        settings()


def test_a_name_that_answers_differently_the_second_time_gains_nothing(allow: Allow) -> None:
    allow("127.0.0.2/32")
    answers = deque([["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]])
    with robot("127.0.0.2") as public:
        port = public.url.rsplit(":", 1)[1]
        request = Request(f"http://rebinding.example.org:{port}/", b"{}")
        assert post(request, lambda *_: answers.popleft()).status == 200
        assert public.came[0].headers["host"] == f"rebinding.example.org:{port}"
        assert len(answers) == 2  # asked once, and that answer was used
        with pytest.raises(Undelivered, match=r"127\.0\.0\.1"):
            post(request, lambda *_: answers.popleft())
        assert len(public.came) == 1


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_other_ways_to_write_this_machine_lead_nowhere(host: str, allow: Allow) -> None:
    with robot() as inside:
        port = inside.url.rsplit(":", 1)[1]
        with pytest.raises(Undelivered):
            post(Request(f"http://{host}:{port}/", b"{}"))
        assert inside.came == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://a.example/", "ftp://a.example/"])
def test_no_other_scheme_is_spoken(url: str, allow: Allow) -> None:
    with pytest.raises(Undelivered, match="https") as refused:
        post(Request(url, b"{}"), lambda *_: ["8.8.8.8"])
    assert refused.value.verdict is Verdict.FINAL


def test_an_answer_that_dribbles_is_cut_off(
    receiver: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "DEADLINE", 0.3)
    receiver.usual, receiver.drip = (200, "x" * 200), 0.05
    with pytest.raises(Undelivered) as refused:
        post(Request(receiver.url, b"{}"))
    assert refused.value.verdict is Verdict.AGAIN


def test_of_a_long_answer_no_more_is_read_than_is_needed(receiver: Robot) -> None:
    receiver.usual = (200, "x" * 1_000_000)
    assert len(post(Request(receiver.url, b"{}")).body) == wire.MOST
