"""A ledger the next month, and what it calls finished: decided on the pages, and taken back."""

from __future__ import annotations

import psycopg

from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.importing import GOOD, HEAD, OTHER, address_of, sent, table, upload


def test_next_month_changes_are_decided_cell_by_cell_and_the_import_taken_back(
    enter: Entering, database: Database
) -> None:
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(GOOD, OTHER)))
    sent(clerk, at, f"{at}/write")
    changed = [[GOOD[0], "补全并公示", *GOOD[2:]], [OTHER[0], "更换全部", *OTHER[2:]]]
    at = address_of(upload(clerk, table(*changed)))
    page = clerk.text(f"{at}/changes")
    assert "补全 补全并公示" in page
    decided = {"decision-1": "theirs", "decision-2": "ours"}
    assert sent(clerk, f"{at}/changes", **decided).location == at
    assert "有2处改动，已决定2处" in clerk.text(at)
    sent(clerk, at, f"{at}/write")
    assert "已采用1处改动" in clerk.text(at)
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute(
            "SELECT data ->> 'measures' FROM items WHERE list_key = 'problems' ORDER BY id"
        )
        assert [told for (told,) in rows] == ["补全并公示", "更换"]
        assert clerk.post(f"{at}/take-back", page=at).status_code == 303
        again = connection.execute(
            "SELECT data ->> 'measures' FROM items WHERE list_key = 'problems' ORDER BY id"
        )
        assert [told for (told,) in again] == ["补全", "更换"]


def test_what_the_ledger_calls_finished_is_taken_over_by_choice_and_taken_back(
    enter: Entering, database: Database
) -> None:
    clerk, head = enter("coordinator"), [*HEAD, "完成情况"]
    at = address_of(upload(clerk, table([*GOOD, "已完成"], head=head)))
    assert "台账写明已完成的1行" in clerk.text(at)
    sent(clerk, at, f"{at}/write", finished="closed")
    assert "按已销号接收 1" in clerk.text(at)
    sent(clerk, at, f"{at}/write")
    assert states(database) == ["closed"]
    assert clerk.post(f"{at}/take-back", page=at).location == at
    assert "撤回" in clerk.text(at)
    assert states(database) == ["withdrawn"]


def states(database: Database) -> list[str]:
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute("SELECT state FROM items WHERE list_key = 'problems' ORDER BY id")
        return [state for (state,) in rows]


def test_a_line_is_taken_for_something_else_where_a_person_says_so(
    enter: Entering, database: Database
) -> None:
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(GOOD, OTHER)))
    kinds = ["header", "problem", "note"]
    assert sent(clerk, f"{at}/rows", kind=kinds).location == f"{at}/rows"
    assert "将登记问题 1" in clerk.text(at)
    sent(clerk, f"{at}/rows", kind=["header", "problem", "continuation"])
    assert "将登记问题 1 任务 2" in clerk.text(at)
    sent(clerk, f"{at}/rows", kind=["header", "problem", "problem"])
    assert "将登记问题 2" in clerk.text(at)
    wrong = sent(clerk, f"{at}/rows", kind=["header", "problem", "nonsense"])
    assert wrong.status_code == 422
