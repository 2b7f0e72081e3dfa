"""The output of ``rectify import``: JSON for programs, a table for people."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from workflow.imports.applying import Applied
from workflow.imports.changes import CellChange
from workflow.imports.import_ledger import TAKEN, Imported
from workflow.imports.ledger.items import columns_of, items_of
from workflow.imports.ledger.result_types import Refused, Taken
from workflow.organisation.ledger_units import MadeOnTheSpot
from workflow.words import Words

_MOST_SHOWN = 40
_MOST_CELLS = 3
_EFFECT = {
    "row": Words("这一行不能导入", "the row cannot go in"),
    "kept as text": Words("原文保留，请人工确定", "kept as text, to be settled"),
    "left out": Words("没有登记", "not raised"),
}
_COLUMNS = (
    Words("工作表", "Sheet"),
    Words("单元格", "Cell"),
    Words("列", "Column"),
    Words("内容", "Value"),
    Words("说明", "What to do"),
    Words("处理", "Effect"),
)
_DEADLINES = {
    "date": Words("写明日期", "dates"),
    "period": Words("期限", "periods"),
    "immediate": Words("立行立改", "at once"),
    "long_term": Words("长期坚持", "long-term"),
    "unclear": Words("没有日期", "without a day"),
    "unknown": Words("读不懂", "not understood"),
    "none": Words("没有填写", "none given"),
    "done": Words("已完成", "finished"),
}
_READ = Words(
    "读取 {rows} 行。时限：{deadlines}。", "{rows:row|rows} read. Deadlines: {deadlines}."
)
_NO_ROWS = Words("无", "none")
_DONE = Words(
    "已登记：问题 {problems}、任务 {tasks}、责任 {responsibilities}；早先已登记的问题 {known}。",
    "Raised: {problems:problem|problems}, {tasks:task|tasks}, "
    "{responsibilities:responsibility|responsibilities}; there already: "
    "{known:problem|problems}.",
)
_WOULD = Words(
    "试运行，没有写入。将登记：问题 {problems}、任务 {tasks}、责任 {responsibilities}；"
    "早先已登记的问题 {known}。",
    "Dry run, nothing was written. It would raise {problems:problem|problems}, "
    "{tasks:task|tasks}, {responsibilities:responsibility|responsibilities}; there already: "
    "{known:problem|problems}.",
)
_TAKEN = Words(
    "其中按台账接收：整改中 {assigned}、待核查 {waiting}、已销号（本系统未核查） {closed}。",
    "Of these taken over as the ledger says: under way {assigned}, waiting for verification "
    "{waiting}, closed before and not verified here {closed}.",
)
_NOTHING = Words(
    "有 {bad} 处使所在行不能导入，整个文件都没有导入；请改正后重新导入。",
    "Nothing of the file was imported, for {bad:cell|cells} cannot be taken; correct the "
    "file and import it again.",
)
_CHANGES = Words(
    "与上次相比改动 {count} 格，其中 {conflicts} 格两边都改过；"
    "用 --apply 选择采用（--json 列出 id）。",
    "{count:cell|cells} changed since the last import, {conflicts} of them on both sides; choose "
    "with --apply which to apply (--json lists their ids).",
)
_GONE = Words(
    "上次有、这次没有的 {count} 项：{numbers}……没有改动它们。",
    "{count:item is|items are} in the file no more ({numbers} …) and were left as they are.",
)
_NOT_APPLIED = Words("{id} 没有采用：{why}", "{id} was not applied: {why}")
_APPLIED = Words("已采用 {count} 处改动。", "{count:change|changes} applied.")
_MORE = Words("……还有 {count} 处，用 --json 查看全部", "… and {count} more; --json shows all")


def as_json(
    imported: Imported, dry_run: bool, language: str, made: MadeOnTheSpot | None = None
) -> str:
    """Return the stable interface of ``rectify import --json``."""
    answer = {
        "rows_read": imported.ledger.rows_read,
        **_counts(imported),
        "refused": [_refused(refused, language) for refused in imported.refused],
        "deadlines": _deadlines(imported, language),
        "known": imported.known,
        "taken_over": {key: imported.taken[key] * imported.can_go_in for key in TAKEN},
        "written": imported.written,
        "import": imported.import_id,
        "dry_run": dry_run,
        "changes": [_change(one) for one in imported.changes],
        "gone": [dataclasses.asdict(one) for one in imported.gone],
        "applied": [_applied(one, language) for one in imported.applied],
        "notes": [note.of(language) for note in imported.notes],
        "columns": columns_of(imported.ledger),
        "units": [
            {**dataclasses.asdict(unit), "founded": unit.is_sure and imported.written}
            for unit in (made.units if made else ())
        ],
        "people": [
            {**dataclasses.asdict(one), "added": one.is_sure and imported.written}
            for one in (made.people if made else ())
        ],
        "people_refused": [words.of(language) for words in (made.faults if made else ())],
        "items": list(_items(imported, language)),
        "lines": [_line(line) for line in imported.ledger.taken],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _items(imported: Imported, language: str) -> Iterator[dict[str, Any]]:
    """Yield the new items and the known items, each with the outcome."""
    bad = {(one.sheet, one.row) for one in imported.refused if one.effect == "row"}
    for item in items_of(imported.ledger, imported.refused, imported.directory, language):
        place = item["sheet"], item["row"]
        action = "refused" if place in bad else imported.actions.get(place, "raise")
        yield {**item, "action": action}


def _change(change: CellChange) -> dict[str, object]:
    """Return a changed cell, with the id for a file of choices."""
    told = {"id": change.id, **dataclasses.asdict(change)}
    return {key: value for key, value in told.items() if key not in ("field", "value")}


def _applied(one: Applied, language: str) -> dict[str, object]:
    why = one.why_not.of(language) if one.why_not else None
    return {"id": one.change.id, "done": why is None, "reason": why}


def _line(line: Taken) -> dict[str, object]:
    return {"sheet": line.sheet, "row": line.row, "taken_for": line.kind, "text": line.text}


def as_json_of_fault(sentence: str) -> str:
    """Return an object of the same shape for a file that is no ledger."""
    nothing = {"rows_read": 0, "problems": 0, "tasks": 0, "responsibilities": 0}
    empty: dict[str, Any] = {"refused": [], "deadlines": [], "written": False, "items": []}
    return json.dumps({**nothing, **empty, "error": sentence}, ensure_ascii=False, indent=2)


def show(imported: Imported, dry_run: bool, language: str) -> None:
    """Print the result for a person: imported rows, and refused rows to settle."""
    console = Console(highlight=False, soft_wrap=False)
    for note in imported.notes:
        console.print(note.of(language), markup=False)
    if imported.refused:
        console.print(_table(imported, language))
    kinds = Counter(problem.deadline.kind for problem in imported.ledger.problems)
    told = ("、" if language == "zh" else ", ").join(
        f"{_DEADLINES[kind].of(language)} {count}" for kind, count in kinds.most_common()
    )
    read = _READ.format(rows=imported.ledger.rows_read, deadlines=told or _NO_ROWS.of(language))
    console.print(read.of(language), markup=False)
    console.print(_outcome(imported, dry_run).of(language), markup=False, style="bold")
    for words in _of_changes(imported):
        console.print(words.of(language), markup=False)
    if imported.can_go_in and imported.taken:
        taken = _TAKEN.format(**{key: imported.taken[key] for key in TAKEN})
        console.print(taken.of(language), markup=False)


def _of_changes(imported: Imported) -> Iterator[Words]:
    """Yield the sentences on the known rows: changed, gone, and applied."""
    if imported.changes:
        conflicts = sum(change.conflict for change in imported.changes)
        yield _CHANGES.format(count=len(imported.changes), conflicts=conflicts)
    if imported.gone:
        numbers = "、".join(one.number for one in imported.gone[:_MOST_CELLS])
        yield _GONE.format(count=len(imported.gone), numbers=numbers)
    for one in imported.applied:
        if one.why_not:
            yield _NOT_APPLIED.format(id=one.change.id, why=one.why_not)
    if imported.applied:
        yield _APPLIED.format(count=sum(one.why_not is None for one in imported.applied))


_ORDER = ("row", "left out", "kept as text")


def _outcome(imported: Imported, dry_run: bool) -> Words:
    if not imported.can_go_in:
        bad = sum(refused.effect == "row" for refused in imported.refused)
        return _NOTHING.format(bad=bad)
    words = _WOULD if dry_run else _DONE
    return words.format(known=imported.known, **_counts(imported))


def _counts(imported: Imported) -> dict[str, int]:
    """Return how many were raised, or would be: none where a row keeps the file out."""
    goes = imported.can_go_in
    return {
        "problems": imported.problems * goes,
        "tasks": imported.tasks * goes,
        "responsibilities": imported.responsibilities * goes,
    }


def _refused(refused: Refused, language: str) -> dict[str, object]:
    return {
        "sheet": refused.sheet,
        "row": refused.row,
        "column": refused.column,
        "cell": refused.cell,
        "value": refused.value,
        "reason": refused.reason.of(language),
        "effect": refused.effect,
    }


def _deadlines(imported: Imported, language: str) -> list[dict[str, object]]:
    return [
        {
            "sheet": problem.sheet,
            "row": problem.row,
            "text": problem.deadline.text,
            "date": problem.deadline.due.isoformat() if problem.deadline.due else None,
            "reading": problem.deadline.note.of(language),
            "kind": problem.deadline.kind,
        }
        for problem in imported.ledger.problems
        if problem.deadline.text
    ]


def _table(imported: Imported, language: str) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="bold")
    for words in _COLUMNS:
        table.add_column(words.of(language), overflow="fold")
    groups = sorted(_alike(imported).items(), key=lambda group: _ORDER.index(group[0].effect))
    for refused, cells in groups[:_MOST_SHOWN]:
        style = "red" if refused.effect == "row" else None
        where = (refused.sheet, _places(cells), refused.column, refused.value)
        told = (*where, refused.reason.of(language), _EFFECT[refused.effect].of(language))
        table.add_row(*map(escape, told), style=style)
    if len(groups) > _MOST_SHOWN:
        more = _MORE.format(count=len(groups) - _MOST_SHOWN).of(language)
        table.add_row("", "", "", "", more, "")
    return table


def _alike(imported: Imported) -> dict[Refused, list[str]]:
    """Group equal faults: an unknown unit fills many rows."""
    groups: dict[Refused, list[str]] = {}
    for refused in imported.refused:
        groups.setdefault(replace(refused, row=0, cell=""), []).append(refused.cell)
    return groups


def _places(cells: list[str]) -> str:
    more = f" +{len(cells) - _MOST_CELLS}" if len(cells) > _MOST_CELLS else ""
    return " ".join(cells[:_MOST_CELLS]) + more
