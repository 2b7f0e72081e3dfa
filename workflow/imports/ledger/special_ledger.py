"""The columns of the special ledger (专项工作台账), for export and import.

Source: docs/domain/ledger-columns.md#special-ledger.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.words import Words

TITLE = Words("专项工作台账", "Special ledger")


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """A column: key, name, width in Latin letters, and whether each task has a cell."""

    key: str
    words: Words
    width: int
    of_task: bool = False


COLUMNS = (
    LedgerColumn("no", Words("序号", "No."), 6),
    LedgerColumn("issue_no", Words("问题编号", "Finding no."), 13),
    LedgerColumn("source", Words("来源", "Source"), 14),
    LedgerColumn("aspect", Words("方面", "Aspect"), 14),
    LedgerColumn("category", Words("类别", "Category"), 12),
    LedgerColumn("severity", Words("级别", "Severity"), 12),
    LedgerColumn("problem", Words("具体问题", "Problem"), 40),
    LedgerColumn("cause", Words("产生原因", "Cause"), 24),
    LedgerColumn("target", Words("整改目标", "Target"), 24),
    LedgerColumn("measures", Words("整改措施", "Measures"), 32, of_task=True),
    LedgerColumn("kind", Words("措施类型", "Kind of measure"), 12),
    LedgerColumn("lead_unit", Words("牵头单位", "Lead unit"), 16),
    LedgerColumn("responsible_unit", Words("责任单位", "Responsible unit"), 16),
    LedgerColumn("first", Words("第一责任人", "First responsible"), 12),
    LedgerColumn("direct", Words("直接责任人", "Direct responsible"), 12),
    LedgerColumn("specific", Words("具体责任人", "Specific responsible"), 12),
    LedgerColumn("assigned_on", Words("交办日期", "Date assigned"), 12),
    LedgerColumn("due_on", Words("整改时限", "Due date"), 12, of_task=True),
    LedgerColumn("extensions", Words("延期次数", "Extensions"), 8),
    LedgerColumn("planned", Words("计划进度%", "Planned %"), 8, of_task=True),
    LedgerColumn("actual", Words("实际进度%", "Reported %"), 8, of_task=True),
    LedgerColumn("colour", Words("预警", "Colour"), 8),
    LedgerColumn("ladder_level", Words("升级", "Escalation"), 12),
    LedgerColumn("state", Words("状态", "State"), 10),
    LedgerColumn("completed_on", Words("完成日期", "Date completed"), 12),
    LedgerColumn("verifiers", Words("核查人", "Verified by"), 12),
    LedgerColumn("publicity", Words("公示起止", "Publicity"), 22),
    LedgerColumn("closed_on", Words("销号日期", "Date closed"), 12),
    LedgerColumn("on_time", Words("是否按期", "On time"), 8),
    LedgerColumn("round", Words("轮次", "Round"), 6),
    LedgerColumn("look_back", Words("回头看", "Look-back"), 14),
    LedgerColumn("evidence_count", Words("佐证", "Pieces of evidence"), 6),
    LedgerColumn("note", Words("备注", "Note"), 24),
)
