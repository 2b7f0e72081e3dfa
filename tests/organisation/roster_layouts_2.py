"""More layouts: lists of units, and rosters in the shapes of other programs."""

from __future__ import annotations

from datetime import date

from tests.organisation.roster_layouts import B1, B2, OFFICE, Layout, who

LAYOUTS = (
    Layout(
        name="units by levels, an empty installation",
        sheets={"花名册": [
            ["岚江市公路事业发展局干部职工花名册"],
            ["序号", "党委", "党总支", "党支部", "姓名", "职务"],
            [1, "机关党委", "养护党总支", "第一养护所党支部", "喻世", "书记"],
            [2, "", "", "", "柏杨", "党小组长"],
            [3, "", "", "第二养护所党支部", "水清", "书记"],
            [4, "", "收费党总支", "", "窦娥", "书记"],
        ]},
        units={
            "机关党委": ("", "office_committee"),
            "养护党总支": ("机关党委", "general_branch"), "收费党总支": ("机关党委", "general_branch"),
            "第一养护所党支部": ("养护党总支", "branch"), "第二养护所党支部": ("养护党总支", "branch"),
        },
        people=(
            who("喻世", "", "", "第一养护所党支部:branch_secretary"),
            who("柏杨", "", "", "第一养护所党支部:group_leader"),
            who("水清", "", "", "第二养护所党支部:branch_secretary"),
            who("窦娥", "", "", "收费党总支:general_branch_secretary"),
        ),
        is_empty=True,
    ),
    Layout(
        name="a list of units with the unit above, in any order",
        sheets={"机构": [
            ["组织机构一览表"],
            ["序号", "单位名称", "上级单位", "成立时间", "正式党员", "预备党员"],
            [1, "第一养护所党支部", "养护党总支", "2020-05-01", 12, 1],
            [2, "养护党总支", "机关党委", "2019.7", 40, ""],
            [3, "机关党委", "岚江市公路事业发展局", "2019-01-01", "", ""],
            [4, "岚江市公路事业发展局", "", "2019-01-01", "", ""],
        ]},
        units={
            "岚江市公路事业发展局": ("", "party_group"),
            "机关党委": ("岚江市公路事业发展局", "office_committee"),
            "养护党总支": ("机关党委", "general_branch"),
            "第一养护所党支部": ("养护党总支", "branch"),
        },
        is_empty=True,
    ),
    Layout(
        name="a list of units by numbers",
        sheets={"机构": [
            ["编号", "机构名称", "备注"],
            ["1", "东山区城市管理局", ""],
            ["1.1", "办公室", ""],
            ["1.2", "执法大队", ""],
            ["1.2.1", "执法一中队", ""],
            ["1.2.2", "执法二中队", ""],
            ["1.3", "环卫科", "合署办公"],
        ]},
        units={
            "东山区城市管理局": ("", "organisation"), "办公室": ("东山区城市管理局", "department"),
            "执法大队": ("东山区城市管理局", "department"), "执法一中队": ("执法大队", "team"),
            "执法二中队": ("执法大队", "team"), "环卫科": ("东山区城市管理局", "department"),
        },
        is_empty=True,
    ),
    Layout(
        name="a list of units indented with blanks in a single column",
        sheets={"Sheet1": [
            ["集团公司"], ["  一分公司"], ["    生产部"], ["      一班"], ["    质量部"], ["  二分公司"], ["    生产部"],
        ]},
        units={
            "集团公司": ("", "organisation"), "一分公司": ("集团公司", "organisation"),
            "生产部": ("一分公司|二分公司", "department"), "一班": ("生产部", "team"),
            "质量部": ("一分公司", "department"), "二分公司": ("集团公司", "organisation"),
        },
        is_empty=True,
    ),
    Layout(
        name="branches with their officers in columns, below a title that names the committee",
        sheets={"党支部": [
            ["机关党委党支部一览表"],
            ["序号", "党支部名称", "书记", "组织委员", "宣传委员", "党员人数"],
            [1, "机关第三党支部", "苏武", "潘安", "葛洪", 15],
            [2, "机关第四党支部", "范蠡", "彭越", "无", 9],
            [3, B1, "鲁肃", "", "", 20],
        ]},
        units={"机关第三党支部": (OFFICE, "branch"), "机关第四党支部": (OFFICE, "branch")},
        people=(
            who("苏武", "", "", "机关第三党支部:branch_secretary"),
            who("潘安", "", "", "机关第三党支部:branch_committee_member"),
            who("葛洪", "", "", "机关第三党支部:branch_committee_member"),
            who("范蠡", "", "", "机关第四党支部:branch_secretary"),
            who("彭越", "", "", "机关第四党支部:branch_committee_member"),
            who("鲁肃", "", "", f"{B1}:branch_secretary"),
        ),
    ),
    Layout(
        name="two sheets: the units, and the people in them",
        sheets={
            "单位": [["单位代码", "单位名称", "上级代码"], ["10", "南湖区交通局党组", ""], ["11", "交通局机关党委", "10"], ["12", "运输党支部", "11"]],
            "名单": [["姓名", "部门", "职务", "政治面貌"], ["韦庄", "运输党支部", "书记", "中共党员"], ["昌黎", "运输党支部", "", "中共预备党员"], ["马超", "运输党支部", "", "群众"]],
        },
        units={
            "南湖区交通局党组": ("", "party_group"), "交通局机关党委": ("南湖区交通局党组", "office_committee"),
            "运输党支部": ("交通局机关党委", "branch"),
        },
        people=(
            who("韦庄", "", "", "运输党支部:branch_secretary"),
            who("昌黎", "", "", "运输党支部:member"),
            who("马超"),
        ),
        is_empty=True,
    ),
    Layout(
        name="headings with the unit between the rows, and terms in one cell",
        sheets={"通讯录": [
            ["机关党委通讯录"],
            ["序号", "姓名", "职务", "任期", "邮箱"],
            ["一、机关第一党支部"],
            [1, "苗青", "书记", "2024.3-2027.2", "miao@example.org"],
            [2, "凤鸣", "党员", "", ""],
            ["二、机关第二党支部"],
            [1, "花荣", "书记", "2024年3月1日至2027年2月28日", ""],
            ["注：电话另附"],
        ]},
        people=(
            who("苗青", "", "miao@example.org", f"{B1}:branch_secretary"),
            who("凤鸣", "", "", f"{B1}:member"),
            who("花荣", "", "", f"{B2}:branch_secretary"),
        ),
        dates={("苗青", "branch_secretary"): ("2024-03-01", "2027-02-28"),
               ("花荣", "branch_secretary"): ("2024-03-01", "2027-02-28")},
        merges={"通讯录": ("A3:E3", "A6:E6", "A8:E8")},
    ),
    Layout(
        name="names of columns that no list has, told by what stands in them",
        sheets={"Sheet1": [
            ["单位", "人", "干什么的", "怎么联系"],
            [B1, "方圆", "支部书记", "fang@example.org"],
            [B2, "俞伯牙", "组织委员", "yu@example.org"],
            [B2, "任我行", "党员", "ren@example.org"],
        ]},
        people=(
            who("方圆", "", "fang@example.org", f"{B1}:branch_secretary"),
            who("俞伯牙", "", "yu@example.org", f"{B2}:branch_committee_member"),
            who("任我行", "", "ren@example.org", f"{B2}:member"),
        ),
    ),
    Layout(
        name="lost zeros, and departments beside the branch",
        sheets={"花名册": [
            ["职工编号", "姓名", "部门", "所在党支部", "行政职务", "党内职务"],
            ["00101", "袁枚", "财务科", B1, "科长", "支部书记"],
            [102, "柳永", "财务科", B1, "科员", "党员"],
            ["00103", "酆都", "养护科", B2, "科员", "党员"],
        ]},
        refused=frozenset({"A3"}),
    ),
    Layout(
        name="new units where a person says, and days of a spreadsheet",
        sheets={"花名册": [
            ["姓名", "党支部", "职务", "任职时间"],
            ["鲍叔", "机关第五党支部", "书记", date(2025, 3, 1)],
            ["史可法", "机关第五党支部", "党员", date(2025, 4, 1)],
        ]},
        units={"机关第五党支部": (OFFICE, "branch")},
        people=(
            who("鲍叔", "", "", "机关第五党支部:branch_secretary"),
            who("史可法", "", "", "机关第五党支部:member"),
        ),
        dates={("鲍叔", "branch_secretary"): ("2025-03-01", "")},
        under=OFFICE,
    ),
    Layout(
        name="an installation with both departments and branches below its bureau",
        sheets={"机构": [
            ["单位名称", "上级单位"],
            ["东山区城市管理局", ""], ["办公室", "东山区城市管理局"], ["机关党支部", "东山区城市管理局"],
        ]},
        units={
            "东山区城市管理局": ("", "bureau"), "办公室": ("东山区城市管理局", "department"),
            "机关党支部": ("东山区城市管理局", "branch"),
        },
        is_empty=True,
    ),
    Layout(
        name="two blocks side by side, the foot of a page, and somebody not yet named",
        sheets={"S": [
            ["序号", "姓名", "支部", "职务", "序号", "姓名", "支部", "职务"],
            [1, "赵晓明", B1, "党员", 2, "钱丽", B2, "党员"],
            [3, "待定", B1, "书记", "", "", "", ""],
            ["共3人", "", "", "", "", "", "", ""],
            ["制表：王芳", "", "", "2026年11月30日", "", "", "", ""],
        ]},
        people=(who("赵晓明", "", "", f"{B1}:member"), who("钱丽", "", "", f"{B2}:member")),
        left_out=frozenset({"B3"}),
    ),
    Layout(
        name="an export of a personnel program, blanks where there is no second level",
        sheets={"员工信息": [
            ["员工编号", "姓名", "英文名", "一级部门", "二级部门", "岗位", "直接上级", "工作邮箱", "在职状态"],
            ["HR001", "赵晓明", "Zhao Xiaoming", "城建公司", "人事部", "人事专员", "王总", "mailto:zhao@corp.example", "在职"],
            ["HR002", "钱丽", "Qian Li", "城建公司", "", "经理", "王总", "钱丽 <qian@corp.example>", "在职"],
            ["HR003", "孙立", "Sun Li", "城建公司", "研发部", "工程师", "周总", "sun@corp.example", "离职"],
        ]},
        units={"城建公司": ("", "organisation"), "人事部": ("城建公司", "department")},
        people=(
            who("赵晓明", "HR001", "zhao@corp.example"), who("钱丽", "HR002", "qian@corp.example"),
        ),
        left_out=frozenset({"F2", "F3", "B4"}),
        is_empty=True,
    ),
    Layout(
        name="rings, parents that are not there, several units in a cell",
        sheets={"S": [
            ["单位名称", "上级单位"],
            ["甲公司", "乙公司"], ["乙公司", "甲公司"], ["丙部", "不存在的公司"], ["丁部", "丁部"],
            ["戊部、己部", "岚江市公路事业发展局"], ["机关第一党支部", "收费党总支"],
        ]},
        refused=frozenset({"B2", "B3", "B4", "B5", "A6", "B7"}),
    ),
)  # fmt: skip
