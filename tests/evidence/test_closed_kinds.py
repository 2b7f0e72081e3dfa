"""What offices send and nobody opens here: told by its first bytes, kept, and only handed out."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.evidence import files
from workflow import evidence
from workflow.errors import WrongType
from workflow.evidence.closed_kinds import MEDIA_TYPES
from workflow.platform import db

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FILM = bytes(4) + b"ftypisom" + bytes(60)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    db.close()


def made(ending: str) -> bytes:
    return {"ofd": files.docx(), "zip": files.docx(), "mp4": FILM}.get(ending, OLE)


@pytest.mark.parametrize("ending", MEDIA_TYPES)
def test_it_is_kept_by_its_hash_and_never_shown(ending: str) -> None:
    piece = evidence.store(io.BytesIO(made(ending)), f"材料.{ending}")
    assert (piece.kind, piece.media_type) == ("document", MEDIA_TYPES[ending])
    assert evidence.path(piece.sha256).read_bytes() == made(ending)


@pytest.mark.parametrize("ending", MEDIA_TYPES)
@pytest.mark.parametrize(
    "content", [b"MZ" + bytes(80), b"<!doctype html>", files.heic(), b"\xff\xd8\xff"]
)
def test_another_kind_under_its_name_is_refused(ending: str, content: bytes) -> None:
    with pytest.raises(WrongType, match=f"does not hold a {ending.upper()}"):
        evidence.store(io.BytesIO(content), f"材料.{ending}")


def test_newer_files_of_wps_are_taken_as_the_older_ones() -> None:
    for ending in ("wps", "et", "dps"):
        assert evidence.store(io.BytesIO(files.docx()), f"材料.{ending}").kind == "document"
