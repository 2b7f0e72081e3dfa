"""The inspections of the demonstration: a round over the branches, and a check of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from rectify.demo.stage import Stage, Story, later, moment
from workflow.declaration import Actor
from workflow.inspections import editions, findings, progress, rounds

_ROUND_BEGINS = date(2026, 11, 9)
_SELF_CHECK_BEGINS = date(2026, 11, 16)
_SELF_CHECKING = "周立民"  # the head of a branch
# What fails in the branches in the order of the tree; the rest of them are not visited yet.
_VISITED: tuple[Mapping[str, str], ...] = (
    {"1.3": "门牌仍为原单位名称，与现行机构不符"},
    {},
    {"1.2": "投影设备不能使用，已停用两个月", "1.6": "使用登记制度未张贴，登记本只有三次记录"},
    {"1.5": "书报架空置，学习资料未更新"},
)
_WRITING_UP = timedelta(minutes=30)
_RAISED = 2  # of the checks with failing lines: the first ones
_ANSWERED = ("1.1", "1.2", "1.3")  # of the check that is under way
_OWN = {"1.7": "流程图未按新修订的发展党员工作细则更新", "1.9": "仍为上一年度的工作计划"}


def round_of_branches(stage: Stage) -> Story:
    """Yield the moment of each step: plan, visit a branch every other day, confirm, publish."""
    yield (at := moment(_ROUND_BEGINS, 9))
    stage.set_clock(at)
    inspector, director = stage.one("inspector"), stage.one("party_work_director")
    numbers = _planned(inspector, director, {
        "title": "第四季度党员活动室检查", "kind": "quarterly",
        "edition": _edition(director, "six_haves"),
        "unit": stage.office, "unit_kinds": "branch",
        "head": inspector.person_id, "first_day": _ROUND_BEGINS.isoformat(),
        "last_day": "2026-11-30",
    })  # fmt: skip
    for place, (number, fails) in enumerate(zip(numbers, _VISITED, strict=False)):
        yield (at := later(at, 2, 10, 15))
        stage.set_clock(at)
        lines = [f"1.{line}" for line in range(1, 7) if f"1.{line}" not in fails]
        _answer(stage, at, number, inspector, lines, fails)
        if place < _RAISED:
            findings.raise_all(inspector, number)  # by the clock, which has gone on a little
        at += _WRITING_UP
        stage.fire(at, inspector, number, "submit")
        if place < _RAISED:
            stage.fire(at, director, number, "confirm")
        if not place:
            stage.fire(at, stage.one("party_work_clerk"), number, "publish")
    yield (at := later(at, 1, 15))
    passing = {"lines": ",".join(_ANSWERED), "verdict": "pass"}
    stage.fire(at, inspector, numbers[len(_VISITED)], "answer", passing)


def self_check(stage: Stage) -> Story:
    """Yield the moment of each step: a branch looks at its own wall and hands in the result."""
    yield (at := moment(_SELF_CHECK_BEGINS, 14))
    stage.set_clock(at)
    head, director = stage.cast.by_name[_SELF_CHECKING], stage.one("party_work_director")
    [number] = _planned(head, director, {
        "title": "“十上墙”自查", "kind": "self_check",
        "edition": _edition(director, "ten_on_the_wall"),
        "unit": next(post.unit_id for post in head.posts if post.role == "branch_secretary"),
        "unit_kinds": "branch", "first_day": _SELF_CHECK_BEGINS.isoformat(),
        "last_day": "2026-11-27",
    })  # fmt: skip
    yield (at := later(at, 3, 16))
    lines = [f"1.{line}" for line in range(1, 11) if f"1.{line}" not in _OWN]
    _answer(stage, at, number, head, lines, _OWN)
    stage.fire(at, head, number, "submit")


def _edition(reader: Actor, sheet: str) -> int:
    """Return the id of the published edition of a sheet."""
    found = editions.editions(reader)
    return next(one.id for one in found if one.sheet == sheet and not one.is_draft)


def _planned(planner: Actor, reader: Actor, form: Mapping[str, object]) -> list[str]:
    """Plan a round; return the numbers of its checks in the order of the units."""
    made = rounds.plan(planner, form)
    return [check.number for check in progress.round_of(reader, made)[1]]


def _answer(
    stage: Stage, at: datetime, number: str, by: Actor, passing: Sequence[str],
    failing: Mapping[str, str],
) -> None:  # fmt: skip
    """Answer all lines of a check, each that fails with a remark and a photo."""
    stage.fire(at, by, number, "answer", {"lines": ",".join(passing), "verdict": "pass"})
    for line, remark in failing.items():
        fields = {"lines": line, "verdict": "fail", "remark": remark}
        stage.fire(at, by, number, "answer", fields, evidence=(stage.photo("board", done=False),))
