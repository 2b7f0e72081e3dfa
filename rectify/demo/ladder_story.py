"""The consequences of lateness in the demonstration: signed and answered notices, interviews."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rectify.demo.accountability_story import accountability
from rectify.demo.stage import Stage, Story, later
from workflow.calendar import add_working_days
from workflow.declaration import Actor

_ON_THE_DESK = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document opened by a rung, and the person concerned."""

    number: str
    list_key: str
    holder: Actor
    opened: datetime


def story_of(stage: Stage, paper: Paper) -> Story | None:
    """Return the story of a document, or ``None`` for the newest, which still wait for a person."""
    teller = _STORIES.get(paper.list_key)
    waits = paper.opened > stage.now - _ON_THE_DESK
    return teller(stage, paper) if teller and not waits else None


def _supervision(stage: Stage, paper: Paper) -> Story:
    clerk = stage.one("party_work_clerk")
    yield (at := later(paper.opened, 0, 15))
    stage.fire(at, clerk, paper.number, "draft", _NOTICE)
    yield (at := later(at, 1, 15))
    stage.fire(at, stage.one("leader_in_charge"), paper.number, "sign")
    yield (at := later(at, 0, 17))
    stage.fire(at, clerk, paper.number, "serve", {"channel": "system"})
    yield (at := later(at, 1, 9))
    stage.fire(at, paper.holder, paper.number, "acknowledge")
    if int(paper.number[-1]) % 4 == 0:
        yield (at := later(at, 11, 10))  # some do not answer and are reminded
        again = {"new_due": add_working_days(at.date(), 5).isoformat()}
        stage.fire(at, clerk, paper.number, "remind", again)
        return
    yield (at := later(at, 6, 16))
    answer = {"answer": "已组织专题研究，主要措施完成七成，剩余事项已排定时间，承诺两周内完成。"}
    stage.fire(at, paper.holder, paper.number, "answer", answer)
    yield (at := later(at, 2, 10))
    stage.fire(at, stage.one("party_work_director"), paper.number, "accept")


def _interview(stage: Stage, paper: Paper) -> Story:
    secretary, clerk = stage.one("office_party_secretary"), stage.one("party_work_clerk")
    yield (at := later(paper.opened, 2, 10))
    stage.fire(at, secretary, paper.number, "approve")
    yield (at := later(at, 1, 9))
    notice = _INVITATION | {"held_on": add_working_days(at.date(), 4).isoformat()}
    stage.fire(at, clerk, paper.number, "notify", notice)
    yield (at := later(at, 4, 15))
    stage.fire(at, secretary, paper.number, "hold")
    yield (at := later(at, 1, 11))
    stage.fire(at, clerk, paper.number, "record", _RECORD)
    yield (at := later(at, 0, 14))
    stage.fire(at, paper.holder, paper.number, "sign_record")
    yield (at := later(at, 0, 17))
    stage.fire(at, secretary, paper.number, "countersign")
    yield (at := later(at, 15, 16))
    report = {"fulfilled": "三条要求已逐条落实，附进度表和会议纪要。"}
    stage.fire(at, paper.holder, paper.number, "report_back", report)
    if int(paper.number[-1]) % 3 == 0:
        return  # some reports still wait to be verified
    yield (at := later(at, 3, 10))
    verified = "已逐条核对承诺，进度表与现场一致。"
    stage.fire(at, stage.one("party_work_director"), paper.number, "verify_report", {}, verified)
    yield (at := later(at, 2, 16))
    stage.fire(at, secretary, paper.number, "close")


def _accountability(stage: Stage, paper: Paper) -> Story:
    return accountability(stage, paper.number, paper.opened, paper.holder)


def _criticism(stage: Stage, paper: Paper) -> Story:
    clerk = stage.one("party_work_clerk")
    yield (at := later(paper.opened, 1, 10))
    answer_by = {"rectify_by": (at.date() + timedelta(days=30)).isoformat()}
    stage.fire(at, clerk, paper.number, "draft", _CRITICISM | answer_by)
    yield (at := later(at, 2, 16))
    stage.fire(at, stage.one("party_group_secretary"), paper.number, "sign")
    yield (at := later(at, 1, 9))
    stage.fire(at, clerk, paper.number, "publish")
    yield (at := later(at, 1, 14))
    stage.fire(at, paper.holder, paper.number, "acknowledge")
    yield (at := later(at, 12, 16))
    stage.fire(at, paper.holder, paper.number, "report_back", _MADE_GOOD)
    yield (at := later(at, 3, 10))
    director = stage.one("party_work_director")
    stage.fire(at, director, paper.number, "accept", comment="已到现场核对，剩余措施均已落实。")


_NOTICE = {
    "basis": "《督促检查工作制度》：逾期未完成的，发督办单。",
    "instruction": "请抓紧办理，按期报结果。",
    "lag": "红色，逾期3个工作日",
    "demand": "查明滞后原因，列出剩余措施和完成时间，由支部书记签字报送。",
    "reply_days": 10,
    "feedback": "在系统内答复，并附佐证材料",
}
_INVITATION = {
    "held_at": "15:00",
    "place": "机关党委会议室",
    "purpose": "指出问题，督促整改到位。",
    "required": "本人按时到场，不得由他人代替。",
    "bring": "整改情况说明和进度表",
    "contact": "党建工作部门，6302",
}
_RECORD = {
    "problems": "整改超过时限，督办后进展仍然缓慢，书记亲自过问不够。",
    "explanation": "人员调整影响了进度，对困难估计不足，没有及时报告。",
    "demand": "三十日内完成剩余措施，每周报告一次进展，举一反三开展自查。",
    "commitment": "承诺按期完成，如再逾期，愿意接受组织处理。",
    "truthful": True,
}
_CRITICISM = {
    "facts": "整改逾期，督办、约谈后仍未按承诺完成。",
    "basis": "整改销号制度：约谈后整改仍不到位的，在一定范围内通报批评。",
    "criticism": "重视不够、措施不实，对承诺事项没有抓到底。",
    "demand": "支部书记牵头逐项补齐，在支部大会上作出说明。",
    "circle": "above",
}
_MADE_GOOD = {"report": "剩余措施已全部完成，支部大会已作说明，附会议记录。"}
_STORIES: dict[str, Callable[[Stage, Paper], Story]] = {
    "supervisions": _supervision,
    "interviews": _interview,
    "criticisms": _criticism,
    "accountabilities": _accountability,
}
