"""The faults in the cells of a sheet: row, column, and the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.inspections.line_kinds import COLUMNS, KINDS, LONG, LONGEST, NO, NUMBER, YES, LineKind
from workflow.platform import unfit
from workflow.words import Words, listed

_PLACE = Words("第{row}行“{column}”：{fault}", 'row {row}, "{column}": {fault}')
_NUMBER = Words("请写编号，如 1.01", "write a number such as 1.01")
_TEXT = Words("没有填写", "nothing is written there")
_LONG = Words("最多{most}个字", "at most {most:character|characters}")
_UNSEEN = Words("含有看不见的字符", "it has characters that cannot be seen")
_KNOWN = Words("请写 {known} 之一", "write one of {known}")
_YES_OR_NO = Words("请写“是”或“否”", "write yes or no")


@dataclass(slots=True)
class LineFaults:
    """The faults found so far, by the place of the cell; ``first`` is the first row's number."""

    first: int
    found: dict[str, Words] = field(default_factory=dict)

    def add(self, place: int, column: str, fault: Words) -> None:
        """Add a fault; the first of a cell counts."""
        told = _PLACE.format(row=place + self.first, column=COLUMNS[column], fault=fault)
        self.found.setdefault(f"lines_{place}_{column}", told)

    def look(self, place: int, texts: Mapping[str, str]) -> None:
        """Note what is missing, too long, or cannot be seen."""
        if not NUMBER.fullmatch(texts["number"]):
            self.add(place, "number", _NUMBER)
        if not texts["zh"]:
            self.add(place, "zh", _TEXT)
        for column, text in texts.items():
            most = LONGEST.get(column, LONG)
            if len(text) > most:
                self.add(place, column, _LONG.format(most=most))
            if unfit(text):
                self.add(place, column, _UNSEEN)

    def kind(self, place: int, text: str) -> LineKind:
        """Return the kind of a line, by its key or by its name."""
        for key, words in KINDS.items():
            if text.lower() in (key, words.zh, words.en.lower()):
                return key
        self.add(place, "kind", _KNOWN.format(known=listed(KINDS.values())))
        return "check"

    def code(self, place: int, column: str, text: str, names: Mapping[str, Words]) -> str:
        """Return the key of a value that is named by its key or by a name; "" for no text."""
        for key, words in names.items():
            if text in (key, words.zh, words.en):
                return key
        if text:
            self.add(place, column, _KNOWN.format(known=listed(names.values())))
        return ""

    def yes_or_no(self, place: int, text: str) -> bool:
        """Return what a yes or no says."""
        if text.lower() not in (*YES, *NO):
            self.add(place, "optional", _YES_OR_NO)
        return text.lower() in YES
