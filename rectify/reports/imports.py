"""The output of ``rectify imports``: JSON for programs, a table for people."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from workflow.imports.records import ImportRecord
from workflow.platform import settings
from workflow.words import Words

_COLUMNS = (
    Words("编号", "No."),
    Words("文件", "File"),
    Words("时间", "Time"),
    Words("导入人", "By"),
    Words("问题", "Problems"),
    Words("任务", "Tasks"),
    Words("责任", "Responsibilities"),
    Words("撤回", "Taken back"),
)
_NONE = Words("还没有导入过台账。", "No ledger has been imported yet.")
_COUNTED = ("problems", "tasks", "responsibilities")


def as_json(found: Sequence[ImportRecord]) -> str:
    """Return the imports as JSON, the newest first."""
    told = [dataclasses.asdict(one) for one in found]
    return json.dumps({"imports": told}, ensure_ascii=False, indent=2, default=str)


def show(found: Sequence[ImportRecord], language: str) -> None:
    """Print the imports, the newest first."""
    console = Console(highlight=False)
    if not found:
        console.print(_NONE.of(language), markup=False)
        return
    table = Table(*(words.of(language) for words in _COLUMNS), box=None, padding=(0, 1))
    for one in found:
        at = one.at.astimezone(settings().zone).strftime("%Y-%m-%d %H:%M")
        counts = (str(one.counts.get(key, 0)) for key in _COUNTED)
        table.add_row(str(one.id), one.name, at, one.by_name, *counts, one.taken_back_by or "—")
    console.print(table)
