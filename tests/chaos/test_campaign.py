"""The campaign in small, each time the tests run; ``python -m tests.chaos`` is the whole one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.chaos.campaign import Campaign, run

pytestmark = pytest.mark.dayless


@pytest.fixture
def folders() -> object:
    made = [Path(tempfile.mkdtemp(prefix="chaos-")) for _ in range(2)]
    made[0].chmod(0o755)
    yield made
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


def test_whatever_is_killed_no_rung_and_no_mail_is_missing_or_doubled(folders: list[Path]) -> None:
    plan = Campaign(items=500, kills=10, flushes=2, restarts=2, pause=0.3, seed=7)
    found = run(plan, *folders, lambda line: None)
    assert found.wrong == []
    assert found.busy >= 3  # the blows fell while there was something to break
    assert found.rungs == 500
    assert found.mails >= 500  # one for each assignment; a digest that was killed comes later
