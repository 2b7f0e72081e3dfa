"""The words of own templates, each with its meaning, and the indispensable words.

A word stands for a text or for a list. ``{{ lines.basis }}`` stands for a single line of a document
by its key; ``{% for part in parts %}`` goes through all of them in their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.queries.papers.text import PaperPart, PaperText
from workflow.words import Language, Words

TEXTS: dict[str, Words] = {
    "title": Words("标题", "The title"),
    "number": Words("文号；没有文号的表单为事项编号", "The number; the item's where there is none"),
    "issuer": Words("发文机关标志；表单没有", "The head with the issuer; forms have none"),
    "signer": Words("签发人", "The signer, labelled"),
    "addressee": Words("主送机关", "The addressee"),
    "opening": Words("开头语", "The opening sentence"),
    "closing": Words("结束语", "The closing sentence"),
    "signed": Words("落款", "Who it is signed by, above the date"),
    "date": Words("日期", "The date"),
    "copies": Words("抄送", "Copies to"),
    "reference": Words("事项编号和哈希", "The item and the hash of the issue"),
}
LISTS: dict[str, Words] = {
    "parts": Words("全部条目，依次排列；每一条有 part.label 和 part.paragraphs",
                   "All lines in their order; each has part.label and part.paragraphs"),
    "attachments": Words("附件名称，已编号", "The names of attachments, numbered"),
    "signs": Words("签字栏", "Who signs by hand"),
}  # fmt: skip
LINES = "lines"
OF_A_PART = ("label", "paragraphs", "beside", "key")
OF_A_LOOP = ("first", "last", "index", "length")
_SAMPLE = "示例文字 Sample & <text>"


@dataclass(frozen=True, slots=True)
class TemplateVocabulary:
    """The vocabulary for checking the templates of a kind of document."""

    lines: tuple[str, ...]  # keys of the lines of the document
    issued: bool  # with a number and a day of its own
    apart: tuple[str, ...] = ()  # texts of a letter that stand in places of their own

    def demanded(self) -> tuple[str, ...]:
        """Return the indispensable words."""
        return (
            ("title", "number", "date", "attachments", *self.apart) if self.issued else ("title",)
        )


def sample(words: TemplateVocabulary, language: Language) -> PaperText:
    """Return a paper with every word filled in."""
    parts = [PaperPart(f"{n}. {key}", (_SAMPLE, _SAMPLE), key=key)
             for n, key in enumerate(words.lines or ("text",), 1)]  # fmt: skip
    return PaperText(
        language=language, prose=False, issuer=_SAMPLE, number="〔2026〕1号", signer=_SAMPLE,
        title=_SAMPLE, addressee=_SAMPLE, opening=_SAMPLE, parts=tuple(parts), closing=_SAMPLE,
        attachments=(_SAMPLE,), signed=_SAMPLE, date="2026年3月4日", copies=_SAMPLE,
        signs=(_SAMPLE,), reference=_SAMPLE,
    )  # fmt: skip


def left_out(words: TemplateVocabulary, used: Sequence[str]) -> list[str]:
    """Return what a template may not leave out and does: texts, or lines where not all are told."""
    lost = [word for word in words.demanded() if word not in used]
    if "parts" not in used:
        lines = [f"{LINES}.{key}" for key in words.lines] or ["parts"]
        lost += [line for line in lines if line not in used]
    return lost
