"""What an export costs: 100,000 problems as the special ledger of 33 columns.

``python -m bench.export_size`` prints the seconds until the first piece and until the last, and the
most memory, of our .xlsx, .csv and .json, beside XlsxWriter alone writing the same cells row by row
with constant memory. Each is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.ledger import BRANCH, CLERK, HOLDER, INSPECTOR
from bench.peers.harness import now
from bench.server import query, throwaway
from bench.sweep_size import _MULTIPLY
from rectify.servers.database_roles import APP, OWNER, prepare
from rectify.servers.postgres import Postgres
from workflow import profession
from workflow.declaration.packs import register

DATABASE, ROWS = "exports", 100_000
_TEXT = "支部组织生活会记录不完整，谈心谈话覆盖面不够，问题清单没有逐条销号。"
# Nothing is assigned to a person who cannot sign in.
_ACCOUNTS = """
    INSERT INTO accounts (person_id, login, password_hash)
    SELECT id, 'p' || id, 'x' FROM people p
     WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.person_id = p.id)"""
Figures = dict[str, float]


def build(server: Postgres, count: int) -> None:
    """Make a database with so many problems under way, each with all that a form asks for."""
    from workflow.declaration import Actor, Post
    from workflow.engine import commands
    from workflow.engine.loading import CLOCK
    from workflow.ops import schema
    from workflow.platform import db

    prepare(server, DATABASE)
    schema.upgrade(server.url(OWNER, DATABASE))
    query(server, DATABASE, (Path(__file__).parent / "organisation.sql").read_text("utf-8"))
    query(server, DATABASE, _ACCOUNTS)
    os.environ["DATABASE_URL"] = server.url(APP, DATABASE)
    db.close()
    fields = {
        "title": _TEXT, "unit": str(BRANCH), "severity": "minor", "aspect": "A3",
        "source": "年度党建工作检查", "target": _TEXT, "measures": _TEXT,
    }  # fmt: skip
    inspector = Actor(INSPECTOR, "同志1", (Post("inspector", 1, "/1/"),))
    clerk = Actor(CLERK, "同志2", (Post("party_work_clerk", 2, "/1/2/"),))
    number = commands.raise_item("problems", inspector, fields=fields).number
    due = (now().date() + timedelta(days=60)).isoformat()
    commands.fire(number, "assign", clerk, fields={"holder": str(HOLDER), "due_on": due})
    db.close()
    query(server, DATABASE, _MULTIPLY.format(open=count, clock=CLOCK))
    query(server, DATABASE, "VACUUM ANALYZE")


def ours(form: str, told: Any) -> None:
    """Export the ledger and throw the pieces away."""
    from workflow.declaration import SYSTEM
    from workflow.queries import Filters
    from workflow.queries.exports.export import ExportWish, export

    register(profession.load)  # in a process of its own
    wish: Any = {"list_key": "problems", "what": "ledger", "form": form}
    began, before = (time.perf_counter(), time.process_time()), _peak()
    file = export(SYSTEM, ExportWish(filters=Filters(), **wish), now())
    first = time.perf_counter() - began[0]
    size = sum(len(piece) for piece in file)
    told.send(_figures(began, before) | {"first": first, "size": size})


def alone(_form: str, told: Any) -> None:
    """Write the same cells with XlsxWriter and nothing else."""
    import xlsxwriter

    rows = _cells()
    with tempfile.TemporaryFile() as target:
        began, before = (time.perf_counter(), time.process_time()), _peak()
        with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
            sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
            for n, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(n, column, cell)
                    elif isinstance(cell, date):
                        sheet.write_datetime(n, column, cell, day)
                    elif cell is not None:
                        sheet.write_number(n, column, cell)
        told.send(_figures(began, before))


def _cells() -> list[Any]:
    """Return the cells of the ledger, all in memory."""
    from workflow.declaration import SYSTEM
    from workflow.queries import Filters
    from workflow.queries.exports import export as exports

    register(profession.load)  # in a process of its own
    asked = exports.ExportWish(list_key="problems", what="ledger", filters=Filters())
    with exports._table(SYSTEM, asked, now(), "xlsx") as (_, _, blocks):
        return [line for block in blocks for line in block.lines]


def _figures(began: tuple[float, float], before: int) -> Figures:
    return {
        "seconds": time.perf_counter() - began[0], "CPU": time.process_time() - began[1],
        "MB": _peak() / 1000, "MB before": before / 1000,
    }  # fmt: skip


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measured(work: Callable[[str, Any], None], form: str = "") -> Figures:
    """Return the figures of a work in a process of its own."""
    context = multiprocessing.get_context("spawn")
    told, tells = context.Pipe()
    process = context.Process(target=work, args=(form, tells))
    process.start()
    tells.close()
    figures: Figures = told.recv()
    process.join()
    return figures


def main() -> None:
    """Measure and print."""
    register(profession.load)
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    with throwaway() as server:
        build(server, rows)
        found = {"xlsxwriter alone": measured(alone)}
        found |= {form: measured(ours, form) for form in ("xlsx", "csv", "json")}
    ratio = found["xlsx"]["CPU"] / found["xlsxwriter alone"]["CPU"]  # others' load is no matter
    print(json.dumps({"rows": rows, **found, "ratio": ratio}, indent=2))


if __name__ == "__main__":
    main()
