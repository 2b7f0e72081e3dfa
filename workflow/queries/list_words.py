"""The names of the filters of a list, and the sentence about a wrong one."""

from __future__ import annotations

from workflow.errors import BadInput
from workflow.words import Words

# What a filter is called in a sentence, on the page and on a sheet.
FILTER_WORDS: dict[str, Words] = {
    "begin": Words("起始日", "From"),
    "end": Words("截止日", "Until"),
    "q": Words("查找", "Search"),
    "state": Words("状态", "State"),
    "severity": Words("严重程度", "Severity"),
    "unit": Words("单位", "Unit"),
    "holder": Words("承办人", "Assigned to"),
    "raised_by": Words("提出人", "Raised by"),
    "waits_for": Words("等待", "Waits for"),
    "step": Words("步骤", "Step"),
    "found_from": Words("发现日期从", "Found from"),
    "found_to": Words("发现日期到", "Found until"),
    "due_from": Words("期限从", "Due from"),
    "due_to": Words("期限到", "Due until"),
    "due_before": Words("期限早于", "Due before"),
    "closed_from": Words("办结日期从", "Closed from"),
    "closed_to": Words("办结日期到", "Closed until"),
    "updated_since": Words("变动不早于", "Changed since"),
    "moved": Words("办理过", "Move made"),
    "left": Words("离开过状态", "State left"),
    "moved_from": Words("办理日期从", "Moved from"),
    "moved_to": Words("办理日期到", "Moved until"),
    "left_late": Words("离开时已超期", "Left late"),
    "handed_in": Words("报告完成", "Handed in"),
    "again": Words("返工或反弹", "Came back"),
    "as_of": Words("截至", "As of"),
    "overdue": Words("已逾期", "Overdue"),
    "continuing": Words("持续整改", "Being continued"),
    "mine": Words("本人承办", "Assigned to me"),
    "colour": Words("预警", "Colour"),
    "sort": Words("排序", "Order"),
    "group": Words("分组", "Group by"),
    "columns": Words("列", "Columns"),
}
_BAD_FILTER = Words(
    "筛选条件“{name}”不能是“{value}”；请改正，或清除这个条件。",
    'The filter "{name}" cannot be "{value}"; correct it, or take it away.',
)


_NO_FORM = Words(
    "筛选条件“{name}”不能是“{value}”：{form}；请改正，或清除这个条件。",
    'The filter "{name}" cannot be "{value}": {form}; correct it, or take it away.',
)
A_NUMBER = Words("要写编号", "it has to be a number")
A_DAY = Words("日期要写成 2026-03-01 这样", "a day is written as 2026-03-01")
A_MOMENT = Words(
    "时间要写成 2026-03-01T08:00:00+08:00 这样", "a time is written as 2026-03-01T08:00:00+08:00"
)


def bad_filter(
    name: str, value: str, words: Words | None = None, form: Words | None = None
) -> BadInput:
    """Return the refusal of a value of a filter.

    ``words`` name a declared field; ``form`` tells how a value has to be written.
    """
    named = words or FILTER_WORDS.get(name, Words(name, name))
    told = (_NO_FORM if form else _BAD_FILTER).format(name=named, value=value[:40], form=form)
    return BadInput(told, {name: told})
