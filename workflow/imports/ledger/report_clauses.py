"""The end of a matter in a report: read clause by clause, with the steps still to come left out."""

from __future__ import annotations

import re
from typing import Literal

from workflow.imports.ledger.names import plain

_CLAUSE = re.compile(r"[，。；,;！!\n、]|(?<=[^\d])\.(?=\D|$)")
_DAY = r"(?:(?:20)?\d{2}[年./-])?\d{1,2}[月./-](?:\d{1,2}[日号]?|底|[上中下]旬)?"
_LEAD = re.compile(
    rf"^(?:该|此|本)?(?:问题|事项|任务|隐患)?(?:截至|截止|现?已?[于在])?(?:{_DAY})?(?:之?前|止|起)?"
    r"(?:经|由)?(?:\S{0,4}(?:复查|复检|复核|复验|验收|核查|检查|督查))?(?:确认|合格后|后)?"
)
_WORK = (
    "(?:整改|整治|治理|验收|复查|复检|复核|复验|验证|核查|核验|检验|检测|处理|处置|办理|落实|清理|更换|修复|维修|"
    "改正|纠正|销项)"
)
_WELL = "(?:完成|完毕|到位|合格|通过|结束|达标|符合要求|满足要求)"
_HOW = "(?:均|都|现|已|已经|全部|全面|基本|按期|按时|如期|提前|当场|现场|立即|及时|重新|统一)*"
_FINISHED = re.compile(
    rf"{_HOW}{_WORK}{{1,2}}(?:工作|任务|情况)?{_HOW}{_WELL}|"
    rf"{_HOW}完成(?:了|全部|全面)*(?:整改|整治|治理)(?:任务|工作|到位)?|"
    rf"(?:\S{{0,6}}?)已(?:经)?(?:按\S{{1,6}}?)?{_HOW}(?:整改|改正|纠正|落实|解决|消除|办结|达标|恢复|修复){_WELL}?|"
    rf"(?:\S{{0,6}}?)(?:均|都|现)?已(?:经)?{_HOW}(?:完成|完毕|到位)|"
    rf"{_HOW}完成|改(?:好|完)?了|已?改好|已?改完"
)
# What was wrong is put right by such an act, where a short report says nothing else.
_REMEDY = re.compile(
    rf"{_HOW}(?<=已)(?:按\S{{1,6}}?)?{_HOW}(?:清理|清除|清运|清退|疏通|修复|修好|修缮|维修|更换|换新|拆除|补齐|补记|补录|"
    r"补签|补办|补发|补缴|补写|归还|退还|收回|追回|恢复|消除|纠正|改正|更正|处理|处置|加装|增设|安装|封堵|张贴|公示|移交|"
    r"搬离|腾退|归位|上墙|上锁|关停|取缔|断电|通电|建立|重建|制定|修订|印发)(?:并\S{2,3}|完毕|完成|到位|干净)?\S{0,5}"
)
_CLOSED = re.compile(
    r"(?:已|予以|准予|同意|现)*(?:销号|闭环|闭合|结案|办结|摘牌)(?:管理)?|解除(?:列管|挂牌|督办)|(?:已)?关闭"
)
_AFTER = re.compile(
    r"下一步|今后|后续|将(?:继续|持续|进一步|长期)|长期坚持|持续(?:坚持|巩固|保持|抓好)|常态化|举一反三|"
    r"^(?:正在|已|拟)?(?:申请|报请|提请|等待|待)\S{0,6}(?:销号|验收|复查|复核|核查|审核|审批|确认|归档)"
)
_GOES_ON = re.compile(
    r"正在|尚|未|没|待|继续|推进|进行|部分|阶段|剩余|其余|基本|列入|计划|拟|准备|预计|不合格|不到位|不通过|不符合|"
    r"滞后|逾期|延期|中$|\d\s*[%％]"
)
_KEPT_UP = re.compile(r"(?<=\S)并(?:长期|持续|常态化)\S{2,4}$")
# What has been done on the way, and ends nothing: 已下发通知, 已开展3次.
_STEP = re.compile(
    r"已(?:经)?\S{0,2}?(?:开展|启动|制定|拟定|起草|草拟|下发|下达|交办|布置|部署|安排|研究|上报|报送|呈报|申请|申报|联系|协调|"
    r"沟通|对接|发函|发文|催|列入|纳入|立项|着手|开始|组织|召开|约谈|采购|订购|签订|招标|委托|设计|评估|排查|摸排|通知|责令|"
    r"要求|提醒|督促|进场|施工|报价|询价|收集|征求|确定|明确|成立|讨论|派|转|接|补\d)|\d|次$|方案|计划|初稿|前期"
)
_LONGEST, _SHORT = 400, 24  # characters
_SHORTEST_REPORT = 14


def end_of(report: str) -> Literal["done", "closed"] | None:
    """Return how a matter ended by its report, or ``None`` where it goes on or nothing says so."""
    if len(report) > _LONGEST:
        return None
    found: Literal["done", "closed"] | None = None
    for clause in (_act_in(part) for part in _CLAUSE.split(report)):
        if not clause or _AFTER.search(clause):
            continue
        if _GOES_ON.search(clause):
            return None
        if _CLOSED.fullmatch(clause):
            found = "closed"
        elif _FINISHED.fullmatch(clause) or (len(report) <= _SHORT and _REMEDY.fullmatch(clause)):
            found = found or "done"
    return found


def sounds_finished(report: str) -> bool:
    """Say whether a short report tells of an act that is over, and of no step: 已化解."""
    word = plain(report)
    begins = word.startswith("已") and len(word) <= _SHORTEST_REPORT
    return begins and not _GOES_ON.search(word) and not _STEP.search(word)


def _act_in(clause: str) -> str:
    """Return a clause without the day, the reviewer, and the upkeep behind: 完成并长期坚持."""
    return _KEPT_UP.sub("", plain(_LEAD.sub("", "".join(clause.split()))))
