"""The ledger that every contestant starts from: migrated, raised by our own commands, copied."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.peers.harness import Task, now
from bench.server import Failed, query
from rectify.servers.database_roles import APP, OWNER, prepare
from rectify.servers.postgres import Postgres

Tell = Callable[[str], object]
DATABASE = "ledger"
INSPECTOR, CLERK, HOLDER, BRANCH = 1, 2, 14, 5  # ids of organisation.sql
_ROLE = "party_work_clerk"
_CHUNK = 500
_TITLE = "第{n}次检查发现：支部组织生活会记录不完整，谈心谈话覆盖面不够，问题清单没有逐条销号。"
_TARGET = "制度健全、记录完整、责任到人，经核查组现场核查无异议后销号，形成长效机制。"
_MEASURES = (
    "一是对照清单逐条认领，明确责任人和完成时限；二是组织专题学习，补齐组织生活会记录和谈心谈话台账；"
    "三是建立每月自查、每季通报的工作机制，党建部门定期抽查；四是将整改情况纳入年度考核。"
)
_COMMENT = "请于规定期限内完成整改，上传现场照片与整改报告；逾期将按制度提醒、督办、约谈。"


def build(server: Postgres, items: int, tell: Tell) -> Task:
    """Make the database, raise the items and one to look at; return the task for everybody."""
    from workflow.ops import schema
    from workflow.platform import db

    prepare(server, DATABASE)
    schema.upgrade(server.url(OWNER, DATABASE))
    query(server, DATABASE, (Path(__file__).parent / "organisation.sql").read_text("utf-8"))
    task = _task(server)
    os.environ["DATABASE_URL"] = task.url
    db.close()  # forget the settings of whoever called
    try:
        _raise(items + 1, tell)
        _assign_last(server, task)
    finally:
        db.close()
    query(server, DATABASE, "VACUUM ANALYZE")
    return _observed(server, task, items + 1)


def _raise(count: int, tell: Tell) -> None:
    from workflow.declaration import Actor, Post
    from workflow.engine.commands import NewItem, raise_items

    inspector = Actor(INSPECTOR, "同志1", (Post("inspector", 1, "/1/"),))
    for first in range(0, count, _CHUNK):
        tell(f"raising {count:,} items, {first:,} done")
        some = range(first, min(first + _CHUNK, count))
        raise_items([NewItem(list_key="problems", fields=_finding(n)) for n in some], inspector)


def _finding(n: int) -> dict[str, object]:
    return {
        "title": _TITLE.format(n=n),
        "unit": str(BRANCH),
        "severity": "minor",  # assigned without tasks and responsibilities
        "aspect": "A3",
        "source": "年度党建工作检查",
        "target": _TARGET,
        "measures": _MEASURES,
    }


def _assign_last(server: Postgres, task: Task) -> None:
    """Make one decision, to see what it writes: the others have to write the same."""
    from bench.ours import Clerk

    number = query(server, DATABASE, "SELECT number FROM items ORDER BY id DESC LIMIT 1")[0][0]
    Clerk(task).assign(str(number))


def _task(server: Postgres) -> Task:
    """Say what is to be decided; what it writes is not known yet."""
    return Task(
        url=server.url(APP, DATABASE), actor_id=CLERK, actor_name="同志2",
        posts=[(_ROLE, 2, "/1/2/")], role=_ROLE, holder_id=HOLDER,
        due_on=(now() + timedelta(days=30)).date().isoformat(),
        mails=[], notices=[], comment=_COMMENT, changes={},
    )  # fmt: skip


def _observed(server: Postgres, task: Task, last: int) -> Task:
    """Complete the task with the rows that our own decision wrote."""
    rows = query(server, DATABASE, _WRITTEN.format(last=last))
    if not rows or rows[0][3] != last:
        raise Failed(f"the items are not numbered from 1 to {last}")
    mails, notices, changes, _ = rows[0]
    return replace(task, mails=mails, notices=notices, changes=changes)


_WRITTEN = """SELECT
 (SELECT array_agg(person_id ORDER BY person_id) FROM outbox WHERE item_id = {last} AND seq = 2),
 (SELECT array_agg(person_id ORDER BY person_id) FROM inbox WHERE item_id = {last} AND seq = 2),
 (SELECT changes FROM events WHERE item_id = {last} AND seq = 2),
 (SELECT count(*) FROM items WHERE id BETWEEN 1 AND {last})"""


def without_guards(server: Postgres, database: str) -> None:
    """Take our triggers and the key from item to event away: no peer has to pay for our rules."""
    for table in ("items", "events"):
        query(server, database, f"ALTER TABLE {table} DISABLE TRIGGER USER")
    query(server, database, "ALTER TABLE items DROP CONSTRAINT fk_items_newest_event")
