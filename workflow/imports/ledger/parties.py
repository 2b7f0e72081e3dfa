"""Units and people as named in a ledger, separated where a cell holds several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from workflow.imports.ledger.person_names import (
    cleaned,
    is_nobody,
    looks_like_name,
    name_and_title,
)

UnitRole = Literal["lead", "responsible", "assisting"]
Level = Literal["first", "direct", "specific"]

_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】"}
_SEPARATORS = "、，,；;\n/|｜"
_ROLES: dict[str, UnitRole] = {
    "牵头": "lead",
    "主责": "lead",
    "责任": "responsible",
    "承办": "responsible",
    "配合": "assisting",
    "协办": "assisting",
}
_ROLE = "|".join(_ROLES)
_KIND = r"(?:责任)?(?:单位|部门|支部)?"
_BEFORE = re.compile(rf"({_ROLE}){_KIND}\s*[:：]\s*")
_BEHIND = re.compile(rf"\s*[(（\[【]({_ROLE}){_KIND}[)）\]】]\s*$")
_POST = re.compile(
    r"书记|主任|成员|局长|处长|科长|组长|站长|经理|委员|部长|主席|干事|所长|队长|校长|院长|厂长|镇长|乡长|县长|市长|"
    r"区长|负责人|负责同志|领导|会计|管理员|组织员|专员|班长|董事长|工程师|经办人|secretary|leader|director|officer|"
    r"head|chief|manager|administrator|engineer",
    re.IGNORECASE,
)
_WITH_BRACKETS = re.compile(r"(.+?)\s*[(（](.+?)[)）]")
_NAME = re.compile(r"[\u4e00-\u9fff·•・]{2,15}|[A-Za-z][\w .,'’&-]{1,60}")
_HEADS = "[局处科组站部所队校院厂镇乡县市区班]长"
_TRAILING_NAME = re.compile(rf"(.*(?:书记|主任|{_HEADS}|委员|经理))[\s:：]*(\S{{2,4}})")
_WESTERN_SPLIT = re.compile(r"\s*(?:[;；\n/|&]|\band\b)\s*")
_COMMA = re.compile(r"\s*[,，、]\s*")
_NO_UNIT = {"", "无", "/", "-", "—", "--", "——", "n/a", "na", "none", "tbd", "待定"}


class KnownParties(Protocol):
    """The known units and people, for readers of names."""

    def has_unit(self, text: str, /) -> bool:
        """Say whether a unit is called so."""

    def has_person(self, text: str, /) -> bool:
        """Say whether a person is called so."""


class NobodyKnown:
    """No organisation is known: names are told by their looks alone."""

    def has_unit(self, _text: str) -> bool:
        """Say no."""
        return False

    def has_person(self, _text: str) -> bool:
        """Say no."""
        return False


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit as written, the part in the matter, and the field."""

    text: str
    role: UnitRole
    field: str = "responsible_unit"


@dataclass(frozen=True, slots=True)
class PersonText:
    """A person as written; the name or the post is empty where only the other is given."""

    text: str
    name: str
    post: str
    level: Level
    field: str = ""


@lru_cache(maxsize=16_384)
def split_list(text: str) -> tuple[str, ...]:
    """Split at separators outside of brackets."""
    parts, closing = [""], ""
    for letter in text:
        if letter in _SEPARATORS and not closing:
            parts.append("")
            continue
        if letter == closing:
            closing = ""
        elif not closing and letter in _BRACKETS and _BRACKETS[letter] in text:
            closing = _BRACKETS[letter]
        parts[-1] += letter
    return tuple(part for part in (p.strip(" \t\u3000。") for p in parts) if part)


def read_units(
    text: str,
    role: UnitRole = "responsible",
    field: str = "responsible_unit",
    known: KnownParties | None = None,
) -> tuple[UnitText, ...]:
    """Return the units of a cell; "牵头单位：" and "（牵头单位）" mark the leading unit."""
    units: list[UnitText] = []
    for part in split_list(text):
        if before := _BEFORE.match(part):
            role, part = _ROLES[before[1]], part[before.end() :]
        behind = _BEHIND.search(part)
        name = part[: behind.start()].strip() if behind else part.strip()
        if name.lower() not in _NO_UNIT:
            own = _ROLES[behind[1]] if behind else role
            units += [UnitText(one, own, field) for one in _apart(name, known)]
    return tuple(dict.fromkeys(units))


def _apart(name: str, known: KnownParties | None) -> tuple[str, ...]:
    """Split names with only a blank or an "and" between them, where each is a known unit."""
    if known is None or known.has_unit(name):
        return (name,)
    for between in (r"[\s\u3000]+", r"[和与及&]|以及"):
        parts = tuple(part for part in re.split(between, name) if part)
        if len(parts) > 1 and all(known.has_unit(part) for part in parts):
            return parts
    return (name,)


def read_people(
    text: str, level: Level, post: str = "", field: str = "", known: KnownParties | None = None
) -> tuple[PersonText, ...]:
    """Return the people of a cell with their posts; ``post`` comes from a column of its own."""
    parts = [part for part in _people_parts(text, known) if not is_nobody(part)]
    people = [_person(part, level, post, field) for part in parts]
    return tuple(dict.fromkeys(people))


def _people_parts(text: str, known: KnownParties | None) -> tuple[str, ...]:
    if is_nobody(text):
        return ()
    if text.isascii():
        return _western_parts(text, known)
    parts: list[str] = []
    for part in split_list(text):
        names = cleaned(part).split()
        several = len(names) > 1 and all(map(looks_like_name, names))
        parts += names if several else [part]
    return tuple(parts)


def _western_parts(text: str, known: KnownParties | None) -> tuple[str, ...]:
    """Part western names; a comma inside "Smith, John" or a title makes no second person."""
    parts: list[str] = []
    for part in _WESTERN_SPLIT.split(text):
        names = _COMMA.split(part)
        each = all(" " in name.strip() and not _POST.search(name) for name in names)
        if each or (known and all(known.has_person(name) for name in names)):
            parts += names
        else:
            parts.append(part)
    return tuple(part.strip() for part in parts if part.strip())


def _person(text: str, level: Level, post: str, field: str) -> PersonText:
    name, own = _name_and_post(text)
    return PersonText(text, name, own or (post if name else post or own), level, field)


def _name_and_post(text: str) -> tuple[str, str]:
    """Return the name and the post in a text; either may be empty."""
    bracketed = _WITH_BRACKETS.fullmatch(text)
    if bracketed and _POST.search(bracketed[1]) and looks_like_name(bracketed[2]):
        return bracketed[2].strip(), bracketed[1].strip()
    if bracketed and _NAME.fullmatch(cleaned(bracketed[1])):
        inside = bracketed[2].strip()
        return cleaned(bracketed[1]), inside if _POST.search(inside) else ""
    short = cleaned(text)
    if titled := name_and_title(short):
        return titled
    if beside := _name_beside_post(short):
        return beside
    trailing = _TRAILING_NAME.fullmatch(short)
    if trailing and not _POST.search(trailing[2]):
        return trailing[2], trailing[1].strip()
    if not _POST.search(short) and _NAME.fullmatch(short):
        return (short, "") if len(short) <= 4 or not _CROWD.search(short) else ("", text)
    return "", text


def _name_beside_post(text: str) -> tuple[str, str] | None:
    """Take 何国栋 党组成员 or 党组成员 何国栋 apart, or return ``None``."""
    words = text.split()
    if len(words) != 2 or text.isascii():
        return None
    names = [looks_like_name(word) for word in words]
    if names == [True, False]:
        return words[0], words[1]
    return (words[1], words[0]) if names == [False, True] and _POST.search(words[0]) else None


_CROWD = re.compile(r"全体|各|人员|部门|单位|支部|小组")
