"""More layouts of our own making: forms, blocks, lists joined by number, templates, headings."""

from __future__ import annotations

from tests.imports.ledger.own_layouts import BRIDGES, D1, D2, Layout

LAYOUTS = (
    Layout(
        "label blocks as copied from a letter",
        {"整改": [
            ["整改情况报告"],
            ["（一）关于“三会一课”落实不到位问题"],
            ["责任单位：第一养护所党支部", ],
            ["责任人：周立民"],
            ["整改措施：1.制定年度计划；2.每月检查一次。"],
            ["整改时限：2026年8月31日前"],
            ["整改情况：正在整改"],
            ["（二）关于党员档案不完整问题"],
            ["责任单位：第二养护所党支部"],
            ["责任人：吴桂芳"],
            ["整改措施：补齐档案。"],
            ["整改时限：2026年5月底"],
            ["整改情况：已完成整改"],
        ]},
        {
            ("整改", 2): {"title": "关于“三会一课”落实不到位问题", "units": [D1], "people": ["周立民"], "due": "2026-08-31", "tasks": 2, "state": "open"},
            ("整改", 8): {"title": "关于党员档案不完整问题", "units": [D2], "people": ["吴桂芳"], "due": "2026-05-31", "state": "done"},
        },
    ),
    Layout(
        "rectification notice as a form",
        {"通知单": [
            ["安全隐患整改通知单"],
            ["编号", "AQ-2026-07", "检查日期", "2026年7月3日"],
            ["被检查单位", D1, "负责人", "周立民"],
            ["存在问题", "配电房堆放杂物，通道不畅"],
            ["整改要求", "清理杂物，设置标识"],
            ["整改期限", "7日内"],
            ["检查人（签字）", "", "被检查单位负责人（签字）", ""],
        ]},
        {("通知单", 4): {"title": "配电房堆放杂物，通道不畅", "units": [D1], "people": ["周立民"], "found": "2026-07-03", "due": "2026-07-10"}},
        {"存在问题": "problem"},
    ),
    Layout(
        "units merged over their problems with subtotals",
        {"汇总": [
            ["二季度党建督查问题汇总"],
            ["单位", "序号", "督查发现的问题", "扣分", "整改建议", "整改时间要求"],
            [D1, 1, "活动室制度未上墙", 1, "张贴制度", "2026年7月10日前"],
            ["", 2, "会议签到不规范", 0.5, "使用统一签到表", "2026年7月10日前"],
            ["小计", "", "", 1.5, "", ""],
            [D2, 3, "未按期换届", 2, "尽快换届", "2026年8月底"],
            ["小计", "", "", 2, "", ""],
            ["合计", 3, "", 3.5, "", ""],
        ]},
        {
            ("汇总", 3): {"title": "活动室制度未上墙", "units": [D1], "due": "2026-07-10"},
            ("汇总", 4): {"title": "会议签到不规范", "units": [D1], "due": "2026-07-10"},
            ("汇总", 6): {"title": "未按期换届", "units": [D2], "due": "2026-08-31"},
        },
        {"督查发现的问题": "problem", "整改建议": "measures", "整改时间要求": "due", "扣分": "text"},
        {"汇总": ("A3:A4",)},
    ),
    Layout(
        "three lists joined by number",
        {
            "问题清单": [
                ["问题清单"],
                ["问题编号", "问题类别", "具体问题", "产生原因"],
                ["W-01", "组织生活", "主题党日形式单一", "策划不足"],
                ["W-02", "党费", "党费公示不及时", "职责不清"],
            ],
            "任务清单": [
                ["任务清单"],
                ["问题编号", "整改任务", "完成时限"],
                ["W-01", "制定主题党日计划", "2026年6月30日"],
                ["W-01", "组织观摩一次", "2026年9月30日"],
                ["W-02", "每季度公示一次", "2026年7月31日"],
            ],
            "责任清单": [
                ["责任清单"],
                ["问题编号", "责任单位", "责任领导", "责任人"],
                ["W-01", D1, "何国栋", "周立民"],
                ["W-02", D2, "何国栋", "吴桂芳"],
            ],
        },
        {
            ("问题清单", 3): {"title": "主题党日形式单一", "tasks": 2, "units": [D1], "due": "2026-09-30"},
            ("问题清单", 4): {"title": "党费公示不及时", "tasks": 1, "units": [D2], "people": ["何国栋", "吴桂芳"], "due": "2026-07-31"},
        },
        {"具体问题": "problem"},
    ),
    Layout(
        "environmental inspection with monthly progress",
        {"整改方案": [
            ["中央生态环境保护督察反馈意见整改任务清单"],
            ["序号", "反馈意见", "整改目标", "整改措施", "整改时限", "牵头单位", "责任单位", "督导单位", "责任领导", "4月底进展", "5月底进展", "是否销号"],
            [1, "扬尘管控不力", "达标排放", "（1）围挡喷淋；（2）车辆冲洗", "2026年10月底前", "机关党委", D1, "市生态环境局", "罗振国", "已购置喷淋", "安装中", "否"],
            [2, "危废台账不全", "账物相符", "补建台账", "2026年4月底前", "机关党委", D2, "市生态环境局", "罗振国", "已补建", "已验收", "是"],
        ]},
        {
            ("整改方案", 3): {"title": "扬尘管控不力", "units": ["机关党委", D1], "people": ["罗振国"], "tasks": 2, "due": "2026-10-31", "state": "open"},
            ("整改方案", 4): {"title": "危废台账不全", "due": "2026-04-30", "state": "closed"},
        },
        {"反馈意见": "problem", "整改目标": "target", "责任领导": "direct", "是否销号": "status"},
    ),
    Layout(
        "hotline complaints",
        {"工单": [
            ["工单编号", "来电时间", "诉求内容", "承办单位", "办理期限", "办结时间", "办理结果", "满意度"],
            ["GD0601", "2026/6/1 9:05", "收费站出口标线不清", "城东收费站", "5个工作日", "2026/6/4", "已重新施划", "满意"],
            ["GD0602", "2026/6/2 15:40", "服务区厕所无水", "桥隧养护所", "3个工作日", "", "", ""],
        ]},
        {
            ("工单", 2): {"title": "收费站出口标线不清", "units": ["城东收费站党支部"], "found": "2026-06-01", "due": "2026-06-08", "state": "done"},
            ("工单", 3): {"title": "服务区厕所无水", "units": [BRIDGES], "due": "2026-06-05", "state": "open"},
        },
        {"诉求内容": "problem", "来电时间": "found_on", "承办单位": "responsible_unit", "办理期限": "due"},
    ),
    Layout(
        "template with instructions, an example and numbered columns",
        {"填报表": [
            ["基层党组织问题整改统计表"],
            ["序号", "党支部", "问题描述", "整改措施", "责任人", "整改时限", "整改状态"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
            ["填写说明", "填写全称", "请写明问题事实", "请逐条填写", "填写姓名", "格式：2026-06-30", "下拉选择：未整改/整改中/已整改"],
            ["例", "××党支部", "会议记录不全", "补齐", "张三", "2026-01-31", "整改中"],
            [1, D1, "学习笔记流于形式", "抽查笔记", "周立民", "2026-06-30", "整改中"],
            [2, D2, "党员大会缺席较多", "严格考勤", "吴桂芳", "2026-07-31", "未整改"],
            ["注：本表每月25日前报送。"],
        ]},
        {
            ("填报表", 6): {"title": "学习笔记流于形式", "units": [D1], "people": ["周立民"], "due": "2026-06-30", "state": "open"},
            ("填报表", 7): {"title": "党员大会缺席较多", "units": [D2], "due": "2026-07-31", "state": "open"},
        },
        {"党支部": "responsible_unit", "问题描述": "problem"},
    ),
    Layout(
        "finished and open under headings",
        {"台账": [
            ["主题教育检视问题整改台账（截至2026年9月30日）"],
            ["序号", "检视问题", "整改措施", "责任科室", "完成时间", "备注"],
            ["一、已完成整改的问题（2项）"],
            [1, "文件传阅不及时", "建立传阅制度", "机关第一党支部", "2026年5月", ""],
            [2, "值班记录缺项", "统一格式", "机关第二党支部", "2026年6月", ""],
            ["二、正在整改的问题（1项）"],
            [3, "调研成果转化不足", "建立转化清单", "机关党委", "2026年12月", "需长期推进"],
        ]},
        {
            ("台账", 4): {"title": "文件传阅不及时", "units": ["机关第一党支部"], "state": "done"},
            ("台账", 5): {"title": "值班记录缺项", "state": "done"},
            ("台账", 7): {"title": "调研成果转化不足", "due": "2026-12-31", "state": "open"},
        },
        {"检视问题": "problem", "责任科室": "responsible_unit"},
    ),
    Layout(
        "a branch's plain list",
        {"Sheet1": [
            ["支部名称", "存在的主要问题及表现", "整改打算", "备注"],
            [D1, "学用结合不紧密", "开展案例学习", "整改时限：2026年10月31日前；责任人：周立民"],
            [D2, "发展党员程序不规范", "对照细则补正", ""],
        ]},
        {
            ("Sheet1", 2): {"title": "学用结合不紧密", "units": [D1], "due": "2026-10-31"},
            ("Sheet1", 3): {"title": "发展党员程序不规范", "units": [D2], "due": None},
        },
        {"存在的主要问题及表现": "problem", "整改打算": "measures"},
    ),
    Layout(
        "system owner's plan of action",
        {"POAM": [
            ["POA&M Item ID", "Control Vulnerability Description", "Security Control Number", "Office/Org", "Security Checks", "Resources Required", "Scheduled Completion Date", "Milestones with Completion Dates", "Source Identifying Vulnerability", "Status", "Raw Severity", "Mitigations", "Comments"],
            ["1", "Audit logs are kept for 30 days only", "AU-11", "Office Branch One", "SV-1", "None", "09/30/2026", "Extend storage 08/15/2026", "Self-assessment", "Ongoing", "II", "Export weekly", ""],
            ["2", "Shared administrator account", "IA-2", "Office Branch Two", "SV-2", "None", "05/15/2026", "Remove 05/01/2026", "Assessment", "Completed", "I", "", "closed by team"],
        ]},
        {
            ("POAM", 2): {"title": "Audit logs are kept for 30 days only", "due": "2026-09-30", "state": "open"},
            ("POAM", 3): {"title": "Shared administrator account", "due": "2026-05-15", "state": "done"},
        },
        {"Control Vulnerability Description": "problem", "Scheduled Completion Date": "due", "Mitigations": "measures"},
    ),
)  # fmt: skip
