"""What an import costs: a ledger of 100,000 rows, raised as problems in an empty installation.

``python -m bench.import_size`` prints the seconds and the most memory of ``rectify import``, beside
reading the same file with calamine and writing the very rows that came of it with COPY, into
tables with the same columns and indexes and without a rule. Each is measured in a process of its
own.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench.export_size import Figures, _figures, _peak
from bench.peers.harness import now
from bench.server import query, throwaway
from rectify.servers.database_roles import APP, OWNER, prepare
from rectify.servers.postgres import SUPERUSER, Postgres
from workflow import profession
from workflow.declaration.packs import register

DATABASE, ROWS = "imports", 100_000
_HEADER = (
    "序号", "问题来源", "存在的主要问题", "严重程度", "责任单位", "责任人", "发现日期", "整改目标",
    "整改措施", "整改时限", "整改进展", "备注",
)  # fmt: skip
_DIGITS = "零一二三四五六七八九"
# Names as people have them: the secretaries of the nine branches.
_NAMES = f"""
    UPDATE people SET name = '王' || substr('{_DIGITS}', id - 12, 1) WHERE id BETWEEN 14 AND 22"""
_WRITTEN = ("items", "events", "imports", "import_rows", "inbox", "outbox", "counters")


def write_ledger(path: Path, count: int) -> None:
    """Write a ledger of so many problems, each with one measure and one unit."""
    import xlsxwriter

    today = now().date()
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("台账"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, _HEADER)
        for n in range(1, count + 1):
            found = today - timedelta(days=n % 60 + 1)
            for column, cell in enumerate(_cells(n, found, today + timedelta(days=n % 90 + 1))):
                if isinstance(cell, date):
                    sheet.write_datetime(n, column, cell, day)
                else:
                    sheet.write(n, column, cell)


def _cells(n: int, found: date, due: date) -> tuple[Any, ...]:
    branch = 1 + n % 9
    return (
        n, "年度党建工作检查", f"第{n}项：组织生活会记录不完整，谈心谈话覆盖面不够。", "一般",
        f"第{branch}党支部", f"王{_DIGITS[branch]}", found, "记录完整，谈心谈话全覆盖",
        "组织学习有关规定，逐人补齐谈心谈话记录。", due, "", f"检查组第{n % 7 + 1}组",
    )  # fmt: skip


def ours(path: str, told: Any) -> None:
    """Import the ledger."""
    from workflow.imports.import_ledger import import_ledger

    register(profession.load)  # in a process of its own
    began, before = (time.perf_counter(), time.process_time()), _peak()
    imported = import_ledger(Path(path))
    assert imported.written, imported.refused[:3]
    told.send(_figures(began, before) | {"items": sum(imported.counts.values())})


def alone(path: str, told: Any) -> None:
    """Read the file with calamine, and write what came of it with COPY."""
    import python_calamine

    began, before = (time.perf_counter(), time.process_time()), _peak()
    book = python_calamine.CalamineWorkbook.from_path(path)
    rows = sum(1 for name in book.sheet_names for _ in book.get_sheet_by_name(name).iter_rows())
    read = time.perf_counter() - began[0]
    with psycopg.connect(os.environ["BENCH_URL"]) as connection:
        for table in _WRITTEN:
            with connection.cursor().copy(f"COPY bare.{table} FROM STDIN (FORMAT binary)") as copy:
                for piece in _pieces(Path(path).with_suffix(f".{table}")):
                    copy.write(piece)
    told.send(_figures(began, before) | {"read": read, "rows": rows})


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(2**20):
            yield piece


def _keep_written(url: str, path: Path) -> None:
    """Write the rows that came of the import to files, and make bare tables for them."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA bare")
        for table in _WRITTEN:
            connection.execute(f"CREATE TABLE bare.{table} (LIKE {table} INCLUDING ALL)".encode())
            with (
                path.with_suffix(f".{table}").open("wb") as file,
                connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy,
            ):
                for piece in copy:
                    file.write(piece)


def build(server: Postgres) -> None:
    """Make an empty installation with the organisation of the benchmarks."""
    from workflow.ops import schema
    from workflow.platform import db

    prepare(server, DATABASE)
    schema.upgrade(server.url(OWNER, DATABASE))
    query(server, DATABASE, (Path(__file__).parent / "organisation.sql").read_text("utf-8"))
    query(server, DATABASE, _NAMES)
    os.environ["DATABASE_URL"] = server.url(APP, DATABASE)
    os.environ["BENCH_URL"] = server.url(SUPERUSER, DATABASE)
    db.close()


def main() -> None:
    """Measure and print."""
    from bench.export_size import measured

    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    register(profession.load)
    with throwaway() as server, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_ledger(path, rows)
        build(server)
        found: dict[str, Figures] = {"ours": measured(ours, str(path))}
        _keep_written(os.environ["BENCH_URL"], path)
        found["calamine and COPY"] = measured(alone, str(path))
    ratio = found["ours"]["seconds"] / found["calamine and COPY"]["seconds"]
    print(json.dumps({"rows": rows, **found, "ratio": ratio}, indent=2))


if __name__ == "__main__":
    main()
