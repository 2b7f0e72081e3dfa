"""How many of our files one decision enters: what a reader has to open to follow it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tests.servers import ROOT
from tests.sources import SHIPPED
from tests.web import stories
from tests.web.conftest import Entering

MOST_FILES = 68  # as it is; the bar is 30, and what is left is of a subject each


def test_a_decision_by_page_is_followed_in_few_files(enter: Entering) -> None:
    enter("branch-head").move(stories.assigned(), "comment", comment="第一次，为了预热")
    number, visitor = stories.assigned(), enter("branch-head")
    path = f"/items/{number}/comment"
    form = {"csrf_token": visitor.token(path), "version": "2", "comment": "已经开始整改"}
    with entered() as files:
        assert visitor.send(path, form).status_code == 303
    listed = "\n".join(f"{calls:5} {file}" for file, calls in sorted(files.items()))
    print(f"{len(files)} files\n{listed}")
    assert len(files) <= MOST_FILES, listed


@contextmanager
def entered() -> Iterator[Counter[str]]:
    """Count the calls into each shipped file, by its path below the project."""
    files: Counter[str] = Counter()
    shipped = tuple(str(ROOT / name) for name in SHIPPED)

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and (file := frame.f_code.co_filename).startswith(shipped):
            files[str(Path(file).relative_to(ROOT))] += 1

    sys.setprofile(look)
    try:
        yield files
    finally:
        sys.setprofile(None)
