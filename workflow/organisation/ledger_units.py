"""Units named by a ledger and not there yet: proposed with kind and place, and founded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.declaration import Actor
from workflow.engine.loading import read_now
from workflow.errors import BadInput
from workflow.imports.import_ledger import Imported, import_source
from workflow.imports.ledger.cells import text_of
from workflow.imports.ledger.directory import Directory, DirectoryUnit, read_directory
from workflow.imports.ledger.particulars import owner_of
from workflow.imports.ledger.reading import Reading
from workflow.imports.ledger.unit_names import key_of
from workflow.imports.ledger.units_with_people import looks_like_unit
from workflow.imports.missing_people import MissingPerson, missing_people
from workflow.imports.opening import Progress, Source, open_source
from workflow.imports.outcome import NO_CHOICES, Choices
from workflow.organisation.commands import found_at
from workflow.organisation.kinds import ROOT, may_stand_under
from workflow.organisation.ledger_people import bring_people
from workflow.organisation.rosters.contexts import name_in_titles
from workflow.organisation.rosters.unit_kinds import kind_by_name, root_kind
from workflow.organisation.transaction import Desk, at_desk
from workflow.platform import Connection, cleaned, settings, together
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
_NO_UNDER = Words("没有名为“{name}”的单位。", 'There is no unit called "{name}".')


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


@dataclass(frozen=True, slots=True)
class Making:
    """The additions of a ledger besides the rows."""

    units: bool = True
    people: bool = False  # without accounts
    under: str = ""  # the unit above new ones, or the name of the topmost


@dataclass(slots=True)
class MadeOnTheSpot:
    """The missing units and people; all without doubt are made."""

    units: list[MissingUnit] = field(default_factory=list)
    people: list[MissingPerson] = field(default_factory=list)
    asked: int = 0  # posts that wait for an administrator
    faults: list[Words] = field(default_factory=list)  # against the people


class _Undone(Exception):
    """No trace of the trial is to stay."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


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


def found(actor: Actor, units: Sequence[MissingUnit], now: datetime | None = None) -> list[int]:
    """Found units, each after the parent, in one transaction; return the ids.

    Raises as ``commands.found`` does, and ``BadInput`` for a parent that is not there.
    """
    return at_desk(actor, lambda desk: [_found_one(desk, unit) for unit in units], now)


def _found_one(desk: Desk, unit: MissingUnit) -> int:
    parent = read_directory(desk.connection, desk.today).unit(unit.parent) if unit.parent else None
    if unit.parent and parent is None:
        raise BadInput(_NO_UNDER.format(name=unit.parent[:40]))
    above = parent.id if parent else None
    return found_at(desk, above, unit.kind, unit.name, "", None, None).unit_id


def import_with_units(
    source: Source,
    actor: Actor,
    making: Making,
    *,
    dry_run: bool = False,
    now: datetime | None = None,
    progress: Progress = lambda _done, _all: None,
    choices: Choices = NO_CHOICES,
) -> tuple[Imported, MadeOnTheSpot]:
    """Found the sure missing units of a ledger, add the people, and import the rows.

    An empty installation begins with the unit named ``under``, or by a title. All of it is one
    transaction: of a ledger that does not go in, nobody and no unit stays. Return the outcome, and
    every missing unit and person. Raises as ``import_source``, ``found`` and ``bring_people``.
    """
    made = MadeOnTheSpot()
    try:
        with together() as connection:
            now = now or read_now(connection)
            if making.units:
                made.units = _missing(connection, source, actor, now, choices, making.under)
                found(actor, [unit for unit in made.units if unit.is_sure], now)
            if making.people:
                _bring(connection, source, actor, now, choices, made)
            imported = import_source(
                source, actor, dry_run=dry_run, now=now, progress=progress, choices=choices
            )
            if not imported.written:
                raise _Undone(imported)
    except _Undone as undone:
        return undone.imported, made
    return imported, made


def _bring(
    connection: Connection, source: Source, actor: Actor, now: datetime, choices: Choices,
    made: MadeOnTheSpot,
) -> None:  # fmt: skip
    """Add the missing people of a ledger, and note the people added."""
    today = now.astimezone(settings().zone).date()
    directory = read_directory(connection, today)
    opened = open_source(source, actor, today, directory, choices.wishes, recalls=True)
    made.people = missing_people(opened.reading.problems(), directory)
    brought = at_desk(actor, lambda desk: bring_people(desk, made.people), now)
    made.asked, made.faults = brought.asked, brought.faults


def _missing(
    connection: Connection, source: Source, actor: Actor, now: datetime, choices: Choices,
    under: str,
) -> list[MissingUnit]:  # fmt: skip
    today = now.astimezone(settings().zone).date()
    directory = read_directory(connection, today)
    opened = open_source(source, actor, today, directory, choices.wishes, recalls=True)
    names = Counter(unit.text for problem in opened.reading.problems() for unit in problem.units)
    if not directory.units:
        return _with_top(under or _owner(list(_titles(opened.reading))), names)
    top = directory.unit(under) if under else directory.units[0]
    if top is None:
        raise BadInput(_NO_UNDER.format(name=under[:40]))
    return propose(names, directory, read_kinds(connection), top)


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
