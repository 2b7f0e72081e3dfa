"""Every address that can be set works in its plain form, or is refused with a sentence."""

from __future__ import annotations

import pytest

from workflow.platform import BadSettings, Settings, settings


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"RECTIFY_{name}", value)
    settings.cache_clear()
    try:
        return settings()
    finally:
        settings.cache_clear()


@pytest.mark.parametrize(
    ("given", "plain", "root"),
    [
        ("", "http://127.0.0.1:8000", ""),
        ("https://rectify.example.org", "https://rectify.example.org", ""),
        ("  https://rectify.example.org/  ", "https://rectify.example.org", ""),
        ("HTTPS://Rectify.Example.ORG:443/", "https://rectify.example.org", ""),
        ("http://rectify:80", "http://rectify", ""),
        ("http://rectify:8080", "http://rectify:8080", ""),
        ("https://example.org/Rectify/", "https://example.org/Rectify", "/Rectify"),
        ("https://example.org/a/b_c~1", "https://example.org/a/b_c~1", "/a/b_c~1"),
        ("http://[2001:DB8::1]:8000", "http://[2001:db8::1]:8000", ""),
        ("http://[::1]/x", "http://[::1]/x", "/x"),
        ("https://整改.example.org", "https://xn--pbtw0b.example.org", ""),
        ("http://10.0.0.5:8000", "http://10.0.0.5:8000", ""),
    ],
)
def test_an_address_is_taken_in_its_plain_form(
    monkeypatch: pytest.MonkeyPatch, given: str, plain: str, root: str
) -> None:
    setup = _set(monkeypatch, BASE_URL=given)
    if "xn--" not in plain:
        assert setup.url == plain
    assert setup.url.isascii()
    assert setup.root == root


@pytest.mark.parametrize(
    "bad",
    [
        "rectify.example.org", "ftp://rectify.example.org", "https://", "https:///x", "//a.example",
        "https://a b.example", "https://a.example:0", "https://a.example:x", "https://a.example:99999",
        "https://user:secret@a.example", "https://user@a.example", "https://a.example/?x=1",
        "https://a.example?", "https://a.example/#top", "https://a.example//b", "https://a.example/../b",
        "https://a.example/a b", "https://a.example/整改", "https://a.example/%2e%2e",
        "https://a.example/x;y", "http://0.0.0.0:8000", "http://[::]:8000", "http://[::1",
        "http://1.2.3", "http://999.1.1.1", "https://a..example", "https://-a.example",
        "https://a.example/\\b", "javascript:alert(1)", "https://a.example\r\nX: y",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_followed_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    with pytest.raises(BadSettings, match="RECTIFY_BASE_URL: ") as refused:
        _set(monkeypatch, BASE_URL=bad)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("given", "host", "near"),
    [
        ("", "127.0.0.1", "http://127.0.0.1:8000"),
        (" LocalHost ", "localhost", "http://localhost:8000"),
        ("::1", "::1", "http://[::1]:8000"),
        ("[::1]", "::1", "http://[::1]:8000"),
        ("0.0.0.0", "0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "::", "http://[::1]:8000"),
    ],
)
def test_an_address_to_listen_on_is_taken_in_its_plain_form(
    monkeypatch: pytest.MonkeyPatch, given: str, host: str, near: str
) -> None:
    setup = _set(monkeypatch, HOST=given)
    assert (setup.host, setup.near_url) == (host, near)


@pytest.mark.parametrize("bad", ["*", "http://127.0.0.1", "127.0.0.1:8000", "a b", "a/b", "[::1"])
def test_what_cannot_be_listened_on_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    with pytest.raises(BadSettings, match=r"RECTIFY_HOST: .*without scheme and port"):
        _set(monkeypatch, HOST=bad)


@pytest.mark.parametrize(
    ("values", "misleads"),
    [
        ({}, False),
        ({"HOST": "0.0.0.0"}, True),
        ({"HOST": "::"}, True),
        ({"HOST": "0.0.0.0", "BASE_URL": "http://127.0.0.1:8000"}, True),
        ({"HOST": "::", "BASE_URL": "http://[::1]:8000"}, True),
        ({"HOST": "0.0.0.0", "BASE_URL": "http://LOCALHOST"}, True),
        ({"HOST": "0.0.0.0", "BASE_URL": "https://rectify.example.org"}, False),
        ({"HOST": "127.0.0.1", "BASE_URL": "https://rectify.example.org"}, False),
    ],
)
def test_an_address_that_only_this_machine_can_follow_is_known(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], misleads: bool
) -> None:
    setup = _set(monkeypatch, **values)
    assert setup.misleads is misleads
    assert "0.0.0.0" not in setup.url
    assert "[::]" not in setup.url


def test_a_mail_server_and_a_loopback_are_told_apart_from_trying_it_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://mail.example.org")
    assert _set(monkeypatch).misleads
    assert not _set(monkeypatch, BASE_URL="https://rectify.example.org").misleads
