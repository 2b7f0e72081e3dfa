"""A large ledger is read and written by a worker, from end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import actor
from tests.patience import eventually
from tests.worker.processes import process
from workflow.imports.drafts import commands, queries
from workflow.imports.opening import Source

CLERK = actor("coordinator")


@pytest.mark.usefixtures("cast")
def test_a_worker_reads_and_writes_what_waits(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "AT_ONCE", 0)
    source = Source("具体问题,责任单位\n记录不全,第一党支部\n".encode(), "台账.csv")
    draft = commands.upload(CLERK, source)

    def stage() -> str:
        return queries.find(CLERK, draft.id).stage

    with (
        process("timetable", tmp_path / "timetable", REDIS_URL=redis_url),
        process("imports", tmp_path / "worker", REDIS_URL=redis_url),
    ):
        eventually(lambda: stage() == "read")
        commands.write(CLERK, queries.find(CLERK, draft.id))
        eventually(lambda: stage() == "written")
