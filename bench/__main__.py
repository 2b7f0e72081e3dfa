"""``python -m bench``: ours, the peers and the limit on one throw-away server, in one run."""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from bench import contest, environment, ledger, report
from bench.contest import Entry
from bench.contestants import Contestant, Script
from bench.limit import Pgbench
from bench.peers.harness import Task
from bench.server import Failed, clone, throwaway
from rectify.servers.database_roles import APP
from rectify.servers.postgres import SUPERUSER, Postgres
from workflow import profession
from workflow.declaration.packs import register

PEERS = {
    "django-fsm-2": "django_fsm_2",
    "viewflow": "viewflow_fsm",
    "DBOS": "dbos_transaction",
    "python-statemachine + SQLAlchemy": "statemachine_sqlalchemy",
}
RESULTS = Path(__file__).resolve().parent / "results.json"


@dataclass(frozen=True)
class Length:
    """How long a run is."""

    rounds: int
    each: int  # decisions in a round
    bulk: int  # items in a bulk decision
    every: int  # the bulk and the eight connections take part in every n-th round

    @property
    def items(self) -> int:
        """The items that a contestant can need."""
        return max((self.rounds + 1) * self.each, (self.rounds // self.every + 1) * self.bulk)


FULL = Length(rounds=24, each=100, bulk=1000, every=4)
QUICK = Length(rounds=2, each=8, bulk=24, every=1)


@dataclass(frozen=True)
class Field:
    """The server, the ledger on it, and what is needed to enter a contestant."""

    server: Postgres
    task: Task
    length: Length
    peers: Path

    def limit(self, name: str, database: str, clients: int = 1, guarded: bool = False) -> Entry:
        """Enter pgbench."""
        folder = self.server.data.parent
        entrant = Pgbench(name, database, self.server, self.task, folder, clients, guarded)
        return self._entry(entrant, free=not guarded, several=clients > 1)

    def script(self, name: str, module: str, python: Path, role: str, bulk: bool = False) -> Entry:
        """Enter a script."""
        database = module.replace(".", "_")
        task = replace(self.task, url=self.server.url(role, database))
        script = Script(name, database, python, module, task)
        return replace(self._entry(script, role != APP, bulk), at_once=bulk)

    def _entry(self, entrant: Contestant, free: bool, several: bool = False) -> Entry:
        clone(self.server, ledger.DATABASE, entrant.database)
        if free:
            ledger.without_guards(self.server, entrant.database)
        if several:
            each = self.length.bulk
            return Entry(entrant, each, self.length.every)
        return Entry(entrant, self.length.each)


def run(length: Length, console: Console) -> report.Findings:
    """Make the environment, the server and the ledger, and play."""
    with console.status("the peers' environment") as status:
        peers = environment.python()
        status.update("a throw-away PostgreSQL")
        with throwaway() as server:
            task = ledger.build(server, length.items, status.update)
            status.update("a database for each")
            return _played(Field(server, task, length, peers), status.update)


def _played(field: Field, tell: ledger.Tell) -> report.Findings:
    here = Path(sys.executable)
    limit = field.limit("limit (pgbench)", "limit")
    guarded = field.limit("limit with our triggers", "limit_guarded", guarded=True)
    limit_8 = field.limit("limit, 8 connections", "limit_8", clients=8)
    ours = field.script("Rectify", "bench.ours", here, APP)
    bulk = field.script("Rectify, in bulk", "bench.ours_bulk", here, APP, bulk=True)
    peers = [
        field.script(name, f"bench.peers.{module}", field.peers, SUPERUSER)
        for name, module in PEERS.items()
    ]
    entries = [limit, guarded, ours, *peers, bulk, limit_8]
    with contest.started(entries):
        contest.play(entries, field.length.rounds, tell)
    rows = {e.name: contest.verify(field.server, e, field.task) for e in entries}
    quick = field.length is QUICK
    return report.Findings(
        limit, limit_8, guarded, ours, bulk, peers, rows, field.server.version, quick
    )


def main() -> int:
    """Run, print the table and write results.json."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a short run, to see that it works")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where results.json goes")
    asked = parser.parse_args()
    register(profession.load)
    console = Console()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as Ctrl-C: stop the server, clean up
    try:
        found = run(QUICK if asked.quick else FULL, console)
    except Failed as failed:
        console.print(f"[red]The run failed:[/] {failed}")
        return 1
    except KeyboardInterrupt:
        console.print("stopped; nothing was left behind")
        return 130
    report.write(found, asked.output)
    report.show(found, console)
    console.print(f"written to {asked.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
