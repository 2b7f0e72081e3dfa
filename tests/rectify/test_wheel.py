"""The wheel alone is enough: built, installed in an empty environment, run with no source by it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.rectify.service import ROOT, looked_at, start

pytestmark = [pytest.mark.xdist_group("wheel"), pytest.mark.real_time]
UV = str(Path(sys.executable).with_name("uv"))


def uv(arguments: Sequence[str], cwd: Path) -> None:
    done = subprocess.run([UV, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    uv(["build", "--wheel", "--quiet", "--out-dir", str(folder), str(ROOT)], folder)
    return next(folder.glob("rectify-*.whl"))


def test_the_wheel_holds_everything_that_is_no_code(wheel: Path) -> None:
    inside = ZipFile(wheel).namelist()
    for folder, ending in (
        ("web/templates/", ".html"),
        ("web/static/", ".css"),
        ("web/translations/", ".mo"),
        ("workflow/ops/migrations/versions/", ".py"),
        ("workflow/ops/migrations/", ".sql"),
        ("workflow/checks/", ".csv"),
    ):
        assert any(n.startswith(folder) and n.endswith(ending) for n in inside), folder
    assert not [name for name in inside if name.startswith(("tests/", "bench/"))]
    assert any(name.endswith("licenses/LICENSE") for name in inside)


def test_the_service_runs_from_the_wheel_with_no_source_beside_it(wheel: Path, place: Path) -> None:
    place = place / "整改 销号" / "a place"
    place.mkdir(parents=True)
    uv(["venv", "--quiet", "--python", sys.executable, "env"], place)
    python = place / "env" / "bin" / "python"
    lock = str(ROOT / "requirements.lock")
    uv(["pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", lock], place)
    uv(["pip", "install", "-q", "--python", str(python), "--no-deps", str(wheel)], place)
    rectify = (str(python.with_name("rectify")),)
    with start(place / "data", command=rectify, PYTHONPATH=looked_at()) as service:
        service.wait()
        where = {line for process in service.family() for line in process.cmdline()}
        assert not any(str(ROOT) + os.sep in line for line in where)
        service.stop()
        assert service.process.returncode == 0
