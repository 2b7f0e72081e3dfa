"""Separate unit and person in a cell with both: 第一养护所（周立民）, 一所 周立民."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from workflow.imports.ledger.labelled_parties import taken_apart
from workflow.imports.ledger.parties import KnownParties, split_list
from workflow.imports.ledger.person_names import cleaned, looks_like_name, name_and_title

_UNIT_ENDS = re.compile(
    r"(?:党支部|总支|党委|党组|支部|小组|委员会|[局处科室部所站队厂院校组办中心公司集团车间班街道镇乡村社区园区县市]|工会|团委|协会|项目部|department|dept|office|division|branch|station|team|unit|bureau|agency)$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"(.+?)\s*[(（](.+?)[)）]")
_BOTH = "unit_and_person"
_BETWEEN = re.compile(r"[\s\u3000]+|[:：]|(?<=\S)[-–—](?=\S)")


class Both(NamedTuple):
    """The units and the people of a cell, as written."""

    units: tuple[str, ...]
    people: tuple[str, ...]


def looks_like_unit(text: str) -> bool:
    """Say whether a text ends as the names of units do."""
    return bool(_UNIT_ENDS.search(text.strip())) and not looks_like_name(text)


def read_both(text: str, known: KnownParties) -> Both:
    """Return the units and the people of a cell; uncertain texts are taken for units."""
    units: list[str] = []
    people: list[str] = []
    for field, part in _parts(text):
        own = _both(part, known) if field == _BOTH else _told(field, part)
        units += own.units
        people += own.people
    return Both(tuple(dict.fromkeys(units)), tuple(dict.fromkeys(people)))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a cell, each with the field of its label; without labels for both."""
    for field, told in taken_apart(text) or ((_BOTH, text),):
        for part in split_list(told):
            yield field, part


def _told(field: str, part: str) -> Both:
    return Both((part,), ()) if field.endswith("unit") else Both((), (part,))


def _both(part: str, known: KnownParties) -> Both:
    if known.has_unit(part):
        return Both((part,), ())
    if bracketed := _BRACKETS.fullmatch(part):
        outer, inner = bracketed[1].strip(), bracketed[2].strip()
        return _placed(outer, split_list(inner), known)
    pieces = [piece for piece in _BETWEEN.split(cleaned(part)) if piece]
    if len(pieces) > 1 and any(_is_unit(piece, known) for piece in pieces):
        head = next(piece for piece in pieces if _is_unit(piece, known))
        return _placed(head, tuple(piece for piece in pieces if piece is not head), known)
    return _glued(part, known)


def _placed(outer: str, inner: tuple[str, ...], known: KnownParties) -> Both:
    """Return the unit and the people of two adjacent texts."""
    if _is_person(outer, known) and all(_is_unit(one, known) for one in inner):
        return Both(inner, (outer,))
    people = tuple(one for one in inner if _is_person(one, known))
    if _is_person(outer, known) and not people:
        return Both((), (f"{outer}（{'、'.join(inner)}）",))
    rest = tuple(one for one in inner if one not in people and known.has_unit(one))
    return Both((outer, *rest), people)


def _glued(part: str, known: KnownParties) -> Both:
    """Split a unit and a name without a separator, where the unit is known."""
    for length in (2, 3, 4):
        unit, name = part[:-length], part[-length:]
        if len(unit) > 1 and known.has_unit(unit) and _is_person(name, known):
            return Both((unit,), (name,))
    return Both((), (part,)) if _is_person(part, known) else Both((part,), ())


def _is_unit(text: str, known: KnownParties) -> bool:
    return known.has_unit(text) or looks_like_unit(text)


def _is_person(text: str, known: KnownParties) -> bool:
    if known.has_unit(text):
        return False
    name = cleaned(text)
    return known.has_person(name) or looks_like_name(name) or bool(name_and_title(name))
