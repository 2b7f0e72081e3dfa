"""Layouts of our own making, as offices keep them, and what a person reads in each of them.

They were written before the reading was tried on them, and stand for those that nobody has shown
us. ``want`` gives for each row of a problem what is to come out; ``meanings`` what columns mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Layout:
    name: str
    sheets: dict[str, list[Row]]
    want: dict[tuple[str, int], dict[str, Any]]
    meanings: dict[str, str] = field(default_factory=dict)
    merges: dict[str, tuple[str, ...]] = field(default_factory=dict)
    file: str = "台账.xlsx"


D1, D2, BRIDGES = "第一养护所党支部", "第二养护所党支部", "桥隧养护所党支部"
LAYOUTS = (
    Layout(
        "inspection list with particulars",
        {"Sheet1": [
            ["附件2"],
            ["关于巡察反馈问题的整改清单"],
            ["填报单位：机关党委", "", "", "", "", "填报时间：2026年5月20日"],
            ["序号", "反馈的具体问题", "整改牵头领导", "责任部门", "经办人", "整改举措", "整改时限", "目前整改进展情况", "是否整改到位"],
            [1, "学习计划落实不到位", "秦卫平", "机关第一党支部", "石磊", "1.补学；2.每月通报", "6月底前", "已补学两次", "否"],
            [2, "党费收缴台账不规范", "顾明远", "机关第二党支部", "彭刚", "重新核对台账", "2026年4月30日", "台账已重建", "是"],
            [3, "谈心谈话记录缺失", "秦卫平", "机关第一党支部", "石磊", "补齐并长期坚持", "立行立改，长期坚持", "正在补齐", "否"],
            ["填表人：", "石磊", "", "审核人：", "叶秋实"],
        ]},
        {
            ("Sheet1", 5): {"title": "学习计划落实不到位", "units": ["机关第一党支部"], "people": ["秦卫平", "石磊"], "due": "2026-06-30", "tasks": 2, "state": "open"},
            ("Sheet1", 6): {"title": "党费收缴台账不规范", "units": ["机关第二党支部"], "people": ["顾明远", "彭刚"], "due": "2026-04-30", "state": "done"},
            ("Sheet1", 7): {"title": "谈心谈话记录缺失", "kind": "immediate", "state": "open"},
        },
        {"反馈的具体问题": "problem", "整改牵头领导": "direct", "经办人": "specific", "整改举措": "measures", "目前整改进展情况": "progress", "是否整改到位": "status"},
    ),
    Layout(
        "audit rectification ledger",
        {"审计整改": [
            ["2026年度审计发现问题整改台账"],
            ["序号", "审计报告文号", "审计查出的主要问题", "问题金额（万元）", "审计处理意见", "整改责任部门", "整改责任人", "拟整改到位时间", "已整改金额", "整改情况说明", "整改状态"],
            [1, "审报〔2026〕3号", "应收账款长期挂账未清理", 12.5, "限期清理", D1, "周立民", "2026.9.30", 3.2, "已发函催收", "正在整改"],
            [2, "审报〔2026〕3号", "固定资产未及时入账", 4, "补记入账", D2, "吴桂芳", "2026.5.31", 4, "已补记", "已整改"],
            [3, "审报〔2026〕5号", "招待费超预算", 0.8, "规范审批", D2, "吴桂芳", "2026.7.15", 0, "", "未整改"],
            ["合计", "", "", 17.3, "", "", "", "", 7.2, "", ""],
        ]},
        {
            ("审计整改", 3): {"title": "应收账款长期挂账未清理", "units": [D1], "people": ["周立民"], "due": "2026-09-30", "state": "open"},
            ("审计整改", 4): {"title": "固定资产未及时入账", "units": [D2], "due": "2026-05-31", "state": "done"},
            ("审计整改", 5): {"title": "招待费超预算", "people": ["吴桂芳"], "due": "2026-07-15", "state": "open"},
        },
        {"审计查出的主要问题": "problem", "问题金额（万元）": "text", "审计处理意见": "measures", "整改责任部门": "responsible_unit", "拟整改到位时间": "due", "整改情况说明": "progress", "整改状态": "status"},
    ),
    Layout(
        "supervision register of two header lines",
        {"督办": [
            ["重点工作督办台账（2026年9月）"],
            ["编号", "督办事项", "来源", "", "承办", "", "", "办理时限", "", "办理情况", "销号"],
            ["", "", "会议名称", "批示时间", "牵头单位", "配合单位", "责任人", "要求完成时间", "实际完成时间", "", ""],
            ["DB01", "修订值班制度", "第8次党委会", "2026-08-02", "机关党委", D1, "沈若兰", "2026-09-15", "2026-09-10", "已印发", "√"],
            ["DB02", "完善巡查记录", "第9次党委会", "2026-08-20", D1, D2, "周立民", "2026-10-15", "", "草拟中", ""],
        ]},
        {
            ("督办", 4): {"title": "修订值班制度", "units": ["机关党委", D1], "people": ["沈若兰"], "due": "2026-09-15", "state": "closed"},
            ("督办", 5): {"title": "完善巡查记录", "units": [D1, D2], "people": ["周立民"], "due": "2026-10-15", "state": "open"},
        },
        {"督办事项": "problem", "牵头单位": "lead_unit", "配合单位": "assisting_unit", "要求完成时间": "due", "实际完成时间": "completed_on"},
        {"督办": ("A2:A3", "B2:B3", "C2:D2", "E2:G2", "H2:I2", "J2:J3", "K2:K3")},
    ),
    Layout(
        "hazard ledger with review",
        {"隐患": [
            ["安全生产隐患排查治理台账"],
            ["检查日期", "检查部位", "隐患内容", "隐患级别", "整改措施", "责任单位", "整改责任人", "整改期限", "整改资金（元）", "整改完成日期", "复查人", "复查日期", "复查结果"],
            ["2026年6月1日", "料场", "配电箱门缺失", "一般隐患", "加装箱门", "第一养护所", "周立民", "3天", 200, "2026年6月3日", "石磊", "2026年6月4日", "合格"],
            ["2026年6月1日", "宿舍", "私拉电线", "较大隐患", "拆除并教育", "第二养护所", "吴桂芳 13811112222", "立即", 0, "", "", "", ""],
            ["2026年6月8日", "隧道", "消火栓无水", "重大隐患", "检修泵房", "桥隧养护所", "赵铁军", "7天", 5000, "", "", "", ""],
            ["本页小计", "", "3处", "", "", "", "", "", 5200, "", "", "", ""],
            ["检查人签字：", "", "", "", "负责人签字：", "", "", "", "", "", "", "", ""],
        ]},
        {
            ("隐患", 3): {"title": "配电箱门缺失", "units": [D1], "found": "2026-06-01", "due": "2026-06-04", "severity": "general", "state": "done"},
            ("隐患", 4): {"title": "私拉电线", "units": [D2], "people": ["吴桂芳"], "kind": "immediate", "severity": "major", "state": "open"},
            ("隐患", 5): {"title": "消火栓无水", "units": [BRIDGES], "due": "2026-06-15", "state": "open"},
        },
        {"隐患内容": "problem", "检查日期": "found_on", "整改期限": "due", "整改完成日期": "completed_on", "复查人": "text"},
    ),
    Layout(
        "traditional characters and years of the republic",
        {"缺失改善": [
            ["內部稽核缺失改善追蹤表"],
            ["項次", "缺失事項", "缺失等級", "改善措施", "負責單位", "承辦人", "預定完成日期", "實際完成日期", "辦理情形"],
            [1, "門禁紀錄未保存", "輕微", "延長保存期限", "機關黨委", "沈若蘭", "115/06/30", "115/06/20", "已完成"],
            [2, "備份未測試", "重大", "每季測試一次", "機關第一黨支部", "石磊", "115年12月31日", "", "辦理中"],
        ]},
        {
            ("缺失改善", 3): {"title": "門禁紀錄未保存", "units": ["机关党委"], "due": "2026-06-30", "severity": "minor", "state": "done"},
            ("缺失改善", 4): {"title": "備份未測試", "units": ["机关第一党支部"], "people": ["石磊"], "due": "2026-12-31", "severity": "major", "state": "open"},
        },
        {"缺失事項": "problem", "改善措施": "measures", "負責單位": "responsible_unit", "預定完成日期": "due", "實際完成日期": "completed_on"},
    ),
    Layout(
        "life meeting by person",
        {"清单": [
            ["2026年度民主生活会查摆问题整改清单", "", "", "", "", ""],
            ["序号", "查摆的问题", "整改目标", "整改措施", "完成时限", "责任人"],
            ["一、领导班子", "", "", "", "", ""],
            [1, "调查研究不深入", "每季度不少于一次", "制定调研计划", "2026年12月底", "秦卫平"],
            ["二、班子成员", "", "", "", "", ""],
            ["（一）顾明远", "", "", "", "", ""],
            [2, "理论学习抓得不紧", "按月完成", "每天自学半小时", "长期坚持", "顾明远"],
            [3, "联系群众不够", "", "每月下基层1次", "2026年底前并长期坚持", "顾明远"],
        ]},
        {
            ("清单", 4): {"title": "调查研究不深入", "people": ["秦卫平"], "due": "2026-12-31"},
            ("清单", 7): {"title": "理论学习抓得不紧", "people": ["顾明远"], "kind": "long_term"},
            ("清单", 8): {"title": "联系群众不够", "due": "2026-12-31"},
        },
        {"查摆的问题": "problem", "整改目标": "target"},
        {"清单": ("A1:F1", "A3:F3", "A5:F5", "A6:F6")},
    ),
    Layout(
        "internal audit tracker",
        {"Tracker": [
            ["Internal Audit - Issue Tracker", "", "", "As of 30 June 2026"],
            [],
            ["Ref", "Audit", "Finding Title", "Finding Detail", "Risk", "Agreed Management Action", "Action Owner", "Dept", "Original Target", "Revised Target", "Status", "% Complete", "Comments"],
            ["IA-26-01", "Payroll", "Leavers stay on payroll", "Three leavers were paid in March after their last day", "H", "Monthly reconciliation by HR", "Zhou Limin", "Office Branch One", "31-Mar-26", "30-Sep-26", "In progress", "60%", ""],
            ["IA-26-02", "Payroll", "Overtime is not approved", "Overtime of the depot lacked approval in 12 of 25 cases", "M", "Approve in the system", "Sun Lina", "Office Branch Two", "30-Jun-26", "", "Closed", "100%", "verified 12 Jun"],
            ["IA-26-03", "Stores", "No stock count", "No count was made in 2025", "L", "Yearly count", "Lu Jia", "Office Branch Two", "31-Dec-26", "", "Not started", "0%", ""],
            ["H = high, M = medium, L = low"],
        ]},
        {
            ("Tracker", 4): {"title": "Leavers stay on payroll", "units": ["Office Branch One"], "people": ["Zhou Limin"], "severity": "major", "due": "2026-09-30", "state": "open"},
            ("Tracker", 5): {"title": "Overtime is not approved", "due": "2026-06-30", "severity": "general", "state": "closed"},
            ("Tracker", 6): {"title": "No stock count", "people": ["Lu Jia"], "severity": "minor", "due": "2026-12-31", "state": "open"},
        },
        {"Finding Title": "problem", "Finding Detail": "description", "Agreed Management Action": "measures", "Action Owner": "specific", "Dept": "responsible_unit", "Status": "status"},
    ),
    Layout(
        "corrective actions log",
        {"CAPA Log": [
            ["CAPA #", "Date Opened", "Source", "Description of Nonconformance", "Root Cause", "Corrective Action", "Preventive Action", "Owner", "Due", "Date Closed", "Status"],
            ["C-101", "13/02/2026", "Customer complaint", "Wrong label on drums", "Label file not locked", "Relabel stock", "Lock the file", "Peng Gang", "28/02/2026", "25/02/2026", "Closed"],
            ["C-102", "05/03/2026", "Internal audit", "Calibration overdue on gauge 7", "No reminder", "Calibrate", "Set reminder", "Shi Lei", "04/04/2026", "", "Overdue"],
        ]},
        {
            ("CAPA Log", 2): {"title": "Wrong label on drums", "people": ["Peng Gang"], "found": "2026-02-13", "due": "2026-02-28", "state": "closed"},
            ("CAPA Log", 3): {"title": "Calibration overdue on gauge 7", "people": ["Shi Lei"], "found": "2026-03-05", "due": "2026-04-04", "state": "open"},
        },
        {"CAPA #": "issue_no", "Description of Nonconformance": "problem", "Corrective Action": "measures", "Date Opened": "found_on", "Date Closed": "completed_on"},
    ),
    Layout(
        "service desk export",
        {"CSV": [
            ["Number", "Short description", "Priority", "State", "Assigned to", "Assignment group", "Opened", "Due date", "Closed", "Work notes"],
            ["INC0010021", "Server room door left open", "2 - High", "Work in Progress", "Zhao Tiejun", "Facilities", "2026-05-03 08:22:11", "2026-05-10 17:00:00", "", "door closer ordered"],
            ["INC0010022", "Badge reader out of order", "4 - Low", "Closed", "Tian Ye", "Facilities", "2026-05-04 09:00:00", "2026-05-20 17:00:00", "2026-05-12 10:11:00", "replaced"],
            ["INC0010023", "No test of the generator", "3 - Moderate", "New", "", "Facilities", "2026-05-06 14:40:00", "", "", ""],
        ]},
        {
            ("CSV", 2): {"title": "Server room door left open", "severity": "major", "people": ["Zhao Tiejun"], "found": "2026-05-03", "due": "2026-05-10", "state": "open"},
            ("CSV", 3): {"title": "Badge reader out of order", "severity": "minor", "found": "2026-05-04", "due": "2026-05-20", "state": "closed"},
            ("CSV", 4): {"title": "No test of the generator", "severity": "general", "found": "2026-05-06", "state": "open"},
        },
        {"Number": "issue_no", "Short description": "problem", "Assigned to": "specific", "Opened": "found_on"},
        file="incident.csv",
    ),
    Layout(
        "project tool export",
        {"CSV": [
            ["#", "Project", "Tracker", "Status", "Priority", "Subject", "Author", "Assignee", "Updated", "Created", "Due date", "% Done", "Description"],
            ["311", "Audit", "Finding", "Resolved", "Urgent", "Keys are not counted", "Su Wenjing", "Sun Lina", "05/20/2026 10:00 AM", "05/02/2026 09:12 AM", "06/30/2026", "100", "The key box holds 12 keys, the list has 14"],
            ["312", "Audit", "Finding", "Feedback", "Low", "Old posters on the wall", "Su Wenjing", "Lu Jia", "05/21/2026 11:00 AM", "05/02/2026 09:20 AM", "07/15/2026", "20", ""],
        ]},
        {
            ("CSV", 2): {"title": "Keys are not counted", "people": ["Sun Lina"], "found": "2026-05-02", "due": "2026-06-30", "state": "done"},
            ("CSV", 3): {"title": "Old posters on the wall", "severity": "minor", "due": "2026-07-15", "state": "open"},
        },
        {"Subject": "problem", "Description": "description", "Assignee": "specific", "Created": "found_on"},
        file="issues.csv",
    ),
    Layout(
        "security scanner",
        {"CSV": [
            ["Plugin ID", "CVE", "Risk", "Host", "Port", "Name", "Synopsis", "Description", "Solution"],
            ["10863", "", "Medium", "10.1.1.5", "443", "Certificate cannot be trusted", "The certificate is self-signed.", "The chain contains a certificate that no authority has signed.", "Buy a certificate."],
            ["57608", "CVE-2026-1", "High", "10.1.1.9", "445", "Signing not required", "Signing is not required.", "Signing is not required on the remote server, so it may be spoofed.", "Enforce signing."],
        ]},
        {
            ("CSV", 2): {"title": "Certificate cannot be trusted", "severity": "general", "state": "open"},
            ("CSV", 3): {"title": "Signing not required", "severity": "major"},
        },
        {"Solution": "measures", "Risk": "severity"},
        file="scan.csv",
    ),
)  # fmt: skip
