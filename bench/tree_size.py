"""Does the size of the tree matter to a list page: 50 units against 50,000 and 100,000 people.

``python -m bench.tree_size`` prints the statements and the time of finding out who asks and of
reading one page of a list, at both sizes, and the ratio of the medians.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable

import psycopg

from bench.server import throwaway
from rectify.servers.database_roles import APP, OWNER, prepare
from rectify.servers.postgres import SUPERUSER, Postgres
from workflow import profession
from workflow.accounts import create_account, identity_of_session, sign_in
from workflow.declaration import Actor, Post
from workflow.declaration.packs import register
from workflow.ops.schema import upgrade
from workflow.platform import db
from workflow.queries import items, unit_of, units
from workflow.queries.unit_choices import MOST

SIZES = ((50, 100), (50_000, 100_000))
ROUNDS = 300
PASSWORD = "a sentence that nobody guesses"
# One office, a tenth of the units below it as branches of five groups each; the same thousand
# items below the same branch, whatever else there is.
_TREE = """
    INSERT INTO units (id, kind, name, path, valid_from)
        VALUES (1, 'party_group', '局', '/1/', '2020-01-01');
    INSERT INTO units (id, parent_id, kind, name, path, valid_from)
        VALUES (2, 1, 'office_committee', '机关党委', '/1/2/', '2020-01-01');
    INSERT INTO units (id, parent_id, kind, name, path, valid_from)
    SELECT n, 2, 'branch', '支部' || n, '/1/2/' || n || '/', '2020-01-01'
      FROM generate_series(3, {branches} + 2) AS n;
    INSERT INTO units (id, parent_id, kind, name, path, valid_from)
    SELECT {branches} + 2 + n, 3 + n % {branches}, 'group', '小组' || n,
           '/1/2/' || 3 + n % {branches} || '/' || {branches} + 2 + n || '/', '2020-01-01'
      FROM generate_series(1, {units} - {branches} - 2) AS n;
    INSERT INTO people (id, name) SELECT n, '同志' || n FROM generate_series(1, {people}) AS n;
    INSERT INTO appointments (person_id, unit_id, role, valid_from)
    SELECT n, 3 + n % ({units} - 2), CASE WHEN n = 1 THEN 'branch_secretary' ELSE 'member' END,
           '2020-01-01' FROM generate_series(1, {people}) AS n;
    UPDATE appointments SET unit_id = 3 WHERE person_id = 1;
    SELECT setval(pg_get_serial_sequence('people', 'id'), {people});
    ALTER TABLE items DISABLE TRIGGER ALL;
    INSERT INTO items OVERRIDING SYSTEM VALUE
    SELECT n, 'problems', 'P2026-' || lpad(n::text, 4, '0'), 'x', 'raised', 'minor', 3, '/1/2/3/',
           NULL, NULL, 'party_work_clerk', NULL, 0, 0, NULL, 1, '{{}}', '[]', '{{}}', NULL, 1, '',
           now(), now(), now()
      FROM generate_series(1, 1000) AS n;
    ALTER TABLE items ENABLE TRIGGER ALL;"""


def make(server: Postgres, units: int, people: int) -> str:
    """Make a database with a tree of this size and return its name."""
    name = f"tree_{units}"
    prepare(server, name)
    upgrade(server.url(OWNER, name))
    with psycopg.connect(server.url(SUPERUSER, name), autocommit=True) as connection:
        connection.execute(_TREE.format(units=units, people=people, branches=units // 6))
        connection.execute("VACUUM ANALYZE")
    os.environ["DATABASE_URL"] = server.url(APP, name)
    db.close()
    create_account(1, "somebody", PASSWORD)
    return name


def measure(server: Postgres, name: str) -> dict[str, float]:
    """Return the medians in milliseconds with one of the trees."""
    os.environ["DATABASE_URL"] = server.url(APP, name)
    db.close()
    token = sign_in("somebody", PASSWORD) or ""
    actor = Actor(1, "x", (Post("branch_secretary", 3, "/1/2/3/"),))
    top = Actor(1, "x", (Post("party_work_director", 2, "/1/2/"),))
    found = {
        "who_asks_ms": _median(lambda: identity_of_session(token)),
        "list_page_ms": _median(lambda: items("problems", actor)),
        "units_to_choose_ms": _median(lambda: units(top, MOST)),
        "unit_by_name_ms": _median(lambda: unit_of(top, "支部7")),
    }
    assert identity_of_session(token)
    assert len(items("problems", actor).rows) == 50
    db.close()
    return found


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 3)


def _best(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {key: min(found[key] for found in rounds) for key in rounds[0]}


def main() -> None:
    """Measure both sizes on one server and print the result."""
    register(profession.load)
    with throwaway() as server:
        names = [make(server, *size) for size in SIZES]
        # In turns, the best of each: what else the machine does falls on both.
        rounds = [[measure(server, name) for name in names] for _ in range(4)]
    small, large = (_best([pair[n] for pair in rounds]) for n in range(2))
    ratios = {key.replace("_ms", "_ratio"): round(large[key] / small[key], 3) for key in small}
    print(json.dumps({"units_50": small, "units_50000": large, **ratios}, indent=2))


if __name__ == "__main__":
    main()
