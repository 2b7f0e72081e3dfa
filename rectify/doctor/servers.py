"""The doctor looks at the servers: database, tables, clocks, queue, mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import psycopg
from sqlalchemy.exc import ProgrammingError

from rectify import demo_mark
from rectify.doctor.finding import Finding
from rectify.first_administrator import FIRST_ADMINISTRATOR, NOBODY
from rectify.servers import reachability
from rectify.servers.command_database import has_database, running_environment
from rectify.servers.migration import powerless
from workflow.ops.rights import lacking, role_of, who_can_sign_in
from workflow.platform import Settings, settings
from workflow.words import Words

_NOT_SENT = Words("{count}封邮件没有发出", "{count:mail was|mails were} not sent")
_JOBS = Words("定时任务正常，队列中最久等待{age}秒", "The jobs work; the oldest waits {age} s")
_FAILED = Words("近期有{count}个任务失败；{told}", "{count:job|jobs} failed of late. {told}")
_LOOK = Words("“运行状况”页和日志里有原因。", "The page of the condition and the logs say why.")

_GRANT = Words(
    "由拥有这些表的角色执行 rectify init（RECTIFY_OWNER_DATABASE_URL），它会授予权限。",
    "Run 'rectify init' with RECTIFY_OWNER_DATABASE_URL of the role that owns the tables; "
    "it grants them.",
)
DRIFT = timedelta(seconds=30)


def database(given: Settings) -> Iterator[Finding]:
    """Look at PostgreSQL, at its tables and at its clock."""
    if not has_database(given):
        yield Finding(
            "database",
            "warn",
            Words("还没有数据库", "There is no database yet"),
            Words("rectify init 会建立它。", "'rectify init' makes it."),
        )
        return
    with running_environment():
        now = settings()
        number = reachability.database(now.database_url)
        where = reachability.shown(now.database_url)
        yield Finding(
            "database",
            "ok",
            Words(f"PostgreSQL {number}（{where}）", f"PostgreSQL {number} ({where})"),
        )
        yield _migrations(now.owner_database_url or now.database_url)
        yield from _people(now.database_url)
        yield _same_clock(now.database_url)


def _migrations(owner_url: str) -> Finding:
    from alembic.script import ScriptDirectory

    from workflow.ops.schema import configuration

    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    present = None
    with suppress(psycopg.Error), psycopg.connect(owner_url) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        present = row[0] if row else None
    if present == newest:
        return Finding("migrations", "ok", Words("数据库结构是最新的", "The tables are current"))
    return Finding(
        "migrations",
        "fail",
        Words(f"数据库结构不是最新的（{present}）", f"The tables are not current ({present})"),
        Words("请执行 rectify init。", "Run 'rectify init'."),
    )


def _people(url: str) -> Iterator[Finding]:
    """Look at the rights of the serving role, and at whether anybody can sign in."""
    missing = lacking(url)
    if missing:
        yield Finding("rights", "fail", powerless(role_of(url), missing), _GRANT)
        return
    yield Finding("rights", "ok", Words("数据库角色的权限齐全", "The role may do its work"))
    count = who_can_sign_in(url)
    if count:
        told = Words("{count}人可以登录", "{count:person|people} can sign in").format(count=count)
        yield Finding("sign-in", "ok", told)
    else:
        yield Finding("sign-in", "fail", NOBODY, FIRST_ADMINISTRATOR)


def _same_clock(url: str) -> Finding:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    server_time: datetime = row[0] if row else datetime.min
    apart = abs(server_time - datetime.now(server_time.tzinfo))
    if apart < DRIFT:
        return Finding("clock", "ok", Words("与数据库时钟一致", "The database's clock agrees"))
    return Finding(
        "clock",
        "warn",
        Words(f"本机与数据库时钟相差 {apart}", f"The database's clock differs by {apart}"),
        Words(
            "请校准时钟；期限以数据库时钟为准。", "Set the clocks; deadlines follow the database's."
        ),
    )


def redis(given: Settings) -> Iterator[Finding]:
    """Check the queue's server, and whether the server would throw jobs away."""
    if not given.redis_url:
        yield Finding("redis", "ok", Words("自带的 Valkey", "The embedded Valkey"))
        return
    policy = reachability.queue(given.redis_url)
    where = reachability.shown(given.redis_url)
    if policy in ("noeviction", ""):
        yield Finding("redis", "ok", Words(f"队列 {where}", f"Queue {where}"))
    else:
        yield Finding(
            "redis",
            "warn",
            Words(f"内存不足时会丢弃任务（{policy}）", f"Jobs are evicted ({policy})"),
            Words(
                "请设置 maxmemory-policy noeviction；任务会重新到期，但会晚一些。",
                "Set maxmemory-policy noeviction; lost jobs fall due again, but later.",
            ),
        )


def mail(given: Settings) -> Iterator[Finding]:
    """Look at the mail server."""
    if _is_demonstration(given):
        words = Words("演示环境：邮件进内置邮箱", "Demonstration: mail goes to its own mailbox")
        yield Finding("mail", "ok", words)
    elif given.smtp_url:
        reachability.mail(given.smtp_url)
        where = reachability.shown(given.smtp_url)
        yield Finding("mail", "ok", Words(f"邮件服务器 {where}", f"Mail server {where}"))
    else:
        yield Finding(
            "mail",
            "warn",
            Words("没有邮件服务器，只有站内收件箱", "No mail server; only the in-app inbox"),
            Words("请设置 SMTP_URL。", "Set SMTP_URL."),
        )


def _is_demonstration(given: Settings) -> bool:
    if not has_database(given):
        return False
    with running_environment():
        try:
            return demo_mark.is_demonstration()
        except psycopg.ProgrammingError:  # the tables are not there yet, as another line says
            return False


def messages(given: Settings) -> Iterator[Finding]:
    """Count the given-up mails."""
    from workflow.delivery.messages import mail_log

    if not has_database(given):
        return
    with running_environment():
        try:
            count = mail_log.failed()
        except ProgrammingError:  # the tables are not there yet, as another line says
            return
    if not count:
        yield Finding("messages", "ok", Words("没有发送失败的邮件", "No mail was given up"))
        return
    yield Finding(
        "messages",
        "warn",
        _NOT_SENT.format(count=count),
        Words(
            "rectify messages list --failed 显示原因，rectify messages again 重发。",
            "'rectify messages list --failed' says why, 'rectify messages again' sends again.",
        ),
    )


def jobs(given: Settings) -> Iterator[Finding]:
    """Report the periodic jobs in trouble, and the age of the oldest job in the queues."""
    from workflow.ops.health import readiness

    if not has_database(given):
        return
    with running_environment():
        try:
            checks = readiness().checks
        except psycopg.ProgrammingError:  # the tables are not there yet, as another line says
            return
    troubles = [f"{job['job']}: {job['problem']}" for job in checks["sweeps"] if job["problem"]]
    failed = sum(queue["failed"] for queue in checks["queues"])
    age = max((queue["age"] for queue in checks["queues"]), default=0)
    if troubles or failed:
        told = "; ".join(troubles)
        yield Finding("jobs", "warn", _FAILED.format(count=failed, told=told), _LOOK)
    else:
        yield Finding("jobs", "ok", _JOBS.format(age=age))
