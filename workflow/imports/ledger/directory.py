"""Units and people for the names in a ledger, found by their names for people."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from workflow.declaration import pack
from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.names import languages_of
from workflow.imports.ledger.parties import PersonText
from workflow.imports.ledger.unit_names import key_of, likeness, short_of
from workflow.platform import Connection
from workflow.words import Words

_LIKELY = 0.5
_UNITS = """
    SELECT id, name, name_en, path FROM units
     WHERE valid_from <= %(today)s AND coalesce(valid_to, 'infinity') >= %(today)s
     ORDER BY length(path), id"""
_PEOPLE = """
    SELECT p.id, p.name, p.name_en, coalesce(p.left_on, 'infinity') > %(today)s AS here,
           coalesce(jsonb_agg(jsonb_build_array(a.role, a.unit_id) ORDER BY a.id)
                    FILTER (WHERE a.valid_from <= %(today)s
                              AND coalesce(a.valid_to, 'infinity') >= %(today)s), '[]') AS posts
      FROM people p LEFT JOIN appointments a ON a.person_id = p.id
     GROUP BY p.id ORDER BY p.id"""


@dataclass(frozen=True, slots=True)
class DirectoryUnit:
    """A unit of today."""

    id: int
    name: str
    name_en: str
    path: str


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """A person, with the posts held today as pairs of role and unit."""

    id: int
    name: str
    name_en: str
    here: bool
    posts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DirectoryMatch:
    """The person meant by a text, or the reason of doubt."""

    person_id: int | None
    why_not: Words | None = None


@dataclass(slots=True, eq=False, weakref_slot=True)
class Directory:
    """The organisation of a day, by name."""

    units: list[DirectoryUnit]
    people: list[DirectoryPerson]
    _by_unit: dict[str, list[DirectoryUnit]] = field(default_factory=lambda: defaultdict(list))
    _by_short: dict[str, list[DirectoryUnit]] = field(default_factory=lambda: defaultdict(list))
    _by_name: dict[str, list[DirectoryPerson]] = field(default_factory=lambda: defaultdict(list))

    _by_id: dict[int, DirectoryUnit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id = {unit.id: unit for unit in self.units}
        for unit in self.units:
            self._enter(unit)
        for person in self.people:
            for name in {_plain(person.name), _plain(person.name_en)} - {""}:
                self._by_name[name].append(person)

    def add(self, unit: DirectoryUnit) -> None:
        """Add a unit below the present units."""
        self.units.append(unit)
        self._by_id[unit.id] = unit
        self._enter(unit)

    def _enter(self, unit: DirectoryUnit) -> None:
        for name in self._names(unit):
            self._by_unit[name].append(unit)
        for short in self._shorts(unit):
            self._by_short[short].append(unit)

    def unit(self, text: str) -> DirectoryUnit | None:
        """Return the unit called so: by name, alone or behind the units above, or by the name
        without the kind of organisation, where only a single unit can be meant.
        """
        found = self._by_unit.get(key_of(text), [])
        found = found or self._by_short.get(short_of(text) or key_of(text), [])
        found = found or [one for part in languages_of(text) if (one := self.unit(part))]
        return found[0] if len({unit.id for unit in found}) == 1 else None

    def likely(self, text: str, most: int = 3) -> tuple[DirectoryUnit, ...]:
        """Return the units possibly meant by a name without an exact match, the likeliest first."""
        key = key_of(text)
        scored = [(likeness(key, key_of(unit.name)), unit) for unit in self.units[1:]]
        scored.sort(key=lambda one: -one[0])
        return tuple(unit for score, unit in scored[:most] if score >= _LIKELY)

    def has_unit(self, text: str) -> bool:
        """Say whether exactly one unit has the name."""
        return self.unit(text) is not None

    def has_person(self, text: str) -> bool:
        """Say whether a person is called so."""
        return _plain(text) in self._by_name

    def person(self, text: PersonText, unit: DirectoryUnit | None) -> DirectoryMatch:
        """Return the person of the name, or the holder of the post in the unit."""
        if not text.name:
            return self._in_post(text.post, unit)
        called = self._by_name.get(_plain(text.name), [])
        if not called:
            return DirectoryMatch(None, cell_refusals.UNKNOWN_PERSON)
        here = [person for person in called if person.here and person.posts]
        if not here:
            return DirectoryMatch(None, cell_refusals.LEFT.format(name=text.name))
        return _only(here, unit) or DirectoryMatch(
            None, cell_refusals.NAMESAKES.format(count=len(here), name=text.name)
        )

    def _in_post(self, post: str, unit: DirectoryUnit | None) -> DirectoryMatch:
        roles = {
            role
            for role, words in pack().roles.items()
            if words.zh.endswith(post) or words.en == post
        }
        place = unit.id if unit else None
        holders = [p for p in self.people if p.here and any((r, place) in p.posts for r in roles)]
        return (
            DirectoryMatch(holders[0].id)
            if len(holders) == 1
            else DirectoryMatch(None, cell_refusals.UNKNOWN_PERSON)
        )

    def _names(self, unit: DirectoryUnit) -> set[str]:
        """Return the names of a unit: its name, alone and behind the names of the units above."""
        names = {key_of(unit.name), key_of(unit.name_en)} - {""}
        return names | {key_of(other.name + unit.name) for other in self._above(unit)}

    def _shorts(self, unit: DirectoryUnit) -> set[str]:
        """Return the names without the kind of organisation, alone and behind the units above."""
        own = short_of(unit.name)
        behind = {f"{key_of(other.name)}{own}" for other in self._above(unit)} if own else set()
        return ({own, short_of(unit.name_en)} - {""}) | behind

    def _above(self, unit: DirectoryUnit) -> list[DirectoryUnit]:
        ids = [int(part) for part in unit.path.strip("/").split("/")]
        return [self._by_id[id_] for id_ in ids[:-1] if id_ in self._by_id]


def _only(people: list[DirectoryPerson], unit: DirectoryUnit | None) -> DirectoryMatch | None:
    """Return the namesake with a post in the unit, or the only person, or ``None``."""
    if len(people) > 1 and unit:
        people = [person for person in people if any(place == unit.id for _, place in person.posts)]
    return DirectoryMatch(people[0].id) if len(people) == 1 else None


def read_directory(connection: Connection, today: date) -> Directory:
    """Return the organisation of today."""
    units = [DirectoryUnit(*row) for row in connection.execute(_UNITS, {"today": today})]
    people = [
        DirectoryPerson(id_, name, name_en, here, tuple((role, unit) for role, unit in posts))
        for id_, name, name_en, here, posts in connection.execute(_PEOPLE, {"today": today})
    ]
    return Directory(units, people)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
