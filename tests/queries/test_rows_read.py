"""No statement of a page of a list reads more rows than the page shows, times a constant.

On a database of some thousand items every statement that a page sends is explained as it ran, and
the rows that its plan touched are counted: those that came out of a table, and those thrown away.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from bench.large_database import CLERK, COMMON, HEAD, RARE, Size, fill
from tests.cast import SECRET_KEY
from tests.servers import Database
from workflow import queries
from workflow.declaration import Actor, Post, pack
from workflow.platform import db
from workflow.queries import colours_kept
from workflow.queries.list_address import read_address

SIZE = Size(6_000, units=200, people=400)
SHOWN, COUNTED = 20, 20
MOST = 60 * SHOWN  # a fifth of the items; what reads a list whole reads some thousands
ACTOR = Actor(CLERK, "李同志1", (Post("party_work_clerk", 2, "/1/2/"),))
QUERIES = (
    "", "sort=oldest", "sort=due", "sort=-due", "sort=updated", "sort=-updated", "sort=unit",
    "state=open", "state=open&sort=due", "state=closed", "severity=major", f"holder={HEAD}",
    "raised_by=4", "raised_by=9", "aspect=A3", "aspect=A9&state=closed", f"q={RARE}", f"q={COMMON}",
    "q=不存在的词", "q=第77党支部", "q=王同志120", "q=P2026-0001234", "unit=77", "source=没有来源",
    "source=巡察", "due_from=2150-01-01&due_to=2150-02-01", "mine=1",
    "updated_since=2150-01-01T00:00:00Z", "closed_from=2150-01-01", "waits_for=verifier",
)  # fmt: skip
_READS = re.compile(r"\s*(SELECT|WITH)\b")
_WRITES = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM|pg_advisory|FOR UPDATE)\b")
_NO_TABLE = ("CTE Scan", "Subquery Scan", "Bitmap Index Scan", "Function Scan")


@pytest.fixture
def large(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> Iterator[psycopg.Connection]:
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    monkeypatch.setenv("RECTIFY_SECRET_KEY", SECRET_KEY)
    monkeypatch.setattr("workflow.queries.list_counts.MOST_COUNTED", COUNTED)
    matters = sys.modules["workflow.queries.waiting_matters"]  # a function has the name, too
    monkeypatch.setattr(matters, "MOST_COUNTED", COUNTED)
    monkeypatch.setattr("workflow.queries.word_search.FEW", 50)
    db.close()
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        fill(lambda statement: owner.execute(statement.encode()), SIZE)
        owner.execute("VACUUM ANALYZE")
        yield owner
    db.close()


def test_no_statement_of_a_list_reads_more_than_it_shows_times_a_constant(
    large: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    for query in QUERIES:
        with subtests.test(query=query):
            with sent(monkeypatch) as statements:
                given = dict(part.split("=") for part in query.split("&") if part)
                filters = read_address(pack().lists["problems"], given)
                page = queries.items("problems", ACTOR, filters, None, SHOWN, count=True)
                queries.counts(ACTOR)
            assert len(page.rows) <= SHOWN
            read = {str(q)[:60]: rows_read(large, q, values) for q, values in statements}
            assert max(read.values()) <= MOST, (query, read)


def test_no_statement_of_the_first_page_reads_more_than_it_shows_times_a_constant(
    large: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    matters = sys.modules["workflow.queries.waiting_matters"]
    monkeypatch.setattr(matters, "MOST_WAITING", COUNTED)
    colours_kept.take_in()
    large.execute("VACUUM ANALYZE")
    pages = {
        "inbox": lambda: queries.waiting_groups(ACTOR, 0, SHOWN),
        "API": lambda: queries.waiting_both(ACTOR, SHOWN),
        "head": lambda: queries.counts(ACTOR, all_matters=True),
        "lists": lambda: queries.overview(ACTOR, [*pack().lists]),
    }
    for name, page in pages.items():
        with sent(monkeypatch) as statements:
            assert page()
        read = {str(q)[:60]: rows_read(large, q, values) for q, values in statements}
        assert max(read.values()) <= MOST, (name, read)


@contextmanager
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Any, Any]]]:
    """Note the statements of the driver with their values."""
    noted: list[tuple[Any, Any]] = []
    execute = psycopg.Cursor.execute

    def noting(cursor: Any, query: Any, *more: Any, **named: Any) -> Any:
        noted.append((query, more[0] if more else None))
        return execute(cursor, query, *more, **named)

    with monkeypatch.context() as watching:
        watching.setattr(psycopg.Cursor, "execute", noting)
        yield noted


def rows_read(owner: psycopg.Connection, query: Any, values: Any) -> int:
    """Count the rows that a reading statement took from tables; a writing one took none here."""
    query = query.decode() if isinstance(query, bytes) else str(query)
    if not _READS.match(query) or _WRITES.search(query):
        return 0
    with owner.cursor() as cursor:
        # Of a small table the cheapest is to read it whole, also in order to join it.
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET enable_{way} = off".encode())
        explained = cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}".encode(), values)
        found = explained.fetchone()
    assert found
    plan = found[0] if isinstance(found[0], list) else json.loads(found[0])
    return _touched(plan[0]["Plan"])


def _touched(node: dict[str, Any]) -> int:
    """Count the rows that scans of a plan took from tables, shown or thrown away.

    A bitmap of an index is no row: it costs some nanoseconds for each item that holds a word.
    """
    below = sum(map(_touched, node.get("Plans", ())))
    if "Scan" not in node["Node Type"] or node["Node Type"] in _NO_TABLE:
        return below
    removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return below + int((node["Actual Rows"] + removed) * node["Actual Loops"])
