"""The limit: the same rows, written by pgbench, PostgreSQL's own load generator.

Prepared statements, plain SQL, no rule, no hash, no trigger: what is left is the server and the
disk. Values are passed as parameters, so the server reads the same bytes as from a contestant.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from bench.peers.harness import HASH, Task, due, now
from bench.server import Failed
from rectify.servers.postgres import SUPERUSER, Postgres

_SCRIPT = """\
\\set n :n + 1
\\set item :first + :client_id * :each + :n
BEGIN;
UPDATE items SET state = 'assigned', holder_id = :holder, awaits = 'holder', due_at = :due,
 due_version = due_version + 1, duties = :duties, process = process || :process,
 version = version + 1, head = :hash, updated_at = :at, state_since = :at
 WHERE id = :item AND version = 1;
INSERT INTO events (item_id, seq, list_key, at, trigger, source, dest, actor_id, actor_name,
 comment, changes, prev_hash, hash) VALUES (:item, 2, 'problems', :at, 'assign', 'raised',
 'assigned', :actor, :actor_name, :comment, :changes, {previous}, :hash);
INSERT INTO outbox (person_id, item_id, seq, at, available_at) VALUES {mails};
INSERT INTO inbox (person_id, item_id, seq, at) VALUES {notices};
COMMIT;
"""


_PREVIOUS = "(SELECT hash FROM events WHERE item_id = :item AND seq = 1)"  # our guards look at it


def script(task: Task, guarded: bool = False) -> str:
    """Write the transaction with as many mails and notices as one decision of ours has."""
    mails = ", ".join(f"({person}, :item, 2, :at, :at)" for person in task.mails)
    notices = ", ".join(f"({person}, :item, 2, :at)" for person in task.notices)
    previous = _PREVIOUS if guarded else ":hash"
    return _SCRIPT.format(mails=mails, notices=notices, previous=previous)


@dataclass
class Pgbench:
    """pgbench as a contestant; every round is one run of it over fresh items."""

    name: str
    database: str
    server: Postgres
    task: Task
    folder: Path
    clients: int = 1
    guarded: bool = False

    def start(self) -> None:
        """Write the script; nothing stays open between rounds."""
        self._file.write_text(script(self.task, self.guarded), encoding="utf-8")
        self._file.chmod(0o644)

    @property
    def _file(self) -> Path:
        return self.folder / f"{self.name}.sql"

    def round(self, items: range) -> float:
        """Run pgbench over these items, an equal share for each client."""
        each = len(items) // self.clients
        done = self.server.run(
            "pgbench", "--no-vacuum", "--protocol=prepared", "--max-tries=1",
            f"--file={self._file}", f"--client={self.clients}", f"--transactions={each}",
            *(f"--define={k}={v}" for k, v in self._values(items.start, each).items()),
            f"--host={self.server.sockets}", f"--username={SUPERUSER}", self.database,
        )  # fmt: skip
        wanted = each * self.clients
        rate = re.search(r"tps = ([\d.]+) \(without initial", done.stdout)
        if rate is None or f"processed: {wanted}/{wanted}" not in done.stdout:
            raise Failed(f"pgbench: {done.stdout}{done.stderr}")
        return float(rate[1])

    def _values(self, first: int, each: int) -> dict[str, object]:
        at = now()
        return {
            "n": -1, "first": first, "each": each,
            "at": at.isoformat(), "due": due(at).isoformat(),
            "holder": self.task.holder_id, "comment": self.task.comment,
            "actor": self.task.actor_id, "actor_name": self.task.actor_name,
            "changes": json.dumps(self.task.history(at), ensure_ascii=False), "hash": HASH,
            "duties": json.dumps(self.task.changes["duties"]),
            "process": json.dumps(self.task.changes["process"], ensure_ascii=False),
        }  # fmt: skip

    def stop(self) -> None:
        """Nothing stays open between rounds."""
