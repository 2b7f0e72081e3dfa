"""Layouts of our own making that were written after the first were read, to be tried unseen."""

from __future__ import annotations

from tests.imports.ledger.own_layouts import BRIDGES, D1, D2, Layout

LAYOUTS = (
 Layout("school safety",{"S":[
  ["校园安全隐患“清零”行动台账"],["填报单位","北岭收费站党支部","","填报日期","2026-09-10"],
  ["顺序","隐患部位","隐患基本情况描述","风险等级","立行立改措施","包保领导","包保责任人","销号时限","是否销号","销号日期"],
  ["1","食堂","燃气报警器失灵","高","更换","秦卫平","石磊、彭刚","9月20日","是","9月18日"],
  ["2","宿舍","逃生窗上锁","中","拆除","顾明远","彭刚","9月底","否",""],
 ]},{("S",4):{"title":"燃气报警器失灵","people":["秦卫平","石磊","彭刚"],"severity":"major","due":"2026-09-20","state":"closed","units":["北岭收费站党支部"]},("S",5):{"title":"逃生窗上锁","severity":"general","due":"2026-09-30","state":"open"}},{"隐患基本情况描述":"problem","包保领导":"direct","包保责任人":"specific","销号时限":"due","销号日期":"completed_on"}),
 Layout("discipline inspection advice",{"纪检建议":[
  ["纪检监察建议整改落实情况表（截至2026年8月底）"],
  ["序号","建议书文号","建议事项","主责单位","协办单位","整改举措","完成时间节点","进度（%）","落实情况","存在困难"],
  [1,"纪建〔2026〕1号","健全采购监督机制","机关党委",D1,"修订采购办法","2026年12月31日前",60,"办法已起草",""],
  [2,"纪建〔2026〕1号","规范公务用车管理","机关党委","","清理封存","2026年6月30日前",100,"已完成",""],
 ]},{("纪检建议",3):{"title":"健全采购监督机制","units":["机关党委",D1],"due":"2026-12-31","state":"open"},("纪检建议",4):{"title":"规范公务用车管理","due":"2026-06-30","state":"done"}},{"建议事项":"problem","主责单位":"lead_unit","协办单位":"assisting_unit","完成时间节点":"due"}),
 Layout("two groups of columns merged",{"表":[
  ["序号","问题情况","","","整改情况","","","","备注"],
  ["","问题类别","问题描述","发现时间","整改措施","责任人","整改期限","完成情况",""],
  [1,"制度","请示报告不及时","2026-3-2","建立台账","石磊","2026-4-2","已完成",""],
  [2,"作风","文风不实","2026-3-2","压减文件","彭刚","长期坚持","持续推进",""],
 ]},{("表",3):{"title":"请示报告不及时","found":"2026-03-02","people":["石磊"],"due":"2026-04-02","state":"done"},("表",4):{"title":"文风不实","kind":"long_term","state":"open"}},{"问题描述":"problem","整改措施":"measures","责任人":"specific"},{"表":("B1:D1","E1:H1","A1:A2","I1:I2")}),
 Layout("csv without merges, one problem over lines",{"CSV":[
  ["序号","巡视反馈问题","整改措施","责任领导","责任单位","完成期限","完成情况"],
  ["1","落实党建责任制有差距","制定责任清单","罗振国","机关党委","2026年3月底","已完成"],
  ["","","开展述职评议","","机关第一党支部","2026年12月底","正在推进"],
  ["2","干部档案管理不严","专项审核","秦卫平","机关第二党支部","2026年6月底","已完成"],
 ]},{("CSV",2):{"title":"落实党建责任制有差距","tasks":2,"units":["机关党委","机关第一党支部"],"due":"2026-12-31","state":"open"},("CSV",4):{"title":"干部档案管理不严","state":"done","due":"2026-06-30"}},{"巡视反馈问题":"problem","责任领导":"direct"},file="巡视.csv"),
 Layout("english observations register",{"Observations":[
  ["Site Safety Observation Register"],["Project: Toll plaza rehabilitation"],
  ["Obs. No.","Date of Observation","Observed By","Observation","Category","Risk Rating (H/M/L)","Action Required","Action By","Target Close-out","Actual Close-out","Open/Closed"],
  ["SO-1","2026-02-03","Ding Haiyan","Scaffold without toe board","Work at height","H","Fix toe boards","Ma Zhiqiang","2026-02-05","2026-02-05","Closed"],
  ["SO-2","2026-02-10","Ding Haiyan","No drip tray under generator","Environment","L","Place a tray","Tian Ye","2026-02-20","","Open"],
 ]},{("Observations",4):{"title":"Scaffold without toe board","severity":"major","found":"2026-02-03","due":"2026-02-05","people":["Ma Zhiqiang"],"state":"closed"},("Observations",5):{"title":"No drip tray under generator","severity":"minor","people":["Tian Ye"],"due":"2026-02-20","state":"open"}},{"Observation":"problem","Action Required":"measures","Action By":"specific","Target Close-out":"due","Observed By":"text"}),
 Layout("management letter points",{"ML":[
  ["Point","Issue noted","Implication","Auditor's recommendation","Management's response","Responsible official","Implementation timeline","Status at follow-up"],
  ["1","Bank reconciliations are late","Errors are found late","Reconcile within 10 days","Agreed","Zhou Limin","Q4 2026","Partially implemented"],
  ["2","Vouchers without approval","Unauthorised payments","Approve before payment","Agreed, done since May","Sun Lina","Immediately","Implemented"],
 ]},{("ML",2):{"title":"Bank reconciliations are late","people":["Zhou Limin"],"due":"2026-12-31","state":"open"},("ML",3):{"title":"Vouchers without approval","kind":"immediate","state":"closed"}},{"Issue noted":"problem","Responsible official":"specific","Implementation timeline":"due","Status at follow-up":"status"}),
 Layout("risk and issue log",{"Issues":[
  ["Issue ID","Raised On","Raised By","Issue Description","Severity (1-4)","Assigned Owner","Resolution Plan","Due By","Closed On","Current Status"],
  ["I-1","12-Jan-2026","Lu Jia","Contract for lifts has ended","1","Shi Lei","Renew the contract","28-Feb-2026","20-Feb-2026","Resolved"],
  ["I-2","02-Feb-2026","Lu Jia","Spare keys are missing","3","Peng Gang","Change the locks","31-Mar-2026","","WIP"],
  ["I-3","05-Feb-2026","Lu Jia","Visitors are not registered","4","Peng Gang","Put up a register","15-Mar-2026","","On hold"],
 ]},{("Issues",2):{"title":"Contract for lifts has ended","found":"2026-01-12","due":"2026-02-28","people":["Shi Lei"],"severity":"key","state":"closed"},("Issues",3):{"title":"Spare keys are missing","severity":"general","state":"open","due":"2026-03-31"},("Issues",4):{"severity":"minor","state":"open"}},{"Issue Description":"problem","Resolution Plan":"measures","Raised On":"found_on","Closed On":"completed_on"}),
 Layout("unit column holds units and people",{"T":[
  ["序号","存在问题","整改措施","责任单位/责任人","整改时限","整改进度"],
  [1,"宣传栏更新慢","每月更新","第一养护所党支部/周立民","2026-06-30","100%"],
  [2,"图书角闲置","开放借阅","第二养护所党支部（吴桂芳）","2026-07-31","50%"],
  [3,"志愿服务少","每季一次","桥隧养护所党支部：赵铁军","2026-08-31",""],
 ]},{("T",2):{"units":[D1],"people":["周立民"],"state":"done"},("T",3):{"units":[D2],"people":["吴桂芳"],"state":"open"},("T",4):{"units":[BRIDGES],"people":["赵铁军"],"state":"open"}},{"责任单位/责任人":"unit_and_person","整改进度":"progress"}),
 Layout("year sheets and a cover",{"封面":[["2025—2026年问题整改台账"],["编制：党建科"]],
  "2025年":[["序号","主要问题","责任支部","整改期限","整改结果"],[1,"学习不够",D1,"12月底","已销号"]],
  "2026年":[["序号","主要问题","责任支部","整改期限","整改结果"],[1,"记录不全",D2,"11月底","整改中"]]},
  {("2025年",2):{"title":"学习不够","due":"2025-12-31","state":"closed"},("2026年",2):{"title":"记录不全","due":"2026-11-30","state":"open"}},{"主要问题":"problem","责任支部":"responsible_unit"}),
 Layout("food safety check",{"检查":[
  ["检查时间","被检查单位","检查人员","检查发现的主要问题","处理意见","要求整改期限","复查时间","复查情况"],
  ["2026-05-06","城东收费站","丁海燕、苏文静","食材未离地存放","立即整改","5月8日","2026-05-08","已整改"],
  ["2026-05-07","城西收费站","丁海燕","留样不足125克","限期整改","5月10日前","",""],
 ]},{("检查",2):{"title":"食材未离地存放","units":["城东收费站党支部"],"found":"2026-05-06","due":"2026-05-08","state":"done"},("检查",3):{"title":"留样不足125克","units":["城西收费站党支部"],"due":"2026-05-10","state":"open"}},{"检查发现的主要问题":"problem","检查人员":"text","处理意见":"measures"}),
 Layout("pasted with tabs",{"CSV":[
  ["序号\t问题\t整改措施\t责任人\t时限\t状态"],["1\t记录本缺页\t补齐装订\t石磊\t2026/6/5\t完成"],["2\t灯箱不亮\t更换灯管\t彭刚\t2026/6/15\t进行中"]]},
  {("CSV",2):{"title":"记录本缺页","people":["石磊"],"due":"2026-06-05","state":"done"},("CSV",3):{"title":"灯箱不亮","state":"open","due":"2026-06-15"}},{"问题":"problem","时限":"due"},file="粘贴.csv"),
 Layout("special rectification, units in first column",{"专项":[
  ["关于形式主义突出问题专项整治工作台账"],["责任单位","序号","问题表现","整治措施","整治目标","完成期限","整治成效","责任领导","备注"],
  [D1,1,"会议过多","精简合并","压减30%","2026年12月底","压减20%","何国栋",""],
  [D2,2,"重复报表","共享数据","一表通","2026年9月底","已全面完成","何国栋",""],
 ]},{("专项",3):{"title":"会议过多","units":[D1],"due":"2026-12-31","state":"open","people":["何国栋"]},("专项",4):{"title":"重复报表","units":[D2],"state":"done"}},{"问题表现":"problem","整治措施":"measures","整治目标":"target","责任领导":"direct"}),
 Layout("law enforcement list",{"执法":[
  ["企业名称","检查日期","违法违规行为","法律依据","处置措施","整改到位期限","整改情况","是否复查","复查日期"],
  ["鑫源仓储","2026-03-02","未设置安全警示标志","安全生产法第三十五条","责令限期改正","2026-03-17","已设置","是","2026-03-18"],
  ["岚江商贸城","2026-03-03","消防通道堵塞","消防法第二十八条","责令立即改正","当日","","否",""],
 ]},{("执法",2):{"title":"未设置安全警示标志","units":["鑫源仓储"],"found":"2026-03-02","due":"2026-03-17"},("执法",3):{"title":"消防通道堵塞","due":"2026-03-03","state":"open"}},{"违法违规行为":"problem","处置措施":"measures","整改到位期限":"due","企业名称":"responsible_unit"}),
 Layout("lessons after a visit, english",{"Actions":[
  ["Follow-up actions from the board visit of 12 May 2026"],["No.","What we saw","What we will do","Lead","By when","Where are we?"],
  [1,"Signs at the north gate are faded","Replace the signs","Tian Ye","end of June 2026","ordered"],
  [2,"First-aid boxes are empty","Refill and check monthly","Lu Jia","immediately","done"],
 ]},{("Actions",3):{"title":"Signs at the north gate are faded","people":["Tian Ye"],"due":"2026-06-30","state":"open"},("Actions",4):{"title":"First-aid boxes are empty","people":["Lu Jia"],"kind":"immediate"}},{"By when":"due"}),
 Layout("gmp audit responses",{"CAPA":[
  ["Observation #","Observation text","Classification","Root cause","CAPA description","CAPA owner","Commitment date","Completion date","CAPA status"],
  ["1","SOP not followed for line clearance","Major","Training gap","Retrain operators","Shi Lei","2026-04-30","2026-04-21","Completed"],
  ["2","Logbook entries overwritten","Minor","Habit","Introduce e-log","Peng Gang","2026-08-31","","In progress"],
 ]},{("CAPA",2):{"title":"SOP not followed for line clearance","people":["Shi Lei"],"due":"2026-04-30","state":"done","severity":"major"},("CAPA",3):{"title":"Logbook entries overwritten","due":"2026-08-31","state":"open","severity":"minor"}},{"Observation text":"problem","CAPA description":"measures","Commitment date":"due","Completion date":"completed_on"}),
 Layout("merged block per problem with three rows",{"方案":[
  ["整改方案任务分解表"],["序号","反馈问题","具体整改任务","牵头领导","责任部门","完成时限","进展"],
  [1,"基层治理薄弱","完善网格制度","秦卫平","机关党委","2026年3月底","已完成"],
  ["","","开展网格培训","","机关第一党支部","2026年6月底","已完成"],
  ["","","建立考核办法","","机关第二党支部","2026年9月底","正在起草"],
  [2,"干部培训不足","举办培训班2期","顾明远","机关党委","2026年10月底","已办1期"],
 ]},{("方案",3):{"title":"基层治理薄弱","tasks":3,"units":["机关党委","机关第一党支部","机关第二党支部"],"due":"2026-09-30","state":"open"},("方案",6):{"title":"干部培训不足","due":"2026-10-31","state":"open"}},{"反馈问题":"problem","具体整改任务":"measures","牵头领导":"direct"},{"方案":("A3:A5","B3:B5","D3:D5")}),
 Layout("self-check without any due",{"自查":[
  ["支部自查问题清单（2026年第一季度）"],["支部","自查发现问题","是否立行立改","整改结果"],
  ["第一养护所","学习笔记补记","是","已整改"],["第二养护所","谈话记录不全","否","整改中"],
 ]},{("自查",3):{"title":"学习笔记补记","units":[D1],"state":"done"},("自查",4):{"title":"谈话记录不全","units":[D2],"state":"open"}},{"自查发现问题":"problem","整改结果":"status"}),
 Layout("weekly patrol, date carried by the first column",{"周检":[
  ["日期","地点","现场隐患描述","照片","整改人","要求","完成情况"],
  ["2026/7/1","K12+300","护栏板缺失2块","图1","周立民","7月3日前完成","已完成"],
  ["2026/7/1","K15+100","标志牌倾斜","图2","周立民","7月5日前完成","未完成"],
 ]},{("周检",2):{"title":"护栏板缺失2块","found":"2026-07-01","people":["周立民"],"due":"2026-07-03","state":"done"},("周检",3):{"title":"标志牌倾斜","due":"2026-07-05","state":"open"}},{"现场隐患描述":"problem"}),
)  # fmt: skip
