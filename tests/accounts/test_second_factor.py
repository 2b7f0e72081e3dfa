"""The second factor: set up, asked for, good once; recovery codes; proving anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
import pyotp
import pytest

from tests.cast import PASSWORD, Persona
from tests.servers import Database
from workflow import accounts
from workflow.accounts import Visitor, devices, second_factor
from workflow.errors import BadInput, NotPossible, TooManyTries

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def secret(cast: dict[str, Persona]) -> str:
    """The verifier's second factor, in force since noon."""
    drawn = second_factor.begin(cast["verifier"].id)
    second_factor.confirm(cast["verifier"].id, pyotp.TOTP(drawn).at(NOON), NOON)
    return drawn


def _half() -> str:
    entrance = accounts.enter("verifier", PASSWORD, now=LATER)
    assert entrance is not None
    assert entrance.pending
    return entrance.token


def test_a_password_alone_opens_nothing_any_more(secret: str) -> None:
    half = _half()
    assert accounts.identity_of_session(half, LATER) is None
    assert accounts.sign_in("verifier", PASSWORD, now=LATER) is None
    whole = accounts.complete(half, pyotp.TOTP(secret).at(LATER), LATER)
    assert whole is not None
    me = accounts.identity_of_session(whole.token, LATER)
    assert me is not None
    assert me.strong
    assert accounts.identity_of_session(half, LATER) is None


def test_a_code_is_good_once_also_in_its_own_half_minute(secret: str) -> None:
    code = pyotp.TOTP(secret).at(LATER)
    assert accounts.complete(_half(), code, LATER) is not None
    assert accounts.complete(_half(), code, LATER) is None
    assert accounts.complete(_half(), pyotp.TOTP(secret).at(NOON), LATER) is None  # an older one


WIDE = {ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)}


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.translate(WIDE),
        lambda code: f"\u200b{code[:3]}\u3000{code[3:]}\u2060",
        lambda code: f"{code[:3]}－{code[3:]}",
    ],
)
def test_a_code_counts_however_a_keyboard_writes_it(
    secret: str, typed: Callable[[str], str]
) -> None:
    assert accounts.complete(_half(), typed(pyotp.TOTP(secret).at(LATER)), LATER) is not None


@pytest.mark.parametrize(
    "typed", ["Verifier", "ｖｅｒｉｆｉｅｒ", "\u200bverifier\xa0", "VERIFIER\u3000"]
)
def test_a_sign_in_name_counts_however_a_keyboard_writes_it(
    cast: dict[str, Persona], typed: str
) -> None:
    entrance = accounts.enter(typed, PASSWORD, now=LATER)
    assert entrance is not None
    assert entrance.login == "verifier"


def test_a_clock_may_be_half_a_minute_wrong_and_no_more(secret: str) -> None:
    ahead = LATER + timedelta(seconds=60)
    assert accounts.complete(_half(), pyotp.TOTP(secret).at(ahead), LATER) is None
    slightly = LATER + timedelta(seconds=30)
    assert accounts.complete(_half(), pyotp.TOTP(secret).at(slightly), LATER) is not None


@pytest.mark.parametrize("code", ["", "000000 ", "abcdef", "１２３４５６", "\x00", "0" * 500])
def test_anything_else_is_no_code(secret: str, code: str) -> None:
    assert accounts.complete(_half(), code, LATER) is None


def test_the_code_has_to_come_within_five_minutes(secret: str) -> None:
    half, late = _half(), LATER + timedelta(minutes=5, seconds=1)
    assert accounts.complete(half, pyotp.TOTP(secret).at(late), late) is None


def test_codes_cannot_be_guessed_one_after_the_other(secret: str) -> None:
    half = _half()
    for _ in range(5):
        assert accounts.complete(half, "000000", LATER) is None
    with pytest.raises(TooManyTries):
        accounts.complete(half, pyotp.TOTP(secret).at(LATER), LATER)


def test_each_of_ten_recovery_codes_opens_once(cast: dict[str, Persona], secret: str) -> None:
    codes = second_factor.draw_codes(cast["verifier"].id)
    assert len(set(codes)) == 10
    assert accounts.complete(_half(), codes[0].upper(), LATER) is not None
    assert accounts.complete(_half(), codes[0], LATER) is None
    assert accounts.complete(_half(), codes[1].replace("-", " "), LATER) is not None
    assert second_factor.codes_left(cast["verifier"].id) == 8
    second_factor.draw_codes(cast["verifier"].id)
    assert accounts.complete(_half(), codes[2], LATER) is None


def test_the_database_holds_neither_secret_nor_recovery_code(
    cast: dict[str, Persona], secret: str, database: Database
) -> None:
    codes = second_factor.draw_codes(cast["verifier"].id)
    with psycopg.connect(database.owner_url) as connection:
        kept = str(
            connection.execute("SELECT a.*, r.* FROM accounts a, recovery_codes r").fetchall()
        )
    assert secret not in kept
    assert codes[0] not in kept
    assert codes[0].replace("-", "") not in kept


def test_a_second_factor_is_in_force_with_its_first_right_code_only(
    cast: dict[str, Persona],
) -> None:
    me = cast["inspector"].id
    drawn = second_factor.begin(me)
    with pytest.raises(BadInput) as refused:
        second_factor.confirm(me, "123456", NOON)
    assert "code" in refused.value.fields
    assert accounts.sign_in("inspector", PASSWORD) is not None
    assert second_factor.being_set_up(me) == drawn
    second_factor.confirm(me, pyotp.TOTP(drawn).at(NOON), NOON)
    assert second_factor.being_set_up(me) is None
    with pytest.raises(NotPossible):
        second_factor.begin(me)
    second_factor.remove(me)
    assert accounts.sign_in("inspector", PASSWORD) is not None


def test_a_proof_is_a_password_or_a_code_and_holds_for_five_minutes(secret: str) -> None:
    whole = accounts.complete(_half(), pyotp.TOTP(secret).at(LATER), LATER)
    assert whole is not None
    old = LATER + timedelta(minutes=6)
    me = accounts.identity_of_session(whole.token, old)
    assert me is not None
    assert not me.fresh
    assert accounts.prove(whole.token, me.account_id, "a guess", old) is None
    renewed = accounts.prove(whole.token, me.account_id, PASSWORD, old)
    assert renewed is not None
    assert accounts.identity_of_session(whole.token, old) is None
    again = accounts.identity_of_session(renewed, old)
    assert again is not None
    assert again.fresh
    by_code = accounts.prove(renewed, me.account_id, pyotp.TOTP(secret).at(old), old)
    assert by_code is not None
    assert accounts.prove(by_code, me.account_id, pyotp.TOTP(secret).at(old), old) is None


def test_a_proof_does_not_lengthen_a_session(secret: str) -> None:
    token = accounts.sign_in("inspector", PASSWORD, now=NOON) or ""
    for hours in range(1, 25):
        at = NOON + timedelta(minutes=29 * hours)
        me = accounts.identity_of_session(token, at)
        assert me is not None
        token = accounts.prove(token, me.account_id, PASSWORD, at) or ""
    assert accounts.identity_of_session(token, NOON + timedelta(hours=12, seconds=1)) is None


@pytest.mark.parametrize(
    ("login", "must"),
    [("verifier", True), ("leader", True), ("audit-admin", True), ("inspector", False)],
)
@pytest.mark.usefixtures("cast")
def test_deciders_verifiers_and_administrators_need_one_where_the_settings_say_so(
    login: str, must: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workflow.platform import settings

    token = accounts.sign_in(login, PASSWORD) or ""
    for required, wanted in (("false", False), ("true", must)):
        monkeypatch.setenv("RECTIFY_REQUIRE_TOTP", required)
        settings.cache_clear()
        me = accounts.identity_of_session(token)
        assert me is not None
        assert me.must_enrol is wanted
    monkeypatch.delenv("RECTIFY_REQUIRE_TOTP")
    settings.cache_clear()
    assert settings().needs_totp
    monkeypatch.setenv("RECTIFY_DEMO", "1")
    settings.cache_clear()
    assert not settings().needs_totp


def test_whoever_only_knows_the_password_leaves_the_owner_the_tries_of_codes(secret: str) -> None:
    thief = Visitor(address="203.0.113.9")
    owner = Visitor(address="192.0.2.7", device=devices.noted("", "verifier", NOON))
    for n in range(40):
        with suppress(TooManyTries):
            accounts.complete(_half(), f"{n:06}", LATER, thief)
    with pytest.raises(TooManyTries):
        accounts.complete(_half(), "000000", LATER, thief)
    code = pyotp.TOTP(secret).at(LATER)
    assert accounts.complete(_half(), code, LATER, owner)


def test_a_stolen_session_leaves_the_others_their_proofs(secret: str) -> None:
    del secret
    me = accounts.account_of("inspector")
    stolen, mine = (accounts.sign_in("inspector", PASSWORD) or "" for _ in range(2))
    for _ in range(5):
        assert accounts.prove(stolen, me, "a guess") is None
    with pytest.raises(TooManyTries):
        accounts.prove(stolen, me, PASSWORD)
    assert accounts.prove(mine, me, PASSWORD)
