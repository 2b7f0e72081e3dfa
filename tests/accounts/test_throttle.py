"""Guessing is slowed down, for the guesser only: nobody is locked out for good, or by others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.cast import PASSWORD
from tests.servers import Database
from workflow import accounts
from workflow.accounts import Visitor, devices
from workflow.errors import TooManyTries

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
HERE, THERE = Visitor(address="192.0.2.7"), Visitor(address="198.51.100.9")


def _guess(login: str, visitor: Visitor = HERE, after: timedelta = timedelta()) -> None:
    assert accounts.enter(login, "a wrong guess", visitor, NOON + after) is None


def _enters(login: str, visitor: Visitor = HERE, after: timedelta = timedelta()) -> bool:
    return accounts.enter(login, PASSWORD, visitor, NOON + after) is not None


@pytest.mark.usefixtures("cast")
def test_after_five_wrong_passwords_the_right_one_waits_a_minute_too() -> None:
    for _ in range(5):
        _guess("verifier")
    with pytest.raises(TooManyTries) as refused:
        _enters("verifier")
    assert 0 < refused.value.wait <= 60
    assert "1分钟" in refused.value.words.zh
    assert _enters("coordinator")
    assert _enters("verifier", after=timedelta(seconds=61))
    _guess("verifier", after=timedelta(seconds=62))
    assert _enters("verifier", after=timedelta(seconds=62))


@pytest.mark.usefixtures("cast")
def test_the_wait_doubles_up_to_a_quarter_of_an_hour_and_never_ends_in_a_lock() -> None:
    at, waits = timedelta(), []
    for _ in range(5):
        _guess("verifier")
    for _ in range(12):
        with pytest.raises(TooManyTries) as refused:
            _enters("verifier", after=at)
        waits.append(refused.value.wait)
        at += timedelta(seconds=refused.value.wait + 1)
        _guess("verifier", after=at)
    assert waits[:3] == [60, 120, 240]
    assert max(waits) == 900
    assert _enters("verifier", after=at + timedelta(minutes=16))


@pytest.mark.usefixtures("cast")
def test_a_refused_try_makes_nobody_wait_longer() -> None:
    for _ in range(5):
        _guess("verifier")
    for second in range(30):
        with pytest.raises(TooManyTries):
            _guess("verifier", after=timedelta(seconds=second))
    assert _enters("verifier", after=timedelta(seconds=61))


@pytest.mark.usefixtures("cast")
def test_four_failures_a_day_are_forgotten_by_the_next() -> None:
    for day in range(10):
        for _ in range(4):
            _guess("verifier", after=timedelta(days=day))
    assert _enters("verifier", after=timedelta(days=9))


@pytest.mark.usefixtures("cast")
def test_who_hammers_at_an_account_from_elsewhere_keeps_its_owner_not_out() -> None:
    for _ in range(5):
        _guess("leader", THERE)
    for second in range(100):
        with pytest.raises(TooManyTries):
            _guess("leader", THERE, timedelta(milliseconds=second))
    assert _enters("leader", HERE)


@pytest.mark.usefixtures("cast")
def test_a_known_device_enters_while_a_whole_net_of_addresses_hammers() -> None:
    owner = Visitor(address="192.0.2.7", device=devices.noted("", "leader", NOON))
    for n in range(50):
        _guess("leader", Visitor(address=f"203.0.113.{n}"))
    with pytest.raises(TooManyTries):
        _enters("leader", HERE)
    assert _enters("leader", owner)
    assert _enters("coordinator", HERE)


@pytest.mark.usefixtures("cast")
def test_a_stolen_note_of_a_device_gives_ten_guesses_and_no_more() -> None:
    thief = Visitor(address="192.0.2.7", device=devices.noted("", "leader", NOON))
    for _ in range(10):
        _guess("leader", thief)
    with pytest.raises(TooManyTries):
        _enters("leader", thief)
    assert _enters("leader", HERE)


@pytest.mark.parametrize(
    "cookie",
    [
        "", "x", "~~~", "..", "abc.123.deadbeef", "日本.1.é", "a.99999999999999999999.b",
        "\ud800", "x" * 5000, "a.b.c.d.e~" * 20,
    ],
)  # fmt: skip
@pytest.mark.usefixtures("cast")
def test_a_forged_note_makes_no_device_known(cookie: str) -> None:
    assert devices.known(cookie, "leader", NOON) == ""
    assert devices.known(devices.noted(cookie, "leader", NOON), "leader", NOON)


@pytest.mark.usefixtures("cast")
def test_a_note_is_for_one_account_one_key_and_half_a_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = devices.noted(devices.noted("", "leader", NOON), "inspector", NOON)
    assert devices.known(both, "leader", NOON)
    assert devices.known(both, "inspector", NOON)
    assert not devices.known(both, "verifier", NOON)
    assert not devices.known(both, "leader", NOON + timedelta(days=181))
    name, began, code = both.split("~")[0].split(".")
    assert not devices.known(f"{name}.{int(began) + 1}.{code}", "inspector", NOON)
    from workflow.platform import settings

    monkeypatch.setenv("RECTIFY_SECRET_KEY", "another-key-0123456789-abcdefghijklmnopq")
    settings.cache_clear()
    assert not devices.known(both, "leader", NOON)


@pytest.mark.usefixtures("cast")
def test_spraying_one_password_over_many_accounts_leaves_each_a_try_at_a_time() -> None:
    for n in range(100):
        _guess(f"person-{n}")
    for n in range(100):
        _guess(f"person-{n}")
        with pytest.raises(TooManyTries):
            _guess(f"person-{n}")
    assert _enters("inspector", THERE)


@pytest.mark.usefixtures("cast")
def test_a_hundred_wrong_tries_shut_nobody_else_behind_the_address_out() -> None:
    for n in range(101):
        _guess(f"person-{n}")
    assert _enters("inspector")  # who was never here before
    _guess("coordinator")
    assert _enters("coordinator", after=timedelta(seconds=61))


@pytest.mark.usefixtures("cast")
def test_a_whole_network_of_version_six_counts_as_one_address() -> None:
    for n in range(5):
        _guess("leader", Visitor(address=f"2001:db8::{n}"))
    with pytest.raises(TooManyTries):
        _enters("leader", Visitor(address="2001:db8::abcd"))
    assert _enters("leader", Visitor(address="2001:db8:0:1::1"))


@pytest.mark.usefixtures("cast")
def test_twelve_guesses_at_the_same_moment_are_not_more_than_five() -> None:
    def guess(n: int) -> bool:
        try:
            _guess("leader")
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(guess, range(12))) == 5


@pytest.mark.usefixtures("cast")
def test_the_table_of_tries_holds_no_name_that_might_be_a_password(database: Database) -> None:
    _guess("my-secret-typed-into-the-wrong-field")
    with psycopg.connect(database.owner_url) as connection:
        kept = connection.execute("SELECT string_agg(t::text, '') FROM throttles t").fetchone()
    assert kept is not None
    assert "secret" not in kept[0]
    assert "192.0.2.7" not in kept[0]
