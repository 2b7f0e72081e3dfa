"""Rounds planned and answered for the tests of inspections."""

from __future__ import annotations

from typing import Any

from tests.cast import BRANCH, OFFICE, PERSONAS, actor
from tests.web.stories import in_days, stored
from workflow.engine import commands
from workflow.inspections import editions, progress, rounds

INSPECTOR = PERSONAS["inspector"].id


def published(sheet: str) -> int:
    """Return the id of the newest published edition."""
    found = editions.editions(actor("director"))
    return next(one.id for one in found if one.sheet == sheet and not one.is_draft)


def form(sheet: str = "six_haves", **more: Any) -> dict[str, Any]:
    """Return the form of a quarterly round over both branches."""
    return {
        "title": "季度检查", "kind": "quarterly", "edition": published(sheet), "unit": OFFICE,
        "unit_kinds": "branch", "head": INSPECTOR, "first_day": in_days(0),
        "last_day": in_days(30), **more,
    }  # fmt: skip


def planned(login: str = "inspector", **more: Any) -> list[str]:
    """Plan a round; return the numbers of its checks, the first branch before the other."""
    made = rounds.plan(actor(login), form(**more))
    _, checks = progress.round_of(actor("director"), made)
    return [check.number for check in checks]


def self_check(**more: Any) -> str:
    """Return the number of a self-check of the first branch."""
    asked = form(kind="self_check", unit=BRANCH, title="自查", **more)
    del asked["head"]
    made = rounds.plan(actor("branch-head"), asked)
    return progress.round_of(actor("director"), made)[1][0].number


def answered(number: str, login: str = "inspector", failing: str = "1.3", **more: Any) -> None:
    """Answer every line of the six haves; ``failing`` are those not complied with."""
    fails = failing.split(",")
    passes = [f"1.{n}" for n in range(1, 7) if f"1.{n}" not in fails]
    fields = {"lines": ",".join(passes), "verdict": "pass"}
    commands.fire(number, "answer", actor(login), fields=fields)
    fields = {"lines": failing, "verdict": "fail", "remark": "门牌缺失"} | more
    commands.fire(number, "answer", actor(login), fields=fields, evidence=[stored()])
