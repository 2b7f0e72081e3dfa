"""Units named by a ledger and not there yet: proposed with kind and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow.errors import BadInput
from workflow.imports.ledger.cells import text_of
from workflow.imports.ledger.directory import Directory, DirectoryUnit
from workflow.imports.ledger.particulars import owner_of
from workflow.imports.ledger.reading import Reading
from workflow.imports.ledger.unit_names import key_of
from workflow.imports.ledger.units_with_people import looks_like_unit
from workflow.organisation.kinds import ROOT, may_stand_under
from workflow.organisation.rosters.contexts import name_in_titles
from workflow.organisation.rosters.unit_kinds import kind_by_name, root_kind
from workflow.platform import Connection, cleaned
from workflow.words import Words

# Who is meant by these is no unit: 各支部, 全体党员, 相关单位, all branches.
_MANY = re.compile(
    r"^(?:各|全体|全部|所有|相关|有关|其他|其它|本|该|all\b|every\b|each\b)", re.IGNORECASE
)
_ENGLISH_OWNERS = (
    re.compile(r"\b(?:of|for)\s+(?:the\s+)?([A-Z].{2,60})$"),
    re.compile(
        r"^(?!corrective)(.{3,60}?)[\s:,–-]+(?:corrective|rectification|remedial|action|audit|issue|"
        r"finding|inspection)",
        re.IGNORECASE,
    ),
)
_DIGITS = re.compile(r"\d+")
_NO_TOP = Words(
    "还没有任何单位，台账的标题里也看不出最高一级的单位；请用 --under 写出它的名称。",
    "There are no units yet, and no title of the ledger names the topmost one; name it with "
    "--under.",
)
NO_UNDER = Words("没有名为“{name}”的单位。", 'There is no unit called "{name}".')


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingUnit:
    """A missing unit: the proposed kind and parent, by name; a topmost unit has no parent."""

    name: str
    kind: str  # empty: it cannot be told by the name
    parent: str
    count: int  # of rows that name it
    likely: tuple[str, ...] = ()  # units that may be meant by a misspelt name

    @property
    def is_sure(self) -> bool:
        """Whether the unit can be founded without a question."""
        return bool(self.kind) and not self.likely


def missing_units(
    connection: Connection, reading: Reading, directory: Directory, under: str
) -> list[MissingUnit]:
    """Return the units that a ledger names and that are not there, the topmost first.

    Raises ``BadInput`` for an unknown unit ``under``, and where nothing names the topmost unit of
    an empty installation.
    """
    names = Counter(unit.text for problem in reading.problems() for unit in problem.units)
    if not directory.units:
        return _with_top(under or _owner(list(_titles(reading))), names)
    top = directory.unit(under) if under else directory.units[0]
    if top is None:
        raise BadInput(NO_UNDER.format(name=under[:40]))
    return propose(names, directory, read_kinds(connection), top)


def propose(
    names: Mapping[str, int], directory: Directory, kinds: Mapping[int, str], top: DirectoryUnit
) -> list[MissingUnit]:
    """Return the units missing among some names with their numbers of rows.

    A name that begins with that of a unit stands under it, every other one under ``top``.
    """
    merged: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for name, count in names.items():
        if directory.unit(name) is None:
            counts[merged.setdefault(key_of(name), name)] += count
    return [_proposed(name, counts[name], directory, kinds, top) for name in merged.values()]


def _proposed(
    name: str, count: int, directory: Directory, kinds: Mapping[int, str], top: DirectoryUnit
) -> MissingUnit:
    key = key_of(name)
    above = [u for u in directory.units if key != key_of(u.name) and key.startswith(key_of(u.name))]
    parent = max(above, key=lambda unit: len(unit.name), default=top)
    under = kinds.get(parent.id, "")
    kind = "" if _MANY.match(name) else kind_by_name(name, under)
    return MissingUnit(
        name=name, kind=kind if kind and may_stand_under(kind, under) else "", count=count,
        parent=parent.name, likely=_likely(name, directory),
    )  # fmt: skip


def _likely(name: str, directory: Directory) -> tuple[str, ...]:
    """Return the units perhaps meant; 第三党支部 is not a misspelt 第一党支部."""
    numbers = _DIGITS.findall(key_of(name))
    return tuple(
        unit.name
        for unit in directory.likely(name)
        if _DIGITS.findall(key_of(unit.name)) == numbers and not key_of(name).startswith(
            key_of(unit.name)
        )
    )  # fmt: skip


def read_kinds(connection: Connection) -> dict[int, str]:
    """Return the kind of each unit by id."""
    return dict(connection.execute("SELECT id, kind FROM units").fetchall())


def _with_top(name: str, names: Mapping[str, int]) -> list[MissingUnit]:
    """Return the topmost unit of an empty installation, and the other units below.

    Raises ``BadInput`` where nothing names it.
    """
    if not name:
        raise BadInput(_NO_TOP)
    kinds = frozenset(kind for other in names if (kind := kind_by_name(other, ROOT)))
    top, kind = DirectoryUnit(1, name, "", "/1/"), root_kind(kinds)
    below = propose(names, Directory([top], []), {top.id: kind}, top)
    return [MissingUnit(name=name, kind=kind, parent="", count=names.get(name, 0)), *below]


def _owner(titles: Sequence[str]) -> str:
    """Return the organisation behind a ledger, by the titles, or an empty text."""
    if labelled := name_in_titles(titles):
        return labelled
    for title in titles:
        if looks_like_unit(name := owner_of(title)):
            return name
        for pattern in _ENGLISH_OWNERS:
            if english := pattern.search(title):
                return cleaned(english[1])
    return ""


def _titles(reading: Reading) -> Iterable[str]:
    """Yield the words above the tables of a ledger, the names of the sheets, and of the file."""
    for table in reading.tables:
        rows = (table.sheet.rows[row] for row in range(table.headers[0].row))
        yield from (text for cells in rows for cell in cells if (text := text_of(cell)))
        yield from filter(None, (table.particulars.filler, table.sheet.name))
    yield reading.name.rpartition(".")[0]
