"""The rights beside the items, each declared once.

The matrix in ``docs/rights.md`` and ``GET /rights`` are made from the rights here and in the
registers; a right declared nowhere opens nothing.
"""

from __future__ import annotations

from typing import Any

from workflow.declaration import Right, with_article
from workflow.errors import BadDeclaration
from workflow.profession.roles import ADMINISTRATORS, ROLES
from workflow.words import Words, joined

WORKING = tuple(role for role in ROLES if role not in ADMINISTRATORS)
_OR = Words("或", " or ")
WORKERS = Words("担任业务职务的人员", "somebody with a post other than an administrator's")


def right(key: str, words: Words, *roles: str, **more: Any) -> Right:
    """Declare a right of some roles.

    Raises ``BadDeclaration`` where a role is unknown.
    """
    if unknown := [role for role in roles if role not in ROLES]:
        raise BadDeclaration(f"{key}: there is no role {unknown[0]!r}")
    who = more.pop("who", None) or joined(_OR, (with_article(ROLES[role]) for role in roles))
    return Right(key=key, words=words, roles=roles, who=who, **more)


KEEP_UNITS = right(
    "units.keep", Words("设立、变更和撤销单位", "found, change and dissolve units"),
    "system_admin", reach="below", machine=True,
)  # fmt: skip
APPOINT = right(
    "posts.appoint", Words("任命", "appoint"),
    "security_admin", reach="below", machine=True, step_up=True,
)  # fmt: skip
END_POSTS = right(
    "posts.end", Words("免去职务", "end a post"), "security_admin", reach="below", machine=True
)
HAND_OVER = right(
    "items.hand_over", Words("批量移交", "hand over all of somebody's items"),
    "party_work_clerk", "party_work_director", reach="anywhere",
)  # fmt: skip
READ_PEOPLE = right(
    "people.read", Words("查看人员与账号", "see people and accounts"),
    "system_admin", "security_admin", hidden=True,
)  # fmt: skip
KEEP_PEOPLE = right(
    "people.keep", Words("登记人员、开通账号", "enter people and open accounts"), "system_admin"
)
SECURE_PEOPLE = right(
    "people.secure", Words("办理离任、重新启用账号", "enter who leaves and reopen accounts"),
    "security_admin", step_up=True,
)  # fmt: skip
APPROVE = right(
    "approvals.decide", Words("双人复核", "agree to what another administrator asked for"),
    "system_admin", "security_admin", reach="below", hidden=True, step_up=True,
)  # fmt: skip
DELEGATE = right(
    "delegations.make", Words("委托他人代办", "delegate for an absence"), *WORKING,
    reach="anywhere", step_up=True, who=WORKERS,
)  # fmt: skip
READ_DELEGATIONS = right(
    "delegations.read", Words("查看与本人有关的委托", "see the delegations of one's own"), *ROLES,
    reach="anywhere", hidden=True, postless=True, who=Words("当事人", "the two people concerned"),
)  # fmt: skip
KEEP_CALENDAR = right(
    "calendar.keep", Words("修改日历", "change the calendar"), "system_admin", machine=True
)
APPLY_CALENDAR = right(
    "calendar.apply", Words("按日历重算时限", "apply the calendar to due dates"),
    "system_admin", machine=True, step_up=True,
)  # fmt: skip
KEEP_LADDERS = right("ladders.keep", Words("修改升级规则", "change the ladders"), "security_admin")
PUBLISH_LADDERS = right(
    "ladders.publish", Words("发布升级规则", "publish a ladder"), "security_admin", step_up=True
)
READ_LOGS = right("logs.read", Words("查看日志", "read the logs"), "audit_admin", hidden=True)
READ_CONDITION = right(
    "condition.read", Words("查看运行状况", "see the condition of the service"),
    "system_admin", "audit_admin", hidden=True,
)  # fmt: skip
RELEASE_BREAKER = right(
    "breaker.release", Words("解除升级暂停", "release the breaker"),
    "system_admin", "audit_admin", hidden=True, step_up=True,
)  # fmt: skip
READ_MAILS = right(
    "mails.read", Words("查看全部邮件", "see the mails to everybody"),
    "system_admin", hidden=True, machine=True,
)  # fmt: skip
KEEP_CHANNELS = right(
    "channels.keep", Words("管理消息渠道", "keep the channels"),
    "system_admin", reach="below", hidden=True, step_up=True,
)  # fmt: skip
RUN_CHANNELS = right(
    "channels.run", Words("启停和测试消息渠道", "switch and test the channels"),
    "system_admin", reach="below", hidden=True,
)  # fmt: skip
DRAW_LOOK_BACKS = right(
    "look_backs.draw", Words("抽取回头看样本", "draw a look-back"),
    "party_work_director", "discipline_officer", reach="below", hidden=True,
)  # fmt: skip
READ_LOOK_BACKS = right(
    "look_backs.read", Words("查看到期的回头看", "see the look-backs whose day has come"),
    *WORKING, reach="below", hidden=True, who=WORKERS,
)  # fmt: skip
FORESEE = right(
    "forecast.read", Words("查看将会发生什么", "see what will happen"), *WORKING,
    reach="anywhere", hidden=True, postless=True, who=WORKERS,
)  # fmt: skip
TAKE_OVER_ROWS = right(
    "ledgers.take_over",
    Words("接收台账中写明已完成的行", "take over rows that a ledger calls finished"),
    "party_work_clerk", "party_work_director", reach="below", machine=True,
)  # fmt: skip
# Whoever may raise both a problem and its tasks and responsibilities.
IMPORT = right(
    "ledgers.import", Words("导入台账", "bring in a ledger"),
    "party_work_clerk", "branch_secretary", reach="below", hidden=True, machine=True,
)  # fmt: skip
KEEP_SHEETS = right(
    "sheets.keep", Words("起草和发布检查表", "draft and publish sheets"),
    "party_work_clerk", "party_work_director",
    reach="anywhere",
)  # fmt: skip
READ_FIGURES = right(
    "figures.read", Words("查看统计", "see the figures"),
    *WORKING, reach="below", hidden=True, who=WORKERS,
)  # fmt: skip
READ_REPORTS = right(
    "reports.read", Words("查看定期报表", "see one's reports"),
    *WORKING, reach="anywhere", hidden=True, who=WORKERS,
)  # fmt: skip
KEEP_REPORTS = right(
    "reports.keep",
    Words("设置定期报表", "have reports made"),
    *WORKING,
    reach="anywhere",
    who=WORKERS,
)
OVERSEE_REPORTS = right(
    "reports.oversee",
    Words("终止他人的定期报表", "end the reports of others, and hear when they stop"),
    "party_work_clerk", "party_work_director", reach="below", hidden=True,
)  # fmt: skip
READ_SHEETS = right(
    "sheets.read", Words("查看检查表、检查轮次和覆盖情况", "see sheets, rounds and their coverage"),
    *WORKING, reach="below", hidden=True, who=WORKERS,
)  # fmt: skip
PLAN_ROUNDS = right(
    "rounds.plan", Words("安排检查", "plan a round of checks"),
    "party_work_clerk", "party_work_director", "inspector", "discipline_officer", reach="below",
)  # fmt: skip
PLAN_SELF_CHECKS = right(
    "rounds.self_check", Words("安排本单位自查", "plan a self-check of one's unit"),
    "party_work_clerk", "party_work_director", "branch_secretary", "general_branch_secretary",
    reach="below",
)  # fmt: skip
KEEP_TEMPLATES = right(
    "templates.keep", Words("管理文书模板", "keep the organisation's own templates of documents"),
    "party_work_clerk", "party_work_director", reach="anywhere", hidden=True,
)  # fmt: skip
OPEN_RETURNS = right(
    "returns.open", Words("要求报送报表", "ask units for a return"),
    "party_work_clerk", "party_work_director", reach="below", hidden=True,
)  # fmt: skip
ENTER_COMPLAINTS = right(
    "complaints.enter", Words("登记来信、来电、来访", "enter a complaint that came otherwise"),
    "party_work_clerk", "discipline_officer", reach="anywhere",
)  # fmt: skip
KEEP_CODES = right(
    "codes.keep", Words("维护代码表", "keep the code tables"),
    "party_work_clerk", "party_work_director", reach="anywhere",
)  # fmt: skip
READ_CODES = right(
    "codes.read", Words("查看代码表", "see the code tables"), *WORKING, reach="anywhere",
    hidden=True, who=WORKERS,
)  # fmt: skip
# Whoever may raise a problem for other units than the own.
DECIDE_CANDIDATES = right(
    "candidates.decide", Words("办理拟立项", "take up or dismiss what looks like a finding"),
    "party_work_clerk", "inspector", "discipline_officer", reach="below", hidden=True,
)  # fmt: skip
RIGHTS: dict[str, Right] = {
    found.key: found for found in tuple(globals().values()) if isinstance(found, Right)
}
