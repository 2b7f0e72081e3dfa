"""Ledgers of audits, notices, meetings and complaints, written before the reading was tried."""

from __future__ import annotations

from tests.imports.ledger.own_layouts import BRIDGES, D1, D2, Layout

O1, O2, PARTY = "机关第一党支部", "机关第二党支部", "机关党委"
EAST, WEST, NORTH = "城东收费站党支部", "城西收费站党支部", "北岭收费站党支部"
LAYOUTS=(
 Layout("measures with people and days in brackets",{"检视":[
  ["主题教育检视整改问题清单","","","","",""],
  ["序号","检视问题","整改措施、责任人和时限","责任单位","当前状态","是否形成长效机制"],
  [1,"调研成果转化不够","1.制定转化方案（责任人：秦卫平，2026年5月底）\n2.召开交流会（责任人：叶秋实，2026年8月底）","机关党委","已完成","是"],
  [2,"联系群众不经常","1.每月驻点（责任人：何国栋，长期坚持）","机关第一党支部","推进中","否"],
 ]},{("检视",3):{"title":"调研成果转化不够","units":[PARTY],"people":["秦卫平","叶秋实"],"due":"2026-08-31","tasks":2,"state":"done"},
     ("检视",4):{"title":"联系群众不经常","units":[O1],"people":["何国栋"],"kind":"long_term","tasks":1,"state":"open"}},{"检视问题":"problem"},{"检视":("A1:F1",)}),
 Layout("audit, summary and advice",{"审计":[
  ["XX单位经济责任审计整改台账"],
  ["问题分类","问题编号","问题摘要","审计建议","整改类型","整改责任部门","部门负责人","整改期限","整改完成情况","佐证材料"],
  ["财务管理","1-1","无预算支出12万元","补充预算程序","立行立改","机关第一党支部","石磊","2026年2月28日","已完成整改","会议纪要"],
  ["","1-2","公务卡结算比例低","严格执行","分阶段整改","机关第一党支部","石磊","2026年12月31日","已整改80%","制度"],
  ["资产管理","2-1","车辆闲置3台","处置","持续整改","机关第二党支部","彭刚","2027年6月30日","正在评估",""],
 ]},{("审计",3):{"title":"无预算支出12万元","units":[O1],"people":["石磊"],"due":"2026-02-28","state":"done"},
     ("审计",4):{"title":"公务卡结算比例低","due":"2026-12-31","state":"open"},
     ("审计",5):{"title":"车辆闲置3台","units":[O2],"people":["彭刚"],"due":"2027-06-30","state":"open"}},{"问题摘要":"problem","审计建议":"measures","整改期限":"due"},{"审计":("A1:J1","A3:A4")}),
 Layout("corrective actions of a plant",{"CAPA":[
  ["CAPA Tracker","","","","","","","",""],
  ["CAPA No.","Date Opened","Department","Description of Non-Conformance","Root Cause","Corrective / Preventive Action","Assigned To","Due","Status","Date Closed"],
  ["CA-26-01","3/4/2026","Depot No. 1","Forklift operated without licence","No check","Introduce key control","Zhou Limin","4/15/2026","Closed","4/10/2026"],
  ["CA-26-02","3/18/2026","Depot No. 2","Eye wash station blocked","Storage","Mark floor","Wu Guifang","12/30/2026","In Progress",""],
  ["CA-26-03","3/25/2026","Depot No. 2","SDS binder out of date","No owner","Assign an owner","Wu Guifang","11/13/2026","Overdue",""],
 ]},{("CAPA",3):{"title":"Forklift operated without licence","people":["Zhou Limin"],"found":"2026-03-04","due":"2026-04-15","state":"closed"},
     ("CAPA",4):{"title":"Eye wash station blocked","people":["Wu Guifang"],"found":"2026-03-18","due":"2026-12-30","state":"open"},
     ("CAPA",5):{"title":"SDS binder out of date","due":"2026-11-13","state":"open"}},{"Description of Non-Conformance":"problem","Corrective / Preventive Action":"measures","Assigned To":"specific","Department":"responsible_unit"}),
 Layout("hazards under supervision",{"挂牌":[
  ["重大事故隐患挂牌督办台账","","","","","","",""],
  ["填报单位（盖章）：岚江市公路事业发展局","","","","","填报日期：2026年11月5日"],
  ["序号","隐患名称","所在单位","隐患等级","治理方案“五落实”","","","","","进展情况"],
  ["","","","","责任人","措施","资金（万元）","时限","预案",""],
  [1,"K12+300边坡滑塌","第一养护所","重大","周立民","抗滑桩加固",120,"2026年12月20日","已制定","完成工程量的80%"],
  [2,"隧道照明失效","桥隧养护所","较大","赵铁军","更换灯具",30,"2026年9月30日","已制定","已验收销号"],
 ]},{("挂牌",5):{"title":"K12+300边坡滑塌","units":[D1],"people":["周立民"],"due":"2026-12-20","state":"open","severity":"major"},
     ("挂牌",6):{"title":"隧道照明失效","units":[BRIDGES],"people":["赵铁军"],"due":"2026-09-30","state":"closed"}},{"隐患名称":"problem","措施":"measures","时限":"due"},{"挂牌":("A1:J1","A3:A4","B3:B4","C3:C4","D3:D4","E3:I3","J3:J4")}),
 Layout("decisions of meetings",{"议定":[
  ["局长办公会议定事项落实情况跟踪表"],
  ["会议名称","议定事项","承办部门","分管领导","完成时限","落实进度"],
  ["第8次局长办公会","修订车辆管理办法","机关第一党支部","叶秋实","8月31日前","已印发"],
  ["第8次局长办公会","清理闲置房产","机关第二党支部","叶秋实","四季度","正在评估"],
  ["第9次局长办公会","组织桥梁检测","桥隧养护所","何国栋","2026年10月中旬","已办理完毕"],
 ]},{("议定",3):{"title":"修订车辆管理办法","units":[O1],"people":["叶秋实"]},
     ("议定",4):{"title":"清理闲置房产","units":[O2],"state":"open"},
     ("议定",5):{"title":"组织桥梁检测","units":[BRIDGES],"people":["何国栋"],"due":"2026-10-20","state":"done"}},{"议定事项":"problem","分管领导":"direct"}),
 Layout("two lines of a few names",{"Sheet":[
  ["","","责任","","时间",""],
  ["","内容","单位","姓名","开始","截止"],
  [1,"宣传栏内容陈旧未更新","城东收费站","冯春生","2026-05-01","2026-05-31"],
  [2,"学习笔记抄袭雷同","城西收费站","郑晓东","2026-05-01","2026-12-15"],
 ]},{("Sheet",3):{"title":"宣传栏内容陈旧未更新","units":[EAST],"people":["冯春生"],"due":"2026-05-31"},
     ("Sheet",4):{"title":"学习笔记抄袭雷同","units":[WEST],"people":["郑晓东"],"due":"2026-12-15"}},{},{"Sheet":("C1:D1","E1:F1")}),
 Layout("complaints of the public",{"CSV":[
  ["序号","群众反映的问题","反映渠道","办理措施","责任科室","责任人及职务","办结期限","办理状态","回访情况"],
  ["1","窗口服务态度生硬","12345热线","教育提醒","城东收费站","冯春生（站长）","5个工作日","办结","满意"],
  ["2","ETC车道经常关闭","现场","增加值守","城西收费站","郑晓东 副站长","2026-12-10","在办",""],
  ["3","公厕异味","微信","增加保洁频次","北岭收费站","陆佳（班长）","立即办理","已办结并回复","基本满意"],
 ]},{("CSV",2):{"title":"窗口服务态度生硬","units":[EAST],"people":["冯春生"],"state":"closed"},
     ("CSV",3):{"title":"ETC车道经常关闭","units":[WEST],"people":["郑晓东"],"due":"2026-12-10","state":"open"},
     ("CSV",4):{"title":"公厕异味","units":[NORTH],"people":["陆佳"],"kind":"immediate","state":"closed"}},{"群众反映的问题":"problem","办理措施":"measures"},file="群众反映_gb18030.csv"),
 Layout("notice with an opinion of the re-check",{"整改通知书":[
  ["安全隐患整改通知书","","",""],
  ["编号：AQ2026-018","","","日期：2026年7月3日"],
  ["受检单位","第二养护所","检查人员","苏文静"],
  ["检查时间","2026年7月2日","检查地点","料场"],
  ["存在隐患","装载机无倒车报警装置","",""],
  ["整改要求","加装倒车报警装置，经验收合格后方可使用","",""],
  ["整改期限","2026年7月10日前","整改责任人","吴桂芳"],
  ["整改情况","已加装，验收合格","",""],
  ["复查意见","同意销号","",""],
  ["复查人：苏文静","","","2026年7月11日"],
 ]},{("整改通知书",5):{"title":"装载机无倒车报警装置","units":[D2],"people":["吴桂芳"],"found":"2026-07-02","due":"2026-07-10","state":"closed"}},{},{"整改通知书":("A1:D1","B5:D5","B6:D6","B8:D8","B9:D9")}),
 Layout("points of risk, marks explained",{"风险":[
  ["廉政风险点排查及防控措施一览表（2026年度）"],
  ["岗位","风险点描述","风险等级","防控措施","责任人","完成期限","状态"],
  ["收费员","现金收费截留","高","每班盘点、随机抽查","冯春生","6月30日","●"],
  ["养护员","材料验收走样","中","双人验收","周立民","12月31日","○"],
  ["注：●表示已完成，○表示未完成"],
 ]},{("风险",3):{"title":"现金收费截留","people":["冯春生"],"due":"2026-06-30","state":"done"},
     ("风险",4):{"title":"材料验收走样","people":["周立民"],"due":"2026-12-31","state":"open"}},{"风险点描述":"problem","防控措施":"measures"}),
 Layout("open recommendations",{"IA":[
  ["Internal Audit – Open Recommendations as at 30 September 2026"],
  [],
  ["Ref","Audit","Observation","Risk Rating","Recommendation","Management Response & Action Plan","Action Owner","Original Target Date","Revised Target Date","Current Status","Auditor Comment"],
  ["26/01","Payroll","Leavers remain on payroll","High","Reconcile monthly","Agreed – monthly reconciliation","Sun Lina","31/03/2026","30/06/2026","Implemented","Verified"],
  ["26/02","Fleet","Fuel cards shared","Medium","Issue individual cards","Agreed","Peng Gang","30/06/2026","31/12/2026","Partially implemented",""],
  ["26/03","IT","No leaver process","Low","Write a process","Agreed","Tang Yiming","30/11/2026","","Not started",""],
 ]},{("IA",4):{"title":"Leavers remain on payroll","people":["Sun Lina"],"due":"2026-06-30","state":"closed"},
     ("IA",5):{"title":"Fuel cards shared","people":["Peng Gang"],"due":"2026-12-31","state":"open"},
     ("IA",6):{"title":"No leaver process","people":["Tang Yiming"],"due":"2026-11-30","state":"open"}},{"Observation":"problem","Action Owner":"specific","Revised Target Date":"due","Risk Rating":"severity"}),
 Layout("supervision, opinion strikes off",{"督导":[
  ["被督导单位","督导时间","问题线索","交办单号","整改要求","是否立行立改","整改情况（未完成/已完成）","完成日期","督导组意见"],
  ["机关第一党支部","2026年4月8日","支部工作手册填写滞后","JB-1","按月填写","是","已完成","2026年4月9日","同意销号"],
  ["城西收费站党支部","2026年4月8日","党员学习签到不全","JB-2","规范签到","否","未完成","",""],
 ]},{("督导",2):{"title":"支部工作手册填写滞后","units":[O1],"found":"2026-04-08","state":"closed"},
     ("督导",3):{"title":"党员学习签到不全","units":[WEST],"found":"2026-04-08","state":"open"}},{"被督导单位":"responsible_unit","问题线索":"problem"}),
 Layout("two languages",{"Bilingual":[
  ["问题整改跟踪 Issue Tracking"],
  ["序号 No.","问题描述 Issue","责任部门 Dept.","责任人 Owner","要求完成日期 Due Date","状态 Status","备注 Remarks"],
  [1,"标牌缺英文 Signs lack English","机关第一党支部","石磊 Shi Lei","2026/09/15","已关闭 Closed",""],
  [2,"网站链接失效 Broken links","机关第二党支部","彭刚 Peng Gang","2026/12/15","进行中 Ongoing",""],
 ]},{("Bilingual",3):{"title":"标牌缺英文 Signs lack English","units":[O1],"people":["石磊"],"due":"2026-09-15","state":"closed"},
     ("Bilingual",4):{"units":[O2],"people":["彭刚"],"due":"2026-12-15","state":"open"}},{"问题描述 Issue":"problem","责任人 Owner":"specific"}),
 Layout("short days",{"S":[
  ["排查时间","排查问题","整改人","整改时限","整改完成时间","验收人"],
  ["26/3/5","消防泵控制柜未在自动状态","赵铁军","26/3/12","26/3/11","丁海燕"],
  ["26/3/6","疏散指示标志缺失","钱大勇","2026.4","",""],
  ["26/3/9","电缆沟积水","赵铁军","12月","",""],
 ]},{("S",2):{"title":"消防泵控制柜未在自动状态","people":["赵铁军"],"found":"2026-03-05","due":"2026-03-12","state":"done"},
     ("S",3):{"title":"疏散指示标志缺失","due":"2026-04-30","state":"open"},
     ("S",4):{"title":"电缆沟积水","due":"2026-12-31","state":"open"}},{"排查问题":"problem","整改人":"specific"}),
)  # fmt: skip
