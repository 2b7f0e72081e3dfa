"""What a page costs with a million items, beside the same page with 10,000.

``python -m bench.page_size`` (``make bench-size``) makes both databases (9,000 units, 30,000
people) and prints for each page the CPU of Python and of PostgreSQL, its statements, and the time
that these take.
``--sizes 10000 100000`` for a shorter run, ``--only PART`` for some pages.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench.large_database import AUDITOR, CLERK, COMMON, GENERAL, HEAD, LEADER, RARE, Size, build
from bench.server import query, throwaway
from rectify.servers.database_roles import APP
from rectify.servers.postgres import Postgres
from workflow import profession
from workflow.declaration.packs import register

SIZES = (10_000, 1_000_000)
ROUNDS = 5
_LIST = "/lists/problems"
_TICKS = os.sysconf("SC_CLK_TCK")


def pages(server: Postgres, name: str) -> dict[str, tuple[int, str]]:
    """Return the pages by name: who asks, and the address."""

    def one(sql: str) -> str:
        return str(query(server, name, sql)[0][0])

    numbers = "SELECT number FROM items WHERE list_key = 'problems'"
    new = one(f"{numbers} AND state = 'assigned' ORDER BY id DESC LIMIT 1")
    old = one(f"{numbers} AND state = 'closed' ORDER BY id LIMIT 1 OFFSET 10")
    branch = one(f"SELECT unit_id FROM items WHERE number = '{new}'")
    today = one("SELECT now()::date")
    month = one("SELECT (now() - interval '30 days')::date")
    long_ago = one("SELECT (now() - interval '3 years')::date")
    days_after = one("SELECT (now() - interval '1090 days')::date")
    lists = {
        "first page": "", "by due date": "?sort=due", "by due date, last": "?sort=-due",
        "by change": "?sort=-updated", "by unit": "?sort=unit", "oldest": "?sort=oldest",
        "open": "?state=open", "open by due": "?state=open&sort=due",
        "two states": "?state=raised,rectified", "closed": "?state=closed",
        "red": "?state=open&colour=red", "blue": "?state=open&colour=blue",
        "overdue": "?state=open&overdue=1", "major": "?severity=major",
        "one unit": f"?unit={branch}", "general branch": f"?unit={GENERAL}",
        "one unit by title": f"?unit={branch}&sort=title", 
        "by groups": f"?unit={branch}&group=state",
        "holder": f"?holder={HEAD}", "raised by": "?raised_by=4",
        "raised by nobody": "?raised_by=9",
        "aspect": "?aspect=A3", "source": "?source=巡察", "source not there": "?source=没有来源",
        "waits for": "?waits_for=verifier", "step": "?step=receipt",
        "found long ago": f"?found_from={long_ago}&found_to={days_after}",
        "due this month": f"?due_from={month}&due_to={today}",
        "closed long ago": f"?closed_from={long_ago}&closed_to={days_after}",
        "closed this month": f"?closed_from={month}",
        "word, frequent": f"?q={COMMON}", "word, rare": f"?q={RARE}", "word, none": "?q=不存在的词",
        "number": f"?q={old}", "name of a unit": "?q=第77党支部",
        "name of a person": "?q=王同志120",
    }  # fmt: skip
    found = {f"list, {key}": (CLERK, _LIST + query) for key, query in lists.items()}
    found |= {f"list of a branch, {key}": (HEAD, _LIST + lists[key])
              for key in ("first page", "by due date", "word, frequent", "red")}  # fmt: skip
    return found | {
        "home of the clerk": (CLERK, "/"), "home of the leader": (LEADER, "/"),
        "home of a branch": (HEAD, "/"), "raised by me": (4, "/mine/raised"),
        "done by me": (CLERK, "/mine/done"),
        "item, open": (CLERK, f"/items/{new}"), "item, closed": (CLERK, f"/items/{old}"),
        "record of a branch": (CLERK, f"/record/units/{branch}"),
        "record of a general branch": (CLERK, f"/record/units/{GENERAL}"),
        "record of the whole": (CLERK, "/record/units/2"),
        "search, rare": (CLERK, f"/search?q={RARE}"),
        "search, frequent": (CLERK, f"/search?q={COMMON}"),
        "search, person": (CLERK, "/search?q=同志120"),
        "journal of moves": (AUDITOR, "/journal/items"),
        "API: list": (CLERK, "/api/v1/items"), "API: inbox": (CLERK, "/api/v1/inbox"),
    }  # fmt: skip


@dataclass(slots=True)
class Cost:
    """What a request costs: milliseconds of CPU, statements, milliseconds in them, and bytes."""

    python: float = 0.0
    postgres: float = 0.0
    statements: int = 0
    waited: float = 0.0
    size: int = 0
    status: int = 0
    slowest: str = field(default="", repr=False)

    @property
    def cpu(self) -> float:
        """All milliseconds of CPU."""
        return self.python + self.postgres


def measure(server: Postgres, name: str, only: str) -> dict[str, Cost]:
    """Return the cost of each page."""
    from web.app import create_app
    from workflow.platform import db

    os.environ["DATABASE_URL"] = server.url(APP, name)
    db.close()
    query(server, name, f"ALTER DATABASE {name} SET max_parallel_workers_per_gather = 0")
    app = create_app()
    found = {}
    for page, (person, address) in pages(server, name).items():
        if only not in page:
            continue
        found[page] = _cost(server, app, person, address)
        print(f"{name:>14} {page:28} {found[page]}", flush=True)
    db.close()
    return found


def _cost(server: Postgres, app: Any, person: int, address: str) -> Cost:
    from workflow.accounts import create_token, sessions

    client, headers = app.test_client(), {}
    if address.startswith("/api/"):
        token = create_token(person, "bench", timedelta(days=30), ["read"])
        headers = {"Authorization": f"Bearer {token}"}
    else:
        client.set_cookie("rectify", sessions.begin(person, "bench"))
    return cost_of(server, lambda: client.get(address, headers=headers))


def cost_of(server: Postgres, ask: Callable[[], Any]) -> Cost:
    """Return the cost of a request, the mean of several after a first one."""
    answer = ask()
    cost = Cost(status=answer.status_code, size=len(answer.data))
    before, backends = time.process_time(), _backends(server)
    with _watched() as watched:
        for _ in range(ROUNDS):
            ask()
    cost.python = round((time.process_time() - before) * 1000 / ROUNDS, 1)
    cost.postgres = round((_backends(server) - backends) * 1000 / ROUNDS, 1)
    cost.statements = len(watched) // ROUNDS
    cost.waited = round(sum(took for took, _ in watched) * 1000 / ROUNDS, 1)
    cost.slowest = max(watched, default=(0.0, ""))[1]
    return cost


@contextmanager
def _watched() -> Iterator[list[tuple[float, str]]]:
    """Note each statement of the driver with its seconds."""
    seen: list[tuple[float, str]] = []
    execute = psycopg.Cursor.execute

    def noting(cursor: psycopg.Cursor, query: Any, *more: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(cursor, query, *more, **named)
        finally:
            seen.append((time.perf_counter() - began, str(query)))

    psycopg.Cursor.execute = noting  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]


def _backends(server: Postgres) -> float:
    """Return the seconds of CPU of the server and of all its processes, living and ended."""
    top = int((server.data / "postmaster.pid").read_text("utf-8").split()[0])
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            values = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(stat.parent.name) == top:
            ticks += sum(map(int, values[11:15]))  # its own, and of the children that ended
        elif int(values[1]) == top:
            ticks += sum(map(int, values[11:13]))
    return ticks / _TICKS


def table(found: list[dict[str, Cost]], sizes: list[int]) -> str:
    """Return the costs side by side, a line for each page."""
    small, large = found[0], found[-1]
    head = f"{'':30}" + "".join(f"{size:>30,}" for size in sizes) + "   CPU x"
    columns = f"{'page':30}" + f"{'python':>8}{'pg':>8}{'waited':>8}{'st':>3}{'':>3}" * len(found)
    lines = [head, columns]
    for page in small:
        each = "".join(
            f"{c.python:>8}{c.postgres:>8}{c.waited:>8}{c.statements:>3}   "
            for c in (of_size[page] for of_size in found)
        )
        lines.append(f"{page:30}{each}{large[page].cpu / max(small[page].cpu, 1.0):8.2f}")
    return "\n".join(lines)


def main() -> None:
    """Make the databases, measure and print."""
    register(profession.load)
    os.environ.setdefault("RECTIFY_SECRET_KEY", secrets.token_urlsafe(48))
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--units", type=int, default=Size(0).units)
    parser.add_argument("--people", type=int, default=Size(0).people)
    parser.add_argument("--only", default="")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with throwaway() as server:
        found = []
        for size in asked.sizes:
            began, name = time.perf_counter(), f"pages_{size}"
            build(server, name, Size(size, asked.units, asked.people))
            print(f"{name}: made in {time.perf_counter() - began:.0f} s", flush=True)
            found.append(measure(server, name, asked.only))
        print(table(found, asked.sizes))
    if asked.json:
        told = [{page: asdict(cost) for page, cost in of_size.items()} for of_size in found]
        asked.json.write_text(json.dumps(dict(zip(map(str, asked.sizes), told, strict=True))))


if __name__ == "__main__":
    main()
