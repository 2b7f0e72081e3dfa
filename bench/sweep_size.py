"""What a sweep costs: 10,000 rungs that are due among a million open items.

``python -m bench.sweep_size`` prints how long the sweep takes and how long the bare SQL takes that
writes the same rows (set by set, without rules, hashes or guards), on one server in one run, with
a tenth of the items and with all of them. In its databases it is always the same Wednesday morning:
on a day off hardly anything is due.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg

from bench.ledger import BRANCH, CLERK, HOLDER, INSPECTOR, without_guards
from bench.server import clone, query, throwaway
from rectify.servers.database_roles import APP, OWNER, prepare
from rectify.servers.postgres import SUPERUSER, Postgres
from workflow import profession
from workflow.declaration.packs import register

SIZES = (100_000, 1_000_000)
DUE = 10_000
TODAY = date(2026, 3, 4)
TABLES = ("events", "inbox", "outbox", "escalations")
_TITLE = "第三季度检查发现：支部组织生活会记录不完整，谈心谈话覆盖面不够。"
# Everything that is open already, and the items that are due today for one rung after another.
_MULTIPLY = """
    ALTER TABLE items DISABLE TRIGGER ALL; ALTER TABLE events DISABLE TRIGGER ALL;
    INSERT INTO items OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(i, jsonb_build_object(
               'id', n, 'number', 'P2026-' || lpad(n::text, 7, '0'),
               'due_at', i.due_at + n % 200 * interval '1 day',
               'rung_at', {clock} + (1 + n % 200) * interval '1 day'))).*
      FROM items i, generate_series(2, {open}) AS n WHERE i.id = 1;
    INSERT INTO events
    SELECT (jsonb_populate_record(e, jsonb_build_object('item_id', n))).*
      FROM events e, generate_series(2, {open}) AS n WHERE e.item_id = 1;
    ALTER TABLE items ENABLE TRIGGER ALL; ALTER TABLE events ENABLE TRIGGER ALL;
    SELECT setval(pg_get_serial_sequence('items', 'id'), {open});
    UPDATE counters SET value = {open};"""
_DUE = """
    ALTER TABLE items DISABLE TRIGGER ALL;
    UPDATE items i SET rung = d.rung, due_at = d.due_at, rung_at = {clock} - interval '1 minute'
      FROM (SELECT row_number() OVER () AS place, r.* FROM unnest(%(rungs)s::int[],
                   %(dues)s::timestamptz[]) AS r (rung, due_at)) AS d
     WHERE mod(i.id, %(every)s) = 1 AND mod(i.id / %(every)s, %(count)s) + 1 = d.place;
    ALTER TABLE items ENABLE TRIGGER ALL;"""


def build(server: Postgres, name: str, count: int, due: int) -> None:
    """Make a database with so many open items, of which so many are due, evenly over the ladder."""
    from workflow.calendar import WORK_BEGINS
    from workflow.engine.loading import CLOCK
    from workflow.escalation import demo_clock
    from workflow.ops import schema
    from workflow.platform import db, settings

    prepare(server, name)
    schema.upgrade(server.url(OWNER, name))
    query(server, name, (Path(__file__).parent / "organisation.sql").read_text("utf-8"))
    _use(server, name)
    with db.connect() as connection:
        demo_clock.set_clock(connection, datetime.combine(TODAY, WORK_BEGINS, settings().zone))
    _raise_one()
    db.close()
    query(server, name, _MULTIPLY.format(open=count, clock=CLOCK))
    rungs = _rungs()
    values = {
        "rungs": [n for n, _ in rungs], "dues": [due for _, due in rungs],
        "every": count // due, "count": len(rungs),
    }  # fmt: skip
    with psycopg.connect(server.url(SUPERUSER, name), autocommit=True) as connection:
        psycopg.ClientCursor(connection).execute(_DUE.format(clock=CLOCK), values)
    query(server, name, "VACUUM ANALYZE")


def _raise_one() -> None:
    """Raise and assign a matter so small that no step has a clock beside the due date."""
    from workflow.declaration import Actor, Post
    from workflow.engine import commands

    fields = {"title": _TITLE, "unit": str(BRANCH), "severity": "minor", "aspect": "A3"}
    inspector = Actor(INSPECTOR, "同志1", (Post("inspector", 1, "/1/"),))
    clerk = Actor(CLERK, "同志2", (Post("party_work_clerk", 2, "/1/2/"),))
    number = commands.raise_item("problems", inspector, fields=fields).number
    due = (TODAY + timedelta(days=90)).isoformat()
    commands.fire(number, "assign", clerk, fields={"holder": str(HOLDER), "due_on": due})


def _rungs() -> list[tuple[int, datetime]]:
    """Return the place and the due date of every rung that is climbed on the day of the measure."""
    from workflow import calendar
    from workflow.platform import settings
    from workflow.profession.default_ladder import LADDER

    zone = settings().zone
    return [
        (n, calendar.end_of(calendar.add_working_days(TODAY, -rung.offset), zone))
        for n, rung in enumerate(LADDER)
    ]


def ours(server: Postgres, name: str, due: int) -> float:
    """Sweep until nothing is due; return the seconds."""
    from workflow.escalation.sweep import sweep
    from workflow.platform import db

    _use(server, name)
    fired, began = 0, time.perf_counter()
    while done := sweep(confirmed=True).fired:
        fired += len(done)
    took = time.perf_counter() - began
    db.close()
    assert fired == due, fired
    return took


def bare(server: Postgres, source: str, name: str) -> float:
    """Write the rows that the sweep wrote into another database, set by set; return the seconds."""
    since = query(server, source, "SELECT min(at)::text FROM escalations")[0][0]
    changed = {"items": f"updated_at >= '{since}'"} | dict.fromkeys(TABLES, f"at >= '{since}'")
    for table, which in changed.items():
        _stage(server, source, name, table, which)
    without_guards(server, name)
    query(server, name, "ANALYZE")
    columns = [row[0] for row in query(server, name, _COLUMNS.format(table="items"))]
    sets = ", ".join(f"{column} = s.{column}" for column in columns if column != "id")
    write = [f"UPDATE items i SET {sets} FROM staged_items s WHERE s.id = i.id"]
    write += [f"INSERT INTO items OVERRIDING SYSTEM VALUE SELECT * FROM staged_items s {_NEW}"]
    for table in TABLES:
        listed = ", ".join(row[0] for row in query(server, name, _COLUMNS.format(table=table)))
        write.append(
            f"INSERT INTO {table} ({listed}) OVERRIDING SYSTEM VALUE"
            f" SELECT {listed} FROM staged_{table}"
        )
    with psycopg.connect(server.url(SUPERUSER, name)) as connection:
        began = time.perf_counter()
        for statement in write:
            connection.execute(statement.encode())
        connection.commit()
        return time.perf_counter() - began


# Generated columns are written by the server itself.
_COLUMNS = """SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0
                 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""
_NEW = "WHERE NOT EXISTS (SELECT FROM items i WHERE i.id = s.id)"


def _stage(server: Postgres, source: str, name: str, table: str, which: str) -> None:
    staged = f"staged_{table}"
    query(server, name, f"CREATE UNLOGGED TABLE {staged} (LIKE {table})")
    wanted = f"COPY (SELECT * FROM {table} WHERE {which}) TO STDOUT"
    with (
        psycopg.connect(server.url(SUPERUSER, source)) as there,
        psycopg.connect(server.url(SUPERUSER, name)) as here,
        there.cursor().copy(wanted.encode()) as out,
        here.cursor().copy(f"COPY {staged} FROM STDIN".encode()) as into,
    ):
        for block in out:
            into.write(block)


def _use(server: Postgres, name: str) -> None:
    from workflow.platform import db

    os.environ["DATABASE_URL"] = server.url(APP, name)
    db.close()


def measure(server: Postgres, count: int, due: int, rounds: int) -> dict[str, float]:
    """Return the best of some rounds at one size, each on fresh copies."""
    base = f"open_{count}"
    build(server, base, count, due)
    swept, written = [], []
    for n in range(rounds):
        for kind in ("ours", "bare"):
            clone(server, base, f"{kind}_{count}_{n}")
        query(server, "postgres", "CHECKPOINT")
        swept.append(ours(server, f"ours_{count}_{n}", due))
        query(server, "postgres", "CHECKPOINT")
        written.append(bare(server, f"ours_{count}_{n}", f"bare_{count}_{n}"))
        for kind in ("ours", "bare"):
            query(server, "postgres", f"DROP DATABASE {kind}_{count}_{n}")
    return {"sweep_s": round(min(swept), 2), "bare_sql_s": round(min(written), 2)}


def main() -> None:
    """Measure both sizes on one server and print the ratios."""
    register(profession.load)
    parser = argparse.ArgumentParser(prog="python -m bench.sweep_size", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes, one round")
    asked = parser.parse_args()
    part, rounds = (10, 1) if asked.quick else (1, 3)
    sizes, due = [size // part for size in SIZES], DUE // part
    with throwaway() as server:
        found = {size: measure(server, size, due, rounds) for size in sizes}
    few, many = (found[size] for size in sizes)
    ratios = {
        "sweep_to_bare_sql": round(many["sweep_s"] / many["bare_sql_s"], 2),
        "ten_times_the_items": round(many["sweep_s"] / few["sweep_s"], 2),
    }
    print(json.dumps({"due": due} | {str(size): found[size] for size in sizes} | ratios, indent=2))


if __name__ == "__main__":
    main()
