"""A database of before the second administrator is brought up to it with its accounts."""

from __future__ import annotations

import psycopg
from alembic.command import downgrade
from sqlalchemy import create_engine

from tests.servers import Database
from workflow.ops.schema import configuration, upgrade
from workflow.platform import sqlalchemy_url

_KEPT = """
    INSERT INTO units (id, kind, name, path, valid_from)
    VALUES (1, 'bureau', 'x', '/1/', '2020-01-01');
    INSERT INTO people (id, name, email) VALUES (1, '张宏', 'z@example.org');
    INSERT INTO accounts (id, person_id, login, password_hash) VALUES
        (1, 1, 'first', 'x'), (2, 1, 'second', 'x'), (3, 1, 'invited', 'none');
    INSERT INTO sign_ins (token_hash, account_id, began_at, seen_at) VALUES ('a', 2, now(), now());
    INSERT INTO appointments (person_id, unit_id, role, valid_from)
    VALUES (1, 1, 'leader_in_charge', '2020-01-01')"""


def test_of_several_accounts_of_one_person_the_one_in_use_stays_open(database: Database) -> None:
    engine = create_engine(sqlalchemy_url(database.owner_url))
    with engine.begin() as connection:
        downgrade(configuration(connection), "0022")
    engine.dispose()
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(_KEPT.encode())
        upgrade(database.owner_url)
        opened = owner.execute("SELECT login FROM accounts WHERE active").fetchall()
        assert opened == [("second",)]
        named = "SELECT count(*) FROM {} WHERE approval_id IS NULL"
        for table in ("accounts", "appointments"):
            assert owner.execute(named.format(table).encode()).fetchone() == (0,)
