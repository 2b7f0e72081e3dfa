"""A code table, a kind of round and a sheet are data: added at run time, and there at once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import BRANCH, PERSONAS, Persona, actor
from tests.inspections.checking import answered, planned, published
from tests.web.conftest import Entering
from tests.web.routes import API
from tests.web.visitor import words
from web.app import create_app
from web.codes import look_again
from workflow import accounts
from workflow.declaration import CodeTable
from workflow.declaration.codes import TABLES
from workflow.errors import BadInput, NotFound, NotPermitted
from workflow.inspections import findings
from workflow.registers import commands, every_register
from workflow.snapshots import policies

pytestmark = pytest.mark.usefixtures("in_force")
SINCE = "2020-01-01"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def in_force(cast: dict[str, Persona]) -> Iterator[dict[str, Persona]]:
    """Have the tables of this database in force, and none of them for the next test."""
    look_again(at_once=True)
    yield cast
    policies.snapshot.forget()


def kept(register: str, login: str = "coordinator", **told: str) -> str:
    """Add an entry of one of the two registers; return the id."""
    given = {"valid_from": SINCE} | told
    entry = commands.add(actor(login), every_register()[register], given)
    look_again(at_once=True)
    return entry.id


def test_the_clerk_adds_a_table_and_problems_are_sorted_by_it_at_once(enter: Entering) -> None:
    clerk, head = enter("coordinator"), enter("branch-head")
    table = {"zh": "四种形态", "code": "four_forms", "used_for": "problems", "valid_from": SINCE}
    assert clerk.post("/registers/code_tables/add", table).status_code == 303
    code = {"zh": "红脸出汗", "table": "four_forms", "code": "first", "valid_from": SINCE}
    done = clerk.post("/registers/codes/add", code)
    assert done.status_code == 303, words(done)
    assert "红脸出汗" in head.text("/lists/problems/raise")
    raised = head.post("/lists/problems/raise", {
        "title": "没有谈心谈话", "unit": str(BRANCH), "severity": "minor",
        "category": "four_forms.first",
    })  # fmt: skip
    assert raised.status_code == 303, words(raised)
    assert "红脸出汗" in head.text(raised.location)
    assert "没有谈心谈话" in head.text("/lists/problems?category=four_forms")
    assert "没有谈心谈话" not in head.text("/lists/problems?category=style")
    sheet = head.get("/lists/problems/export?form=json")
    assert "红脸出汗" in json.dumps(sheet.json, ensure_ascii=False)
    out = clerk.get("/registers/codes/export?form=csv&table=four_forms").data.decode("utf-8-sig")
    assert "红脸出汗" in out
    assert "成员" not in out


def test_tables_and_codes_have_their_names_in_the_language_of_the_page(enter: Entering) -> None:
    reader = enter("coordinator", "en")
    assert "Types of training" in reader.text("/registers/code_tables")
    assert "培训方式" not in reader.text("/registers/code_tables")
    assert "培训方式" in enter("coordinator").text("/registers/code_tables")
    kept("codes", zh="微型党课", table="training_types", code="small")  # no name in English
    assert "微型党课" in reader.text("/registers/codes")


def test_programs_read_and_keep_codes() -> None:
    client = create_app().test_client()
    token = accounts.create_token(PERSONAS["coordinator"].id, "x")
    bearer = {"Authorization": f"Bearer {token}"}
    before = client.get(f"{API}/lists", headers=bearer)
    assert "夜查" not in json.dumps(before.json, ensure_ascii=False)
    made = client.post(
        f"{API}/registers/codes",
        json={"fields": {"zh": "夜查", "table": "sources", "code": "night", "parent": "inspection",
                         "valid_from": SINCE}},
        headers=bearer | {"Idempotency-Key": "night"},
    )  # fmt: skip
    assert made.status_code == 201, made.text
    answer = client.get(f"{API}/registers/codes?table=sources", headers=bearer)
    assert "夜查" in json.dumps(answer.json, ensure_ascii=False)
    form = client.get(f"{API}/lists", headers=bearer)
    assert "夜查" in json.dumps(form.json, ensure_ascii=False)


def test_a_kind_of_round_is_a_code(enter: Entering) -> None:
    kept("codes", zh="夜间突击检查", en="Night raid", table="sources", code="night_raid",
         parent="inspection")  # fmt: skip
    number, _ = planned(kind="night_raid")
    answered(number)
    problem = findings.raise_finding(actor("inspector"), number, "1.3")[0].number
    reader = enter("inspector")
    assert "夜间突击检查" in reader.text("/rounds/plan")
    assert "夜间突击检查" in reader.text(f"/items/{number}")
    assert problem in reader.text("/lists/problems?source_kind=night_raid")
    assert problem in reader.text("/lists/problems?source_kind=inspection")  # what lies above it
    sheet = reader.get("/lists/problems/export?form=csv&source_kind=night_raid")
    assert "夜间突击检查" in sheet.data.decode("utf-8-sig")


def test_a_sheet_is_lines_and_nothing_else(enter: Entering) -> None:
    keeper = enter("coordinator")
    taken = keeper.get(f"/sheets/{published('six_haves')}/file")
    head = {"sheet": "canteen", "zh": "食堂检查", "reason": "新增食堂安全检查内容一张"}
    made = keeper.post("/sheets", head | {"file": (io.BytesIO(taken.data), "食堂.xlsx")})
    assert made.status_code == 303, words(made)
    assert keeper.post(f"{made.location}/publish", {}, made.location).status_code == 303
    number, _ = planned(edition=published("canteen"))
    answered(number)
    assert findings.raise_finding(actor("inspector"), number, "1.3")
    assert "1项未销号" in enter("director").text("/coverage?sheet=canteen")


def test_an_ended_code_is_offered_no_more_and_shown_as_before(enter: Entering) -> None:
    made = kept("codes", zh="走廊检查", table="sources", code="corridor")
    planned(kind="corridor")
    codes = every_register()["codes"]
    commands.change(
        actor("coordinator"), codes, made,
        {"zh": "走廊检查", "table": "sources", "code": "corridor", "valid_from": SINCE,
         "valid_to": "2021-12-31"},
    )  # fmt: skip
    look_again(at_once=True)
    with pytest.raises(BadInput, match="correcting"):
        planned(kind="corridor")
    reader = enter("inspector")
    assert "走廊检查" not in reader.text("/rounds/plan")
    assert "走廊检查" in reader.text("/rounds")


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"code": "self_check"}, "code"),  # there already
    ({"code": "夜查"}, "code"),
    ({"table": "nowhere"}, "table"),
    ({"parent": "nowhere"}, "parent"),
    ({"zh": ""}, "zh"),
)


def test_a_code_keeps_its_key_and_its_place_in_the_tree() -> None:
    good = {"zh": "夜查", "table": "sources", "code": "night"}
    for wrong, field in WRONG:
        with pytest.raises(BadInput) as refused:
            kept("codes", **good | wrong)
        assert [*refused.value.fields] == [field]
    made = kept("codes", **good)
    codes = every_register()["codes"]
    for wrong, field in (({"code": "night_2"}, "code"), ({"parent": "night"}, "parent")):
        with pytest.raises(BadInput) as refused:
            commands.change(actor("coordinator"), codes, made, good | {"valid_from": SINCE} | wrong)
        assert [*refused.value.fields] == [field]


def test_only_the_clerk_keeps_codes() -> None:
    with pytest.raises(NotPermitted):
        kept("codes", "inspector", zh="夜查", table="sources", code="night")
    with pytest.raises(NotFound):
        kept("codes", "system-admin", zh="夜查", table="sources", code="night")


def test_what_the_customer_lists_is_there_as_tables_of_codes() -> None:
    """Each feature of the seed that names a table has that table, with values."""
    sizes = {
        table.key: len(CodeTable(table.key, table.words, (), grows=True).values)
        for table in TABLES.values
    }
    assert {key: sizes[key] for key in LISTED} == LISTED
    text = (ROOT / "docs/seed_coverage.csv").read_text("utf-8")
    named = [row for row in csv.DictReader(text.splitlines()) if row["where"].startswith("table ")]
    assert len(named) > 40
    for row in named:
        assert sizes[row["where"].split(";")[0].removeprefix("table ")], row["id"]


LISTED = {
    "activity_modes": 5, "style": 5, "service_types": 3, "training_areas": 4,
    "problem_levels": 5, "seven_basics": 7, "seven_persistences": 7, "eight_goals": 8,
    "demonstrations": 5, "system_functions": 4, "three_indicators": 3,
    "branch_duties": 7, "life_cycle": 4, "linkage": 4, "projects": 3, "item_class": 2,
}  # fmt: skip
