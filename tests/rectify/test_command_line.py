"""The command line: its commands are files, its refusals sentences, its exit codes 0, 1 and 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rectify import cli, commands
from rectify.language import language
from rectify.servers.valkey import wheel_binary
from tests.rectify import own_servers
from tests.rectify.service import environment, run


def test_every_file_among_the_commands_is_a_command_with_help() -> None:
    folder = Path(commands.__file__).parent
    files = {path.stem.rstrip("_").replace("_", "-") for path in folder.glob("[a-z]*.py")}
    names = set(cli.cli.list_commands(None))  # type: ignore[arg-type]
    assert {"up", "demo", "init", "doctor"} <= names == files
    for name in sorted(names):
        shown = CliRunner().invoke(cli.cli, [name, "--help"])
        assert shown.exit_code == 0, shown.output
        assert "Usage" in shown.output


def test_the_list_of_commands_says_in_chinese_what_each_is_for(place: Path) -> None:
    shown = run("--help", env=environment(place, RECTIFY_LANG="zh")).stdout
    assert "逐一核验清单声明" in shown
    assert "..." not in shown.split("Commands:")[1]


def test_a_command_that_does_not_exist_is_bad_usage(place: Path) -> None:
    assert run("nonsense", env=environment(place)).returncode == 2


@pytest.mark.parametrize(
    ("settings", "spoken"),
    [
        ({"RECTIFY_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"RECTIFY_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_terminal_speaks_the_language_that_is_set(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], spoken: str
) -> None:
    for name in ("RECTIFY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken


def test_the_doctor_reports_for_programs_and_fails_when_something_fails(place: Path) -> None:
    env = environment(place / "data", DATABASE_URL="postgresql://127.0.0.1:9/x")
    report = run("doctor", "--json", env=env)
    found = {row["check"]: row for row in json.loads(report.stdout)}
    assert report.returncode == 1
    assert found["database"]["level"] == "fail"
    assert "127.0.0.1:9" in found["database"]["message"]
    assert found["python"]["level"] == "ok"
    assert found["calendar"]["message"]


def test_the_doctor_says_what_to_do_about_a_missing_mail_server(place: Path) -> None:
    report = run("doctor", env=environment(place / "data"))
    assert "! No mail server; only the in-app inbox\n    → Set SMTP_URL." in report.stdout
    assert "There is no database yet" in report.stdout
    assert report.returncode == 0


def test_the_doctor_warns_of_a_queue_that_throws_jobs_away(place: Path) -> None:
    evicting = ("--appendonly", "no", "--maxmemory-policy", "allkeys-lru")
    with own_servers.redis(place, wheel_binary(), evicting) as url:
        report = run("doctor", "--json", env=environment(place / "data", REDIS_URL=url))
    found = next(row for row in json.loads(report.stdout) if row["check"] == "redis")
    assert found["level"] == "warn"
    assert "maxmemory-policy noeviction" in found["todo"]
