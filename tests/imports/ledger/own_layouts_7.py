"""Ledgers of schools, sites, audits and meetings: finished in other words, days in other words."""

from __future__ import annotations

from datetime import date

from tests.imports.ledger.own_layouts import BRIDGES, D1, D2, Layout

OFFICE_1, OFFICE_2, PARTY = "机关第一党支部", "机关第二党支部", "机关党委"
EAST, WEST, NORTH = "城东收费站党支部", "城西收费站党支部", "北岭收费站党支部"
LAYOUTS = (
 Layout("site rounds with results of a second look", {
  "巡检": [
   ["施工现场安全文明巡检整改闭环表", "", "", "", "", "", "", ""],
   ["巡检时间", "巡检人", "位置", "问题照片", "问题说明", "整改单位/责任人", "要求整改时间", "复检情况"],
   ["2026-07-02 09:10", "苏文静", "1#梁场", "", "吊索具无检查标识", "第一养护所/周立民", "2026-07-04", "7月4日复检已整改合格，闭合"],
   ["2026-07-02 09:40", "苏文静", "2#拌和站", "", "料仓隔墙倾斜", "第二养护所/吴桂芳", "2026-07-06", "复检不合格，继续整改"],
   ["2026-07-03 15:00", "苏文静", "3#桥", "", "临边防护缺失", "桥隧养护所/赵铁军", "当日", "已当场整改"],
  ],
 }, {
  ("巡检", 3): {"title": "吊索具无检查标识", "units": [D1], "people": ["周立民"], "found": "2026-07-02", "due": "2026-07-04", "state": "closed"},
  ("巡检", 4): {"title": "料仓隔墙倾斜", "units": [D2], "due": "2026-07-06", "state": "open"},
  ("巡检", 5): {"title": "临边防护缺失", "units": [BRIDGES], "due": "2026-07-03", "state": "done"},
 }, {"问题说明": "problem", "整改单位/责任人": "unit_and_person", "要求整改时间": "due", "巡检时间": "found_on"}),
 Layout("action log of a board", {
  "Actions": [
   ["Board action log", "", "", "", "", ""],
   ["Updated 14 August 2026", "", "", "", "", ""],
   ["Minute ref", "Action agreed", "Lead", "By when", "RAG", "Update"],
   ["12/26", "Publish the delegation scheme", "Qin Weiping", "End of September 2026", "Amber", "Draft with legal"],
   ["14/26", "Report on overdue audits", "Gu Mingyuan", "Next meeting", "Red", "No progress yet"],
   ["09/26", "Agree the travel policy", "Shen Ruolan", "31 July 2026", "Complete", "Adopted on 28 July"],
  ],
 }, {
  ("Actions", 4): {"title": "Publish the delegation scheme", "people": ["Qin Weiping"], "due": "2026-09-30", "state": "open"},
  ("Actions", 5): {"title": "Report on overdue audits", "people": ["Gu Mingyuan"], "due": None, "state": "open"},
  ("Actions", 6): {"title": "Agree the travel policy", "people": ["Shen Ruolan"], "due": "2026-07-31", "state": "done"},
 }, {"Action agreed": "problem", "Lead": "specific", "By when": "due"}),
 Layout("a school week by week", {
  "第12周": [
   ["校园安全隐患周清表（第12周 2026.5.18—5.24）"],
   ["序号", "隐患点", "隐患情况", "谁负责", "几时改完", "改了没有"],
   [1, "东门", "伸缩门电机漏电", "石磊", "本周五前", "改了"],
   [2, "操场", "篮球架锈蚀", "彭刚", "两周之内", "没有"],
   [3, "食堂", "燃气报警器失灵", "石磊", "两日内", "已换新"],
  ],
 }, {
  ("第12周", 3): {"title": "伸缩门电机漏电", "people": ["石磊"], "state": "done"},
  ("第12周", 4): {"title": "篮球架锈蚀", "people": ["彭刚"], "state": "open"},
  ("第12周", 5): {"title": "燃气报警器失灵", "people": ["石磊"]},
 }, {"隐患情况": "problem"}),
 Layout("audit with amounts, three states side by side", {
  "审计": [
   ["审计发现问题整改情况跟踪检查表", "", "", "", "", "", "", "", "", ""],
   ["序号", "审计发现", "", "整改要求", "", "整改落实", "", "", "", "备注"],
   ["", "问题定性", "问题金额", "整改意见", "整改期限", "责任单位", "责任人", "整改金额", "是否完成", ""],
   [1, "虚列支出", 120000, "收回资金", "60日内", D1, "周立民", 120000, "是", "审计日期2026年3月1日"],
   [2, "往来款清理不及时", 58000, "限期清理", "2026年12月31日", D2, "吴桂芳", 20000, "否", ""],
   [3, "票据管理不规范", "", "健全制度", "2026年10月31日", PARTY, "沈若兰", "", "部分完成", ""],
   ["总计", "", 178000, "", "", "", "", 140000, "", ""],
  ],
 }, {
  ("审计", 4): {"title": "虚列支出", "units": [D1], "people": ["周立民"], "state": "done"},
  ("审计", 5): {"title": "往来款清理不及时", "units": [D2], "due": "2026-12-31", "state": "open"},
  ("审计", 6): {"title": "票据管理不规范", "units": [PARTY], "due": "2026-10-31", "state": "open"},
 }, {"整改期限": "due", "整改意见": "measures", "问题金额": "text", "是否完成": "status"},
 {"审计": ("A1:J1", "A2:A3", "B2:C2", "D2:E2", "F2:I2", "J2:J3")}),
 Layout("proposals of a discipline commission", {
  "建议": [
   ["纪律检查建议书落实情况登记表"],
   ["建议书文号：岚公纪建〔2026〕2号　　发出日期：2026年4月10日　　被建议单位：收费党总支"],
   ["序号", "指出的问题", "建议内容", "落实举措", "反馈期限", "落实责任人", "落实结果"],
   ["1", "廉政风险点排查不细", "重新排查风险点", "逐岗排查", "2026年5月10日", "梁秀英", "落实到位"],
   ["2", "值班费发放依据不足", "完善发放办法", "修订办法", "2026年7月10日", "蔡文博", "未落实到位"],
   ["3", "谈话记录要素不全", "规范记录", "统一模板", "收到建议书后30日内", "梁秀英", "已按建议落实"],
  ],
 }, {
  ("建议", 4): {"title": "廉政风险点排查不细", "units": ["收费党总支"], "people": ["梁秀英"], "due": "2026-05-10", "state": "done"},
  ("建议", 5): {"title": "值班费发放依据不足", "due": "2026-07-10", "state": "open"},
  ("建议", 6): {"title": "谈话记录要素不全", "due": "2026-05-10", "state": "done"},
 }, {"指出的问题": "problem", "反馈期限": "due", "落实责任人": "specific", "落实结果": "progress"}),
 Layout("columns of problems, labels at the left", {
  "一览": [
   ["2026年班子成员查摆问题整改一览"],
   ["项目", "问题一", "问题二", "问题三"],
   ["问题内容", "深入一线不够", "批评意见辣味不足", "创新办法不多"],
   ["整改措施", "每月下沉两天", "会前逐一谈心", "开展对标学习"],
   ["完成时限", "2026年12月底", "2026年7月底", "长期坚持"],
   ["责任人", "何国栋", "许建华", "何国栋"],
   ["完成情况", "正在落实", "已完成", "持续推进"],
  ],
 }, {
  ("一览", 2): {"title": "深入一线不够", "people": ["何国栋"], "due": "2026-12-31", "state": "open"},
  ("一览", 3): {"title": "批评意见辣味不足", "people": ["许建华"], "due": "2026-07-31", "state": "done"},
  ("一览", 4): {"title": "创新办法不多", "people": ["何国栋"], "kind": "long_term", "state": "open"},
 }, {}),
 Layout("food safety, results by tick and cross", {
  "食安": [
   ["食品安全日管控周排查月调度 —— 周排查问题清单"],
   ["排查日期", "排查项目", "不符合内容描述", "立即采取的措施", "整改时间要求", "负责人", "整改后是否符合（√/×）"],
   [date(2026, 6, 5), "原料贮存", "生熟混放", "分区摆放", "立即", "石磊", "√"],
   [date(2026, 6, 5), "人员健康", "健康证过期1人", "停岗换证", "2026-06-15", "石磊", "×"],
   [date(2026, 6, 12), "设施设备", "冷库温度显示异常", "报修", "三天", "彭刚", "√"],
   ["食品安全总监：", "", "", "日期：", "", "", ""],
  ],
 }, {
  ("食安", 3): {"title": "生熟混放", "people": ["石磊"], "kind": "immediate", "found": "2026-06-05", "state": "done"},
  ("食安", 4): {"title": "健康证过期1人", "due": "2026-06-15", "state": "open"},
  ("食安", 5): {"title": "冷库温度显示异常", "people": ["彭刚"], "due": "2026-06-15", "state": "done"},
 }, {"不符合内容描述": "problem", "整改时间要求": "due"}),
 Layout("findings of an audit with extensions, english", {
  "Findings": [
   ["Finding #", "Condition", "Criteria", "Cause", "Recommendation", "Management response", "Responsible official", "Original due date", "Extended to", "Date implemented", "Verification"],
   ["26-A1", "Purchase cards are shared between staff", "Policy 4.2", "No training", "Issue cards to named holders", "Agreed", "Sun Lina", "03/31/2026", "06/30/2026", "06/22/2026", "Verified by IA"],
   ["26-A2", "Vehicle logs lack odometer readings", "Policy 7.1", "Old forms", "Replace the forms", "Agreed", "Peng Gang", "05/15/2026", "12/31/2026", "", ""],
   ["26-A3", "Keys are issued without a record", "Policy 9", "No register", "Keep a register", "Partially agreed", "Shi Lei", "12/15/2026", "", "", ""],
  ],
 }, {
  ("Findings", 2): {"title": "Purchase cards are shared between staff", "people": ["Sun Lina"], "due": "2026-06-30", "state": "done"},
  ("Findings", 3): {"title": "Vehicle logs lack odometer readings", "due": "2026-12-31", "state": "open"},
  ("Findings", 4): {"title": "Keys are issued without a record", "people": ["Shi Lei"], "due": "2026-12-15", "state": "open"},
 }, {"Condition": "problem", "Recommendation": "measures", "Date implemented": "completed_on", "Responsible official": "specific"}),
 Layout("legend above, totals between, weights in words", {
  "汇总": [
   ["养护系统问题整改汇总（“●”已完成 “○”未完成）", "", "", "", "", ""],
   ["单位", "问题", "轻重", "改进办法", "截止日", "进度"],
   ["第一养护所", "日常养护计划未分解到班组", "较重", "分解到班组", "2026/10/15", "●"],
   ["第一养护所", "除雪机具未检修", "一般", "全面检修", "2026/11/30", "○"],
   ["第一养护所 小计", "2个", "", "", "", ""],
   ["第二养护所", "养护巡查记录笔迹一致", "严重", "约谈并整改", "2026/10/31", "○"],
   ["第二养护所 小计", "1个", "", "", "", ""],
   ["总   计", "3个", "", "", "", ""],
  ],
 }, {
  ("汇总", 3): {"title": "日常养护计划未分解到班组", "units": [D1], "severity": "major", "due": "2026-10-15", "state": "done"},
  ("汇总", 4): {"title": "除雪机具未检修", "units": [D1], "severity": "general", "due": "2026-11-30", "state": "open"},
  ("汇总", 6): {"title": "养护巡查记录笔迹一致", "units": [D2], "severity": "major", "state": "open"},
 }, {"改进办法": "measures", "截止日": "due", "轻重": "severity"}),
 Layout("three responsibilities in one cell by level", {
  "责任2026": [
   ["序号", "短板弱项", "整改思路", "责任领导、责任科室及经办人", "完成节点", "目前状态"],
   [1, "信息报送质量不高", "建立审核制度", "责任领导：顾明远；责任科室：机关党委；经办人：沈若兰", "11月中旬", "未完成，继续推进"],
   [2, "老党员送学不及时", "结对送学", "责任领导：何国栋；责任科室：离退休干部党支部；经办人：江德厚", "10月31日", "完成并长期坚持"],
  ],
 }, {
  ("责任2026", 2): {"title": "信息报送质量不高", "units": [PARTY], "people": ["顾明远", "沈若兰"], "due": "2026-11-20", "state": "open"},
  ("责任2026", 3): {"title": "老党员送学不及时", "units": ["离退休干部党支部"], "people": ["何国栋", "江德厚"], "due": "2026-10-31", "state": "done"},
 }, {"短板弱项": "problem", "整改思路": "measures", "完成节点": "due"}),
 Layout("cells pasted with quoted line breaks", {
  "CSV": [
   ["问题描述\t整改措施\t责任单位\t责任人\t整改时限\t是否销号"],
   ["支部换届选举票样未归档\t补充归档\t城东收费站党支部\t梁秀英\t2026年11月30日前\t未销号"],
   ["入党积极分子培养联系人未更换\t重新指定\t北岭收费站党支部\t\t2026年10月15日\t已于10月12日销号"],
  ],
 }, {
  ("CSV", 2): {"units": [EAST], "people": ["梁秀英"], "due": "2026-11-30", "state": "open"},
  ("CSV", 3): {"title": "入党积极分子培养联系人未更换", "units": [NORTH], "due": "2026-10-15", "state": "closed"},
 }, {"问题描述": "problem", "是否销号": "status"}, file="粘贴.csv"),
 Layout("inspection opinion with clauses as headings", {
  "反馈": [
   ["对第二养护所党支部政治督查反馈意见整改台账"],
   ["反馈时间：2026年5月12日", "", "", "整改集中期：2026年5月12日至8月12日", "", ""],
   ["反馈问题", "具体表现", "整改措施", "责任人", "整改时限", "整改成效"],
   ["一、聚焦政治责任方面", "", "", "", "", ""],
   ["（一）政治学习有差距", "学习研讨以念代学", "改进学习方式", "吴桂芳", "集中整改期内", "研讨质量明显提升，完成整改"],
   ["", "学习笔记抄袭", "逐本检查", "吴桂芳", "反馈后一个月内", "已检查通报，已完成"],
   ["二、聚焦组织建设方面", "", "", "", "", ""],
   ["（一）组织生活不严肃", "会前征求意见走过场", "规范征求意见", "钱大勇", "2026年8月12日前", "正在规范"],
  ],
 }, {
  ("反馈", 5): {"title": "（一）政治学习有差距", "people": ["吴桂芳"], "tasks": 2, "state": "done"},
  ("反馈", 8): {"title": "（一）组织生活不严肃", "people": ["钱大勇"], "due": "2026-08-12", "state": "open", "units": [D2]},
 }, {"整改措施": "measures", "整改成效": "progress"}),
 Layout("consultation box with a customer's own words", {
  "意见": [
   ["职工代表意见建议办理反馈表（2026年上半年）", "", "", "", "", "", ""],
   ["编号", "提出人", "意见建议", "主办部门", "答复意见", "办结时间", "办理状态"],
   ["1", "钱大勇", "夜班无热餐", "机关第一党支部", "9月起供应夜餐", "2026年9月30日", "已采纳并落实"],
   ["2", "冯春生", "活动室开放时间短", "机关第二党支部", "延长至21时", "2026年10月31日", "已采纳，正在落实"],
  ],
 }, {
  ("意见", 3): {"title": "夜班无热餐", "units": [OFFICE_1], "state": "done"},
  ("意见", 4): {"title": "活动室开放时间短", "units": [OFFICE_2], "state": "open"},
 }, {"意见建议": "problem", "主办部门": "responsible_unit", "办理状态": "status"}),
)  # fmt: skip
