"""The units of the installation and of the file, by code, by name and by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from workflow.imports.ledger.directory import Directory, DirectoryUnit
from workflow.imports.ledger.unit_names import key_of, likeness
from workflow.organisation.rosters.draft import Keyless, RowPlace
from workflow.organisation.rosters.unit_kinds import kind_by_name, root_kind
from workflow.organisation.workbook import WorkbookRow

_MOST_LEVELS = 32
_LIKELY, _NAMED = 0.5, 3
_OPEN = ("organisation", "party_group", "")  # kinds between which the units below decide


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnit:
    """A unit of today; a new one has a place in the file."""

    key: str
    parent: str
    kind: str
    name: str
    name_en: str = ""
    place: RowPlace | None = None
    begins: str = ""  # empty: the file does not say
    kind_told: bool = False  # by the file, not by the name alone
    counts: tuple[str, str] = ("", "")  # full and probationary members
    ends: str = ""


@dataclass(slots=True)
class KnownUnits:
    """Units by key, in order; new ones are added after their parents."""

    by_key: dict[str, KnownUnit] = field(default_factory=dict)
    _by_place: dict[tuple[str, str], str] = field(default_factory=dict)
    _found: dict[str, str] = field(default_factory=dict)
    _directory: Directory | None = None
    _numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[WorkbookRow], today: date) -> KnownUnits:
        """Return the units of today, of the rows of a whole organisation."""
        units = cls()
        day = today.isoformat()
        for row in rows:
            if row[9] <= day <= (row[10] or day):
                units.put(
                    KnownUnit(
                        key=row[0], parent=row[1], kind=row[2], name=row[3], name_en=row[4],
                        begins=row[9],
                    )
                )  # fmt: skip
        return units

    def put(self, unit: KnownUnit) -> KnownUnit:
        """Add a unit, or put another one in the place of the same key."""
        there = self.by_key.get(unit.key)
        self.by_key[unit.key] = unit
        self._by_place[unit.parent, key_of(unit.name)] = unit.key
        if not there or (there.name, there.parent) != (unit.name, unit.parent):
            self._enter(unit, is_new=there is None)
        return unit

    def _enter(self, unit: KnownUnit, is_new: bool) -> None:
        """Make the directory know a unit: at once, or when it is built again."""
        self._found.clear()
        if self._directory and is_new and (not unit.parent or unit.parent in self.by_key):
            self._numbers[unit.key] = len(self.by_key)
            self._directory.add(self._listed(unit))
        else:
            self._directory = None

    @property
    def is_empty(self) -> bool:
        """Say whether there is no unit yet."""
        return not self.by_key

    @property
    def new(self) -> list[KnownUnit]:
        """The units that the file adds."""
        return [unit for unit in self.by_key.values() if unit.place]

    def under(self, parent: str, name: str) -> KnownUnit | None:
        """Return the unit of a name directly under another one."""
        return self.by_key.get(self._by_place.get((parent, key_of(name)), ""))

    def find(self, text: str) -> KnownUnit | None:
        """Return the only unit meant by a code or a name, alone or behind the units above."""
        if text in self.by_key:
            return self.by_key[text]
        if text not in self._found:
            self._found[text] = self._sought(text)
        return self.by_key.get(self._found[text])

    def has_unit(self, text: str) -> bool:
        """Say whether exactly one unit is called so."""
        return self.find(text) is not None

    def has_person(self, _text: str) -> bool:
        """Say no: nobody is known here."""
        return False

    def likely(self, text: str, least: float = _LIKELY) -> list[str]:
        """Return the names of known units that may be meant, the likeliest first."""
        key, there = key_of(text), [unit for unit in self.by_key.values() if not unit.place]
        scored = [(likeness(key, key_of(unit.name)), unit.name) for unit in there]
        scored.sort(reverse=True)
        return [name for score, name in scored[:_NAMED] if score >= least]

    def named(self, text: str) -> list[KnownUnit]:
        """Return every unit of exactly this name."""
        key = key_of(text)
        return [unit for unit in self.by_key.values() if key_of(unit.name) == key]

    def in_title(self, title: str) -> KnownUnit | None:
        """Return the unit with the longest name in a title, where there is one."""
        key = key_of(title)
        inside = [unit for unit in self.by_key.values() if key_of(unit.name) in key]
        inside.sort(key=lambda unit: -len(unit.name))
        same = [unit for unit in inside if unit.name == inside[0].name]
        return same[0] if len(same) == 1 else None

    def up(self, unit: KnownUnit) -> Iterator[KnownUnit]:
        """Yield the unit and the units above it, the nearest first."""
        at: KnownUnit | None = unit
        for _ in range(_MOST_LEVELS):
            if at is None:
                return
            yield at
            at = self.by_key.get(at.parent)

    def add(
        self, name: str, parent: KnownUnit | None, place: RowPlace, told: KnownUnit | None = None
    ) -> KnownUnit:
        """Add a new unit; ``told`` carries the facts in the file beside the name."""
        base = told or KnownUnit(key="", parent="", kind="", name=name)
        kind = base.kind or kind_by_name(name, parent.kind if parent else "")
        above = parent.key if parent else ""
        key = base.key or Keyless(f"{parent.name} {name}" if parent else name)
        return self.put(replace(base, key=key, parent=above, kind=kind, name=name, place=place))

    def settle_roots(self) -> None:
        """Give a new topmost unit a kind fit for the kinds below."""
        for unit in self.new:
            if not unit.parent and not unit.kind_told and unit.kind in _OPEN:
                below = {one.kind for one in self.by_key.values() if one.parent == unit.key}
                self.put(replace(unit, kind=root_kind(frozenset(below))))
        for unit in self.new:  # under another kind of parent another reading may fit
            above = self.by_key.get(unit.parent)
            if above and above.place:
                self._again(unit, above.kind)

    def _again(self, unit: KnownUnit, parent: str) -> None:
        kind = kind_by_name(unit.name, parent)
        if kind and kind != unit.kind and not unit.kind_told:
            self.put(replace(unit, kind=kind))

    def _sought(self, text: str) -> str:
        found = self._whole.unit(text)
        if found is None:
            return ""
        return next(islice(self.by_key, found.id - 1, None))

    @property
    def _whole(self) -> Directory:
        if self._directory is None:
            self._numbers = {key: number for number, key in enumerate(self.by_key, 1)}
            self._directory = Directory([self._listed(unit) for unit in self.by_key.values()], [])
        return self._directory

    def _listed(self, unit: KnownUnit) -> DirectoryUnit:
        ids = [str(self._numbers[one.key]) for one in self.up(unit)]
        path = "/" + "/".join(reversed(ids)) + "/"
        return DirectoryUnit(self._numbers[unit.key], unit.name, unit.name_en, path)
