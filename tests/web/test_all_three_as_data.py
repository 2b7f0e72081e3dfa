"""A new table, a new kind of round and a new sheet together, by programs; pages and sheets follow.

Each by pages stands in ``test_codes_as_data``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from tests.cast import BRANCH, OFFICE, PERSONAS, Persona
from tests.web.api.client import Client
from tests.web.conftest import Entering
from tests.web.stories import in_days
from web.codes import look_again
from workflow import accounts
from workflow.snapshots import policies

LINES = [
    {"number": "1", "kind": "chapter", "zh": "冷链", "en": "Cold chain"},
    {
        "number": "1.1",
        "above": "1",
        "kind": "check",
        "zh": "冰箱温度有记录",
        "severity": "minor",
        "task": "补记温度；指定记录人",
        "level": "specific",
        "aspect": "A10",
    },
    {"number": "1.2", "above": "1", "kind": "text", "zh": "记下今日温度"},
]
SINCE = "2020-01-01"


@pytest.fixture
def clients(app: Flask, cast: dict[str, Persona]) -> Iterator[dict[str, Client]]:
    """A program for each of three people, with the tables of this database in force."""
    look_again(at_once=True)
    yield {
        login: Client(app, accounts.create_token(cast[login].id, "tests"), "zh")
        for login in ("coordinator", "inspector", "director")
    }
    policies.snapshot.forget()


def _made(answer: Any, status: int = 201) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


def _declared(clerk: Client) -> int:
    """Add the table with a value, the kind and the sheet; return the edition."""
    for register, fields in (
        ("code_tables", {"zh": "食品风险", "code": "food_risks", "used_for": "problems"}),
        ("codes", {"zh": "冷链断链", "table": "food_risks", "code": "cold"}),
        ("codes", {"zh": "突击夜查", "table": "sources", "code": "night", "parent": "inspection"}),
    ):
        told = {"fields": fields | {"valid_from": SINCE}}
        _made(clerk.post(f"/registers/{register}", told))
    head = {"sheet": "cold_chain", "zh": "冷链检查表", "reason": "新增冷链检查内容一张"}
    edition = _made(clerk.post("/sheets", head | {"lines": LINES}))["id"]
    _made(clerk.post(f"/sheets/{edition}/publish", {}), 200)
    look_again(at_once=True)
    return int(edition)


def _checked(inspector: Client, edition: int) -> None:
    """Plan a round of the kind over a branch, answer it, and raise the failing line."""
    plan = {
        "title": "冷链夜查", "kind": "night", "edition": edition, "unit": OFFICE,
        "unit_kinds": ["branch"], "head": PERSONAS["inspector"].id, "first_day": in_days(0),
        "last_day": in_days(9),
    }  # fmt: skip
    made = _made(inspector.post("/rounds", plan))
    [check] = [
        one["number"] for one in _made(inspector.get(f"/rounds/{made['id']}"), 200)["checks"]
        if one["unit_id"] == BRANCH
    ]  # fmt: skip
    failing = {"lines": "1.1", "verdict": "fail", "remark": "昨夜没有记录"}
    _made(inspector.move(check, "answer", **failing), 200)
    _made(inspector.move(check, "answer", lines="1.2", verdict="pass", remark="4度"), 200)
    told = {"line": "1.1", "fields": {"category": "food_risks.cold"}}
    _made(inspector.post(f"/items/{check}/findings", told))


def test_programs_add_all_three_and_work_with_them_at_once(
    clients: dict[str, Client], enter: Entering
) -> None:
    edition = _declared(clients["coordinator"])
    _checked(clients["inspector"], edition)
    director = clients["director"]
    for asked in ("category=food_risks", "source_kind=night", "source_kind=inspection"):
        found = _made(director.get(f"/items?list=problems&{asked}"), 200)["items"]
        assert [one["title"] for one in found] == ["冰箱温度有记录（昨夜没有记录）"], asked
    page = enter("director")
    text = page.text(f"/items/{found[0]['number']}")
    for word in ("冷链断链", "突击夜查", "基础台账管理"):
        assert word in text
    assert "冷链检查表" in page.text("/sheets")
    assert "突击夜查" in page.text("/rounds")
    sheet = page.get("/lists/problems/export?form=xlsx&category=food_risks.cold").data
    cells = [cell for row in load_workbook(io.BytesIO(sheet)).active.values for cell in row]
    assert {"冷链断链", "突击夜查"} <= {*cells}
    taken = page.get(f"/sheets/{edition}/file").data
    lines = [cell for row in load_workbook(io.BytesIO(taken)).active.values for cell in row]
    assert "记下今日温度" in lines
