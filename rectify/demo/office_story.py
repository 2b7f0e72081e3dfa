"""The office of the demonstration: targets, a quarterly return, complaints."""

from __future__ import annotations

from datetime import date, datetime

from rectify.demo.stage import Stage, Story, later, moment
from workflow.declaration import Actor, pack
from workflow.engine.loading import read
from workflow.inspections import returns
from workflow.inspections.complaints.receiving import receive
from workflow.platform import connect
from workflow.queries.figures import taking_in
from workflow.registers import commands as registers

_TARGETS_SET = date(2026, 10, 8)
_RETURNS_ASKED = date(2026, 10, 9)
_FIRST_COMPLAINT = date(2026, 11, 2)
_TARGETS = (("on_time", 90), ("late_share", 15), ("closed", 12))
_ACTIVITIES = "召开支部党员大会3次、支委会9次、党小组会18次，讲党课3次；主题党日每月一次。"
_ANSWERED = {
    "title": "活动经费报销票据不公开", "about": "机关第二党支部",
    "text": "支部上半年活动经费只公布总数，没有明细，党员问过两次没有答复。",
}  # fmt: skip
_REPLY = {
    "found": "经查，上半年经费支出票据齐全，确未公布明细。",
    "reply": "您反映的问题属实。已责成该支部在党务公开栏公布明细，并从本季度起按季公开。",
}
_WAITING = {
    "title": "值班室长期无人值守", "about": "北岭收费站党支部", "name": "匿名群众", "contact": "",
    "text": "夜间值班室多次无人，电话无人接听，登记本却天天有签名。",
}  # fmt: skip


def targets(stage: Stage) -> Story:
    """Yield the moment at which the office sets its targets."""
    yield (at := moment(_TARGETS_SET, 10))
    stage.set_clock(at)
    clerk, kept = stage.one("party_work_clerk"), pack().registers
    for indicator, value in _TARGETS:
        registers.add(clerk, kept["targets"], {
            "unit": stage.office, "indicator": indicator, "year": 2026, "part": "Q4",
            "value": value, "valid_from": _TARGETS_SET.isoformat(),
        })  # fmt: skip


def quarterly_returns(stage: Stage) -> Story:
    """Yield the moment of each step: two general branches report, one return is accepted."""
    yield (at := moment(_RETURNS_ASKED, 9))
    stage.set_clock(at)
    clerk = stage.one("party_work_clerk")
    asked = {"period": "2026-Q3", "unit": stage.office, "unit_kinds": "general_branch",
             "due_on": "2026-10-20"}  # fmt: skip
    first, second = returns.ask_for(clerk, asked)
    for number, days in ((first, 3), (second, 5)):
        yield (at := later(at, days, 11))
        stage.set_clock(at)
        _hand_in(stage, at, number)
        if number == first:
            stage.fire(at, clerk, number, "check")
            stage.fire(at, stage.one("party_work_director"), number, "accept")


def complaints(stage: Stage) -> Story:
    """Yield the moment of each step: one complaint is answered, another waits to be accepted."""
    yield (at := moment(_FIRST_COMPLAINT, 20))
    stage.set_clock(at)
    number = receive(_ANSWERED | {"name": "", "contact": ""}, "demo-1").number
    discipline, director = stage.one("discipline_officer"), stage.one("party_work_director")
    yield (at := later(at, 2, 9))
    stage.fire(at, discipline, number, "accept", {"holder": str(director.person_id)})
    yield (at := later(at, 6, 16))
    stage.fire(at, director, number, "draft", _REPLY)
    yield (at := later(at, 1, 10))
    stage.fire(at, discipline, number, "reply")
    yield (at := later(at, 4, 21))
    stage.set_clock(at)
    receive(_WAITING, "demo-2")


def _hand_in(stage: Stage, at: datetime, number: str) -> None:
    """Hand a return in with the figures that are proposed."""
    taking_in.take_in()
    holder = _holder(stage, number)
    proposed = returns.return_of(holder, number).proposed
    stage.fire(at, holder, number, "submit", proposed | {"activities": _ACTIVITIES})


def _holder(stage: Stage, number: str) -> Actor:
    with connect() as connection:
        return stage.cast.person(read(connection, [number])[number].item.holder_id)
