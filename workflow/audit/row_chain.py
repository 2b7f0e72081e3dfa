"""The chain of changed rows: people, accounts, posts, rights and deadlines as they were written.

The database writes each change of a chained table with digests of its columns. A row that is not
as its newest change says was changed with the guards off; a change by another program than the
service was made past the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from hashlib import sha256
from typing import Any

from psycopg import sql
from psycopg.rows import dict_row

from workflow.journal.verification import GENESIS, measured_hash
from workflow.platform import SERVICE, Connection
from workflow.platform.models import CHAINED, key_columns
from workflow.words import Words

NAME = "row_changes"
_VERSION = "rectify-row-1"
_DIGITS = 32  # of a digest, in hex
_BATCH = 2_000
# The same text of a value in every session.
_SETTINGS = "SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'"
_CHANGES = "SELECT *, digests::text AS told FROM row_changes ORDER BY seq NULLS FIRST, id"
_ROWS = """
    SELECT coalesce(p.row_key, n.row_key) AS row_key, p.content, n.seq, n.act, n.digests
      FROM (SELECT concat_ws('/', {key}) AS row_key,
                   (SELECT jsonb_object_agg(e.key, e.value::text)
                      FROM jsonb_each(to_jsonb(t) - %(left_out)s::text[]) e) AS content
              FROM public.{table} t) p
      FULL JOIN (SELECT DISTINCT ON (row_key) row_key, seq, act, digests FROM row_changes
                  WHERE table_name = %(table)s ORDER BY row_key, seq DESC NULLS FIRST) n
        ON n.row_key = p.row_key"""
# A climbed rung is an event, too; before rungs had keys, the event names its place in the ladder.
_CLIMBED = """
    SELECT i.number, coalesce(x.seq, e.seq)
      FROM escalations x
      FULL JOIN (SELECT * FROM events WHERE changes #> '{note,rung}' IS NOT NULL) e
        ON e.item_id = x.item_id AND e.seq = x.seq
      LEFT JOIN items i ON i.id = coalesce(x.item_id, e.item_id)
     WHERE x.seq IS NULL OR e.seq IS NULL OR x.at <> e.at
        OR jsonb_typeof(e.changes #> '{note,rung}') = 'string'
           AND e.changes #>> '{note,rung}' <> x.rung
     ORDER BY 1, 2"""
_TAKEN = """
    SELECT count(*), min(at) FROM row_changes WHERE act = 'taken_in'"""

_HASH = Words("变更记录内容与哈希不符", "the written change does not match its hash")
_LINK = Words("变更记录没有接上前一条", "the written change does not link to the one before it")
_GAP = Words("变更记录序号不连续，应为{expected}", "a written change is missing: {expected}")
_LOOSE = Words("变更记录没有编入链中", "the written change is not part of the chain")
_DIFFERS = Words(
    "绕过本系统改动过：{columns}与写入时不同",
    "changed behind the service: {columns} not as written",
)
_GONE = Words("绕过本系统删除了", "deleted behind the service")
_ADDED = Words("绕过本系统添加了", "added behind the service")
_PAST = Words(
    "{at} 由程序“{program}”以数据库角色 {role} 绕过本系统写入（{act}）",
    'written past the service at {at}: {act} by the program "{program}" as the role {role}',
)
_NOT_CLIMBED = Words("记录的升级与事件不符", "the rung that was noted is not the one of the event")
_KNOWN_SINCE = Words(
    "{count}行人员、账号、任职和登记在 {at} 升级时收入哈希链：在那之前改动过的看不出来",
    "{count:row|rows} of people, accounts, posts and registers came into the chain with the "
    "upgrade of {at}: what was changed in them before does not show",
)
_ACTS = {
    "INSERT": Words("新增", "added"),
    "UPDATE": Words("修改", "changed"),
    "DELETE": Words("删除", "deleted"),
}


def faults(
    connection: Connection, tables: Iterable[str] = CHAINED
) -> Iterator[tuple[str, int, Words]]:
    """Yield (row, number of the change, fault) for every row that is not as the service wrote it.

    Of the chain itself only the first wrong change.
    """
    with connection.transaction():
        connection.execute(_SETTINGS)
        yield from _chain(connection)
        for table in tables:
            yield from _rows(connection, table)
        for number, seq in connection.execute(_CLIMBED).fetchall():
            yield number or "escalations", seq, _NOT_CLIMBED


def known_since(connection: Connection) -> Words | None:
    """Return the gap of a proof over rows that an upgrade took in; ``None`` without such rows."""
    row = connection.execute(_TAKEN).fetchone()
    if not (row and row[0]):
        return None
    return _KNOWN_SINCE.format(count=row[0], at=_moment(row[1]))


def _chain(connection: Connection) -> Iterator[tuple[str, int, Words]]:
    prev, broken = GENESIS, False
    with connection.cursor(NAME, row_factory=dict_row) as cursor:
        cursor.itersize = _BATCH
        for expected, change in enumerate(cursor.execute(_CHANGES), start=1):
            if not broken and (wrong := _wrong(change, expected, prev)):
                broken = True
                yield NAME, change["seq"] or 0, wrong
            if change["act"] in _ACTS and change["program"] != SERVICE:
                yield _name(change["table_name"], change["row_key"]), 0, _past(change)
            prev = change["hash"]


def _wrong(change: dict[str, Any], expected: int, prev: str) -> Words | None:
    if change["seq"] is None:
        return _LOOSE
    if change["seq"] != expected:
        return _GAP.format(expected=expected)
    if change["prev_hash"] != prev:
        return _LINK
    return None if _hash(change) == change["hash"] else _HASH


def _hash(change: dict[str, Any]) -> str:
    return measured_hash((
        _VERSION, change["id"], change["seq"], change["prev_hash"], _moment(change["at"]),
        change["table_name"], change["row_key"], change["act"], change["role"],
        change["program"], change["told"],
    ))  # fmt: skip


def _moment(at: Any) -> str:
    return str(at.astimezone(UTC).isoformat(timespec="microseconds"))


def _past(change: dict[str, Any]) -> Words:
    return _PAST.format(
        at=_moment(change["at"]), program=change["program"], role=change["role"],
        act=_ACTS[change["act"]],
    )  # fmt: skip


def _rows(connection: Connection, table: str) -> Iterator[tuple[str, int, Words]]:
    key = sql.SQL(", ").join(
        sql.SQL("to_jsonb(t) ->> {}").format(sql.Literal(name)) for name in key_columns(table)
    )
    query = sql.SQL(_ROWS).format(key=key, table=sql.Identifier(table))
    with connection.cursor(f"{NAME}_{table}", row_factory=dict_row) as cursor:
        cursor.itersize = _BATCH
        values = {"left_out": list(CHAINED[table]), "table": table}
        for row in cursor.execute(query, values):
            if wrong := _differs(table, row):
                yield _name(table, row["row_key"]), row["seq"] or 0, wrong


def _differs(table: str, row: dict[str, Any]) -> Words | None:
    content, written = row["content"], row["digests"]
    if content is None:
        return None if row["act"] == "DELETE" else _GONE
    if written is None or row["act"] == "DELETE":
        return _ADDED
    now = {name: _digest(table, name, value) for name, value in content.items()}
    names = sorted(name for name in now | written if now.get(name) != written.get(name))
    return _DIFFERS.format(columns=", ".join(names)) if names else None


def _digest(table: str, column: str, value: str) -> str:
    return sha256(f"{table}.{column}:{value}".encode()).hexdigest()[:_DIGITS]


def _name(table: str, key: str) -> str:
    return f"{table} {key}"
