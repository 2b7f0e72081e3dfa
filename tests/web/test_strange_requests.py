"""What a stranger writes into a header, an address or a field is answered, never fallen over."""

from __future__ import annotations

import psycopg
import pytest
from flask import Flask

from tests.cast import Persona
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.visitor import Visitor
from web.app import create_app
from workflow.platform import client, network_of, settings

# Addresses that Python refuses to take apart, and other texts that are none.
NO_ADDRESSES = [
    "http://[", "//[", "/\\[", "http://[::1", "http://a]", "http://a:99999", "[::1",
    "http://\u2100.example", "http://a:\u0661",
]  # fmt: skip
HEADERS = (
    "Origin", "Referer", "Host", "X-Forwarded-For", "Cookie", "Accept-Language", "Accept",
    "Accept-Encoding", "Authorization", "If-None-Match", "If-Modified-Since", "If-Range", "Range",
    "Content-Type", "X-Request-Id", "User-Agent", "Idempotency-Key", "Rectify-Behind",
)  # fmt: skip
STRANGE = [
    *NO_ADDRESSES, "", "\xff", "9" * 40, ";=,;q=1e999", "bytes=-9,9-", "Basic ////",
    "multipart/form-data; boundary=", "x" * 4000,
]  # fmt: skip


def test_no_header_makes_the_service_fall_over(stranger: Visitor) -> None:
    for header in HEADERS:
        for text in STRANGE:
            headers = {header: text.encode().decode("latin-1")}
            asked = stranger.client.get("/sign-in", headers=headers, buffered=True)
            sent = stranger.client.post("/language", data={"language": "en"}, headers=headers)
            assert max(asked.status_code, sent.status_code) < 500, (header, text)


def test_no_header_makes_the_api_fall_over(stranger: Visitor) -> None:
    for header in HEADERS:
        for text in STRANGE:
            headers = {header: text.encode().decode("latin-1")}
            assert stranger.client.get("/api/v1/me", headers=headers).status_code in (400, 401, 429)


def test_a_way_on_that_is_no_address_leads_to_the_first_page(stranger: Visitor) -> None:
    for text in NO_ADDRESSES:
        asked = stranger.get("/sign-in", query_string={"next": text})
        assert asked.status_code in (200, 303)
        sent = stranger.post("/language", {"next": text, "language": "en"}, page="/sign-in")
        assert sent.status_code == 303
        assert sent.location == "/" or not text.startswith(("//", "/\\", "http"))


def test_a_channel_at_what_is_no_address_is_refused(enter: Entering) -> None:
    visitor = enter("system-admin")
    form = {"name": "x", "unit": "1", "raised": "yes", "language": "zh"}
    for field in ("base_url", "robot"):
        for text in NO_ADDRESSES:
            if "://" in text:
                answer = visitor.post("/channels/new/wecom", {**form, field: text})
                assert answer.status_code == 422, (field, text)


# Whence a request comes.


@pytest.mark.parametrize(
    ("text", "plain", "network"),
    [
        ("192.0.2.7", "192.0.2.7", "192.0.2.7/32"),
        ("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.7/32"),
        ("::FFFF:c000:207", "192.0.2.7", "192.0.2.7/32"),
        (" 192.0.2.7:5678 ", "192.0.2.7", "192.0.2.7/32"),
        ("[2001:db8::7]:443", "2001:db8::7", "2001:db8::/64"),
        ("[2001:db8::7]", "2001:db8::7", "2001:db8::/64"),
        ("2001:DB8::7%eth0", "2001:db8::7", "2001:db8::/64"),
        ("", "", "-"), ("unknown", "", "-"), ("_hidden", "", "-"), ("192.0.2", "", "-"),
        ("[", "", "-"), ("'; drop", "", "-"), ("1.2.3.4:5:6", "", "-"),
    ],
)  # fmt: skip
def test_the_address_of_a_client_has_one_spelling(text: str, plain: str, network: str) -> None:
    assert (client(text), network_of(text)) == (plain, network)


@pytest.fixture
def behind_a_proxy(cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("RECTIFY_PROXIES", "1")
    monkeypatch.setenv("RECTIFY_METRICS_ALLOW", "192.0.2.0/24")
    settings.cache_clear()
    return create_app()


def test_clients_of_a_listener_for_both_families_are_told_apart(
    behind_a_proxy: Flask, database: Database
) -> None:
    visitor = Visitor(behind_a_proxy)
    for _ in range(6):
        last = _guess(visitor, "::ffff:192.0.2.7")
    assert last == _guess(visitor, "192.0.2.7:1234") == 429
    assert _guess(visitor, "::ffff:192.0.2.8") == 401
    with psycopg.connect(database.owner_url) as connection:
        noted = connection.execute(
            "SELECT DISTINCT address FROM journal WHERE kind = 'sign_in_failed'"
        )
        assert {address for (address,) in noted} == {"192.0.2.7", "192.0.2.8"}


@pytest.mark.parametrize(
    ("seen", "status"),
    [("192.0.2.9", 200), ("::ffff:192.0.2.9", 200), ("192.0.2.9:99", 200), ("unknown", 404),
     ("198.51.100.1", 404), ("2001:db8::1", 404)],
)  # fmt: skip
def test_a_named_network_reads_the_measurements_however_its_addresses_are_spelled(
    behind_a_proxy: Flask, seen: str, status: int
) -> None:
    answer = Visitor(behind_a_proxy).get("/metrics", headers={"X-Forwarded-For": seen})
    assert answer.status_code == status


def _guess(visitor: Visitor, forwarded: str) -> int:
    data = {"csrf_token": visitor.token("/sign-in"), "login": "leader", "password": "a guess"}
    sent = visitor.client.post("/sign-in", data=data, headers={"X-Forwarded-For": forwarded})
    return sent.status_code
