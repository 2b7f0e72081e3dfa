"""The names under which published ledgers and forms carry each field.

Source: docs/domain/ledger-columns.md.
"""

NAMES: dict[str, str] = {
    "no": "序号 编号 # no number 序 项次",
    "issue_no": (
        "问题编号 受理编号 案件编号 问题序号 item_no issue_no finding_no finding_id id issue_id"
    ),
    "source": "问题来源 来源 检查来源 反馈来源 问题出处 督查来源 source source_title origin audit",
    "aspect": "方面 所属方面 问题方面 整改方面 aspect area",
    "category": "类别 问题类别 问题类型 隐患类别 问题分类 类型 category type",
    "severity": (
        "严重程度 级别 问题级别 严重级别 程度 等级 问题等级 隐患级别 隐患等级 severity priority "
        "risk_rating"
    ),
    "problem": (
        "具体问题 存在问题 问题描述 问题内容 问题 整改问题 问题表现 问题具体情况 存在的问题 "
        "存在隐患或问题 存在的问题或隐患 存在问题或隐患 隐患情况 反馈问题 主要问题 "
        "存在的主要问题 问题清单 具体问题表现 发现问题 发现的问题 现场具体隐患 问题及表现 "
        "问题概述 存在不足 problem problem_text finding findings issue description "
        "weakness_description observation nonconformity"
    ),
    "cause": "产生原因 原因分析 问题原因 原因 cause root_cause",
    "target": "整改目标 目标任务 目标 工作目标 预期目标 整改目标任务 target goal objective",
    "measures": (
        "整改措施 具体措施 措施 重点措施 主要措施 具体整治措施 采取的整改措施 整改举措 "
        "具体整改措施 整改任务 主要任务 工作措施 整改落实措施 整改建议 任务清单 整改要求 "
        "measures measure action actions corrective_action corrective_actions "
        "overall_remediation_plan"
    ),
    "lead_unit": "牵头单位 牵头 责任单位牵头 牵头部门 主责单位 牵头责任单位 lead_unit lead",
    "responsible_unit": (
        "责任单位 责任部门 整改责任单位 承办单位 整改单位 整改实施主体 被检查单位 责任主体 "
        "整改责任部门 所属支部 责任支部 responsible_unit unit owner_unit department"
    ),
    "assisting_unit": "配合单位 配合 责任单位配合 协办单位 配合部门 assisting_unit",
    "first": "第一责任人 first_responsible first",
    "direct": "直接责任人 责任领导 分管领导 direct_responsible direct",
    "specific": (
        "具体责任人 责任人 整改责任人 负责人 责任人员 具体负责人 整改负责人 "
        "specific_responsible responsible_person responsible_person_post owner point_of_contact "
        "person"
    ),
    "post": "职务 责任人职务 post",
    "assigned_on": "交办日期 交办时间 下达日期 下达时间 assigned_on",
    "found_on": (
        "发现时间 发现日期 检查时间 检查日期 排查时间 排查日期 反馈时间 反馈日期 督查时间 "
        "found_on date_found original_detection_date detected_on"
    ),
    "due": (
        "整改时限 完成时限 整改期限 时限 整改年限 计划完成时间 整改完成时限 完成期限 限期 "
        "计划完成整治时间 整改完成期限 办结时限 计划完成日期 deadline deadline_text due "
        "due_date due_on scheduled_completion_date"
    ),
    "progress": (
        "整改进展 工作进展情况 整改进展情况 进展情况 整改情况 整改成效 整治进展情况 工作进展 "
        "整改落实情况 progress progress_text"
    ),
    "status": (
        "完成情况 整改完成情况 是否完成 整改状态 状态 完成率 是否完成整治 整改结果 当前状态 "
        "status status_text"
    ),
    "note": "备注 备注说明 note notes remark remarks comment comments",
}
# These names mean the deadline only in a table that has no better one for it.
WEAK_NAMES: dict[str, str] = {
    "due": "完成时间 整改完成时间 整改时间 完成日期 期限",
}
