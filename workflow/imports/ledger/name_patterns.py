"""The meaning of a column with an unlisted name, by the words in the name."""

from __future__ import annotations

import re
from functools import lru_cache

from workflow.imports.ledger.names import forms_of, spaced

_WHO = "(?:人|人员|者|员)"
_WHEN = "(?:时间|日期|日|时点)"
_PLACE = (
    "(?:单位|部门|科室|处室|股室|支部|党组织|党委|党组|机构|主体|街道|街办|乡镇|镇街|项目部|班组|"
    "车间|站所|病区|公司|中心)"
)
_SEEN = "(?:发现|检查|排查|反馈|督查|督察|巡察|巡视|审计|查出|登记|上报|提出|受理|暴露|巡查|来电|来信|来访|投诉|举报|接报|报修|反映|收到|巡检|督导|抽查|暗访|走访|稽核|检测)"
_GIVEN = "(?:签发|交办|转办|下达|下发|派发|派单|发出|分派|立项|印发|通知|移交|签收)"
_WATCH = "(?:填报|填表|记录|录入|审核|复核|复查|验收|监督|督办|督查|检查|排查|巡查|登记|上报|报告|举报|投诉|审批|制表|核查|销号|巡检|督导|抽查|稽核)"
_MEANT_FOR = "(?:要求|计划|预计|预定|约定|拟定?|应|限定|目标|规定|承诺|预期|限)"
_END = "(?:完成|处治|整改|办结|销号|到位|闭环|回复|答复|上报|恢复|修复|处置|处理|解决|改善|达标|治理|交付|兑现)"
_FAULT = "(?:问题|隐患|缺陷|缺失|缺点|异常|故障|毛病|不足|不符合|不合格|违法|违规|违章|短板|弱项|偏差|差距|薄弱环节)"
_TELLING = "(?:基本|具体|主要|详细|现场|事实|客观)*(?:点|项|事项|描述|内容|情况|表现|事实|详情|概述|说明|表述|明细|简述|摘要|概况|现象)"
# What is looked for in a Chinese name, the surest first: meaning, weight, words.
_CHINESE = (
    ("text", 80, r"(?:质控|挂牌|督办|行政|管理|管控|响应|密|单位|企业|道路|公路|医院|学校)\S{0,3}(?:级别|等级)$"),
    ("text", 79, rf"{_WATCH}(?:责任|负责)?{_WHO}$"),
    ("status", 79, r"(?:复查|复核|复检|复验|验收|核查|验证|核验|销号|评估|列管|挂牌)\S{0,2}(?:意见|结论|结果|情况|情形)$"),
    ("text", 79, rf"(?:复核|复查|审核|更新|修改|录入|填报|公示|打印|回访){_WHEN}"),
    (
        "specific",
        82,
        rf"(?:责任|负责|经办|承办|整改|联系|执行)\S{{0,3}}{_WHO}\S{{0,2}}(?:及|和|、|/|与|（|\()?\S{{0,2}}"
        r"(?:电话|手机|联系方式)\S{0,3}$",
    ),
    ("text", 79, r"照片|图片|附件|佐证|电话|手机|邮箱|地址|资金|经费|金额|费用|预案|得分|扣分|分值|位置|地点|部位"),
    ("text", 79, r"法律依据|检查依据|依据$|条款|法规|标准依据"),
    ("problem", 74, r"(?:违法|违规|违章)\S{0,4}(?:行为|情形|事实|内容)$"),
    ("responsible_unit", 70, r"(?:企业|单位|部门|公司|机构|商户|门店|场所|项目部|学校)名称$"),
    ("measures", 84, r"(?:措施|举措)\S{0,2}(?:[及和与]\S{0,2})?(?:责任|时限|期限|完成时间)"),
    ("measures", 72, r"(?:整改|具体|整治|阶段|分解|分项|年度)\S{0,2}任务$"),
    ("problem_no", 79, rf"^(?:对应|所属|关联|归属){_FAULT}?(?:序号|编号|号|编码)$"),
    ("due", 73, r"^(?:什么时候|何时|几时|哪天|多久)"),
    ("specific", 73, r"^由?谁\S{0,4}$"),
    ("measures", 73, r"^(?:怎么|怎样|如何)(?:整?改|办|处理|解决)|(?:解决|整改|改进)(?:路径|途径|思路)$"),
    ("problem", 73, rf"^(?:有|存在)?(?:什么|啥|哪些){_FAULT}$"),
    ("due", 110, r"(?:延期|延长|顺延|展期|调整|变更)\S{0,2}[至到为]$"),
    ("due", 110, rf"(?:调整|变更|延期|延长|修订|重新确定)后?的?\S{{0,6}}(?:时限|期限|{_WHEN})$"),
    ("due", 72, r"^(?:原定|原|首次|初定|初始)\S{0,6}(?:时限|期限|时间|日期)$"),
    ("due", 78, r"时限|期限|限期|截止|截至|时间节点|完成节点"),
    ("due", 77, rf"{_MEANT_FOR}\S{{0,6}}{_END}\S{{0,2}}{_WHEN}?$"),
    ("due", 72, rf"{_MEANT_FOR}(?!开始|开工|启动|检查|进场)\S{{0,4}}{_WHEN}$|达标{_WHEN}$"),
    ("completed_on", 78, rf"(?:实际|已)\S*{_END}\S*{_WHEN}$"),
    ("completed_on", 72, rf"^(?:回复|答复|恢复|修复|兑现){_WHEN}$"),
    ("completed_on", 77, rf"(?:销号|结案|闭环|关闭|办结|完结|归档|验收通过)\S{{0,2}}{_WHEN}$"),
    ("found_on", 76, rf"{_SEEN}\S{{0,3}}{_WHEN}$"),
    ("assigned_on", 76, rf"{_GIVEN}\S{{0,3}}{_WHEN}$"),
    ("no", 70, r"序号$|^序$"),
    ("issue_no", 72, r"(?:编号|编码|单号|号码|代码|文号)$"),
    (
        "unit_and_person",
        78,
        rf"{_PLACE}\S{{0,2}}(?:及|和|与)?\S{{0,3}}(?:责任人|负责人|联系人|经办人|人员|人)$",
    ),
    ("lead_unit", 78, rf"(?:牵头|主责)\S{{0,3}}{_PLACE}$"),
    ("assisting_unit", 78, rf"(?:配合|协办|协助|参与|协同)\S{{0,3}}{_PLACE}$"),
    (
        "responsible_unit",
        77,
        rf"(?:责任|整改|承办|主办|落实|执行|实施|被\S{0,3}|受\S{0,3}|申请|所属|所在|属地|涉及|问题)\S{{0,4}}{_PLACE}$",
    ),
    ("responsible_unit", 74, r"^(?:施工|承建|分包|总包|维保|使用|运营|养护|管养)(?:单位|公司|部门|方)$"),
    (
        "source",
        72,
        rf"(?:检查|督查|督办|反馈|交办|发起|组织|监督|巡察|审计|主管|监管)\S{{0,2}}(?:机关|组|{_PLACE})$",
    ),
    ("source", 74, r"来源|出处|途径|渠道"),
    ("first", 74, r"(?:第一|主要)\S{0,2}(?:责任人|负责人|领导)$"),
    ("direct", 73, r"(?:责任|分管|主管|包保|包案|挂牌|挂钩|联系|牵头|领衔|督办|包联)\S{0,3}领导$"),
    ("direct", 60, r"领导$|(?:主任|书记|局长|处长|科长|院长|校长|所长|站长|队长|经理)(?:姓名)?$"),
    ("specific", 60, r"(?:护士长|班组长|班长|组长|网格长|安全员|专干|联络员)(?:姓名)?$"),
    ("specific", 73, rf"(?:责任|负责|经办|承办|整改|落实|办理|处理|处置|治理|维修|抢修|保养|管护|联系|执行|具体)\S{{0,3}}{_WHO}$"),
    ("severity", 74, r"(?:等级|级别|程度|优先级|分级)$"),
    ("status", 76, r"状态$|^是否(?:已|按期|按时)?(?:完成|整改|办结|完结|销号|闭环|到位|解决|落实|关闭)"),
    ("status", 76, r"是否\S{0,3}(?:完成|整改|符合|合格|达标|通过|到位|落实|解决|销号|闭环|办结|恢复|修复|消除|排除|处置|处理|化解|兑现|正常)|(?:了没有?|了吗|没有|与否|好没|吗)$"),
    ("status", 70, r"(?:销号|闭环|办结|完结|验收|完成)(?:情况|与否|否|率)?$"),
    ("cause", 74, r"原因|成因|症结|根源"),
    ("target", 70, r"目标$"),
    (
        "progress",
        73,
        r"进展|进度|成效|(?:追踪|跟踪|整改|效果)\S{0,2}评价$|(?:整改|改正|整治|处治|落实|办理|处理|处置|推进|工作|治理|跟进|跟踪|追踪|后续|执行|改善|解决|化解|兑现|践诺|履行|完善|提升|目前|当前|最新)"
        r"\S*(?:情况|状况|情形|结果|效果|动态)(?:反馈|说明)?$",
    ),
    ("measures", 74, r"(?:措施|举措|对策|作法|做法)\S{0,2}$"),
    ("measures", 62, r"(?:办法|方案|建议|要求|意见|打算)$"),
    ("category", 70, r"(?:类别|类型|分类|种类|性质|大类|小类|专业)$"),
    ("title", 72, rf"{_FAULT}?(?:标题|主题|题目)$"),
    ("problem", 76, rf"^(?:主要|具体|突出|典型)?{_FAULT}{_TELLING}?$|{_FAULT}{_TELLING}$"),
    (
        "problem",
        75,
        rf"^(?:存在|发现|反馈|查出|检查|查摆|整改|反映|指出|交办|认定)\S{{0,8}}{_FAULT}\S{{0,2}}$",
    ),
    ("problem", 66, rf"{_FAULT}$"),
    ("problem", 66, r"(?:审计|稽核|内审|外审|评审|督察|督导|巡察|巡视|检查|监督)\S{0,1}(?:意见|发现|观察)$"),
    ("problem", 60, r"(?:问题|隐患|缺陷|诉求|投诉)(?!来源|类|编号|序号|数)"),
    ("problem", 52, r"(?:事项|任务)(?:内容|名称|描述)?$|内容$"),
    ("note", 74, r"备注|附注"),
)  # fmt: skip
_NOTICED = (
    "(?:identified|raised|reported|found|detected|discovered|opened|created|issued|observed|"
    "logged|noted)"
)
_MISTAKE = (
    "(?:finding|issue|observation|weakness|deficiency|gap|non ?conformity|non ?conformance|concern|"
    "hazard|exception|vulnerability|defect|violation|problem|non ?compliance)s?"
)
_TOLD = "(?:desc|description|content|details?|statement|text|narrative|noted|identified|raised|observed|found)"
_ENGLISH = (
    ("text", 80, r"\b(?:justification|rationale|explanation|ids|refs|references|links)\b"),
    ("text", 79, r"\b(?:reviewed|approved|verified|closed|prepared|checked|updated|created) by\b"),
    ("text", 79, r"\b(?:url|link|phone|email|attachments?|cost|budget|age|days (?:open|overdue|late))\b"),
    ("text", 79, r"\b(?:status|start|begin|review|updated?|modified|check ?in|follow up) (?:date|on|at)\b|^start\b"),
    ("due", 110, r"\b(?:revised|new|updated|extended|current)\b.*\b(?:due|target|deadline|completion|implementation)\b"),
    ("due", 110, r"\b(?:extended|extension|revised|postponed|deferred)\b.*\b(?:to|until|till)\b"),
    ("due", 72, r"\b(?:original|initial|baseline)\b.*\b(?:due|target|deadline|completion|implementation)\b"),
    (
        "due",
        78,
        r"\b(?:due|target|planned|scheduled|expected|estimated|anticipated|proposed|agreed|committed|commitment|projected|forecast)\b.*\b(?:date|completion|close|closure|closeout|implementation|remediation|resolution|fix|end)\b|\bdue\b|\bdeadline\b|\btimelines?\b|\btime ?frame\b|\bby when\b",
    ),
    ("completed_on", 78, r"\b(?:actual|closed|closure|completed|resolved|fixed|remediated|implemented|corrected|rectified|abated|cleared|repaired)\b.*\b(?:date|on|at)\b|\bdate (?:of )?(?:closed|closure|completed|completion|resolved|implemented|fixed|remediated)\b"),
    ("assigned_on", 74, r"\b(?:assigned|sent|notified)\b.*\b(?:date|on|at)\b"),
    ("found_on", 76, rf"\bdate\b.*\b{_NOTICED}\b|\bdate of (?:the )?(?:{_MISTAKE}|inspection|audit|visit|review|check)\b|\b{_NOTICED}\b.*\b(?:date|on|at)\b|\b(?:audit|inspection|report|finding|review|assessment) date\b"),
    ("source", 74, r"\b(?:check|inspect|inspection|supervis\w+|report|source|task)\b.*\b(?:unit|dept|org|name|group)\b"),
    ("responsible_unit", 74, r"\b(?:duty|resp|responsible|rectif\w+|handle|handling|undertake)\b.*\b(?:unit|dept|department|org)\b"),
    ("specific", 74, r"\b(?:duty|resp|responsible|rectif\w+|handle|handling|liable)\b.*\b(?:person|people|man|user|staff)\b|\bhandler\b"),
    ("found_on", 74, r"\b(?:check|inspect|inspection|find|found|discover|report)\b.*\b(?:date|time)\b"),
    ("completed_on", 76, r"\b(?:finish|finished|complete|close|rectified|actual)\b.*\b(?:date|time)\b"),
    ("issue_no", 72, r"\b(?:id|no|number|ref|reference|key|code)$|^(?:id|ref|key)\b"),
    ("measures", 76, r"\b(?:action|capa|remediation|mitigation|treatment|corrective)\b.*\b(?:description|details?)\b"),
    ("severity", 74, r"\b(?:severity|priority|criticality|rating|risk (?:level|score|ranking|rank|category))\b"),
    (
        "status",
        76,
        r"^(?:(?:is|has been|was|fully) )?(?:closed|corrected|completed?|resolved|fixed|rectified|remediated|implemented|"
        r"abated|cleared|repaired|signed off|done)(?: (?:y n|yes no|or not))?$",
    ),
    ("status", 74, r"\b(?:status|state|open closed|is (?:closed|open|complete))\b"),
    ("cause", 74, r"\bcauses?\b|\brca\b"),
    ("specific", 72, r"\b(?:owner|assignee|responsible|accountable|assigned to|poc|contact|in charge)\b"),
    ("progress", 68, r"\b(?:progress|updates?|follow ?up|comments? on (?:progress|status))\b"),
    ("target", 70, r"\b(?:objective|goal|acceptance|expected (?:result|outcome))\b"),
    ("measures", 68, r"\b(?:actions?|remediation|mitigations?|corrective|fix|treatments?|measures?|solutions?)\b"),
    ("responsible_unit", 68, r"\b(?:department|dept|division|business unit|unit|agency|bureau|directorate|branch|auditee|entity|team|establishment|facility|premises)\b"),
    ("category", 66, r"\b(?:category|type|classification|domain|family|theme|pillar)\b"),
    ("title", 72, r"\b(?:title|summary|subject|headline)\b"),
    ("problem", 74, rf"\b{_MISTAKE}\b(?: {_TOLD})?$|\b(?:description|details?|statement) of (?:the )?{_MISTAKE}\b"),
    ("problem", 42, r"^actions? (?:agreed|points?|items?|required|arising)$"),
    ("problem", 60, r"\bdescription\b"),
    ("problem", 58, r"\brecommendations?\b"),
    ("source", 62, r"\b(?:source|audit|report|engagement|inspection|assessment|scanner)\b"),
    ("measures", 58, r"\b(?:plan|response)\b"),
    ("note", 66, r"\b(?:notes?|remarks?|comments?)\b"),
)  # fmt: skip
# What a column of people tells besides: 责任人及职务, 负责人姓名（签字）.
_BESIDES = re.compile(r"(?:姓名|签字|签名|签章|(?:姓名)?[及和与](?:其)?(?:职务|职级|职称|岗位))+$")
_Patterns = tuple[tuple[str, int, re.Pattern[str]], ...]
_IN_CHINESE: _Patterns = tuple((key, weight, re.compile(words)) for key, weight, words in _CHINESE)
_IN_ENGLISH: _Patterns = tuple((key, weight, re.compile(words)) for key, weight, words in _ENGLISH)
_LONGEST = 40


@lru_cache(maxsize=16_384)
def by_words(name: str) -> dict[str, int]:
    """Return the meanings suggested by the words of a name, each with its weight."""
    found: dict[str, int] = {}
    for form in forms_of(name):
        _add(found, _IN_CHINESE, _BESIDES.sub("", form) or form)
    _add(found, _IN_ENGLISH, spaced(name))
    return found


def _add(found: dict[str, int], patterns: _Patterns, text: str) -> None:
    """Add the first matching meaning, and others of the same weight class after it."""
    if not text or len(text) > _LONGEST:
        return
    for meaning, weight, pattern in patterns:
        if pattern.search(text):
            found.setdefault(meaning, weight if not found else min(weight, 60))
