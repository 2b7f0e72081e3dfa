"""``rectify backup`` and ``restore`` as an operator uses them, with no option."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from rectify.servers import database_roles
from rectify.servers.postgres import Postgres
from tests.patience import eventually
from tests.rectify import own_servers
from tests.rectify.service import COMMAND, environment, run, start

pytestmark = pytest.mark.dayless


def test_a_backup_beside_a_running_service_is_restored_into_an_empty_folder(place: Path) -> None:
    file = place / "one.backup"
    with start(place / "data").wait() as service, service.connected() as owner:
        owner.execute("INSERT INTO instance VALUES ('kept', 'yes')")
        made = run("backup", str(file), env=environment(service.data))
        assert made.returncode == 0, made.stderr
        assert "0 events" in made.stdout
        assert file.stat().st_mode & 0o077 == 0
        again = run("restore", str(file), env=environment(service.data))
        assert (again.returncode, "in use already" in again.stderr) == (1, True)
    there = environment(place / "elsewhere")
    restored = run("restore", str(file), env=there)
    assert (restored.returncode, "0 wrong" in restored.stdout) == (0, True), restored.stderr
    with start(place / "elsewhere").wait() as service, service.connected() as owner:
        assert owner.execute("SELECT value FROM instance WHERE key = 'kept'").fetchone() == ("yes",)
        (key,) = (place / name / "secret-key" for name in ("elsewhere",))
        assert key.read_text() == (place / "data" / "secret-key").read_text()


def test_a_damaged_backup_leaves_the_place_empty_and_a_whole_one_is_restored_after_it(
    place: Path,
) -> None:
    data, file, there = place / "data", place / "one.backup", environment(place / "elsewhere")
    assert run("backup", str(file), env=environment(data)).returncode == 1  # nothing there yet
    assert run("init", env=environment(data)).returncode == 0
    doctor = json.loads(run("doctor", "--json", env=environment(data)).stdout)
    assert "There is no backup yet" in {line["message"] for line in doctor}
    assert run("backup", str(file), env=environment(data)).returncode == 0
    doctor = json.loads(run("doctor", "--json", env=environment(data)).stdout)
    assert [line["level"] for line in doctor if line["check"] == "backup"] == ["ok"]
    (place / "cut").write_bytes(file.read_bytes()[:-1])
    refused = run("restore", str(place / "cut"), env=there)
    assert (refused.returncode, "damaged or incomplete" in refused.stderr) == (1, True)
    (place / "elsewhere" / "restoring").touch()  # as a restore that was killed leaves it
    assert "broken off" in run("verify", env=there).stderr
    assert run("restore", str(file), env=there).returncode == 0
    assert run("verify", env=there).returncode == 0


def test_a_restore_that_was_killed_is_begun_anew_and_two_at_once_do_not_meet(place: Path) -> None:
    data, file, there = place / "data", place / "one.backup", environment(place / "elsewhere")
    assert run("init", env=environment(data)).returncode == 0
    assert run("backup", str(file), env=environment(data)).returncode == 0
    command = [*COMMAND, "restore", str(file)]
    first = subprocess.Popen(command, env=there, stdout=subprocess.DEVNULL, stderr=-1)
    eventually((place / "elsewhere" / "children.json").exists)
    first.send_signal(signal.SIGSTOP)  # it would be done before the second looks
    second = run("restore", str(file), env=there)
    assert (second.returncode, "is using" in second.stderr) == (1, True), second.stderr
    first.kill()
    first.communicate()
    assert (place / "elsewhere" / "restoring").exists()
    assert run("restore", str(file), env=there).returncode == 0
    assert run("verify", env=there).returncode == 0


@pytest.mark.skipif(not own_servers.POSTGRES_15.exists(), reason="no PostgreSQL 15 here")
def test_a_server_of_ones_own_is_backed_up_and_restored(place: Path) -> None:
    file = place / "one.backup"
    with own_servers.postgres_15() as server:
        urls = {
            "DATABASE_URL": server.url(database_roles.APP, database_roles.DATABASE),
            "RECTIFY_OWNER_DATABASE_URL": server.url(database_roles.OWNER, database_roles.DATABASE),
        }
        env = environment(place / "data", **urls)
        assert run("init", env=env).returncode == 0
        made = run("backup", str(file), env=env)
        assert made.returncode == 0, made.stderr
        full = run("restore", str(file), env=environment(place / "other", **urls))
        assert (full.returncode, "has tables already" in full.stderr) == (1, True)
        _emptied(server)
        there = environment(place / "elsewhere", **urls)
        restored = run("restore", str(file), env=there)
        assert (restored.returncode, "0 wrong" in restored.stdout) == (0, True), restored.stderr
        # From one's own server into the embedded one, which is newer, and back.
        embedded, newer = environment(place / "embedded"), place / "newer.backup"
        assert run("restore", str(file), env=embedded).returncode == 0
        assert run("backup", str(newer), env=embedded).returncode == 0
        _emptied(server)
        back = run("restore", str(newer), env=environment(place / "back", **urls))
        assert (back.returncode, "0 wrong" in back.stdout) == (0, True), back.stderr


def _emptied(server: Postgres) -> None:
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {database_roles.DATABASE}")
    database_roles.prepare(server)
