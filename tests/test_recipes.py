"""The recipes of CONTRIBUTING are true: what they name is there, and ``rectify new`` works.

The whole tree is copied, a list and a register are begun in it by the command, and their own tests
are run there as they were written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import ROOT
from tests.test_newcomer import TREES, own_run

pytestmark = pytest.mark.dayless

RECIPES = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in TREES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    given = os.environ.get("PYTHONPATH", "")  # on another day, libfaketime's part
    path = os.pathsep.join(filter(None, (str(tree), given)))
    environment = own_run() | {"PYTHONPATH": path, "RECTIFY_LANG": "en"}
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=tree, env=environment, capture_output=True, text=True,
        timeout=600, check=False,
    )  # fmt: skip


@pytest.mark.timeout(600)
def test_a_list_and_a_register_are_begun_by_a_command_each(tree: Path) -> None:
    begun = run(tree, "rectify", "new", "list", "ideas", "--zh", "金点子", "--en", "Ideas")
    assert begun.returncode == 0, begun.stderr
    kept = run(tree, "rectify", "new", "register", "keys", "--zh", "钥匙登记", "--en", "Keys")
    assert kept.returncode == 0, kept.stderr
    tests = ("tests/profession/test_ideas.py", "tests/registers/test_keys.py")
    done = run(tree, "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "3 passed" in done.stdout


@pytest.mark.parametrize("name", ["Ideas", "9lives", "class", "建议", "a-b", "_x", ""])
def test_a_name_that_cannot_be_one_is_refused_with_a_sentence(tree: Path, name: str) -> None:
    refused = run(tree, "rectify", "new", "list", name)
    assert refused.returncode == 1
    assert "is no name for it" in refused.stdout + refused.stderr


def test_nothing_is_written_over_a_file_or_outside_a_tree(tree: Path) -> None:
    over = run(tree, "rectify", "new", "list", "problems")
    assert over.returncode == 1
    assert "nothing was written" in over.stdout + over.stderr
    shutil.rmtree(tree / "tests" / "profession")
    outside = run(tree, "rectify", "new", "list", "ideas")
    assert outside.returncode == 1
    assert not (tree / "workflow" / "profession" / "lists" / "ideas.py").exists()


def test_every_file_and_folder_that_a_recipe_names_is_there() -> None:
    named = set(re.findall(r"`((?:workflow|web|worker|rectify|tests|docs)/[\w./-]*)`", RECIPES))
    assert len(named) > 10
    assert not {name for name in named if not (ROOT / name).exists()}
