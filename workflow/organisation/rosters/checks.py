"""The checks of a whole draft, for rows from every kind of sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from workflow.accounts.person_fields import Details, faults_of
from workflow.declaration import pack
from workflow.imports.ledger.result_types import Refused
from workflow.organisation.kinds import FIRST, KINDS, ROOT, SINGLE, kind_of, may_stand_under
from workflow.organisation.rosters import fault_words as told
from workflow.organisation.rosters.draft import Entry, OrganisationDraft
from workflow.organisation.workbook import BY_KEY, Book, WorkbookRow
from workflow.platform import narrow, not_shown
from workflow.words import Words

_POINTERS = (
    ("units", 1, "parent", "units"), ("names", 0, "unit", "units"), ("terms", 0, "unit", "units"),
    ("posts", 0, "person", "people"), ("posts", 1, "unit", "units"),
)  # fmt: skip
_FIELD = {"name": "name", "name_en": "name_en", "email": "mail", "code": "code"}


def check(draft: OrganisationDraft, present: Book) -> None:
    """Take the refusals of every check into the draft."""
    for find in (_backwards, _dangling, _repeated, _wrong_people, _mails, _wrong_units, _overlaps):
        draft.take(find(draft, present))


def _whole(draft: OrganisationDraft, present: Book, key: str) -> dict[WorkbookRow, WorkbookRow]:
    """Return the future rows of a sheet: the known rows and the rows of the file."""
    naming = BY_KEY[key].naming
    rows = [*present[key], *(entry.row for entry in draft.entries[key])]
    return {tuple(row[n] for n in naming): row for row in rows}


def _backwards(draft: OrganisationDraft, _: Book) -> Iterator[Refused]:
    """Refuse an end before the beginning, and an extension without later end."""
    for key, entries in draft.entries.items():
        keys = [column for column, _ in BY_KEY[key].columns]
        for entry in entries:
            cells = dict(zip(keys, entry.row, strict=True))
            begin, end, extended = (cells.get(one, "") for one in ("from", "to", "extended"))
            if begin and end and end < begin:
                yield entry.place.refuse("to", end, told.BACKWARDS)
            if end and extended and extended <= end:
                yield entry.place.refuse("extended", extended, told.NOT_LATER)


def _dangling(draft: OrganisationDraft, present: Book) -> Iterator[Refused]:
    for key, column, field, target in _POINTERS:
        known = {row[0] for row in _whole(draft, present, target).values()} | {""}
        for entry in draft.entries[key]:
            value = entry.row[column]
            if value not in known:
                words = told.UNKNOWN_CODE.format(sheet=BY_KEY[target].words, value=value)
                yield entry.place.refuse(field, value, words)


def _repeated(draft: OrganisationDraft, _: Book) -> Iterator[Refused]:
    for key, entries in draft.entries.items():
        seen: dict[WorkbookRow, int] = {}
        for entry in entries:
            name = tuple(entry.row[n] for n in BY_KEY[key].naming)
            if name in seen:
                field = BY_KEY[key].columns[BY_KEY[key].naming[0]][0]
                words = told.TWICE.format(row=seen[name])
                yield entry.place.refuse(field, name[0], words)
            seen.setdefault(name, entry.place.row)


def _wrong_people(draft: OrganisationDraft, present: Book) -> Iterator[Refused]:
    there = {row[0]: row for row in present["people"]}
    for entry in draft.entries["people"]:
        code, name, name_en, email, language, _ = entry.row
        if there.get(code) == entry.row:
            continue
        details = Details(name, name_en, email, "" if _is_keyless(code) else code, language)
        faults = faults_of(details)
        if "\n" in name or "\r" in name:
            faults["name"] = told.LINES
        for field, words in faults.items():
            yield entry.place.refuse(field, getattr(details, field), words)


def _is_keyless(code: str) -> bool:
    return type(code) is not str


def _mails(draft: OrganisationDraft, present: Book) -> Iterator[Refused]:
    """Refuse an address that two people would have."""
    own = {entry.row[0] for entry in draft.entries["people"]}
    held = {narrow(row[3]).lower(): row[1] for row in present["people"]
            if row[3] and row[0] not in own}  # fmt: skip
    rows: dict[str, int] = {}
    for entry in draft.entries["people"]:
        mail = narrow(entry.row[3]).lower()
        if mail and mail in held:
            yield entry.place.refuse("email", mail, told.MAIL_TAKEN.format(person=held[mail]))
        elif mail and mail in rows:
            yield entry.place.refuse("email", mail, told.SAME_MAIL.format(row=rows[mail]))
        elif mail:
            rows[mail] = entry.place.row


def _wrong_units(draft: OrganisationDraft, present: Book) -> Iterator[Refused]:
    units = _whole(draft, present, "units")
    there = {row[0]: row for row in present["units"]}
    ringed = _rings(units)
    for entry in draft.entries["units"]:
        code, parent, kind, name = entry.row[:4]
        if there.get(code) == entry.row:
            continue
        if "\n" in name:
            yield entry.place.refuse("name", name, told.LINES)
        elif odd := not_shown(name):
            yield entry.place.refuse("name", name, odd)
        if kind not in (*KINDS, FIRST):
            known = "、".join(str(one.words.zh) for one in KINDS.values())
            words = told.NO_KIND.format(name=name, known=known)
            yield entry.place.refuse("kind", kind, words)
        elif code in ringed:
            yield entry.place.refuse("parent", parent, told.LOOP.format(name=name))
        elif (parent,) in units or not parent:
            yield from _wrong_place(entry, units.get((parent,)))


def _rings(units: Mapping[WorkbookRow, WorkbookRow]) -> set[str]:
    ringed: set[str] = set()
    for (code,) in units:
        path, at = [code], units[code,][1]
        while at and (at,) in units and at not in path:
            path.append(at)
            at = units[at,][1]
        ringed |= {code} if at == code else set()
    return ringed


def _wrong_place(entry: Entry, above: WorkbookRow | None) -> Iterator[Refused]:
    kind = entry.row[2]
    if not may_stand_under(kind, above[2] if above else ROOT):
        place = kind_of(above[2]).words if above else told.TOP
        values = {
            "kind": kind_of(kind).words,
            "name": entry.row[3],
            "parent": place,
            "allowed": _allowed(kind),
        }
        yield entry.place.refuse("parent", entry.row[1], told.PLACE.format(**values))


def _allowed(kind: str) -> Words:
    """Return the kinds under which a kind may stand, as a list of words."""
    above = [kind_of(key).words if key else told.TOP for key in kind_of(kind).parents]
    return Words("、".join(words.zh for words in above), ", ".join(words.en for words in above))


def _overlaps(draft: OrganisationDraft, present: Book) -> Iterator[Refused]:
    yield from _overlapping_terms(draft, present)
    yield from _overlapping_posts(draft, present)


def _overlapping_terms(draft: OrganisationDraft, present: Book) -> Iterator[Refused]:
    rows = {entry.row[:2]: entry.place.row for entry in draft.entries["terms"]}
    terms: dict[str, list[WorkbookRow]] = defaultdict(list)
    for row in _whole(draft, present, "terms").values():
        terms[row[0]].append(row)
    for entry in draft.entries["terms"]:
        unit, begin = entry.row[:2]
        for other in terms[unit]:
            if other[1] >= begin or begin > max(other[2], other[4]):
                continue
            number = rows.get(other[:2])
            words = (told.OVERLAP.format(row=number) if number
                     else told.TERM_THERE.format(begin=other[1]))  # fmt: skip
            yield entry.place.refuse("from", begin, words)


def _overlapping_posts(draft: OrganisationDraft, present: Book) -> Iterator[Refused]:
    """Refuse a post that overlaps a known post, or a post further up in the file."""
    names = {row[0]: row[1] for row in _whole(draft, present, "people").values()}
    units = {row[0]: row[3] for row in _whole(draft, present, "units").values()}
    own = {entry.row[:4] for entry in draft.entries["posts"]}
    held: dict[WorkbookRow, list[WorkbookRow]] = defaultdict(list)
    for row in present["posts"]:
        if row[:4] not in own:
            held[row[1:3]].append(row)
    for entry in draft.entries["posts"]:
        row = entry.row
        for other in held[row[1:3]]:
            alike = row[:4] == other[:4]  # a repeated row, refused as such
            if alike or not _meet(row, other) or not (row[0] == other[0] or row[2] in SINGLE):
                continue
            values = {
                "first": names.get(other[0], other[0]), "second": names.get(row[0], row[0]),
                "unit": units.get(row[1], row[1]),
                "role": pack().roles.get(row[2], Words(row[2], row[2])),
            }  # fmt: skip
            words = told.POST_TWICE if row[0] == other[0] else told.TWO_HEADS
            yield entry.place.refuse("role", row[2], words.format(**values))
        held[row[1:3]].append(row)


def _meet(one: WorkbookRow, other: WorkbookRow) -> bool:
    """Say whether two posts have a day in common."""
    return one[3] <= (other[4] or "9") and other[3] <= (one[4] or "9")
