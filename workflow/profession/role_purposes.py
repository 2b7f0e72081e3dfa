"""The purpose of each role in a sentence, at the head of its guide (docs/domain/roles.md)."""

from __future__ import annotations

from workflow.words import Words

PURPOSES: dict[str, Words] = {
    "inspector": Words(
        "检查中发现问题就提出，附上现场照片；可以查看自己提出的问题办到哪一步。",
        "Raises what an inspection finds, with photos from the place, and follows what becomes of"
        " it.",
    ),
    "party_work_clerk": Words(
        "把提出的问题交办到责任人、设定期限，催办并汇总，导入导出台账。",
        "Assigns findings with a holder and a due date, keeps them moving, and brings ledgers in"
        " and out.",
    ),
    "party_work_director": Words(
        "审批方案和延期，初审销号，提请督办和约谈，对逾期负责。",
        "Approves plans and extensions, reviews before closing, proposes supervision notices and"
        " interviews, and answers for lateness.",
    ),
    "branch_secretary": Words(
        "带领本单位整改：签收、提交方案、报告进展、附上佐证申请销号。",
        "Leads the unit's rectification: acknowledges, plans, reports, and asks for closing with"
        " evidence.",
    ),
    "general_branch_secretary": Words(
        "督促下属单位按期整改，接收逐级上报。",
        "Sees to it that the units below rectify in time, and hears what is referred upward.",
    ),
    "branch_committee_member": Words(
        "承办交给自己的任务和责任。", "Carries out the tasks and responsibilities assigned to them."
    ),
    "group_leader": Words("承办交给本组的任务。", "Carries out the tasks assigned to the group."),
    "member": Words("承办交给自己的任务。", "Carries out the tasks assigned to them."),
    "verifier": Words(
        "到现场核查整改是否真实有效，通过或退回；不核查自己经办的。",
        "Checks on the spot whether the rectification is real, and passes or returns it; never"
        " their own work.",
    ),
    "office_party_secretary": Words(
        "审定销号和公文，主持表决，处理上报的事项。",
        "Decides on closing and on documents, leads votes, and takes what is referred upward.",
    ),
    "committee_member": Words(
        "参加核查和表决，对每一项留下意见。",
        "Takes part in verifying and voting, and leaves an opinion on each item.",
    ),
    "leader_in_charge": Words(
        "签发督办单，掌握逾期和反弹的全局。",
        "Signs supervision notices, and keeps lateness and relapses of the whole in view.",
    ),
    "party_group_secretary": Words(
        "决定重大事项、通报和问责建议。",
        "Decides on weighty matters, criticisms and proposals of accountability.",
    ),
    "discipline_officer": Words(
        "办理通报批评、问责建议和申诉，抽取回头看样本。",
        "Handles criticisms, proposals of accountability and appeals, and draws look-backs.",
    ),
    "auditor": Words(
        "查看事项和记录，不参与办理。", "Reads items and records, and takes no part in the work."
    ),
    "system_admin": Words(
        "设立单位、登记人员、申请账号，维护日历、邮件和消息渠道；不参与业务办理。",
        "Founds units, enters people, asks for accounts, keeps calendar, mail and channels; takes"
        " no part in the work itself.",
    ),
    "security_admin": Words(
        "同意或退回账号和任职申请，提出任命，维护升级规则；不参与业务办理。",
        "Agrees to accounts and addresses, asks for appointments, keeps the ladders; takes no"
        " part in the work itself.",
    ),
    "audit_admin": Words(
        "查看全部日志，核对必须始终成立的规则；不能改动任何事项。",
        "Reads all logs and what must always hold; changes nothing.",
    ),
}
