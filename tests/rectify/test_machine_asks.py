"""Once two administrators could agree, the machine asks them, too: nothing of it opens a door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from openpyxl import load_workbook

from tests.approving import FIRST, SECURITY, SYSTEM
from tests.cast import PASSWORD, PERSONAS
from tests.rectify.test_people import SENTENCE, rectify
from tests.servers import Database
from tests.web.test_second_administrator import ways_in
from workflow import accounts
from workflow.errors import NotPermitted, NotPossible
from workflow.organisation.staff import approving
from workflow.organisation.workbook_import import import_organisation

pytestmark = pytest.mark.usefixtures("cast", "chinese")
HEAD = PERSONAS["branch-head"].id
INVITED = (
    "user", "create", "liu.na", "--name", "刘娜", "--email", "liu.na@example.org",
    "--role", "verifier", "--unit", "机关党委", "--invite",
)  # fmt: skip


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECTIFY_LANG", "zh")


def test_a_token_is_printed_once_an_administrator_has_agreed_and_only_once() -> None:
    refused = rectify("token", "create", "leader")
    assert isinstance(refused.exception, NotPossible)
    assert refused.stdout == ""
    assert accounts.tokens_of(PERSONAS["leader"].id) == []
    approving.agree(SECURITY, FIRST)
    token = rectify("token", "create", "leader").stdout.strip()
    assert accounts.identity_of_token(token)
    assert isinstance(rectify("token", "create", "leader").exception, NotPossible)


def test_a_password_set_by_hand_waits_for_an_administrator() -> None:
    change = ("user", "password", "branch-head")
    assert isinstance(rectify(*change, sends="another sentence\n").exception, NotPossible)
    assert accounts.sign_in("branch-head", PASSWORD)
    approving.agree(SYSTEM, FIRST)
    assert rectify(*change, sends="another sentence\n").exit_code == 0
    assert accounts.sign_in("branch-head", "another sentence")


def test_no_administrator_agrees_to_what_the_machine_asks_about_themselves() -> None:
    rectify("user", "password", "security-admin", sends=SENTENCE)
    with pytest.raises(NotPermitted):
        approving.agree(SECURITY, FIRST)
    approving.agree(SYSTEM, FIRST)


def test_somebody_is_taken_on_by_invitation_and_with_agreement_only(database: Database) -> None:
    before = ways_in(database)
    by_hand = rectify("user", "create", "liu.na", "--name", "刘娜", sends=SENTENCE)
    assert isinstance(by_hand.exception, NotPossible)
    asked = rectify(*INVITED)
    assert asked.exit_code == 0, asked.output
    assert "已提出2项申请" in asked.stdout
    with psycopg.connect(database.owner_url) as owner:
        left = owner.execute("SELECT count(*) FROM accounts").fetchone()
    assert left == (len(PERSONAS),)
    assert before != ways_in(database)  # the person is entered, and that is all
    for request in (FIRST, FIRST + 1):
        approving.agree(SECURITY, request)
    assert "liu.na\t刘娜\tverifier @ 机关党委" in rectify("user", "list").stdout


def test_a_second_factor_is_taken_away_by_an_administrator_not_by_the_machine(
    database: Database,
) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("UPDATE accounts SET totp_since = now() WHERE id = %s", [HEAD])
        asked = rectify("user", "second-factor", "branch-head")
        assert "已提出1项申请" in asked.stdout
        kept = "SELECT totp_since IS NOT NULL FROM accounts WHERE id = %s"
        assert owner.execute(kept, [HEAD]).fetchone() == (True,)
        approving.agree(SYSTEM, FIRST)
        assert owner.execute(kept, [HEAD]).fetchone() == (False,)


def _edited(path: Path, change: Callable[[str, list[object]], None]) -> Path:
    """Change the rows of a workbook as somebody with a spreadsheet program would."""
    assert rectify("organisation", "export", str(path)).exit_code == 0
    book = load_workbook(path)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows(min_row=2):
            values = [cell.value for cell in cells]
            change(sheet.title, values)
            for cell, value in zip(cells, values, strict=True):
                cell.value = value  # type: ignore[assignment]
    book.save(path)
    return path


def _raise_oneself(sheet: str, row: list[object]) -> None:
    if sheet == "人员" and row[1] == "张宏":
        row[2], row[3] = "Zhang H.", "evil@example.org"


def test_a_workbook_changes_names_at_once_and_asks_for_addresses(
    tmp_path: Path, database: Database
) -> None:
    file = _edited(tmp_path / "book.xlsx", _raise_oneself)
    before = ways_in(database)
    shown = rectify("organisation", "import", str(file))
    assert shown.exit_code == 0, shown.output
    assert "其中 1 处要等另一名管理员" in shown.stdout
    assert ways_in(database) == before
    assert import_organisation(file).asked == 1, "the same file again asks for nothing twice"
    approving.agree(SECURITY, FIRST)
    assert import_organisation(file).changes == []


def test_a_workbook_asks_for_posts(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "book.xlsx"
    assert rectify("organisation", "export", str(path)).exit_code == 0
    book = load_workbook(path)
    person = f"P{PERSONAS['nobody'].id}"
    book["任职"].append([person, "U1", "分管领导", "2026-01-01", ""])
    book.save(path)
    before = ways_in(database)
    brought = import_organisation(path)
    assert (brought.faults, brought.asked) == ([], 1)
    assert ways_in(database) == before
    approving.agree(SYSTEM, FIRST)
    assert ways_in(database) != before
