"""Read a roster: each row a person, in a unit, with the posts by the words of the row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from workflow.declaration import pack
from workflow.imports.ledger.names import simplified
from workflow.imports.ledger.person_names import is_nobody
from workflow.imports.ledger.raw_rows import RawRow
from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.draft import Entry, OrganisationDraft
from workflow.organisation.rosters.known_people import KnownPeople, Sighting
from workflow.organisation.rosters.known_units import KnownUnit, KnownUnits
from workflow.organisation.rosters.person_cells import PersonCell, read_person
from workflow.organisation.rosters.places import Placing
from workflow.organisation.rosters.role_words import RoleWord, RoleWords
from workflow.organisation.rosters.row_cells import RowCells
from workflow.organisation.rosters.sheets import OrganisationTable
from workflow.organisation.rosters.unit_kinds import is_party, kind_by_word
from workflow.organisation.rosters.unit_lists import kinds_told
from workflow.organisation.rosters.written_days import day_of
from workflow.words import Words

_GONE = re.compile(
    r"离职|离岗|调出|调离|辞职|辞退|除名|开除|死亡|去世|病故|已故|转出|^否$|^离任|^离$|left|resigned|terminated|deceased|^no$|^n$|inactive",
    re.IGNORECASE,
)
_GONE_TITLE = re.compile(
    r"(?:离职|离任|调离|调出|辞职)(?:人员|员工|职工|名单|花名册)|\bleavers\b", re.IGNORECASE
)
_RETIRED = re.compile(r"退休|离休|retired", re.IGNORECASE)
_GONE_NOTE = re.compile(
    r"^(?:已|于?\S{0,12})?(?:离职|調離|调离|调出|辞职|去世|退休)|\b(?:left|resigned|retired)\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"党员|^是$|party member|probationary|^yes$|^y$", re.IGNORECASE)
_NO_MEMBER = re.compile(
    r"非|不是|群众|团员|民主|无党派|积极分子|发展对象|non|not|none", re.IGNORECASE
)
_LINKED = re.compile(r"(?:[^<>@]*<|mailto:)\s*([^<>\s]+@[^<>\s]+?)\s*>?", re.IGNORECASE)
_NONE = {"", "无", "/", "-", "—", "--", "暂无", "没有", "n/a", "na", "none"}
_MEMBER_ROLE = "member"


@dataclass(frozen=True, slots=True)
class _Post:
    role: str
    unit: str


@dataclass(slots=True)
class Rosters:
    """Reads rosters into the draft, after the units are known."""

    draft: OrganisationDraft
    units: KnownUnits
    placing: Placing
    people: KnownPeople
    roles: RoleWords
    today: str
    members: int = 0
    undated: int = 0
    guessed: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # role, where else
    _placed: list[tuple[RowCells, PersonCell, str, str]] = field(default_factory=list)

    def place(self, table: OrganisationTable, rows: list[RawRow]) -> None:
        """Find the units of the rows of a roster; new units become known."""
        left = next((title for title in table.titles if _GONE_TITLE.search(simplified(title))), "")
        for raw, path in self.placing.paths(table, rows):
            cells = RowCells(table, raw, self.draft)
            if not cells.is_sound():
                continue
            written = raw.text("name")
            if written and is_nobody(written):
                place = table.place(raw.row)
                self.draft.take([place.refuse("name", written, told.NOBODY, "left out")])
                continue
            person = read_person(written)
            if person.wrong or not person.name:
                cells.refuse("name", written, person.wrong or told.MISSING)
                continue
            gone = left or self._gone(raw, person, path[-1][1] if path else "")
            unit = None if gone else self.placing.unit_of_path(table, raw, path, makes=False)
            self._placed.append((cells, person, unit.key if unit else "", gone))

    def enter(self) -> None:
        """Enter the people placed so far with their posts."""
        for cells, person, unit, gone in self._placed:
            self._person(cells, person, self.units.by_key.get(unit), gone)

    def holder(self, table: OrganisationTable, raw: RawRow, unit: KnownUnit) -> None:
        """Read the people in a row of a list of units: each column is called as the post."""
        for where in [one for one in raw.header.fields if re.fullmatch(r"holder(_\d+)?", one)]:
            heading = re.sub(r"姓名$|\s+name$", "", raw.header.name(where), flags=re.IGNORECASE)
            for written in re.split(r"[、，,；;\n]", raw.text(where)):
                if written.strip().lower() in _NONE:
                    continue
                cells = RowCells(table, raw, self.draft)
                person = read_person(written.strip())
                if person.wrong:
                    cells.refuse(where, written, person.wrong)
                    continue
                known = self._known(cells, person, unit, where)
                if known is not None:
                    posts = list(self._posts_of(cells, where, heading, unit))
                    self._give(cells, known, posts, where)

    def tell(self, undated: list[KnownUnit]) -> None:
        """Tell the guesses about posts, and the new units without a day of founding."""
        for (word, role, unit), count in self.guessed.items():
            values = {"word": word, "role": pack().roles[role], "count": count, "unit": unit}
            words = told.GUESSED_ROLE_IN if unit else told.GUESSED_ROLE
            self.draft.guess(words.format(**values))
        if self.members:
            self.draft.guess(told.MEMBERS.format(count=self.members))
        if self.undated:
            self.draft.guess(told.BEGINS_TODAY.format(count=self.undated, day=self.today))
        if undated:
            self.draft.guess(told.BEGINS_UNIT.format(count=len(undated)))
        for words in kinds_told(self.units):
            self.draft.guess(words)

    def _person(
        self, cells: RowCells, person: PersonCell, unit: KnownUnit | None, gone: str
    ) -> None:
        if gone:
            self._refuse_gone(cells, person, gone)
            return
        written = cells.raw.text("name")
        if person.name != written:
            self.draft.guess(told.NAME_TRIMMED.format(written=written, name=person.name))
        known = self._known(cells, person, unit, "name")
        if known is None:
            return
        words = cells.raw.text("role")
        posts = list(self._posts_of(cells, "role", words, unit))
        if not posts and unit and self._is_member(cells, unit):
            posts = [_Post(_MEMBER_ROLE, unit.key)]
            self.members += 1
        self._give(cells, known, posts, "role" if words else "name")

    def _known(
        self, cells: RowCells, person: PersonCell, unit: KnownUnit | None, where: str
    ) -> str | None:
        raw = cells.raw
        own = where == "name"
        mail = _bare_mail(raw.text("mail")) if own else ""
        sighting = Sighting(
            place=cells.table.place(raw.row), where=where, name=person.name,
            code=cells.code("code") if own else "", mail="" if mail.lower() in _NONE else mail,
            name_en=raw.text("name_en") if own else "",
            language=raw.text("language") if own else "", unit=unit.key if unit else "",
            left=cells.day("left") if own else "",
            marks=tuple(raw.text(one) for one in ("identity", "phone", "born")) if own else (),
            is_second="兼" in raw.text("role"),
        )  # fmt: skip
        return self.people.seen(sighting)

    def _gone(self, raw: RawRow, person: PersonCell, unit: str) -> str:
        """Return the words for a person's departure, or an empty text."""
        status = simplified(raw.text("status"))
        left = raw.text("left")
        if left and left.strip().lower() not in _NONE and not self._is_later(raw):
            return left
        if _GONE.search(status) or (_RETIRED.search(status) and "退休" not in unit):
            return raw.text("status")
        note = simplified(raw.text("note"))
        if _GONE_NOTE.search(note) and not ("退休" in unit and "退休" in note):
            return raw.text("note")
        return person.aside if person.has_left and not _RETIRED.search(person.aside) else ""

    def _is_later(self, raw: RawRow) -> bool:
        """Say whether somebody leaves only after today."""
        with suppress(ValueError):
            return day_of(raw.cells.get("left"))[0].isoformat() > self.today
        return False

    def _refuse_gone(self, cells: RowCells, person: PersonCell, word: str) -> None:
        place = cells.table.place(cells.raw.row)
        code = cells.raw.text("code")
        here = self.people.is_here(person.name, code)
        reason = (told.LEAVES if here else told.HAS_LEFT).format(word=word[:40])
        self.draft.take([place.refuse("name", person.name, reason, "left out")])

    def _posts_of(
        self, cells: RowCells, where: str, text: str, unit: KnownUnit | None
    ) -> Iterator[_Post]:
        for word in self.roles.words_in(text):
            if word.lower() not in _NONE and (post := self._post(cells, where, word, unit)):
                yield post

    def _post(self, cells: RowCells, where: str, word: str, unit: KnownUnit | None) -> _Post | None:
        """Return the post meant by a word, or ``None`` where the cell is left out."""
        reason = told.NO_ROLE.format(word=word[:40])
        for before, meant in self.roles.ends(simplified(word)):
            base = self._unit_before(before, unit) if before else unit
            if before and base is None:
                continue
            found = self._nearest(base, meant) if base else None
            if found and found[0].role not in pack().administrators:
                meaning, at = found
                if not meaning.is_own or at is not unit:
                    self.guessed[word, meaning.role, "" if at is unit else at.name] += 1
                return _Post(meaning.role, at.key)
            reason = _why_not(word, meant[0].role, base)
            break
        place = cells.table.place(cells.raw.row)
        self.draft.take([place.refuse(where, word, reason, "left out")])
        return None

    def _unit_before(self, before: str, unit: KnownUnit | None) -> KnownUnit | None:
        """Return the unit in front of a role, as in 第一党支部书记."""
        named = self.units.find(before)
        if named or unit is None:
            return named
        kind = kind_by_word(before)
        return next((one for one in self.units.up(unit)
                     if simplified(one.name) == before or one.kind == kind), None)  # fmt: skip

    def _nearest(
        self, unit: KnownUnit, meant: tuple[RoleWord, ...]
    ) -> tuple[RoleWord, KnownUnit] | None:
        """Return the role that fits the unit, or the nearest unit above where the word says so."""
        for step, at in enumerate(self.units.up(unit)):
            for meaning in meant:
                if meaning.fits(at.kind) and (step == 0 or (meaning.above and meaning.kinds)):
                    return meaning, at
        return None

    def _is_member(self, cells: RowCells, unit: KnownUnit) -> bool:
        if not is_party(unit.kind) or _MEMBER_ROLE not in pack().roles:
            return False
        raw = cells.raw
        politics = simplified(raw.text("politics"))
        if politics:
            return bool(_MEMBER.search(politics)) and not _NO_MEMBER.search(politics)
        if raw.text("joined"):
            return True
        return any("党员" in simplified(title) for title in cells.table.titles)

    def _give(self, cells: RowCells, person: str, posts: list[_Post], where: str) -> None:
        begin, end = self._days(cells)
        place = cells.table.place(cells.raw.row)
        if end and not begin and end < self.today and posts:
            self.draft.take([place.refuse("to", end, told.NO_BEGIN)])
            return
        for post in dict.fromkeys(posts):
            known = self.people.post_of(person, post.unit, post.role)
            first = begin or known or self.today
            self.undated += not (begin or known)
            row = (person, post.unit, post.role, first, end)
            self.draft.entries["posts"].append(Entry(row, place.aimed(where, "role")))

    def _days(self, cells: RowCells) -> tuple[str, str]:
        term = cells.raw.text("term")
        if not term:
            return cells.day("begin"), cells.day("end", is_end=True)
        parts = re.split(r"\s*(?:至|到|~|～|—+|–|--|\s-\s|\bto\b|(?<=\d)-(?=\d{4}))\s*", term)
        days = [replace_cell(cells, "term", part) for part in parts[:2]]
        first = days[0].day("term") if days else ""
        return first, days[1].day("term", is_end=True) if len(days) > 1 else ""


def _bare_mail(text: str) -> str:
    """Return the address of a link or between angle brackets."""
    match = _LINKED.fullmatch(text)
    return match[1] if match else text


def _why_not(word: str, role: str, unit: KnownUnit | None) -> Words:
    named = pack().roles[role]
    if role in pack().administrators:
        return told.ADMINISTRATOR.format(role=named)
    if unit is None:
        return told.NO_POST_UNIT.format(word=word)
    return told.NO_PLACE.format(word=word, role=named, unit=unit.name)


def replace_cell(cells: RowCells, where: str, text: str) -> RowCells:
    """Return the row with another text in a cell, to read a part of it."""
    raw = replace(
        cells.raw, cells={**cells.raw.cells, where: text}, texts={**cells.raw.texts, where: text}
    )
    return RowCells(cells.table, raw, cells.draft)
