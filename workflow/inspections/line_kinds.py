"""The columns of a sheet, and the kinds of its lines."""

from __future__ import annotations

import re
from typing import Literal

from workflow.words import Words

LineKind = Literal["chapter", "procedure", "check", "score", "text"]
KINDS: dict[LineKind, Words] = {
    "chapter": Words("章", "Chapter"),
    "procedure": Words("规程", "Procedure"),
    "check": Words("检查", "Check"),
    "score": Words("评分", "Score"),
    "text": Words("填写", "Text"),
}
ASKED: tuple[LineKind, ...] = ("check", "score", "text")
HOLDS: dict[str, tuple[LineKind, ...]] = {
    "": ("chapter", "procedure", *ASKED),
    "chapter": ("procedure", *ASKED),
    "procedure": ASKED,
    "check": (),
    "score": (),
    "text": (),
}
COLUMNS: dict[str, Words] = {
    "number": Words("编号", "Number"),
    "above": Words("上级编号", "Belongs to"),
    "kind": Words("类型", "Kind"),
    "zh": Words("内容", "Text"),
    "en": Words("英文内容", "Text in English"),
    "optional": Words("自选动作", "Optional"),
    "points": Words("分值", "Points"),
    "evidence": Words("佐证要求", "Evidence"),
    "citation": Words("依据", "Citation"),
    "aspect": Words("方面", "Aspect"),
    "severity": Words("严重程度", "Severity"),
    "task": Words("整改任务", "Task"),
    "level": Words("责任层级", "Level"),
    "steps": Words("流程", "Course"),
    "papers": Words("文书", "Papers"),
    "cadence": Words("周期", "Rhythm"),
}
OF_TEXT = tuple(key for key in COLUMNS if key not in ("kind", "optional"))
LONGEST = {"number": 20, "above": 20, "points": 6, "aspect": 100, "severity": 100, "level": 100}
LONG = 2000
NUMBER = re.compile("[0-9A-Za-z]{1,6}([.-][0-9A-Za-z]{1,6}){0,3}")
POINTS = re.compile("[0-9]{1,3}([.][0-9]{1,2})?")
YES = ("是", "yes", "true", "1")
NO = ("", "否", "no", "false", "0")
