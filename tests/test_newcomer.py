"""A newcomer adds a list by one file and edits no test: what every list is asked, it is asked.

The whole tree is copied, one file is added to it, and the tests are run there as they are.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.newcomer import DECLARED
from tests.sources import ROOT

pytestmark = pytest.mark.dayless

TREES = ("rectify", "tests", "web", "worker", "workflow")
LAWS = (
    "tests/test_lists.py",
    "tests/engine/test_every_list.py",
    "tests/engine/test_guards.py",
    "tests/engine/test_recipients.py",
    "tests/engine/test_matrix.py",
    "tests/escalation/calendar_changes/test_fresh_reckoning.py",
    "tests/web/test_diagram.py",
    "tests/web/test_pages.py",
)
# What names the list, and those laws that go through all lists in one test.
CHOSEN = (
    "suggestions or test_the_declared_moves_are or test_every_duty_that_a_move_judges"
    " or test_the_table_of_the_oracle or nothing_else_moved and 0"
)


def own_run() -> dict[str, str]:
    """Return the environment of a run of pytest apart from the present one and its workers."""
    return {key: text for key, text in os.environ.items() if not key.startswith("PYTEST_")}


@pytest.mark.timeout(600)
def test_a_list_in_one_file_passes_the_laws_without_an_edit_of_any_test(tmp_path: Path) -> None:
    for tree in TREES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / tree, tmp_path / tree, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    lists = tmp_path / "workflow" / "profession" / "lists"
    (lists / "suggestions.py").write_text(DECLARED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", CHOSEN, *LAWS],
        cwd=tmp_path, env=own_run(), capture_output=True, text=True,
        timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    [passed] = re.findall(r"(\d+) passed", done.stdout)
    assert int(passed) > 60, "eight moves, each under the laws of its list"
