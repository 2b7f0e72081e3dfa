"""Units and people as a ledger names them, taken apart where several stand in one cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

UnitRole = Literal["lead", "responsible", "assisting"]
Level = Literal["first", "direct", "specific"]

_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】"}
_SEPARATORS = "、，,；;\n/"
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
    r"书记|主任|局长|处长|科长|组长|站长|经理|委员|部长|主席|干事|所长|队长|校长|院长|厂长|镇长|乡长|县长|市长|"
    r"区长|负责人|负责同志|领导|会计|管理员|组织员|专员|班长|董事长|工程师|secretary|leader|director|officer|head",
    re.IGNORECASE,
)
_WITH_BRACKETS = re.compile(r"(.+?)\s*[(（](.+?)[)）]")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}|[A-Za-z][A-Za-z .'-]{1,60}")
_HEADS = "[局处科组站部所队校院厂镇乡县市区班]长"
_TRAILING_NAME = re.compile(rf"(.*(?:书记|主任|{_HEADS}|委员|经理))[\s:：]*(\S{{2,4}})")


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit as written, the part it has in the matter, and the field it stands in."""

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


def split_list(text: str) -> tuple[str, ...]:
    """Split at separators that stand outside brackets."""
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
    text: str, role: UnitRole = "responsible", field: str = "responsible_unit"
) -> tuple[UnitText, ...]:
    """Return the units of a cell; "牵头单位：" and "（牵头单位）" say which one leads."""
    units: list[UnitText] = []
    for part in split_list(text):
        if before := _BEFORE.match(part):
            role, part = _ROLES[before[1]], part[before.end() :]
        behind = _BEHIND.search(part)
        name = part[: behind.start()] if behind else part
        if name.strip():
            units.append(UnitText(name.strip(), _ROLES[behind[1]] if behind else role, field))
    return tuple(dict.fromkeys(units))


def read_people(text: str, level: Level, post: str = "") -> tuple[PersonText, ...]:
    """Return the people of a cell with their posts; ``post`` comes from a column of its own."""
    return tuple(_person(part, level, post) for part in split_list(text))


def _person(text: str, level: Level, post: str) -> PersonText:
    bracketed = _WITH_BRACKETS.fullmatch(text)
    if bracketed and _POST.search(bracketed[2]):
        return PersonText(text, bracketed[1].strip(), bracketed[2].strip(), level)
    if bracketed and _POST.search(bracketed[1]) and _NAME.fullmatch(bracketed[2]):
        return PersonText(text, bracketed[2].strip(), bracketed[1].strip(), level)
    trailing = _TRAILING_NAME.fullmatch(text)
    if trailing and not _POST.search(trailing[2]):
        return PersonText(text, trailing[2], trailing[1].strip(), level)
    if not _POST.search(text) and _NAME.fullmatch(text):
        return PersonText(text, text, post, level)
    return PersonText(text, "", post or text, level)
