"""Wrong settings and servers of the user's own: each fault a sentence, each server used."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path

import pytest

from tests.patience import eventually
from tests.rectify import own_servers
from tests.rectify.service import environment, free_port, run, start

DOWN = "127.0.0.1:9"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("RECTIFY_PORT", "eighty", "RECTIFY_PORT"),
        ("RECTIFY_PORT", "70000", "RECTIFY_PORT"),
        ("RECTIFY_SECRET_KEY", "short", "RECTIFY_SECRET_KEY: needs at least"),
        ("RECTIFY_TIMEZONE", "Mars/Olympus", "RECTIFY_TIMEZONE"),
        ("DATABASE_URL", "mysql://127.0.0.1/x", "DATABASE_URL"),
        ("DATABASE_URL", "postgresql://me:hunter2@[::1", "DATABASE_URL: is no address"),
        ("REDIS_URL", "redis://me:hunter2@localhost:x", "REDIS_URL: is no address"),
        ("SMTP_URL", "smtp://localhost:hunter2", "SMTP_URL: is no address"),
        ("RECTIFY_BASE_URL", "ftp://x", "RECTIFY_BASE_URL: 'ftp://x' must look like https://"),
        ("RECTIFY_BASE_URL", "http://", "RECTIFY_BASE_URL"),
        ("RECTIFY_MAIL_FROM", "not mail", "RECTIFY_MAIL_FROM: 'not mail' must look like"),
        ("DATABASE_URL", f"postgresql://me:hunter2@{DOWN}/x", "does not answer"),
        ("RECTIFY_HOST", "192.0.2.1", "Cannot listen on 192.0.2.1"),
        ("RECTIFY_DATA", "/proc/rectify", "The data folder /proc/rectify cannot be written"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(
    place: Path, name: str, value: str, sentence: str
) -> None:
    env = {**environment(place / "data", RECTIFY_PORT=str(free_port())), name: value}
    refused = run("up", env=env)
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "Value error" not in refused.stderr
    assert "hunter2" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("REDIS_URL", f"redis://{DOWN}/0"), ("SMTP_URL", f"smtp://{DOWN}")]
)
def test_a_server_that_is_down_is_named_and_nothing_is_left_running(
    place: Path, name: str, value: str
) -> None:
    env = environment(place / "data", RECTIFY_PORT=str(free_port()), **{name: value})
    refused = run("up", env=env)
    assert refused.returncode == 1
    assert f"{name} names {value}, which does not answer" in refused.stderr
    assert not (place / "data" / "postgres" / "postmaster.pid").exists()


def test_the_sentence_is_chinese_where_the_terminal_is(place: Path) -> None:
    env = environment(place / "data", DATABASE_URL=f"postgresql://{DOWN}/x")
    refused = run("up", env={**env, "RECTIFY_LANG": "zh_CN.UTF-8"})
    assert "没有响应" in refused.stderr


@pytest.mark.skipif(
    not (own_servers.POSTGRES_15.exists() and own_servers.REDIS_7.exists()),
    reason="Debian's PostgreSQL 15 and Redis are not installed",
)
def test_servers_of_the_users_own_are_used_and_none_is_embedded(place: Path) -> None:
    with (
        own_servers.postgres_15() as database,
        own_servers.redis(place, own_servers.REDIS_7) as queue,
        own_servers.mail_server(free_port(), place / "mails") as mail,
        start(
            place / "data",
            DATABASE_URL=database.url("rectify_app", "rectify"),
            RECTIFY_OWNER_DATABASE_URL=database.url("rectify_owner", "rectify"),
            REDIS_URL=queue,
            SMTP_URL=mail,
        ) as service,
    ):
        assert set(service.wait().pids()) == {
            "worker-mail", "worker-escalation", "worker-upkeep", "worker-imports",
            "timetable", "web",
        }  # fmt: skip
        assert not (service.data / "postgres").exists()


@pytest.mark.skipif(not own_servers.POSTGRES_15.exists(), reason="no PostgreSQL 15 here")
def test_a_role_that_may_not_make_tables_is_told_of_the_owner(place: Path) -> None:
    with own_servers.postgres_15() as database:
        url = database.url("rectify_app", "rectify")
        refused = run("init", env=environment(place / "data", DATABASE_URL=url))
    assert refused.returncode == 1
    assert "RECTIFY_OWNER_DATABASE_URL must name the role that owns them" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_mail_that_the_catcher_takes_is_kept_whole(place: Path) -> None:
    port = free_port()
    with own_servers.mail_server(port, place / "mails"):
        message = EmailMessage()
        message["From"], message["To"] = "rectify@localhost", "张三@例子.中国"
        message["Subject"] = "督办单〔2026〕3号"
        message.set_content("请于11月30日前整改。")
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.send_message(message, to_addrs=["zhang@example.org"])
        kept = Maildir(place / "mails", create=False)
        eventually(lambda: len(kept) == 1)
        mail = next(iter(kept))
    assert "请于11月30日前整改。" in mail.get_payload(decode=True).decode()
