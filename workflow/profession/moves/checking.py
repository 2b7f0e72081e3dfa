"""Checking a unit by a sheet: line by line, by several people, with a confirmation at the end.

Nobody checks the own unit, except in a self-check; whoever answered a line does not confirm.
"""

from __future__ import annotations

from decimal import Decimal

from workflow.declaration import (
    BY_THE_UNIT,
    Actor,
    AnswerRecord,
    Choice,
    Condition,
    Facts,
    Field,
    Item,
    Pattern,
    Rule,
    TellOutcome,
    Transition,
    holder,
    lines_named,
    own_unit,
    process_of,
    role,
)
from workflow.declaration.check_tally import rows_touched, tallies
from workflow.declaration.notes import answer_mark
from workflow.platform import cleaned
from workflow.profession.moves.basic import filled, met
from workflow.profession.roles import ROLES, branch_secretary, inspector
from workflow.profession.sources import SOURCES
from workflow.words import Words

PASS, FAIL, NONE = "pass", "fail", "none"
VERDICTS = (
    Choice(PASS, Words("符合", "complies")),
    Choice(FAIL, Words("不符合", "does not comply")),
    Choice(NONE, Words("不适用", "does not apply")),
)
KIND = Field("kind", Words("检查类型", "Kind of check"), "code", table=SOURCES, filtered=True)
_POINTS = Pattern(
    "[0-9]{1,3}([.][0-9]{1,2})?", Words("请填写分数，如 2.5", "write points: 2.5"), "1"
)
ANSWER = (
    Field(
        "lines",
        Words("条目", "Lines"),
        limit=20_000,
        use="move",
        help=Words("条目编号，多个用逗号隔开", "their numbers, with commas between"),
    ),
    Field("verdict", Words("结论", "Verdict"), "choice", choices=VERDICTS, use="move"),
    Field("score", Words("得分", "Points"), required=False, pattern=_POINTS, use="move"),
    Field("remark", Words("情况说明", "What was found"), "long", False, limit=2000, use="move"),
    Field(
        "known",
        Words("填写时已有的结果", "Answers that were known"),
        required=False,
        limit=40_000,
        use="move",
        help=Words(
            "由页面填写：与现有结果不同的，是别人在此期间填写的，不会被覆盖",
            "filled in by the page; an answer that somebody gave meanwhile is not written over",
        ),
    ),
)


def is_self_check(item: Item) -> bool:
    """Say whether the unit checks itself."""
    return item.data.get("kind") in BY_THE_UNIT


_IN_THE_UNIT = (
    branch_secretary
    | role("general_branch_secretary", ROLES["general_branch_secretary"])
    | role("branch_committee_member", ROLES["branch_committee_member"])
)


def _checks(actor: Actor, facts: Facts) -> bool:
    """Say whether the actor is among the inspectors, of any unit."""
    if holder(actor, facts):
        return True
    if is_self_check(facts.item):
        return _IN_THE_UNIT(actor, facts) and own_unit(actor, facts)
    return inspector(actor, facts)


checker = Rule(
    Words("检查组成员（自查时为本单位负责人）", "a member of the checking team"),
    _checks,
    _IN_THE_UNIT.roles | inspector.roles,
    called=Words(
        "检查组成员（自查时为本单位负责人）",
        "a member of the checking team, in a self-check somebody leading the unit",
    ),
)
checks_own_unit = Rule(
    Words("被检查单位的人员", "somebody of the unit that is checked"),
    lambda a, f: not is_self_check(f.item) and own_unit(a, f),
)


def _asked(facts: Facts) -> list[str]:
    return lines_named(str(facts.fields["lines"]))


def _unknown(facts: Facts) -> list[str]:
    sheet = process_of(facts.item).get("sheet")
    known = sheet["lines"] if sheet else _asked(facts)  # the machine raises none without a sheet
    return [number for number in _asked(facts) if number not in known]


def _too_many_points(facts: Facts) -> bool:
    sheet = process_of(facts.item).get("sheet")
    lines = sheet["lines"] if sheet else {}
    given = Decimal(facts.fields["score"]) if "score" in facts.fields else None
    most = [lines[number][1] for number in _asked(facts) if number in lines]
    return given is not None and any(m is None or given > Decimal(m) for m in most)


_NO_LINE = Words("检查表里没有这一条：{line}", "there is no such line in its sheet: {line}")
KNOWN_LINES = Condition(
    Words("检查表里没有这一条", "there is no such line in its sheet"),
    lambda facts: bool(_asked(facts)) and not _unknown(facts),
    of_form=True,
    says=lambda facts: _NO_LINE.format(line=(_unknown(facts) or [facts.fields["lines"]])[0][:40]),
)
FAILS_WITH_A_WORD = filled(
    "不符合的条目须写明情况",
    "say what was found where a line is not complied with",
    lambda f: f.fields["verdict"] != FAIL or len(cleaned(f.fields.get("remark", ""))) > 1,
)
WITHIN_POINTS = filled(
    "得分不能超过该条的分值，没有分值的条目不打分",
    "no more points than the line has, and none where it has none",
    lambda f: not _too_many_points(f),
)


def _given_meanwhile(facts: Facts) -> tuple[str, AnswerRecord] | None:
    """Return the first line with an answer that the form does not know, and that answer."""
    if "known" not in facts.fields:
        return None
    known, answers = (
        str(facts.fields["known"]).split(","),
        process_of(facts.item).get("answers", {}),
    )
    lines = [number for number in _asked(facts) if number in answers]
    unknown = (n for n in lines if answer_mark(answers[n]) not in known)
    return next(((number, answers[number]) for number in unknown), None)


def _says_meanwhile(facts: Facts) -> Words:
    number, answer = _given_meanwhile(facts) or ("", {"verdict": NONE, "on": ""})
    verdict = next(choice.words for choice in VERDICTS if choice.key == answer["verdict"])
    remark = answer.get("remark", "")
    told = _WITH_REMARK.format(verdict=verdict, remark=remark) if remark else verdict
    return _MEANWHILE.format(line=number, told=told)


_WITH_REMARK = Words("{verdict}（{remark}）", "{verdict} ({remark})")
_MEANWHILE = Words(
    "第{line}条在此期间已有人填写：{told}。核对后仍要改的，再填一次",
    "somebody has answered line {line} meanwhile: {told}; where it is to be changed all the same, "
    "answer it once more",
)
NOTHING_MEANWHILE = Condition(
    Words("这一条在此期间已有人填写", "somebody has answered the line meanwhile"),
    lambda facts: _given_meanwhile(facts) is None,
    of_form=True,
    says=_says_meanwhile,
)


def missing(item: Item) -> list[str]:
    """Return the numbers of the mandatory lines without an answer."""
    process = process_of(item)
    sheet, answers = process.get("sheet"), process.get("answers", {})
    lines = sheet["lines"] if sheet else {}
    return [number for number, (asked, _) in lines.items() if asked and number not in answers]


_LEFT = Words(
    "还有{count}条规定动作没有填写：{line} 等", "{count:line is|lines are} left, such as {line}"
)
ALL_ANSWERED = Condition(
    Words("还有规定动作没有填写", "some mandatory lines have no answer yet"),
    lambda facts: not missing(facts.item),
    says=lambda f: _LEFT.format(count=len(missing(f.item)), line=missing(f.item)[0]),
)
SOMETHING_ANSWERED = met(
    "还没有填写任何条目", "nothing is answered yet", lambda f: "answers" in f.item.process
)


def note_answers(item: Item, facts: Facts, _: Actor) -> None:
    """Note the verdict on each line, with the pieces handed in together with it."""
    sent = [piece["sha256"] for piece in item.evidence_at(facts.now)]
    process, asked = process_of(item), _asked(facts)
    for number in asked:
        process.setdefault("answers", {})[number] = _record(facts, sent)
    if (sheet := process.get("sheet")) and "rows" in sheet:
        touched = rows_touched(sheet, asked)
        process.setdefault("by_row", {}).update(tallies(touched, process["answers"]))


def _record(facts: Facts, sent: list[str]) -> AnswerRecord:
    made: AnswerRecord = {"verdict": facts.fields["verdict"], "on": facts.today.isoformat()}
    if facts.fields.get("remark"):
        made["remark"] = facts.fields["remark"]
    if facts.fields.get("score"):
        made["score"] = facts.fields["score"]
    if sent:
        made["evidence"] = sent
    return made


def answer(*states: str, dest: str = "") -> Transition:
    """Declare the answering of lines; the first answer begins the check."""
    return Transition(
        "answer",
        Words("填写检查结果", "Answer lines"),
        source=states,
        dest=dest,
        permission=checker & ~checks_own_unit,
        judges=(),
        fields=ANSWER,
        conditions=(KNOWN_LINES, FAILS_WITH_A_WORD, WITHIN_POINTS, NOTHING_MEANWHILE),
        takes_evidence=True,
        duty="checker",
        records=note_answers,
        effects=(TellOutcome("lines"),),
    )
