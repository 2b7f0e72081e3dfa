"""What a large round costs: 36 procedures of 40 lines in each of 200 units, all of them answered.

``python -m bench.round_size`` prints the seconds of bringing the sheet in and of planning the
round, and for each page the CPU of Python and of PostgreSQL, its statements, and the time that
these take. ``--units``, ``--procedures`` and ``--lines`` for another size.
"""

from __future__ import annotations

import argparse
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

from bench.page_size import Cost, cost_of
from bench.server import query, throwaway
from rectify.servers.database_roles import APP, OWNER, prepare
from rectify.servers.postgres import Postgres
from workflow import profession
from workflow.declaration import Actor, Post
from workflow.declaration.packs import register

NAME = "round_size"
CLERK, INSPECTOR = 1, 2
_TREE = """
    INSERT INTO units (id, parent_id, kind, name, path, valid_from) VALUES
        (1, NULL, 'party_group', '局', '/1/', '2020-01-01'),
        (2, 1, 'office_committee', '机关党委', '/1/2/', '2020-01-01');
    INSERT INTO units (id, parent_id, kind, name, path, valid_from)
    SELECT n, 2, 'branch', '第' || n || '党支部', '/1/2/' || n || '/', '2020-01-01'
      FROM generate_series(3, {units} + 2) AS n;
    INSERT INTO people (id, name) SELECT n, '同志' || n FROM generate_series(1, {units} + 2) AS n;
    INSERT INTO accounts (id, person_id, login, password_hash)
    SELECT n, n, 'p' || n, '' FROM generate_series(1, 2) AS n;
    INSERT INTO appointments (person_id, unit_id, role, valid_from) VALUES
        (1, 2, 'party_work_clerk', '2020-01-01'), (2, 1, 'inspector', '2020-01-01');
    INSERT INTO appointments (person_id, unit_id, role, valid_from)
    SELECT n, n, 'branch_secretary', '2020-01-01' FROM generate_series(3, {units} + 2) AS n;"""

_COPIES = """
    ALTER TABLE items DISABLE TRIGGER USER;
    UPDATE items SET process = (SELECT process FROM items WHERE number = '{number}'),
                     state = 'under_way'
     WHERE list_key = 'checks' AND number <> '{number}';
    ALTER TABLE items ENABLE TRIGGER USER;"""


@dataclass(frozen=True, slots=True)
class RoundSize:
    """How large a round is."""

    units: int = 200
    procedures: int = 36
    lines: int = 40


def rows(size: RoundSize) -> Iterator[dict[str, str]]:
    """Yield the rows of the sheet: five chapters with the procedures among them."""
    for n in range(1, size.procedures + 1):
        chapter = 1 + (n - 1) * 5 // size.procedures
        if chapter != 1 + (n - 2) * 5 // size.procedures:
            yield {"number": f"{chapter}", "kind": "chapter", "zh": f"第{chapter}章"}
        above = f"{chapter}.{n:02}"
        told = {"citation": "依据", "steps": "提出→讨论→表决", "papers": "记录"}
        yield {"number": above, "above": f"{chapter}", "kind": "procedure", "zh": f"规程{n}"} | told
        for line in range(1, size.lines + 1):
            text = f"规程{n}的第{line}个环节按要求办理，记录齐全、归档及时"
            more = {"evidence": "记录或照片", "task": "补齐记录；明确责任人", "severity": "minor"}
            yield {"number": f"{above}.{line}", "above": above, "kind": "check", "zh": text} | more


def _file(size: RoundSize) -> bytes:
    """Return the sheet as a workbook, with the headers that people write."""
    from io import BytesIO

    from openpyxl import Workbook

    from workflow.inspections.line_kinds import COLUMNS, KINDS

    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append([words.zh for words in COLUMNS.values()])
    for row in rows(size):
        shown = row | {"kind": {**KINDS}[row["kind"]].zh}  # type: ignore[index]
        page.append([shown.get(key, "") for key in COLUMNS])
    data = BytesIO()
    book.save(data)
    return data.getvalue()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began, cpu = time.perf_counter(), time.process_time()
    yield
    took, worked = time.perf_counter() - began, time.process_time() - cpu
    print(f"{what:34}{took:8.2f} s, of it {worked:.2f} s of CPU in Python", flush=True)


def make(server: Postgres, size: RoundSize) -> tuple[int, list[str]]:
    """Make the database with a round that is answered; return its id and its checks."""
    from workflow.inspections import editions, files, progress, rounds
    from workflow.ops import schema
    from workflow.platform import db

    prepare(server, NAME)
    schema.upgrade(server.url(OWNER, NAME))
    query(server, NAME, _TREE.format(units=size.units))
    os.environ["DATABASE_URL"] = server.url(APP, NAME)
    db.close()
    clerk = Actor(CLERK, "同志1", (Post("party_work_clerk", 2, "/1/2/"),))
    inspector = Actor(INSPECTOR, "同志2", (Post("inspector", 1, "/1/"),))
    data = _file(size)
    head = {"sheet": "large_sheet", "zh": "大检查表", "reason": "按本局的规程逐条展开检查"}
    with _timed("bringing the sheet in"):
        edition = editions.draft(clerk, head, *files.rows_of(data, "sheet.xlsx"))
        editions.publish(clerk, edition)
    [(today,)] = query(server, NAME, "SELECT now()::date")
    asked = {
        "title": "大检查", "kind": "quarterly", "edition": edition, "unit": 2, "head": INSPECTOR,
        "unit_kinds": "branch", "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    with _timed("planning the round"):
        made = rounds.plan(inspector, asked)
    checks = [one.number for one in progress.round_of(inspector, made)[1]]
    with _timed("answering all lines"):
        _answer(server, inspector, size, checks)
    query(server, NAME, "VACUUM ANALYZE")
    return made, checks


def _answer(server: Postgres, inspector: Actor, size: RoundSize, checks: Sequence[str]) -> None:
    """Answer every line of the first check, one of each procedure failing; the others are copies.

    The copies have the notes of the first, without its events: pages over many checks read notes.
    """
    from workflow.engine import commands

    lines = [row["number"] for row in rows(size) if row["kind"] == "check"]
    fails = [number for number in lines if number.endswith(".7")]
    answers: tuple[dict[str, str], ...] = (
        {"lines": ",".join(number for number in lines if number not in fails), "verdict": "pass"},
        {"lines": ",".join(fails), "verdict": "fail", "remark": "没有记录"},
    )
    for fields in answers:
        commands.fire(checks[-1], "answer", inspector, fields=fields)
    query(server, NAME, _COPIES.format(number=checks[-1]))


def measure(server: Postgres, size: RoundSize) -> dict[str, Cost]:
    """Return the cost of each page of the round."""
    made, checks = make(server, size)
    query(server, NAME, f"ALTER DATABASE {NAME} SET max_parallel_workers_per_gather = 0")
    found = {}
    for page, ask in _requests(made, checks):
        found[page] = cost_of(server, ask)
        print(f"{page:34} {found[page]}", flush=True)
    return found


def _requests(made: int, checks: Sequence[str]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield the requests by name."""
    from web.app import create_app
    from workflow.accounts import sessions

    client = create_app().test_client()
    client.set_cookie("rectify", sessions.begin(INSPECTOR, "bench"))
    check, verdicts = f"/checks/{checks[-1]}", cycle(("pass", "fail"))
    token = client.get("/outbox/sender", headers={"Accept": "application/json"}).json["csrf"]

    def answer() -> Any:
        sent = {"lines": "1.02.3", "verdict": next(verdicts), "remark": "没有记录"}
        headers = {"Accept": "application/json", "Prefer": "return=minimal"}
        return client.post(f"{check}/answer", data=sent | {"csrf_token": token}, headers=headers)

    pages = {
        "opening a check": check, "opening the next lines": f"{check}?part=3.20.1",
        "results of the round": f"/rounds/{made}", "coverage": "/coverage?sheet=large_sheet",
        "coverage, next units": "/coverage?sheet=large_sheet&after=60", "rounds": "/rounds",
        "the check as an item": f"/items/{checks[-1]}", "list of checks": "/lists/checks",
        "home": "/",
    }  # fmt: skip
    yield "answering a line", answer
    for page, address in pages.items():
        yield page, lambda address=address: client.get(address)  # type: ignore[misc]


def main() -> None:
    """Make the round, measure and print."""
    register(profession.load)
    os.environ.setdefault("RECTIFY_SECRET_KEY", secrets.token_urlsafe(48))
    parser = argparse.ArgumentParser(prog="python -m bench.round_size")
    for name in ("units", "procedures", "lines"):
        parser.add_argument(f"--{name}", type=int, default=getattr(RoundSize(), name))
    asked = parser.parse_args()
    with throwaway() as server:
        measure(server, RoundSize(asked.units, asked.procedures, asked.lines))


if __name__ == "__main__":
    main()
