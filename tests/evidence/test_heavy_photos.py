"""Photos that weigh little and unpack to much: looked at one at a time, with limits."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from PIL import Image

from tests.evidence import files
from workflow import evidence
from workflow.errors import WrongType
from workflow.evidence import photos, thumbnails
from workflow.platform import db

SIDE = 6300  # its square is a little below the limit of forty megapixels


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    db.close()
    return tmp_path / "evidence"


@pytest.fixture(scope="module")
def heavy() -> bytes:
    """A photo of some 160 KiB and forty megapixels."""
    made = io.BytesIO()
    Image.new("RGBA", (SIDE, SIDE), (200, 30, 30, 128)).save(made, "PNG")
    assert len(made.getvalue()) < 300 * 2**10
    return made.getvalue()


class Scales:
    """Weighs this process and its children, again and again, and counts the children."""

    def __init__(self) -> None:
        self.own, self.all_children, self.at_once = 0, 0, 0
        self.stopping = threading.Event()
        self.me = psutil.Process()

    def weigh(self) -> None:
        while not self.stopping.wait(0.02):
            weights = []
            for child in self.me.children(recursive=True):
                try:
                    if any(thumbnails.__file__ in word for word in child.cmdline()):
                        weights.append(child.memory_info().rss)
                except psutil.Error:
                    continue
            self.own = max(self.own, self.me.memory_info().rss)
            self.all_children = max(self.all_children, sum(weights))
            self.at_once = max(self.at_once, len(weights))


def test_many_heavy_photos_at_once_are_opened_one_at_a_time_in_a_child(
    heavy: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "SECONDS", 200)  # on a machine that does much else
    before, scales = psutil.Process().memory_info().rss, Scales()
    weighing = threading.Thread(target=scales.weigh)
    weighing.start()
    try:
        with ThreadPoolExecutor(4) as pool:
            names = [f"现场{n}.png" for n in range(4)]
            list(pool.map(lambda name: evidence.store(io.BytesIO(heavy), name), names))
    finally:
        scales.stopping.set()
        weighing.join()
    assert scales.at_once == 1
    assert scales.all_children < thumbnails.MEMORY
    assert scales.own - before < 50 * 2**20


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_the_largest_photo_of_any_format_fits_into_the_limits(format_: str) -> None:
    mode = "CMYK" if format_ == "JPEG" else "RGBA"
    made = io.BytesIO()
    Image.new(mode, (SIDE, SIDE), (9, 9, 9, 9)).save(made, format_, quality=50, method=0)
    made.seek(0)
    ending = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[format_]
    assert evidence.store(made, f"最大.{ending}").kind == "photo"


def test_a_photo_that_takes_too_much_memory_is_refused_with_its_reason(
    heavy: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = Path(thumbnails.__file__).read_text("utf-8")
    poor = tmp_path / "poor.py"
    poor.write_text(program.replace("MEMORY = 1024**3", "MEMORY = 250 * 1024**2"), "utf-8")
    monkeypatch.setattr(thumbnails, "__file__", str(poor))
    with pytest.raises(WrongType) as refused:
        evidence.store(io.BytesIO(heavy), "现场.png")
    assert "太多" in refused.value.words.zh
    assert "smaller photo" in refused.value.words.en


def test_a_program_that_dies_or_never_ends_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(photos, "SECONDS", 1)
    for what in ("import os; os.abort()", "import time; time.sleep(3600)", "print('not json')"):
        program = tmp_path / "other.py"
        program.write_text(what, "utf-8")
        monkeypatch.setattr(thumbnails, "__file__", str(program))
        with pytest.raises(WrongType):
            evidence.store(io.BytesIO(files.photo()), "现场.jpg")
    assert not [child for child in psutil.Process().children() if child.name() == "other.py"]


def test_the_program_takes_its_own_limits_before_it_opens_anything() -> None:
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    source = f"import runpy; runpy.run_path({thumbnails.__file__!r})['limit'](); {code}"
    run = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, env=os.environ
    )
    assert int(run.stdout) == thumbnails.MEMORY
