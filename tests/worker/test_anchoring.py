"""The daily anchor goes to a folder and to a mailbox, once a day, and proves from there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cast import BRANCH, Persona, actor
from tests.worker.mailserver import MailServer
from worker import anchoring
from workflow.audit import anchors
from workflow.audit.proving import prove
from workflow.audit.sealing import seal
from workflow.engine import commands
from workflow.platform import db

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)  # still the same day in Shanghai
NEXT = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


@pytest.fixture
def outside(cast: dict[str, Persona], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder outside, and the settings that name it."""
    monkeypatch.setenv("RECTIFY_ANCHORS", str(tmp_path / "outside"))
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RECTIFY_ANCHOR_MAIL", "audit@example.org")
    db.close()
    return tmp_path / "outside"


def _sealed() -> None:
    commands.raise_item(
        "problems", actor("inspector"), now=NOW,
        fields={"title": "灭火器过期", "unit": BRANCH, "severity": "minor"},
    )  # fmt: skip
    with db.connect() as connection:
        seal(connection, NOW)


def test_an_anchor_goes_out_once_a_day_and_proves_as_a_file_and_as_a_saved_mail(
    outside: Path, mail: MailServer
) -> None:
    assert anchoring.keep(NOW) == (0, "")  # nothing is sealed yet
    _sealed()
    assert [anchoring.keep(at)[0] for at in (NOW, LATER, NEXT)] == [2, 0, 2]
    assert sorted(file.name for file in outside.iterdir()) == [
        "rectify-2026-11-24.anchor", "rectify-2026-11-25.anchor",
    ]  # fmt: skip
    assert [to for to, _ in mail.came] == ["audit@example.org"] * 2
    (outside / "saved.eml").write_bytes(mail.mails[0].as_bytes())
    with db.connect() as connection:
        for file in outside.iterdir():
            assert anchors.read(file)[0].no == 1
            assert prove(connection, anchor_files=(file,)).faults == ()


def test_a_mail_that_is_not_taken_is_tried_again_and_the_folder_has_its_anchor_all_the_same(
    outside: Path, mail: MailServer
) -> None:
    _sealed()
    mail.data.append("451 not now")
    sent, problem = anchoring.keep(NOW)
    assert (sent, "451" in problem) == (1, True)
    assert anchoring.keep(NOW) == (1, "")
