"""The indicators of the profession, a line each; a further one is a further line."""

from __future__ import annotations

from workflow.declaration import CHECKS, PROBLEMS, SELF_CHECK, TASKS, Indicator, IndicatorGroup
from workflow.declaration.indicators import DeclaredFigures, Good, declared
from workflow.words import Words

_KEPT = "raised,assigned,rectified,verified,closed"  # all but what was not taken up
_OPEN = {"state": "open"}
_LATE = {"state": "open", "overdue": "1"}
_CLOSED = {"state": "closed"}
_GROUPS = (
    IndicatorGroup(key="stages", words=Words("各环节在办", "Where they stand"), drawn=True),
    IndicatorGroup(key="late", words=Words("逾期时长", "How late"), drawn=True),
    IndicatorGroup(key="colours", words=Words("预警颜色", "Colours")),
    IndicatorGroup(key="flow", words=Words("发现与销号", "Found and closed")),
    IndicatorGroup(key="quality", words=Words("整改质量", "Quality")),
    IndicatorGroup(key="time", words=Words("用时", "Time taken"), drawn=True),
    IndicatorGroup(key="ladder", words=Words("督办问责", "The ladder"), drawn=True),
    IndicatorGroup(key="load", words=Words("工作量", "Workload")),
)


def _stage(state: str, zh: str, en: str) -> Indicator:
    return Indicator(
        key=f"open_{state}", group="stages", words=Words(zh, en), list_key=PROBLEMS,
        rows={"state": state}, good="less",
        told=Words(f"期末处于“{zh}”的问题", f"problems that stand at “{en}” on the last day"),
    )  # fmt: skip


def _late(key: str, begin: int, end: int | None) -> Indicator:
    days = Words(f"{begin}—{end}天" if end else f"{begin}天以上",
                 f"{begin}–{end} days" if end else f"{begin} days and more")  # fmt: skip
    return Indicator(
        key=key, group="late", words=Words("逾期{days}", "{days} late").format(days=days),
        list_key=PROBLEMS, rows=_LATE, late_by=(begin, end), good="less",
        told=Words("期末未销号、期限已过{days}的问题",
                   "open problems on the last day, {days} after their due date").format(days=days),
    )  # fmt: skip


def _colour(colour: str, zh: str, en: str, good: Good) -> Indicator:
    return Indicator(
        key=f"open_{colour}", group="colours", words=Words(zh, en), list_key=PROBLEMS,
        rows=_OPEN | {"colour": colour}, good=good,
        told=Words(f"期末未销号、预警为{zh}的问题",
                   f"open problems on the last day that are {en.lower()}"),
    )  # fmt: skip


def _stay(state: str, zh: str, en: str) -> Indicator:
    return Indicator(
        key=f"days_{state}", group="time", words=Words(f"“{zh}”用时", f"Time at “{en}”"),
        list_key=PROBLEMS, rows={"left": state}, over="moved", measure="stay", good="less",
        told=Words(f"期内离开“{zh}”的问题，在该环节所用天数的中位数",
                   f"median of the days at “{en}”, of problems that left it in the period"),
    )  # fmt: skip


def _judged_late(state: str, key: str, zh: str, en: str) -> Indicator:
    return Indicator(
        key=key, group="quality", words=Words(zh, en), list_key=PROBLEMS,
        rows={"left": state, "left_late": "1"}, among={"left": state}, over="moved", good="less",
        told=Words("期内办结的该环节中，办结时已超过本步时限的比例",
                   "share of those that left the step in the period after the step's due date"),
    )  # fmt: skip


def _consequence(list_key: str, zh: str, en: str) -> Indicator:
    return Indicator(
        key=f"raised_{list_key}", group="ladder", words=Words(zh, en), list_key=list_key,
        rows={}, over="found", good="less",
        told=Words(f"期内提出的{zh}", f"{en[:1].lower()}{en[1:]} raised in the period"),
    )  # fmt: skip


FIGURES = DeclaredFigures(
    groups=_GROUPS,
    indicators=declared(
        Indicator(key="open", group="flow", words=Words("未销号", "Open"), list_key=PROBLEMS,
                  rows=_OPEN, good="less",
                  told=Words("期末未销号的问题", "problems that are open on the last day")),
        Indicator(key="late", group="flow", words=Words("逾期", "Late"), list_key=PROBLEMS,
                  rows=_LATE, good="less",
                  told=Words("期末未销号、整改已逾期的问题",
                             "open problems that are late on the last day")),
        Indicator(key="late_share", group="flow", words=Words("逾期率", "Late rate"),
                  list_key=PROBLEMS, rows=_LATE, among=_OPEN, good="less",
                  told=Words("期末逾期的占未销号的比例",
                             "share of the open problems that are late")),
        Indicator(key="found", group="flow", words=Words("发现", "Found"), list_key=PROBLEMS,
                  rows={"state": _KEPT}, over="found",
                  told=Words("期内发现的问题，不予立项的除外",
                             "problems found in the period, but for those not taken up")),
        Indicator(key="closed", group="flow", words=Words("销号", "Closed"), list_key=PROBLEMS,
                  rows=_CLOSED, over="closed", good="more",
                  told=Words("期内销号的问题", "problems closed in the period")),
        Indicator(key="on_time", group="flow", words=Words("按期整改率", "On-time rate"),
                  list_key=PROBLEMS, rows=_CLOSED | {"handed_in": "in_time"},
                  among=_CLOSED | {"handed_in": "any"}, over="closed", good="more",
                  told=Words("期内销号的问题中，每次报告完成都没有逾期的比例",
                             "share of the problems closed in the period never handed in late")),
        _stage("raised", "已提出", "Raised"), _stage("assigned", "整改中", "Assigned"),
        _stage("rectified", "待核查", "Rectified"), _stage("verified", "待销号", "Verified"),
        _late("late_10", 1, 10), _late("late_30", 11, 30), _late("late_90", 31, 90),
        _late("late_more", 91, None),
        _colour("red", "红色", "Red", "less"), _colour("yellow", "黄色", "Yellow", "less"),
        _colour("blue", "蓝色", "Blue", ""), _colour("green", "绿色", "Green", "more"),
        Indicator(key="returned", group="quality", words=Words("退回", "Returned"),
                  list_key=PROBLEMS, rows={"moved": "return"}, over="moved", good="less",
                  told=Words("期内被退回重新整改的问题", "problems sent back in the period")),
        Indicator(key="reopened", group="quality", words=Words("重新整改", "Reopened"),
                  list_key=PROBLEMS, rows={"moved": "reopen"}, over="moved", good="less",
                  told=Words("期内销号后又重新整改的问题", "problems opened again in the period")),
        Indicator(key="relapses", group="quality", words=Words("反弹率", "Relapse rate"),
                  list_key=PROBLEMS, rows={"state": _KEPT, "again": "1"},
                  among={"state": _KEPT}, over="found", good="less",
                  told=Words("期内发现的问题中，返工或属于旧问题反弹的比例",
                             "share of the problems found in the period that came back")),
        Indicator(key="self_found", group="quality", words=Words("自查发现率", "Self-found"),
                  list_key=PROBLEMS, rows={"state": _KEPT, "source_kind": SELF_CHECK},
                  among={"state": _KEPT}, over="found", good="more",
                  told=Words("期内发现的问题中，来源为自查自纠的比例",
                             "share of the problems found in the period by self-checks")),
        _judged_late("rectified", "verified_late", "核查超期率", "Verified late"),
        _judged_late("verified", "decided_late", "审定超期率", "Decided late"),
        Indicator(key="evidence", group="quality", words=Words("每项佐证", "Evidence each"),
                  list_key=PROBLEMS, rows=_CLOSED, over="closed", measure="evidence", good="more",
                  told=Words("期内销号的问题，平均每项的佐证件数",
                             "pieces of evidence of a problem closed in the period, on average")),
        _stay("raised", "已提出", "Raised"), _stay("assigned", "整改中", "Assigned"),
        _stay("rectified", "待核查", "Rectified"), _stay("verified", "待销号", "Verified"),
        Indicator(key="extensions", group="ladder", words=Words("延期申请", "Extensions asked for"),
                  list_key="extensions", rows={}, over="found", good="less",
                  told=Words("期内提出的延期申请", "extensions asked for in the period")),
        _consequence("supervisions", "督办", "Supervision notices"),
        _consequence("interviews", "约谈", "Interviews"),
        _consequence("criticisms", "通报批评", "Criticisms in circulars"),
        _consequence("accountabilities", "问责", "Accountability records"),
        Indicator(key="open_tasks", group="load", words=Words("在办任务", "Open tasks"),
                  list_key=TASKS, rows=_OPEN,
                  told=Words("期末没有销号的任务", "tasks that are open on the last day")),
        Indicator(key="to_verify", group="load", words=Words("等待核查", "Wait for verifiers"),
                  list_key=PROBLEMS, rows={"waits_for": "verifier"}, good="less",
                  told=Words("期末等待核查人的问题",
                             "problems that wait for verifiers on the last day")),
        Indicator(key="checked", group="load", words=Words("完成检查", "Checks done"),
                  list_key=CHECKS, rows={"state": "published"}, over="closed", good="more",
                  told=Words("期内完成并通报的检查", "checks of units ended in the period")),
    ),
    compared=("found", "closed", "open", "late", "late_share", "on_time"),
    coloured=("open_red", "open_yellow", "open_blue", "open_green"),
    monthly=("found", "closed", "on_time"),
    reported=("found", "closed", "open", "late", "on_time", "returned", "relapses", "self_found",
              "checked"),
)  # fmt: skip
