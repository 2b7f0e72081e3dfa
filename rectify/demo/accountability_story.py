"""The story of proposals of accountability: some are filed, some are appealed against."""

from __future__ import annotations

import io
from collections.abc import Generator
from datetime import datetime

from rectify.demo.stage import Stage, Story, later
from workflow.declaration import Actor
from workflow.engine import commands
from workflow.evidence import Piece, store

_REVIEW = "事实清楚，证据充分，责任划分恰当，同意按程序提请党组研究。"
_DONE = "已在局机关和当事人所在支部宣布，书面检查已收，决定已入档。"


def accountability(stage: Stage, number: str, opened: datetime, holder: Actor) -> Story:
    """Yield the moment of each step of a proposal, from its draft to its file."""
    appealed = int(number[-1]) % 2 == 0
    at = yield from _propose(stage, number, opened, "admonition" if appealed else "warning")
    at = yield from _decide(stage, number, at, "admonition" if appealed else "warning")
    yield (at := later(at, 1, 9))
    stage.fire(at, holder, number, "acknowledge")
    if appealed:
        yield from _appeal(stage, number, at, holder)
        return
    yield (at := later(at, 8, 10))
    stage.fire(at, stage.one("discipline_officer"), number, "execute", comment=_DONE)
    yield (at := later(at, 8, 15))
    stage.fire(at, stage.one("discipline_officer"), number, "archive")


def _propose(
    stage: Stage, number: str, opened: datetime, method: str
) -> Generator[datetime, None, datetime]:
    """Draft, review and submit: three people, and none of them decides."""
    yield (at := later(opened, 1, 10))
    stage.fire(at, stage.one("party_work_director"), number, "draft", _DRAFT | {"proposed": method})
    yield (at := later(at, 2, 15))
    stage.fire(at, stage.one("discipline_officer"), number, "review", comment=_REVIEW)
    yield (at := later(at, 1, 10))
    stage.fire(at, stage.one("party_group_secretary"), number, "submit", _BODY)
    return at


def _decide(
    stage: Stage, number: str, at: datetime, method: str
) -> Generator[datetime, None, datetime]:
    """Let the party group decide, with its document, and announce the decision."""
    leader = stage.one("leader_in_charge")
    yield (at := later(at, 1, 9))
    stage.fire(at, leader, number, "accept_case")
    yield (at := later(at, 3, 16))
    decided = {
        "method": method,
        "decision_no": f"局党组〔{at.year}〕{20 + int(number[-2:])}号",
        "decided_on": at.date().isoformat(),
    }
    stage.fire(at, leader, number, "decide", decided, evidence=[_decision(number)])
    yield (at := later(at, 1, 10))
    fields = {"publicity_scope": "局机关各部门、各党支部"}
    stage.fire(at, stage.one("discipline_officer"), number, "announce", fields)
    return at


def _appeal(stage: Stage, number: str, at: datetime, holder: Actor) -> Story:
    """Let the person concerned appeal; the superior body is still reviewing."""
    yield (at := later(at, 2, 11))
    appeal = commands.raise_item("appeals", holder, fields=_APPEAL, parent=number, now=at).number
    yield (at := later(at, 1, 15))
    stage.fire(at, stage.one("discipline_officer"), appeal, "accept_case")


def _decision(number: str) -> Piece:
    """Keep the document of a decision as evidence."""
    text = f"关于 {number} 的问责决定\n\n经局党组会议集体研究决定，对当事人予以问责。\n"
    return store(io.BytesIO(text.encode()), "局党组问责决定.txt")


_DRAFT = {
    "target": "cadre",
    "facts": "问题整改严重逾期，督办、约谈后仍未完成，有督办单、约谈记录和台账为证。",
    "responsibility": "main",
    "basis": "《中国共产党问责条例》关于履行职责不力的规定",
    "weight": "约谈后主动报告进展，可以从轻。",
}
_BODY = {"competent": "party_organisation", "body": "中共岚江市公路事业发展局党组"}
_APPEAL = {
    "title": "逾期主要由两个站点封闭施工造成，已在期限内报告，处理偏重。",
    "request": "请求复查事实，变更为通报。",
}
