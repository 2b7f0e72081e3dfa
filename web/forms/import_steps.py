"""The steps of an import, in their order, and the forms of the steps."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from web.numbers import number
from workflow.errors import BadInput
from workflow.imports.drafts.records import ImportDraft, ValueShown
from workflow.imports.ledger.meaning_words import MEANING_WORDS
from workflow.imports.opening import Source
from workflow.words import Words

MOST_CHOICES = 300  # units in a list; of more a name is typed
_NOTHING = Words(
    "请选择一个文件，或粘贴表格内容。", "Choose a file, or paste the cells of a sheet."
)
_PASTED = Words("粘贴的表格.tsv", "pasted cells.tsv")
STEPS: tuple[tuple[str, Words], ...] = (
    ("sheets", Words("工作表", "Sheets")),
    ("columns", Words("列", "Columns")),
    ("values", Words("值", "Values")),
    ("rows", Words("行", "Rows")),
    ("changes", Words("改动", "Changes")),
    ("preview", Words("预览", "Preview")),
)
STAGES: dict[str, Words] = {
    "reading": Words("正在读取", "being read"),
    "read": Words("待核对", "to be checked"),
    "refused": Words("不能读取", "cannot be read"),
    "stopped": Words("已停止", "stopped"),
    "writing": Words("正在写入", "being written"),
    "written": Words("已写入", "written"),
}
VALUES: tuple[tuple[str, Words], ...] = (
    ("units", Words("单位", "Units")),
    ("people", Words("人员", "People")),
    ("severity", Words("严重程度", "Severities")),
    ("state", Words("完成情况", "States")),
)
KINDS: dict[str, Words] = {
    "problem": Words("问题", "problem"),
    "continuation": Words("续上一行", "continues the row above"),
    "section": Words("小标题", "heading"),
    "total": Words("合计", "total"),
    "note": Words("注释", "note"),
    "signature": Words("签字", "signature"),
    "example": Words("示例", "example"),
    "instruction": Words("填写说明", "instruction"),
    "numbering": Words("列号", "numbers of the columns"),
    "header": Words("表头", "header"),
}
ACTIONS: dict[str, Words] = {
    "raise": Words("登记", "will be raised"),
    "assigned": Words("按已交办接收", "taken over as assigned"),
    "waiting": Words("按待核查接收", "taken over, to be verified"),
    "closed": Words("按已销号接收", "taken over as closed"),
    "known": Words("已登记过", "there already"),
    "alike": Words("很可能已登记", "probably there already"),
    "finished": Words("已完成，略过", "finished, left out"),
    "refused": Words("不能导入", "cannot go in"),
}
FINISHED: dict[str, Words] = {
    "skip": Words("略过，不登记", "Leave them out"),
    "waiting": Words("作为已整改、待核查接收", "Take them over as rectified, to be verified"),
    "closed": Words(
        "作为已销号接收（本系统未核查）", "Take them over as closed, not verified here"
    ),
}
DECISIONS: dict[str, Words] = {
    "": Words("以后再定", "Decide later"),
    "theirs": Words("采用台账的", "Take the ledger's"),
    "ours": Words("保留系统的", "Keep ours"),
}
EFFECTS: dict[str, Words] = {
    "row": Words("这一行不能导入", "the row cannot go in"),
    "kept as text": Words("原文保留，请人工确定", "kept as text, to be settled"),
    "left out": Words("没有登记", "not raised"),
}
MEANINGS = MEANING_WORDS


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """The different values of a kind, doubtful values first."""

    kind: str
    words: Words
    values: list[ValueShown]

    @property
    def asked(self) -> int:
        """The number of values in doubt."""
        return sum(not value["certain"] for value in self.values)


def value_groups(draft: ImportDraft) -> list[ValueGroup]:
    """Return the values of a draft by kind, without absent kinds."""
    shown = draft.report["values"] if draft.report else []
    groups = (
        ValueGroup(
            kind,
            words,
            sorted((one for one in shown if one["kind"] == kind), key=lambda one: one["certain"]),
        )
        for kind, words in VALUES
    )
    return [group for group in groups if group.values]


def sent_source(language: str) -> Source:
    """Return the file of the form, or the pasted cells.

    Raises ``BadInput`` where neither was sent.
    """
    file = request.files.get("file")
    if file is not None and file.filename:
        with file.stream as stream:
            return Source(stream.read(), file.filename)
    pasted = request.form.get("pasted", "")
    if not pasted.strip():
        raise BadInput(_NOTHING)
    return Source(codecs.BOM_UTF8 + pasted.encode("utf-8", "replace"), _PASTED.of(language))


def sent_revision() -> int | None:
    """Return the revision of the draft shown with the form."""
    return number(request.form, "revision")


def sent_columns() -> dict[str, str]:
    """Return the chosen meaning of each column by name."""
    names, meanings = request.form.getlist("name"), request.form.getlist("meaning")
    return dict(zip(names, meanings, strict=False))


def sent_values() -> Iterator[tuple[str, str, str]]:
    """Yield kind, word and chosen value of each line of the form."""
    lists = (request.form.getlist(name) for name in ("kind", "word", "value"))
    yield from zip(*lists, strict=False)


def sent_lines() -> dict[str, tuple[str, str]]:
    """Return the kind of each line as shown and as chosen, by sheet and row."""
    lists = (request.form.getlist(name) for name in ("line", "shown", "kind"))
    return {line: (shown, kind) for line, shown, kind in zip(*lists, strict=False)}


def sent_decisions() -> dict[str, str]:
    """Return the decision on each change, by name."""
    names = request.form.getlist("change")
    return {name: request.form.get(f"decision-{n}", "") for n, name in enumerate(names, 1)}


def sent_again() -> dict[str, str]:
    """Return the choices in a refused form, by column, change or value."""
    return (
        sent_columns()
        | sent_decisions()
        | {f"{kind} {word}": value for kind, word, value in sent_values()}
    )
