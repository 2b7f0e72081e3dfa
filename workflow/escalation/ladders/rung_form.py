"""The rungs of a draft as they are typed, read, and kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

from workflow.declaration import CHECK, Colour, Rung, fields, pack
from workflow.errors import BadInput
from workflow.escalation.ladders.forms import NAMES
from workflow.escalation.ladders.validation import (
    MOST,
    NO_SIGNER,
    document_of,
    faults,
    key_of,
    signers_of,
)
from workflow.platform import cleaned
from workflow.snapshots.policies import RungRow, rung_of
from workflow.words import Words

COLUMNS: dict[str, Words] = {
    "offset": Words("天数", "days"),
    "level": Words("级别", "level"),
    "name": Words("名称", "name"),
    "colour": Words("颜色", "colour"),
    "tells": Words("通知对象", "who is told"),
    "signer": Words("签发人", "who signs"),
}
COLOURS: dict[Colour, Words] = {
    "green": Words("绿", "green"),
    "blue": Words("蓝", "blue"),
    "yellow": Words("黄", "yellow"),
    "red": Words("红", "red"),
}
assert {*COLOURS} == {*get_args(Colour)}  # noqa: S101 -- told at import
_KEY = re.compile("[a-z][a-z0-9_]{0,39}")
_AT = Words("第{row}级，{column}：{fault}", "rung {row}, {column}: {fault}")
_NO_NUMBER = Words("请填整数天数", "has to be a whole number of days")
_NO_LEVEL = Words("请选择级别", "choose a level")


@dataclass(frozen=True, slots=True)
class RungFormRow:
    """A rung as shown in the form, not yet checked."""

    key: str = ""
    offset: str = ""
    level: str = ""
    zh: str = ""
    en: str = ""
    colour: str = ""
    tells: tuple[str, ...] = ()
    signer: str = ""
    faults: Mapping[str, Words] = field(default_factory=dict)  # by column

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in, or the row was emptied to remove the rung."""
        return not (self.offset or self.zh or self.en)

    @classmethod
    def of(cls, rung: Rung) -> RungFormRow:
        """Return the form row of an existing rung."""
        zh, en = rung.words
        days, level = str(rung.offset), str(rung.level)
        return cls(rung.key, days, level, zh, en, rung.colour, rung.tells, rung.signer)


def sent(texts: Mapping[str, Sequence[str]]) -> list[RungFormRow]:
    """Read the rows of a form: fields are called ``level_0``, ``tells_0`` and so on."""

    def text(name: str, n: int) -> str:
        return cleaned((texts.get(f"{name}_{n}") or [""])[0])

    rows = [
        RungFormRow(
            text("key", n), text("offset", n), text("level", n), text("zh", n), text("en", n),
            text("colour", n), tuple(texts.get(f"tells_{n}", ())), text("signer", n),
        )
        for n in range(2 * MOST)
    ]  # fmt: skip
    return [row for row in rows if not row.is_blank]


def rungs_of(list_key: str, rows: Sequence[RungFormRow]) -> list[RungRow]:
    """Return the rungs as stored.

    Raises ``BadInput`` with every fault, naming row and column.
    """
    wrong = {
        f"{column}_{n}": fault
        for n, row in enumerate(rows)
        for column, fault in _ill(list_key, row)
    }
    rungs: list[RungRow] = []
    if not wrong:
        for row in rows:
            rungs.append(_kept(list_key, row, [other["key"] for other in rungs]))
        ladder_faults = faults(list_key, [rung_of(row) for row in rungs])
        for fault in reversed(ladder_faults):  # of several faults of one field the first is told
            where = f"{fault.column}_{fault.rung}" if fault.column else "rungs"
            wrong[where] = fault.words
    if wrong:
        raise BadInput(CHECK, {key: _placed(key, words) for key, words in wrong.items()})
    return rungs


def _ill(list_key: str, row: RungFormRow) -> list[tuple[str, Words]]:
    pairs = []
    try:
        fields.parse(NAMES, {"zh": row.zh, "en": row.en}, "")
    except BadInput as refusal:
        pairs.append(("name", next(iter(refusal.fields.values()))))
    if not _is_whole(row.offset):
        pairs.append(("offset", _NO_NUMBER))
    if row.level not in map(str, pack().levels):
        pairs.append(("level", _NO_LEVEL))
    elif row.signer and not signers_of(list_key, int(row.level)):
        pairs.append(("signer", NO_SIGNER))
    return pairs


def _is_whole(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").removeprefix("+").isdigit() and len(text) < 6


def _kept(list_key: str, row: RungFormRow, taken: Sequence[str]) -> RungRow:
    level = int(row.level)
    stored: RungRow = {
        "key": row.key, "level": level, "zh": row.zh,
        "en": row.en or row.zh, "offset": int(row.offset),
        "opens": document_of(list_key, level), "tells": [*dict.fromkeys(row.tells)],
        "colour": next((c for c in COLOURS if c == row.colour), ""), "signer": row.signer,
    }  # fmt: skip
    if stored["opens"] or not (_KEY.fullmatch(row.key)):
        stored["key"] = key_of(list_key, rung_of(stored), taken)
    return stored


def _placed(key: str, words: Words) -> Words:
    """Put row and column before the fault."""
    column, _, row = key.rpartition("_")
    if column not in COLUMNS:
        return words
    return _AT.format(row=int(row) + 1, column=COLUMNS[column], fault=words)
