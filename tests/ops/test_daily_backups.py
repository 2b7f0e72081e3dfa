"""The daily backups: one a night, so many kept, none where none is wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cast import Persona
from workflow.ops.backups import kept
from workflow.platform import db, settings

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def nights(
    cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], tuple[int, str]]:
    """A function that lets the timetable look, at a time of Shanghai."""
    monkeypatch.setenv("RECTIFY_BACKUPS_KEPT", "2")
    db.close()
    monkeypatch.setattr(kept, "_began", lambda _now: NOW)
    return lambda at: kept.keep(datetime.fromisoformat(f"{at}+08:00"))


def test_a_backup_is_made_every_night_and_so_many_are_kept(
    nights: Callable[[str], tuple[int, str]],
) -> None:
    done = {
        at: nights(at)[0]
        for at in (
            "2026-11-24T12:00", "2026-11-25T01:59", "2026-11-25T02:01", "2026-11-25T23:00",
            "2026-11-26T09:00", "2026-11-26T20:00", "2026-11-27T03:00",
        )
    }  # fmt: skip
    assert [at for at, made in done.items() if made] == [
        "2026-11-25T02:01", "2026-11-26T09:00", "2026-11-27T03:00",
    ]  # fmt: skip
    assert [path.name for path in sorted(settings().backups_folder.iterdir())] == [
        "rectify-2026-11-26T010000Z.backup", "rectify-2026-11-26T190000Z.backup",
    ]  # fmt: skip
    last = kept.last()
    assert last
    assert last.file.endswith("rectify-2026-11-26T190000Z.backup")
    assert last.size == Path(last.file).stat().st_size


def test_a_demonstration_and_a_zero_make_none(
    nights: Callable[[str], tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("RECTIFY_DEMO", "1"), ("RECTIFY_BACKUPS_KEPT", "0")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            db.close()
            assert nights("2026-11-27T03:00") == (0, "")
    db.close()
