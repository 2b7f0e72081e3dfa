"""Time limits and other numbers of the rules, each with its source.

Days are working days of the organisation's calendar unless stated otherwise. The identifiers are
those of docs/domain/deadlines.md. A source of "default" without more is ours; an organisation may
set its own numbers.
"""

from __future__ import annotations

from workflow.calendar import PUBLICITY
from workflow.declaration import BOOK, Limit
from workflow.words import Words

ASSIGNMENT = Limit("D02", Words("交办", "assignment"), 3)
ASSIGNMENT_OF_LEDGER = Limit(
    "D02",
    Words("导入台账后的交办", "assignment of what a ledger brought in"),
    20,
    "default: a ledger holds hundreds, and nobody assigns them in three days",
    name="ledger",
)
RECEIPT = Limit("D03", Words("签收整改通知", "receipt of the assignment"), 2)
ACKNOWLEDGEMENT = Limit(
    "D03", Words("签收督办单", "receipt of a supervision notice"), 2, "default", name="notice"
)
PLAN = Limit("D04", Words("提交整改方案", "submission of the plan"), 10)
PLAN_AGAIN = Limit(
    "D04",
    Words("修改后再报方案", "submission of a plan that was returned"),
    5,
    "default of T09",
    name="again",
)
PLAN_APPROVAL = Limit("D05", Words("审批整改方案", "approval of the plan"), 5)
AT_ONCE = Limit("D08", Words("立行立改", "rectification at once"), 5)
GENERAL = Limit("D06", Words("一般问题整改", "rectification of a general issue"), 60)
MAJOR = Limit("D07", Words("重大、重点问题整改", "rectification of a major issue"), 120)
PRELIMINARY = Limit("D11", Words("初审", "preliminary review"), 5)
VERIFICATION = Limit("D12", Words("现场核查", "on-site verification"), 10)
PUBLICATION = Limit(
    "D13", Words("发布公示", "putting up for publicity"), 3, "default", name="start"
)
PUBLICITY_PERIOD = Limit("D13", Words("公示", "publicity"), 5, convention=PUBLICITY)
OBJECTION = Limit("D14", Words("答复异议", "answer to an objection"), 10)
DECISION = Limit("D15", Words("审定（有公示的含公示期）", "decision, publicity included"), 3)
CORRECTION = Limit("T15", Words("退回后补正", "correction of what was returned"), 10, BOOK)
EXTENSION_AHEAD = Limit(
    "D17",
    Words("延期申请须早于时限", "an extension is asked for this long before the due date"),
    5,
    "default; Qingdao asks for 10 or 20 working days [S14]",
    name="ahead",
)
EXTENSION_ANSWER = Limit(
    "D17",
    Words("答复延期申请", "answer to an extension request"),
    5,
    BOOK,
    name="answer",
)
EXTENSION_COMPLETION = Limit(
    "D17",
    Words("补充延期申请材料", "completion of an extension request that was returned"),
    3,
    "default",
    name="completion",
)
EXTENSION_LONGEST = Limit(
    "D17",
    Words("每次延期最长", "longest single extension"),
    20,
    BOOK,
    name="longest",
)
EXTENSION_BY_DIRECTOR = Limit(
    "D17",
    Words("部门负责人可批准的延期", "extension that the head of the department may grant"),
    10,
    "default of the book; the unit's leader grants longer ones [S25]",
    name="director",
)
EXTENSIONS = 2  # approved ones of one item (docs/domain/lists-and-states.md#extensions)
PAUSE_ANSWER = Limit(
    "T11",
    Words("答复暂缓申请", "answer to a request for a pause"),
    5,
    "default, as for extensions",
    name="answer",
)
PAUSE_LONGEST = Limit(
    "T11",
    Words("一个事项累计暂缓最长", "pauses of one item, all together"),
    60,
    BOOK,
    name="longest",
)

SUPERVISION_DRAFT = Limit(
    "D18", Words("拟督办单", "drafting of a supervision notice"), 3, "default", name="draft"
)
SUPERVISION_SIGNING = Limit(
    "D18", Words("签发督办单", "signing of a supervision notice"), 3, "default", name="signing"
)
SUPERVISION_SERVICE = Limit(
    "D18", Words("送达督办单", "service of a supervision notice"), 1, "default", name="service"
)
SUPERVISION_ANSWER = Limit("D18", Words("答复督办单", "answer to a supervision notice"), 10)
SUPERVISION_ACCEPTANCE = Limit(
    "D18",
    Words("审核督办答复", "judging of the answer to a notice"),
    5,
    "default",
    name="acceptance",
)
SUPERVISION_AGAIN = Limit(
    "D18", Words("重新答复督办单", "another answer to a notice"), 5, "default", name="again"
)
INTERVIEW_APPROVAL = Limit(
    "D19", Words("批准约谈", "approval of an interview"), 5, "default", name="approval"
)
INTERVIEW_NOTICE = Limit(
    "D19", Words("发约谈通知", "sending of the notice of an interview"), 3, "default", name="notice"
)
INTERVIEW_RECORD = Limit(
    "D19", Words("整理约谈记录", "writing up of an interview"), 3, "default", name="record"
)
INTERVIEW_SIGNING = Limit(
    "D19",
    Words("签署约谈记录", "signing of the record of an interview"),
    3,
    "default",
    name="signing",
)
INTERVIEW_REPORT = Limit(
    "D20", Words("约谈后报告落实", "report after an interview"), 30, unit="calendar"
)
INTERVIEW_CHECK = Limit(
    "D20", Words("核查约谈落实", "check after an interview"), 10, "default", name="check"
)
INTERVIEW_CLOSING = Limit(
    "D20", Words("办结约谈", "closing of an interview"), 5, "default", name="closing"
)
ACCOUNTABILITY_DRAFT = Limit(
    "D21",
    Words("拟问责建议书", "drafting of a proposal of accountability"),
    5,
    "default",
    name="draft",
)
CRITICISM_DRAFT = Limit(
    "L4", Words("拟通报", "drafting of a criticism"), 5, "default", name="draft"
)
CRITICISM_SIGNING = Limit(
    "L4", Words("签发通报", "signing of a criticism"), 5, "default", name="signing"
)
CRITICISM_CIRCULATION = Limit(
    "L4", Words("印发通报", "circulation of a criticism"), 3, "default", name="circulation"
)
CRITICISM_RECEIPT = Limit(
    "L4", Words("签收通报", "receipt of a criticism"), 3, "default", name="receipt"
)
CRITICISM_CHECK = Limit(
    "L4", Words("核实通报整改", "check of what was made good"), 10, "default", name="check"
)
CRITICISM_FOLLOW_UP = Limit(
    "L4", Words("跟踪了解通报效果", "follow-up of a criticism"), 10, "default", name="follow_up"
)
CRITICISM_AGAIN = Limit(
    "L4", Words("重新报告通报整改", "another report on a criticism"), 5, "default", name="again"
)
ACCOUNTABILITY_REVIEW = Limit(
    "D21",
    Words("审核问责建议", "review of a proposal of accountability"),
    10,
    "default",
    name="review",
)
ACCOUNTABILITY_SUBMISSION = Limit(
    "D21",
    Words("提请有权机关决定", "submission to the competent body"),
    5,
    "default",
    name="submission",
)
ACCOUNTABILITY_ACCEPTANCE = Limit(
    "D21",
    Words("受理问责建议", "acceptance by the competent body"),
    5,
    "default",
    name="acceptance",
)
ACCOUNTABILITY_DECISION = Limit(
    "D21", Words("作出问责决定", "decision of the competent body"), 30, "default", name="decision"
)
ACCOUNTABILITY_ANNOUNCEMENT = Limit(
    "D21", Words("宣布问责决定", "announcement of the decision"), 5, "default", name="announcement"
)
ACCOUNTABILITY_EXECUTION = Limit(
    "D21",
    Words("执行问责决定", "execution of a decision on accountability"),
    30,
    "default: 1 month [S35]",
    unit="calendar",
)
ACCOUNTABILITY_FILING = Limit(
    "D21",
    Words("问责归档（不早于申诉期满）", "filing, not before the time to appeal is over"),
    10,
    "default",
    name="filing",
)
APPEAL_PERIOD = Limit(
    "D22",
    Words("提出申诉", "lodging of an appeal"),
    15,
    "rules of 2009, art. 22 [S39]; check the present rules",
    unit="calendar",
)
APPEAL_ACCEPTANCE = Limit(
    "D22", Words("受理申诉", "acceptance of an appeal"), 5, "default", name="acceptance"
)
APPEAL_DECISION = Limit(
    "D22",
    Words("作出申诉处理决定", "decision on an appeal"),
    30,
    "rules of 2009, art. 23 [S39]; check the present rules",
    unit="calendar",
    name="decision",
)

COMPLAINT_ACCEPTANCE = Limit(
    "D23",
    Words("告知信访是否受理", "say whether a complaint is accepted"),
    15,
    "Regulations on complaints (信访工作条例), 15 days; check the present text",
    unit="calendar",
    name="acceptance",
)
COMPLAINT_HANDLING = Limit(
    "D23",
    Words("办理信访件", "handling of a complaint"),
    60,
    "Regulations on complaints (信访工作条例), 60 days; check the present text",
    unit="calendar",
    name="handling",
)
COMPLAINT_LONGER = Limit(
    "D23",
    Words("延长办理信访件", "longer handling of a complaint"),
    30,
    "Regulations on complaints (信访工作条例), 30 days once; check the present text",
    unit="calendar",
    name="longer",
)
COMPLAINT_APPROVAL = Limit(
    "D23", Words("审批信访答复", "approval of a reply"), 5, "default", name="approval"
)
COMPLAINT_CORRECTION = Limit(
    "D23", Words("重新办理信访件", "another reply"), 10, "default", name="correction"
)
COMPLAINT_CLOSING = Limit(
    "D23", Words("办结信访件", "closing of a complaint"), 10, "default", name="closing"
)

LIMITS: dict[str, Limit] = {
    limit.key: limit for limit in tuple(globals().values()) if isinstance(limit, Limit)
}
