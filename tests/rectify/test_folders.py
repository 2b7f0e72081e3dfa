"""The data folder: closed to others, freed of dead locks, and no demonstration as a service."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

import psutil
import pytest

from rectify import demo_mark
from rectify.data_folder import DataFolder
from rectify.demo import load
from rectify.doctor.evidence import evidence
from tests.cast import Persona
from tests.rectify.service import environment, run, start
from tests.web import stories
from workflow.errors import NotPossible
from workflow.platform import settings

pytestmark = pytest.mark.dayless


@pytest.mark.parametrize(("before", "after"), [(0o755, 0o710), (0o777, 0o710), (0o700, 0o700)])
def test_a_folder_that_others_may_read_is_closed(tmp_path: Path, before: int, after: int) -> None:
    root = tmp_path / "data"
    root.mkdir()
    root.chmod(before)
    DataFolder.at(root)
    assert root.stat().st_mode & 0o777 == after


def test_a_folder_shared_by_everybody_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "shared"
    root.mkdir()
    root.chmod(0o1777)
    with pytest.raises(NotPossible, match="shared by everybody"):
        DataFolder.at(root)
    assert list(root.iterdir()) == []


def test_a_demonstration_is_not_loaded_over_the_accounts_of_others(
    cast: dict[str, Persona],
) -> None:
    demo_mark.refuse_as_service()
    with pytest.raises(NotPossible, match="accounts of its own"):
        load()


def test_a_demonstration_is_not_run_as_a_service(place: Path) -> None:
    with start(place / "data").wait() as service, service.connected() as owner:
        owner.execute("INSERT INTO instance VALUES ('demo', 'yes')")
        doctor = run("doctor", env=environment(service.data, RECTIFY_PORT=str(service.port)))
        assert "No mail server" not in doctor.stdout
        assert "Demonstration: mail goes to its own mailbox" in doctor.stdout
    for way in ("up", "init"):
        refused = run(way, env=environment(place / "data"))
        assert refused.returncode == 1
        assert "holds the demonstration" in refused.stderr


def test_locks_left_by_a_dead_server_do_not_keep_the_next_one_from_starting(place: Path) -> None:
    service = start(place / "data").wait()
    family = service.family()
    service.stop(signal.SIGKILL)
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):  # gone with the one that started it
            process.kill()
    sockets = DataFolder(service.data).sockets() / "postgres"
    (lock,) = sockets.glob(".s.PGSQL.*.lock")
    # The number has gone to a process that lives, as it does after the machine was started again.
    lock.write_text(lock.read_text().replace(lock.read_text().split()[0], str(os.getpid()), 1))
    (service.data / "postgres" / "postmaster.pid").write_text("")
    with start(place / "data") as again:
        again.wait()


def test_a_machine_with_a_folder_of_its_own_is_told_that_the_evidence_is_elsewhere(
    cast: dict[str, Persona], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories.rectified(stories.stored())
    assert [finding.level for finding in evidence(settings())] == ["ok"]
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path / "second"))
    settings.cache_clear()
    (finding,) = evidence(settings())
    assert finding.level == "warn"
    assert "share one data folder" in finding.todo.en
