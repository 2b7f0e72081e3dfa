"""The benchmark runs as a whole, and everybody in it does the same work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.contest import Entry, ratio, verify
from bench.contestants import Script
from bench.limit import script
from bench.peers.harness import Task
from bench.server import Failed
from rectify.servers.postgres import Postgres
from tests.servers import ROOT, Servers

TASK = Task(
    url="postgresql://app@/ledger?host=%2Ftmp%2Fx", actor_id=2, actor_name="同志2",
    posts=[("party_work_clerk", 2, "/1/2/")], role="party_work_clerk", holder_id=14,
    due_on="2026-12-31", mails=[14], notices=[1, 14], comment="", changes={},
)  # fmt: skip
pytestmark = [
    pytest.mark.timeout(1800),  # the peers are loaded by a busy machine, too
    pytest.mark.real_time,
]
PEERS = {"django-fsm-2", "viewflow", "DBOS", "python-statemachine + SQLAlchemy"}


def entry(database: str = "ledger") -> Entry:
    return Entry(Script("someone", database, Path(sys.executable), "bench.ours", TASK), each=10)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    output = tmp_path_factory.mktemp("bench") / "results.json"
    command = [sys.executable, "-m", "bench", "--quick", "--output", str(output)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1500)
    assert run.returncode == 0, run.stdout + run.stderr
    return dict(json.loads(output.read_text("utf-8")))


def test_a_run_writes_the_figures_that_others_rely_on(results: dict[str, Any]) -> None:
    for key in ("limit_per_s", "single_ratio", "best_peer_ratio", "bulk_ratio"):
        assert results[key] > 0
    assert results["best_peer"] in PEERS


def test_everybody_wrote_the_same_rows(results: dict[str, Any]) -> None:
    contestants = results["contestants"]
    assert PEERS | {"limit (pgbench)", "Rectify", "Rectify, in bulk"} <= contestants.keys()
    bulk = contestants.pop("Rectify, in bulk")
    per_decision = [
        {table: count / told["decisions"] for table, count in told["rows"].items()}
        for told in contestants.values()
    ]
    assert 0 < bulk["rows"].pop("outbox") < bulk["decisions"]  # a mail tells of all at once
    assert {count / bulk["decisions"] for count in bulk["rows"].values()} == {1, 2}
    assert all(rows == per_decision[0] for rows in per_decision)
    assert per_decision[0] == {"items": 1, "events": 1, "outbox": 1, "inbox": 2}


def test_a_contestant_that_wrote_less_than_it_said_fails_the_run(postgres: Servers) -> None:
    owner_url, _ = postgres.new_database()
    liar = entry(owner_url.split("@/")[1].split("?")[0])
    liar.asked = 10
    server = Postgres(postgres.folder / "pg", postgres.folder / "sockets")
    try:
        with pytest.raises(Failed, match="someone wrote"):
            verify(server, liar, TASK)
    finally:
        postgres.give_back(owner_url)


def test_ratios_compare_rounds_that_were_played_side_by_side() -> None:
    one, other = entry(), entry()
    one.rates, other.rates = {1: 50.0, 2: 500.0, 3: 1.0}, {1: 100.0, 2: 1000.0, 4: 7.0}
    assert ratio(one, other) == 0.5


def test_the_limit_writes_as_many_mails_and_notices_as_we_do() -> None:
    written = script(TASK)
    assert "VALUES (14, :item, 2, :at, :at);" in written
    assert "VALUES (1, :item, 2, :at), (14, :item, 2, :at);" in written
