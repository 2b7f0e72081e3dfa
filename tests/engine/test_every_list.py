"""What is asked of every list, whoever declared it: real decisions lead into each of its states."""

from __future__ import annotations

import psycopg
import pytest

from tests.cast import Persona
from tests.engine.stage import Stage
from tests.servers import Database
from workflow.profession.lists import LIST_TYPES

STATES = [(key, state.key) for key, kind in LIST_TYPES.items() for state in kind.states]


@pytest.mark.parametrize(("list_key", "state"), STATES, ids=[f"{k}.{s}" for k, s in STATES])
def test_people_bring_an_item_into_each_state_and_the_database_takes_it(
    cast: dict[str, Persona], database: Database, list_key: str, state: str
) -> None:
    number = Stage().one(list_key, state)
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute("SELECT state FROM items WHERE number = %s", [number]).fetchone()
    assert row == (state,)
