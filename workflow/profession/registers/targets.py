"""Targets: what a unit is to reach in a period, by an indicator of the figures."""

from workflow.declaration import Choice, Field, OneCurrent, Register
from workflow.profession.indicators import FIGURES
from workflow.profession.rights import WORKERS, WORKING, right
from workflow.words import Words

_INDICATORS = tuple(
    Choice(key, one.words) for key, one in FIGURES.indicators.items() if one.good
)  # fmt: skip
_PARTS = (
    Choice("year", Words("全年", "whole year")), Choice("H1", Words("上半年", "first half")),
    Choice("H2", Words("下半年", "second half")), Choice("Q1", Words("第1季度", "quarter 1")),
    Choice("Q2", Words("第2季度", "quarter 2")), Choice("Q3", Words("第3季度", "quarter 3")),
    Choice("Q4", Words("第4季度", "quarter 4")),
)  # fmt: skip
REGISTER = Register(
    key="targets",
    words=Words("指标目标", "Targets"),
    one=Words("目标", "target"),
    note=Words(
        "一个单位（含下级）在一段时间要达到的指标；进度见统计页，期满未达到的列入拟立项。",
        "What a unit, with the units below it, is to reach in a period; the progress stands on the "
        "page of the figures, and a target that is missed becomes a candidate.",
    ),
    fields=(
        Field("indicator", Words("指标", "Indicator"), "choice", choices=_INDICATORS,
              listed=True, filtered=True),
        Field("year", Words("年份", "Year"), "number", limit=2199, listed=True),
        Field("part", Words("期间", "Period"), "choice", choices=_PARTS, listed=True,
              filtered=True),
        Field("value", Words("目标值", "Target"), "number", limit=1_000_000, listed=True,
              help=Words("按指标的计量单位填写，如百分比填85",
                         "in the unit of the indicator, such as 85 for a percentage")),
    ),
    read=right(
        "targets.read", Words("查看指标目标", "see the targets"),
        *WORKING, reach="below", hidden=True, who=WORKERS,
    ),
    keep=right(
        "targets.keep", Words("设定指标目标", "set the targets"),
        "party_work_clerk", "party_work_director", reach="below",
    ),
    guards=(OneCurrent(("unit", "indicator", "year", "part")),),
)  # fmt: skip
