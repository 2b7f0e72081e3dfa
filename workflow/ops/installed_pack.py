"""The pack of the installation: recorded with the tables, and read by each process at its start."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import psycopg

from workflow.declaration import pack
from workflow.declaration.pack_choice import SEVERITIES, PackChoice, PackFiles, choose, chosen
from workflow.errors import NotPossible, Unavailable
from workflow.words import Words

PATIENCE = 60.0  # seconds that a service waits for its database at the start
_THERE = "SELECT to_regclass('public.installed_pack') IS NOT NULL"
_READ = "SELECT key FROM installed_pack"
_FILES = "SELECT path, text FROM pack_files"
_RECORD = "INSERT INTO installed_pack VALUES (%s, now())"
_FORGET = "DELETE FROM pack_files"
_KEEP = "INSERT INTO pack_files VALUES (%s, %s)"
_PAUSE = 0.5  # seconds between two tries
_OTHER = Words(
    "这里已经装有工作包“{there}”，不能改成“{asked}”：工作包在建库时选定。"
    "请用 RECTIFY_DATA 指定另一个数据目录，或换一个数据库。",
    'The pack "{there}" is installed here already, and cannot become "{asked}": a pack is chosen '
    "when the tables are made. Name another data folder with RECTIFY_DATA, or another database.",
)
_FEWER = Words(
    "工作包“{key}”里少了已在使用的严重程度：{lacking}。",
    'The pack "{key}" lacks severities that are in use: {lacking}.',
)
_DOWN = Words("数据库没有响应，读不到工作包。", "The database does not answer; no pack was read.")


def read(connection: Any) -> PackChoice | None:
    """Return the recorded pack; none before the tables are made."""
    if not connection.execute(_THERE).fetchone()[0]:
        return None
    row = connection.execute(_READ).fetchone()
    files = dict(connection.execute(_FILES).fetchall())
    return PackChoice(row[0], files or None) if row else None


def adopt(url: str, wait: float = 0) -> None:
    """Choose for the process what the database at the address has; without one, nothing.

    Raises ``Unavailable`` where the database does not answer within ``wait`` seconds.
    """
    until = time.monotonic() + wait
    while url:
        try:
            with psycopg.connect(url, connect_timeout=5) as connection:
                if recorded := read(connection):
                    choose(recorded)
                return
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise Unavailable(_DOWN) from error
            time.sleep(_PAUSE)


def settle(connection: Any) -> None:
    """Record the pack that was chosen, or choose the recorded one.

    Raises ``NotPossible`` where these are two packs, or where the files of an own pack, read anew,
    lack a severity that they had.
    """
    recorded, asked = read(connection), chosen()
    if recorded is None:
        connection.execute(_RECORD, [asked.key if asked else pack().key])
        _keep(connection, asked.files if asked else None)
    elif asked is None:
        choose(recorded)
    elif asked != recorded:
        _refuse(recorded, asked)
        connection.execute(_FORGET)
        _keep(connection, asked.files)


def _keep(connection: Any, files: PackFiles | None) -> None:
    connection.cursor().executemany(_KEEP, [*(files or {}).items()])


def _refuse(recorded: PackChoice, asked: PackChoice) -> None:
    if recorded.key != asked.key or recorded.files is None or asked.files is None:
        raise NotPossible(_OTHER.format(there=recorded.key, asked=asked.key))
    if lacking := _severities(recorded.files) - _severities(asked.files):
        raise NotPossible(_FEWER.format(key=asked.key, lacking=", ".join(sorted(lacking))))


def _severities(files: PackFiles) -> set[str]:
    return {row["key"] for row in csv.DictReader(io.StringIO(files[SEVERITIES]))}
