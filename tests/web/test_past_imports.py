"""Imports that were written: told to whoever may import there, and taken back whole."""

from __future__ import annotations

from collections.abc import Sequence

from tests.cast import BRANCH, actor
from tests.web.conftest import Entering
from tests.web.importing import GOOD, OTHER, PAST, address_of, table, upload
from tests.web.routes import Somebody
from workflow.imports import past


def imported(enter: Entering, row: Sequence[str] = GOOD) -> int:
    """Bring a ledger of one problem in, and throw its draft away; return the import's number."""
    visitor = enter("coordinator")
    at = address_of(upload(visitor, table(row)))
    assert visitor.post(f"{at}/write", {"revision": "1"}, page=at).status_code == 303
    assert visitor.post(f"{at}/throw-away", page="/imports").status_code == 303
    [newest] = past.page(actor("coordinator"))[0]
    return newest.id


def test_an_import_is_listed_with_its_items_and_each_item_leads_back_to_its_row(
    enter: Entering,
) -> None:
    number = imported(enter)
    clerk = enter("coordinator")
    assert "台账.csv" in clerk.text("/imports/past")
    [item], _ = past.items(past.find(actor("coordinator"), number))
    page = clerk.get(f"/imports/past/{number}").text
    assert f'href="/items/{item.number}"' in page
    told = "来自台账“台账.csv”工作表“CSV”第 2 行"
    assert told in clerk.text(f"/items/{item.number}")
    assert f'href="/imports/past/{number}"' in clerk.get(f"/items/{item.number}").text
    for reader in ("verifier", "branch-head"):
        assert told in enter(reader).text(f"/items/{item.number}")
    assert "/imports/past" not in enter("verifier").get(f"/items/{item.number}").text


def test_it_is_taken_back_whole_also_after_its_draft_was_thrown_away(enter: Entering) -> None:
    number = imported(enter)
    clerk = enter("coordinator")
    at = f"/imports/past/{number}"
    assert clerk.post(f"{at}/take-back", page=at).status_code == 303
    assert "撤回人" in clerk.text(at) or "周敏" in clerk.text(at)
    again = clerk.post(f"{at}/take-back", page="/imports")
    assert (again.status_code, f"导入 {number} 已经撤回" in again.text) == (409, True)
    assert "已撤回" in clerk.text("/imports/past")


def test_a_program_reads_imports_and_takes_one_back(
    enter: Entering, everybody: list[Somebody]
) -> None:
    number = imported(enter)
    program = next(one for one in everybody if one.role == "party_work_clerk")
    listed = program.get("/api/v1/imports?limit=1").json
    assert [one["id"] for one in listed["imports"]] == [number]
    told = program.get(f"/api/v1/imports/{number}").json
    assert (told["name"], [one["row"] for one in told["items"]]) == ("台账.csv", [2])
    answer = program.call(f"/imports/{number}/take-back", {})
    assert answer.json == {"withdrawn": 3}
    assert program.call(f"/imports/{number}/take-back", {}).status_code == 409


def test_for_whoever_may_not_import_there_an_import_is_as_none(
    enter: Entering, everybody: list[Somebody]
) -> None:
    number = imported(enter, OTHER)
    for somebody in everybody:
        imports = somebody.role in ("party_work_clerk", "branch_secretary")
        may = imports and somebody.unit != BRANCH
        for (name, method), paths in PAST.items():
            if (method == "POST" and may) or "%d" not in paths[0]:
                continue
            ask = somebody.get if method == "GET" else somebody.post
            status = ask(paths[0].replace("%d", str(number))).status_code
            assert status == (200 if may else 404), (somebody.role, somebody.unit, name)
        listed = somebody.get("/api/v1/imports")
        told = [one["id"] for one in listed.json["imports"]] if imports else listed.status_code
        assert told == ([number] if may else [] if imports else 404), somebody.role
