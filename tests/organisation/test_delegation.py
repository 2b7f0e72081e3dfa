"""Delegation for absence: from a day to a day, told, recorded, and never a way around a rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from tests.cast import LOOKS, PASSWORD, PERSONAS, Persona, actor
from tests.engine.stage import REASON, START, Stage
from tests.servers import Database
from workflow import accounts, queries
from workflow.accounts import Identity
from workflow.declaration import Actor
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted
from workflow.profession.rights import READ_LOGS, READ_PEOPLE
from workflow.profession.roles import ADMINISTRATORS
from workflow.registers.delegating import delegate, end_delegation

DAY = date(2026, 3, 4)
LAST = DAY + timedelta(days=3)


def signed_in(login: str) -> Identity:
    found = accounts.identity_of_session(accounts.sign_in(login, PASSWORD) or "")
    assert found
    return found


def given(principal: str, to: str) -> int:
    return delegate(actor(principal), PERSONAS[to].id, DAY, LAST, "training", START)


def acting(principal: str, to: str) -> Actor:
    found = accounts.standing_in(signed_in(to), given(principal, to), START)
    assert found
    return found.actor


def test_a_delegate_acts_with_the_posts_of_the_absent_and_both_are_recorded(
    cast: dict[str, Persona],
) -> None:
    number = Stage().one("tasks", "verified")
    commands.fire(number, "close", acting("committee", "leader"), comment=REASON, now=START)
    line = queries.item(number, actor("director")).events[-1]
    assert (line.actor_name, line.behind and line.behind.zh) == ("张宏", "王立新")


def test_nobody_delegates_to_a_person_who_cannot_sign_in(
    cast: dict[str, Persona], database: Database
) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("UPDATE accounts SET active = false WHERE person_id = 14")
    with pytest.raises(BadInput) as refusal:
        given("committee", "leader")
    assert "no account to sign in with" in refusal.value.fields["delegate"].en


def test_a_delegation_holds_on_its_days_for_its_delegate_and_until_it_is_ended(
    cast: dict[str, Persona],
) -> None:
    number, me = given("committee", "leader"), signed_in("leader")
    for days, holds in ((-1, False), (0, True), (3, True), (4, False)):
        found = accounts.standing_in(me, number, START + timedelta(days=days))
        assert (found is not None) is holds, days
    assert accounts.standing_in(signed_in("verifier"), number, START) is None
    with pytest.raises(NotFound):
        end_delegation(actor("leader"), number, START)
    end_delegation(actor("committee"), number, START)
    assert accounts.standing_in(me, number, START) is None


def test_whoever_rectified_cannot_verify_for_somebody_else(cast: dict[str, Persona]) -> None:
    number = Stage().one("tasks", "rectified")
    with pytest.raises(NotPermitted):
        commands.fire(
            number, "verify", acting("verifier", "branch-head"),
            fields=LOOKS, comment=REASON, now=START,
        )  # fmt: skip


def test_a_delegate_cannot_do_what_the_absent_person_is_barred_from(
    cast: dict[str, Persona],
) -> None:
    number = Stage().one("tasks", "verified")
    stand_in = acting("verifier", "leader")
    assert stand_in.behind == PERSONAS["verifier"].id
    with pytest.raises(NotPermitted):
        commands.fire(number, "close", stand_in, comment=REASON, now=START)


def test_a_delegate_of_the_unit_that_rectifies_does_not_verify_with_another_ones_post(
    cast: dict[str, Persona],
) -> None:
    number = Stage().one("tasks", "rectified")
    with pytest.raises(NotPermitted):
        commands.fire(
            number, "verify", acting("verifier", "branch-member"),
            fields=LOOKS, comment=REASON, now=START,
        )  # fmt: skip


def test_nothing_is_delegated_on(cast: dict[str, Persona]) -> None:
    with pytest.raises(NotPermitted):
        delegate(acting("committee", "leader"), PERSONAS["director"].id, DAY, LAST, "x", START)
    second = given("leader", "director")
    found = accounts.standing_in(signed_in("director"), second, START)
    assert found
    assert found.actor.roles == {"leader_in_charge"}


@pytest.mark.parametrize(
    ("to", "begin", "until", "reason", "field"),
    [
        ("committee", DAY, LAST, "training", "delegate"),
        ("system-admin", DAY, LAST, "training", "delegate"),
        ("leader", DAY - timedelta(days=1), LAST, "training", "valid_from"),
        ("leader", LAST, DAY, "training", "valid_to"),
        ("leader", DAY, LAST, " ", "reason"),
    ],
)
def test_a_delegation_that_cannot_be_is_refused_at_its_field(
    cast: dict[str, Persona], to: str, begin: date, until: date, reason: str, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        delegate(actor("committee"), PERSONAS[to].id, begin, until, reason, START)
    assert [*refused.value.fields] == [field]


def test_the_same_days_are_delegated_once_and_an_administrator_has_nothing_to_delegate(
    cast: dict[str, Persona],
) -> None:
    given("committee", "leader")
    with pytest.raises(BadInput):
        given("committee", "director")
    with pytest.raises(NotPermitted):
        given("system-admin", "leader")


def test_both_see_a_delegation_until_it_is_over(cast: dict[str, Persona]) -> None:
    given("committee", "leader")
    for login in ("committee", "leader"):
        [row] = accounts.delegations_of(PERSONAS[login].id, START)
        assert (row.principal, row.delegate, row.in_force) == ("王立新", "张宏", True)
    later = datetime(2026, 3, 9, tzinfo=UTC)
    assert accounts.delegations_of(PERSONAS["leader"].id, later) == []


@pytest.mark.parametrize("login", ["system-admin", "security-admin", "audit-admin"])
def test_nobody_becomes_an_administrator_by_standing_in_for_one(
    cast: dict[str, Persona], database: Database, login: str
) -> None:
    with pytest.raises(NotPermitted):
        given(login, "leader")
    with psycopg.connect(database.owner_url) as owner:  # as if the refusal had been got around
        owner.execute(
            "INSERT INTO delegations (principal_id, delegate_id, valid_from, valid_to, reason,"
            " made_at) VALUES (%s, %s, %s, %s, 'x', now())",
            [PERSONAS[login].id, PERSONAS["leader"].id, DAY, LAST],
        )
        row = owner.execute("SELECT max(id) FROM delegations").fetchone()
    assert row
    found = accounts.standing_in(signed_in("leader"), row[0], START)
    assert found
    assert found.actor.posts == ()
    assert not any(right.held_by(found.actor) for right in (READ_LOGS, READ_PEOPLE))
    assert not any(found.actor.holds(role, "/1/") for role in ADMINISTRATORS)
