"""Three administrators are three people, and somebody is always there to appoint."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest

from tests import clock
from tests.approving import appointed
from tests.cast import BUREAU, PERSONAS, actor
from tests.servers import Database
from workflow import organisation
from workflow.declaration import SYSTEM
from workflow.errors import BadInput, NotPermitted, NotPossible
from workflow.platform import connect

pytestmark = pytest.mark.usefixtures("cast")
SECURITY, NOBODY = actor("security-admin"), PERSONAS["nobody"].id
KINDS = ("system_admin", "security_admin", "audit_admin")
_INSERT = """INSERT INTO appointments (person_id, unit_id, role, valid_from, valid_to)
             VALUES (%s, %s, %s, %s, %s)"""


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def _post(login: str) -> int:
    query = "SELECT id FROM appointments WHERE person_id = %s"
    with connect() as connection:
        [(post,)] = connection.execute(query, [PERSONAS[login].id]).fetchall()
    return int(post)


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
def test_the_database_refuses_two_of_them_on_one_day(
    first: str, second: str, owner: psycopg.Connection
) -> None:
    today = clock.today()
    owner.execute(_INSERT, [NOBODY, BUREAU, first, today, today + timedelta(days=9)])
    for begin, until in ((9, None), (-5, 0), (3, 4), (-5, None)):
        days = [today + timedelta(days=begin), None if until is None else today + timedelta(until)]
        with pytest.raises(psycopg.errors.ExclusionViolation):
            owner.execute(_INSERT, [NOBODY, BUREAU, second, *days])
    owner.execute(_INSERT, [NOBODY, BUREAU, second, today + timedelta(days=10), None])


def test_two_appointments_at_the_same_moment_are_not_both_made(database: Database) -> None:
    def appoint(role: str) -> bool:
        with psycopg.connect(database.owner_url) as connection:
            try:
                connection.execute(_INSERT, [NOBODY, BUREAU, role, clock.today(), None])
            except psycopg.Error:
                return False
            return True

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(appoint, KINDS)) == 1


def test_the_command_says_so_in_a_sentence() -> None:
    appointed(BUREAU, NOBODY, "audit_admin")
    with pytest.raises(BadInput) as refused:
        organisation.appoint(SECURITY, BUREAU, NOBODY, "system_admin")
    assert "三员分立" in refused.value.fields["person"].zh


def test_the_last_security_administrator_stays_whoever_asks() -> None:
    with pytest.raises(NotPermitted):
        organisation.end_post(SECURITY, _post("security-admin"))
    with pytest.raises(NotPossible, match="last security administrator"):
        organisation.end_post(SYSTEM, _post("security-admin"))
    with pytest.raises(NotPossible, match="last security administrator"):
        organisation.leave(SYSTEM, PERSONAS["security-admin"].id)


def test_once_another_is_appointed_the_first_may_go() -> None:
    appointed(BUREAU, NOBODY, "security_admin")
    organisation.end_post(SYSTEM, _post("security-admin"))
    with pytest.raises(NotPossible, match="last security administrator"):
        organisation.end_post(SYSTEM, _post("nobody"), clock.today() + timedelta(days=3))
