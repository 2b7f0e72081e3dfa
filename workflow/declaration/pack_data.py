"""A pack as data: codes, sheets, severities, periods and words, read from the files of a folder.

The rows of periods and words that a pack leaves out are those of the pack it stands on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, get_args

from workflow.calendar import BINDING, Convention
from workflow.declaration.code_files import TWICE, code_tables, named, words_of
from workflow.declaration.codes import CodeTable
from workflow.declaration.limit import BOOK, DayUnit, Limit
from workflow.declaration.pack_choice import (
    PACK,
    PERIODS,
    ROLE_WORDS,
    SEVERITIES,
    SHEETS,
    WORDS,
    PackFiles,
)
from workflow.declaration.pack_faults import PackFaults, PackRow, rows
from workflow.declaration.sheets import DeclaredSheet
from workflow.words import Words, listed

_PERIOD = re.compile(r"[A-Za-z][A-Za-z0-9]{0,9}([.][a-z_]{1,20})?")
_UNITS: tuple[DayUnit, ...] = get_args(DayUnit)
_MOST_DAYS = 1000
_UNKNOWN = Words("没有“{key}”；有：{known}", 'there is no "{key}"; there are: {known}')
_NO_PERIOD = Words("请写编号，如 D06 或 D02.ledger", "write a number such as D06 or D02.ledger")
_NO_DAYS = Words(f"请写1到{_MOST_DAYS}的天数", f"write days from 1 to {_MOST_DAYS}")
_NO_UNIT = Words("请写 working（工作日）或 calendar（自然日）", "write working, or calendar")
_ONE = Words("这个文件要有且只有一行", "this file has one row, and no more")
_USUAL = Words("要有且只有一行的 usual 写 yes", "exactly one row has yes under usual")
_YES = Words("请写 yes 或留空", "write yes, or nothing")
_NO_SHEET = Words("{sheets} 里没有这个表", "there is no such sheet in {sheets}")


class Named(NamedTuple):
    """A word of a pack: the name, and the mark of the numbers of a document."""

    words: Words
    mark: str = ""


class DeclaredSeverity(NamedTuple):
    """A severity of a pack: its name, the key of its period, and whether it is the usual one."""

    words: Words
    period: str
    is_usual: bool


@dataclass(frozen=True, kw_only=True)
class PackData:
    """A pack as it was read: everything that is data, by key."""

    key: str
    words: Words
    code_tables: Mapping[str, CodeTable]
    sheets: Mapping[str, DeclaredSheet]
    severities: Mapping[str, DeclaredSeverity]
    periods: Mapping[str, Limit]
    names: Mapping[tuple[str, str], Named]  # by their kind (role, list, document) and key
    role_words: str

    @property
    def usual_severity(self) -> str:
        """The key of the usual severity."""
        return next(key for key, found in self.severities.items() if found.is_usual)

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Return the keys that have words, by their kind."""
        return {of: (*self.named(of),) for of, _ in self.names}

    def named(self, of: str) -> dict[str, Named]:
        """Return the words of a kind by key."""
        return {key: found for (kind, key), found in self.names.items() if kind == of}


class Expected(NamedTuple):
    """The expectations of the software: ways of handling, lists, and values of code tables."""

    handling: tuple[str, ...]
    lists: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    special: Mapping[str, Convention]  # periods that are not reckoned like the others


def read_pack(
    files: PackFiles, folder: str, expected: Expected, base: PackData | None = None
) -> PackData:
    """Return a pack from its files; ``folder`` is the place for people.

    Raises ``BadInput`` with every fault, each with file, row and column.
    """
    faults = PackFaults(folder)
    head = _head(files, faults)
    periods = {**(base.periods if base else {}), **_periods(files, faults, expected, base)}
    data = PackData(
        key=head.cells["key"] if head else "",
        words=words_of(head) if head else Words("", ""),
        code_tables=code_tables(files, faults, expected.codes),
        sheets=_sheets(files, faults),
        severities=_severities(files, faults, expected.handling, periods),
        periods=periods,
        names={**(base.names if base else {}), **dict(_names(files, faults, expected, base))},
        role_words=files.get(ROLE_WORDS, base.role_words if base else ""),
    )
    _role_words(files, faults, data)
    faults.refuse()
    return data


def _head(files: PackFiles, faults: PackFaults) -> PackRow | None:
    found = list(rows(files, PACK, ("key", "zh", "en"), faults))
    if len(found) != 1:
        faults.file(PACK, _ONE)
        return None
    return found[0] if named(PACK, found[0], {}, faults) else None


def _sheets(files: PackFiles, faults: PackFaults) -> dict[str, DeclaredSheet]:
    found: dict[str, DeclaredSheet] = {}
    for row in rows(files, SHEETS, ("key", "zh", "en"), faults):
        if named(SHEETS, row, found, faults):
            key = row.cells["key"]
            path = f"sheets/{key}.csv"
            if path not in files:
                faults.cell(SHEETS, row.number, "key", Words(f"没有 {path}", f"there is no {path}"))
            found[key] = DeclaredSheet(key, words_of(row), files.get(path, ""))
    for path in files:
        if path.startswith("sheets/") and path[7:-4] not in found:
            faults.file(path, _NO_SHEET.format(sheets=SHEETS))
    return found


def _severities(
    files: PackFiles, faults: PackFaults, handling: tuple[str, ...], periods: Mapping[str, Limit]
) -> dict[str, DeclaredSeverity]:
    found: dict[str, DeclaredSeverity] = {}
    for row in rows(files, SEVERITIES, ("key", "zh", "en", "period", "usual"), faults):
        cells = row.cells
        if cells["key"] not in handling:
            faults.cell(SEVERITIES, row.number, "key", _unknown(cells["key"], handling))
        if cells["period"] not in periods:
            faults.cell(SEVERITIES, row.number, "period", _unknown(cells["period"], periods))
        if cells["usual"] not in ("", "yes"):
            faults.cell(SEVERITIES, row.number, "usual", _YES)
        if named(SEVERITIES, row, found, faults):
            usual = cells["usual"] == "yes"
            found[cells["key"]] = DeclaredSeverity(words_of(row), cells["period"], usual)
    if sum(one.is_usual for one in found.values()) != 1:
        faults.file(SEVERITIES, _USUAL)
    return {key: found[key] for key in handling if key in found}  # the lightest first


def _periods(
    files: PackFiles, faults: PackFaults, expected: Expected, base: PackData | None
) -> dict[str, Limit]:
    if base and PERIODS not in files:
        return {}
    found: dict[str, Limit] = {}
    for row in rows(files, PERIODS, ("key", "zh", "en", "days", "unit", "source"), faults):
        if (limit := _period(row, faults, expected.special)) is not None:
            if limit.key in found:
                faults.cell(PERIODS, row.number, "key", TWICE.format(key=limit.key))
            found[limit.key] = limit
    return found


def _period(row: PackRow, faults: PackFaults, special: Mapping[str, Convention]) -> Limit | None:
    cells, before = row.cells, len(faults.found)
    if not _PERIOD.fullmatch(cells["key"]):
        faults.cell(PERIODS, row.number, "key", _NO_PERIOD)
    if not re.fullmatch("[0-9]{1,4}", cells["days"]) or not 0 < int(cells["days"]) <= _MOST_DAYS:
        faults.cell(PERIODS, row.number, "days", _NO_DAYS)
    if cells["unit"] not in _UNITS:
        faults.cell(PERIODS, row.number, "unit", _NO_UNIT)
    if not cells["zh"]:
        faults.cell(PERIODS, row.number, "zh", Words("没有填写名称", "there is no name"))
    if len(faults.found) > before:
        return None
    number, _, name = cells["key"].partition(".")
    unit: DayUnit = "calendar" if cells["unit"] == "calendar" else "working"
    return Limit(
        number, words_of(row), int(cells["days"]), cells["source"] or BOOK, unit=unit, name=name,
        convention=special.get(cells["key"], BINDING),
    )  # fmt: skip


def _names(
    files: PackFiles, faults: PackFaults, expected: Expected, base: PackData | None
) -> Iterator[tuple[tuple[str, str], Named]]:
    if base and WORDS not in files:
        return
    seen: set[tuple[str, str]] = set()
    for row in rows(files, WORDS, ("of", "key", "zh", "en", "mark"), faults):
        of, key = row.cells["of"], row.cells["key"]
        if base:
            _known(row, {"list": expected.lists, **base.keys()}, faults)
        taken = {key: key for kind, key in seen if kind == of}
        if named(WORDS, row, taken, faults):
            seen.add((of, key))
            yield (of, key), Named(words_of(row), row.cells["mark"])


def _known(row: PackRow, known: Mapping[str, tuple[str, ...]], faults: PackFaults) -> None:
    of, key = row.cells["of"], row.cells["key"]
    if of not in known:
        faults.cell(WORDS, row.number, "of", _unknown(of, known))
    elif key not in known[of]:
        faults.cell(WORDS, row.number, "key", _unknown(key, known[of]))


def _role_words(files: PackFiles, faults: PackFaults, data: PackData) -> None:
    if ROLE_WORDS in files:
        roles = data.named("role")
        for row in rows(files, ROLE_WORDS, ("role", "kinds", "reach", "words"), faults):
            if row.cells["role"] not in roles:
                fault = _unknown(row.cells["role"], roles)
                faults.cell(ROLE_WORDS, row.number, "role", fault)


def _unknown(key: str, known: Mapping[str, object] | tuple[str, ...]) -> Words:
    return _UNKNOWN.format(key=key, known=listed(Words(one, one) for one in sorted(known)))
