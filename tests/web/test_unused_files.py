"""Files that no item refers to leave the disk; those that one refers to never do."""

from __future__ import annotations

import io
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.clock import now
from tests.evidence.files import pdf, photo
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import kept, words
from workflow import evidence
from workflow.errors import Unavailable
from workflow.evidence import unused
from workflow.platform import settings

DONE = {"statement": "已补齐", "pledge": "yes"}
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def aged(days: float) -> None:
    """Let every file be as old as that."""
    then = (NOW - timedelta(days=days)).timestamp()
    for file in (settings().data / "evidence").rglob("*"):
        if file.is_file():
            os.utime(file, (then, then))


def present(piece: evidence.Piece) -> bool:
    return evidence.path(piece.sha256).exists()


def test_what_an_item_refers_to_stays_and_what_a_refused_decision_left_goes(
    enter: Entering,
) -> None:
    used, left = stories.stored(), stories.stored(photo(99, 9), "left.jpg")
    stories.rectified(used)
    aged(1)
    assert unused.put_aside(NOW) == 0  # a form may still carry them
    aged(3)
    assert unused.put_aside(NOW) == 1
    assert (present(used), present(left)) == (True, False)
    assert not evidence.preview(left.sha256, "small").exists()
    assert evidence.preview(used.sha256, "small").exists()
    aged(400)
    unused.put_aside(NOW)
    assert present(used)


def test_a_file_put_aside_is_removed_a_week_later_and_can_be_handed_in_again(cast: Any) -> None:
    left = stories.stored()
    aside = evidence.path(left.sha256).parents[1] / "unused"
    aged(3)
    unused.put_aside(NOW)
    assert (aside / left.sha256).exists()
    aged(8)
    unused.put_aside(NOW)
    assert list(aside.iterdir()) == []
    again = stories.stored()
    stories.rectified(again)
    aged(3)
    assert unused.put_aside(NOW) == 0
    assert present(again)


def test_what_was_being_received_when_the_service_was_killed_goes_too(cast: Any) -> None:
    stories.stored()
    half = settings().data / "evidence" / "incoming" / "tmphalf"
    half.write_bytes(b"x")
    aged(3)
    unused.put_aside(NOW)
    assert not half.exists()


def test_a_form_keeps_its_files_as_long_as_somebody_works_on_it(enter: Entering) -> None:
    number, visitor = stories.assigned(), enter("branch-head")
    files = [(io.BytesIO(photo()), "整改后.jpg"), (io.BytesIO(b"x"), "坏的.jpg")]
    notes = kept(visitor.move(number, "rectify", **DONE, evidence=files))
    aged(3)
    again = visitor.move(number, "rectify", pledge="yes", statement="", kept=notes)
    assert "已上传：整改后.jpg" in words(again)
    unused.put_aside(now())  # the form has just been sent: the two days begin anew
    assert visitor.move(number, "rectify", **DONE, kept=kept(again)).status_code == 303


def test_a_form_whose_files_are_gone_says_so_and_keeps_the_rest(enter: Entering) -> None:
    number, visitor = stories.assigned(), enter("branch-head")
    files = [(io.BytesIO(pdf()), "说明.pdf"), (io.BytesIO(b"x"), "坏的.jpg")]
    notes = kept(visitor.move(number, "rectify", **DONE, evidence=files))
    aged(3)
    unused.put_aside(NOW)
    answer = visitor.move(number, "rectify", **DONE, kept=notes)
    assert answer.status_code == 422
    assert "“说明.pdf”上传后超过两天没有提交" in words(answer)
    assert "已补齐</textarea>" in answer.text
    assert kept(answer) == []


class Disk(NamedTuple):
    total: int
    used: int
    free: int


def test_files_are_refused_before_the_disk_is_full(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Disk(100 * 2**30, 99 * 2**30 + 2**29, 2**29)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(Unavailable, match="disk"):
        stories.stored()
    folder = settings().data / "evidence"
    assert [file for file in folder.rglob("*") if Path(file).is_file()] == []
