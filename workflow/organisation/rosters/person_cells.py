"""The name of a person in a cell of a roster, without the words around the name."""

from __future__ import annotations

import re
from typing import NamedTuple

from workflow.imports.ledger.names import simplified
from workflow.imports.ledger.parties import split_list
from workflow.imports.ledger.person_names import cleaned as without_contacts
from workflow.imports.ledger.person_names import looks_like_name, name_and_title
from workflow.words import Words

LINES = Words("姓名写在两行上，请写在一行里", "the name is on two lines; write it on one")
SEVERAL = Words(
    "一格里有几个人，请每人一行", "several people are in one cell; give each of them a row"
)
NO_NAME = Words("这不像人名：{value}", "this does not look like a name: {value}")
_TITLES = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam|Comrade)\.?\s+(?=\S)|"
    r"(?<=[\u4e00-\u9fff]{2})\s*(?:同志|先生|女士|小姐|老师|师傅)$|^同志\s*[:：]?\s*",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*[(（\[【〔]([^)）\]】〕]{0,20})[)）\]】〕]\s*")
_TELLING = re.compile(r"[(（][大小老甲乙丙丁男女一二三AB12][)）]\s*$")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff])[ \t\u3000]+(?=[\u4e00-\u9fff])")
_DOTS = re.compile(r"(?<=[\u4e00-\u9fff])[•・‧．.。](?=[\u4e00-\u9fff])")
_FEWEST_DIGITS = 7  # of a telephone number
_SHORT = 4  # characters of a Chinese name at most
_LEFT = re.compile(
    r"离职|離職|已调离|调离|调出|辞职|已故|去世|退休|开除|left|resigned|retired", re.IGNORECASE
)


class PersonCell(NamedTuple):
    """The name in a cell, the title and the aside next to the name, and the reason of refusal."""

    name: str
    title: str = ""
    aside: str = ""
    wrong: Words | None = None

    @property
    def has_left(self) -> bool:
        """Say whether an aside says that the person has left."""
        return bool(_LEFT.search(self.aside))


def read_person(text: str) -> PersonCell:
    """Return the person of a cell."""
    if "\n" in text:
        return PersonCell("", wrong=LINES)
    text = without_contacts(text) if sum(map(str.isdigit, text)) >= _FEWEST_DIGITS else text
    aside = " ".join(_ASIDE.findall(text))
    name, title = _titled(text if _TELLING.search(text) else _ASIDE.sub("", text).strip())
    name = tidy(name)
    if wrong := _wrong(name):
        return PersonCell("", title, aside, wrong)
    return PersonCell(name, title, aside)


def tidy(name: str) -> str:
    """Return a name without blanks between its characters, with one kind of dot and no aside.

    What tells namesakes apart, as in 李娜（大）, stays.
    """
    if not _TELLING.search(name):
        name = _ASIDE.sub("", name).strip() or name
    close = _BLANK.sub("", name)
    return _DOTS.sub("·", close if len(close) <= _SHORT else name)


def _titled(text: str) -> tuple[str, str]:
    found = _TITLES.search(text)
    name = _TITLES.sub("", text).strip()
    if pair := name_and_title(simplified(name)):
        return name[: len(pair[0])], pair[1] or name[len(pair[0]) :]
    return name, found[0].strip() if found else ""


def _wrong(name: str) -> Words | None:
    parts = [part for part in split_list(name) if part]
    is_western = name.isascii() and len(parts) == 2 and "," in name  # Smith, John
    if (
        len(parts) > 1
        and not is_western
        and all(looks_like_name(part) or len(part) < 5 for part in parts)
    ):
        return SEVERAL
    if not any(map(str.isalpha, name)) or re.search(r"[\d@:：]", _TELLING.sub("", name)):
        return NO_NAME.format(value=name[:40])
    return None
