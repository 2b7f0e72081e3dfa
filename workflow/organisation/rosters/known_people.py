"""The people of the installation and of the file, matched by code, name and mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.draft import Keyless, OrganisationDraft, RowPlace
from workflow.organisation.workbook import WorkbookRow
from workflow.platform import narrow
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A person as a row has them; ``marks`` tell namesakes apart and are not kept."""

    place: RowPlace
    where: str
    name: str
    code: str = ""
    mail: str = ""
    name_en: str = ""
    language: str = ""
    unit: str = ""
    left: str = ""  # the last day, after today
    marks: tuple[str, ...] = ()
    is_second: bool = False  # the row says that the post is held beside another one


@dataclass(slots=True)
class KnownPeople:
    """People by key, of the installation and of the file so far."""

    draft: OrganisationDraft
    today: str
    rows: dict[str, WorkbookRow] = field(default_factory=dict)
    sightings: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    _posts: dict[tuple[str, str, str], str] = field(default_factory=dict)
    _units: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _named: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _mailed: dict[str, str] = field(default_factory=dict)

    def load(self, people: Iterable[WorkbookRow], posts: Iterable[WorkbookRow]) -> None:
        """Take the people of the installation with their posts of today."""
        for row in people:
            self._put(row)
        for person, unit, role, begin, end in posts:
            if not end or end >= self.today:
                self._posts[person, unit, role] = begin
                self._units[person].add(unit)

    def post_of(self, person: str, unit: str, role: str) -> str | None:
        """Return the first day of a post held already, or ``None``."""
        return self._posts.get((person, unit, role))

    def is_here(self, name: str, code: str) -> bool:
        """Say whether a person with the code, or with the name alone, is in the installation."""
        key = code if code in self.rows else next(iter(self._named.get(name, [])), "")
        return bool(key) and key not in self.sightings and not self.rows[key][5]

    def seen(self, seen: Sighting) -> str | None:
        """Return the key of the person in a row, or ``None`` where refused."""
        key = self._key_of(seen)
        if isinstance(key, Words):
            self.draft.take([seen.place.refuse(seen.where, seen.name, key)])
            return None
        self.sightings[key].append(seen)
        if seen.unit:
            self._units[key].add(seen.unit)
        if key not in self.rows or seen.where == "name":
            self._put(_row(key, seen, self.rows.get(key)))
        return key

    def _put(self, row: WorkbookRow) -> None:
        key = row[0]
        if key not in self.rows:
            self._named[row[1]].append(key)
        self.rows[key] = row
        if row[3]:
            self._mailed[narrow(row[3]).lower()] = key

    def _key_of(self, seen: Sighting) -> str | Words:
        if seen.code:
            return self._by_code(seen)
        mailed = self._mailed.get(narrow(seen.mail).lower(), "") if seen.mail else ""
        if mailed:
            return self._by_mail(seen, mailed)
        return self._by_name(seen)

    def _by_code(self, seen: Sighting) -> str | Words:
        there = self.rows.get(seen.code)
        if there is None or there[1] == seen.name:
            if (before := self.sightings.get(seen.code)) and before[-1].unit == seen.unit:
                return told.TWICE.format(row=before[-1].place.row)
            if there is None:
                self._tell_namesakes(seen)
            return seen.code
        before = self.sightings.get(seen.code)
        if before:
            return told.OTHER_NAME.format(code=seen.code, name=there[1], row=before[0].place.row)
        return told.OTHER_PERSON.format(code=seen.code, name=there[1])

    def _tell_namesakes(self, seen: Sighting) -> None:
        for key in self._named.get(seen.name, []):
            if seen.unit and seen.unit in self._units[key] and key not in self.sightings:
                values = {"name": seen.name, "code": seen.code, "other": key}
                self.draft.guess(told.ANOTHER.format(**values))

    def _by_mail(self, seen: Sighting, key: str) -> str | Words:
        before = self.sightings.get(key)
        if self.rows[key][1] != seen.name:
            if before:
                return told.SAME_MAIL.format(row=before[0].place.row)
            return told.MAIL_TAKEN.format(person=self.rows[key][1])
        if before and before[-1].unit == seen.unit:
            return told.TWICE.format(row=before[-1].place.row)
        if before:
            self._tell(told.ONE_PERSON, before[0], seen)
        return key

    def _by_name(self, seen: Sighting) -> str | Words:
        called = [key for key in self._named.get(seen.name, []) if not self.rows[key][5]]
        in_file = [key for key in called if self.sightings.get(key)]
        if found := self._again(seen, in_file):
            return found
        here = [key for key in called if key not in in_file]
        with_unit = [key for key in here if seen.unit and seen.unit in self._units[key]]
        fitting = with_unit or [key for key in here if not self._units[key]]
        if len(fitting) == 1 and (with_unit or len(here) == 1):
            key = fitting[0]
            row = seen.place.row
            self.draft.guess(told.SAME_PERSON.format(name=seen.name, row=row, code=key))
            return key
        if len(here) > 1:
            return told.NAMESAKES.format(count=len(here), name=seen.name)
        if here:
            return told.IS_IT.format(name=seen.name, unit="、".join(sorted(self._units[here[0]])))
        return self._new(seen)

    def _again(self, seen: Sighting, keys: list[str]) -> str | Words:
        """Return the person of another row of the file, a refusal, or an empty text."""
        for key in keys:
            before = self.sightings[key][-1]
            same = _same_marks(before, seen)
            if same or seen.where != "name" or before.where != "name":
                if before.unit == seen.unit and same and seen.where == "name" == before.where:
                    return told.TWICE.format(row=before.place.row)
                if before.unit == seen.unit or same:
                    self._tell(told.ONE_PERSON, before, seen)
                    return key
            if before.unit == seen.unit and same is None and not before.code:
                row = before.place.row
                return told.TWO_ROWS.format(name=seen.name, row=row)
            if seen.is_second and same is not False:
                self._tell(told.ONE_PERSON, before, seen)
                return key
        for key in keys:
            self._tell(told.TWO_PEOPLE, self.sightings[key][-1], seen)
        return ""

    def _new(self, seen: Sighting) -> str:
        number = len(self._named.get(seen.name, ()))
        return Keyless(seen.name if not number else f"{seen.name} ({number + 1})")

    def _tell(self, words: Words, before: Sighting, seen: Sighting) -> None:
        if before.place.row != seen.place.row:
            rows = {"first": before.place.row, "second": seen.place.row}
            self.draft.guess(words.format(name=seen.name, **rows))


def _same_marks(one: Sighting, other: Sighting) -> bool | None:
    """Say whether the marks of two rows are of one person, or ``None`` where neither is told."""
    pairs = [(a, b) for a, b in zip(one.marks, other.marks, strict=False) if a and b]
    if not pairs:
        return None
    return all(a == b for a, b in pairs)


def _row(key: str, seen: Sighting, there: WorkbookRow | None) -> WorkbookRow:
    """Return the row of a person; what the file does not say stays."""
    old = there or (key, seen.name, "", "", "zh", "")
    return (
        key, seen.name, seen.name_en or old[2], narrow(seen.mail) or old[3],
        seen.language or old[4], seen.left or old[5],
    )  # fmt: skip
