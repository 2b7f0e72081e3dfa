"""Ledgers, rosters and templates go past the virus scanner before anything of them is kept."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.evidence.clamd import EICAR, clamd
from tests.web import importing, test_rosters
from tests.web.conftest import Entering
from tests.web.test_paper_templates import ASKED, OWN
from tests.web.visitor import Visitor
from workflow.platform import connect, settings

NAMED = "Eicar-Signature"
LEDGER = importing.table(importing.GOOD)


@pytest.fixture(autouse=True)
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the scanner listens, once it is started."""
    place = tmp_path / "clamd.ctl"
    monkeypatch.setenv("RECTIFY_VIRUS_SCANNER", f"unix:{place}")
    settings.cache_clear()
    yield place
    settings.cache_clear()


def _kept(table: str) -> int:
    with connect() as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
        assert row
        return int(row[0])


def _template(keeper: Visitor, content: bytes) -> TestResponse:
    return keeper.post("/paper-templates", {**ASKED, "file": (io.BytesIO(content), "督办.docx")})


def test_a_ledger_a_roster_and_a_template_with_a_virus_are_refused_by_name_and_not_kept(
    enter: Entering, at: Path
) -> None:
    clerk, admin, keeper = enter("coordinator"), enter("system-admin"), enter("coordinator")
    roster = {"file": (io.BytesIO(EICAR), "花名册.csv")}
    with clamd(at):
        answers = [
            importing.upload(clerk, LEDGER + EICAR),
            admin.send("/imports/roster", roster | {"csrf_token": admin.token("/imports/roster")}),
            _template(keeper, OWN + EICAR),
        ]
    assert [(one.status_code, NAMED in one.text) for one in answers] == [
        (415, True), (415, True), (422, True),
    ]  # fmt: skip
    assert [_kept(table) for table in ("import_drafts", "roster_drafts", "paper_templates")] == [
        0, 0, 0,
    ]  # fmt: skip


def test_while_the_scanner_is_away_what_is_only_read_comes_in_and_what_is_handed_out_waits(
    enter: Entering,
) -> None:
    importing.address_of(importing.upload(enter("coordinator"), LEDGER))
    test_rosters.upload(enter("system-admin"), test_rosters.PERSON)
    refused = _template(enter("coordinator"), OWN)
    assert refused.status_code == 422
    assert "病毒扫描程序没有应答" in refused.text
    assert _kept("paper_templates") == 0
