"""An ordinary roster or list of units comes in as a person reads it, or is refused by cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.imports.ledger.books import layout_file
from tests.organisation import roster_layouts, roster_layouts_2
from tests.organisation.roster_layouts import B1, B2, OFFICE, TOLL, TOP, Layout, Person
from workflow.organisation.rosters.draft import OrganisationDraft
from workflow.organisation.rosters.reading import OwnWords, RosterChoices, open_file, read_draft
from workflow.organisation.workbook import SHEETS, Book

LAYOUTS = (*roster_layouts.LAYOUTS, *roster_layouts_2.LAYOUTS)
TODAY = date(2026, 11, 30)
NOTHING: Book = {sheet.key: [] for sheet in SHEETS}
_SINCE = ("", "", "", "", "2019-01-01", "")
OFFICE_BOOK: Book = {
    **NOTHING,
    "units": [
        ("U1", "", "party_group", TOP, "Lanjiang Highway Development Bureau", *_SINCE),
        ("U2", "U1", "office_committee", OFFICE, "Office Party Committee", *_SINCE),
        ("U3", "U2", "branch", B1, "Office Branch One", *_SINCE),
        ("U4", "U2", "branch", B2, "Office Branch Two", *_SINCE),
        ("U5", "U2", "general_branch", TOLL, "Toll General Branch", *_SINCE),
    ],
}


def written(layout: Layout, folder: Path) -> Path:
    return layout_file(folder / layout.file, layout.sheets, layout.merges, layout.encoding)


def read(
    path: Path, present: Book, under: str = "", own: OwnWords | None = None
) -> OrganisationDraft:
    own = own or OwnWords()
    return read_draft(
        open_file(path.read_bytes(), path.name, own), present, TODAY, RosterChoices(under), own
    )


def people_of(draft: OrganisationDraft, present: Book) -> set[Person]:
    units = {row[0]: row[3] for row in (*present["units"], *draft.book["units"])}
    return {
        (row[1], row[0] if type(row[0]) is str else "", row[3],
         frozenset((units[p[1]], p[2]) for p in draft.book["posts"] if p[0] == row[0]))
        for row in draft.book["people"]
    }  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_layout_comes_in_as_a_person_reads_it(layout: Layout, tmp_path: Path) -> None:
    present = NOTHING if layout.is_empty else OFFICE_BOOK
    draft = read(written(layout, tmp_path), present, layout.under)
    assert {one.cell for one in draft.faults} == layout.refused, [
        (one.cell, one.reason.zh) for one in draft.faults
    ]
    if layout.refused:
        return
    assert people_of(draft, present) == set(layout.people)
    names = {row[0]: row[3] for row in (*present["units"], *draft.book["units"])}
    for row in draft.book["units"]:
        parent, kind = layout.units[row[3]]
        assert row[2] == kind, row
        assert names.get(row[1], "") in parent.split("|"), row
    assert {row[3] for row in draft.book["units"]} == layout.units.keys()
    kept_out = {one.cell for one in draft.refused if one.effect != "row"}
    assert kept_out == layout.left_out, [(r.cell, r.reason.zh) for r in draft.refused]
    people = {row[0]: row[1] for row in draft.book["people"]}
    days = {(people[p[0]], p[2]): p[3:5] for p in draft.book["posts"]}
    assert {key: days[key] for key in layout.dates} == layout.dates


HANDED = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("file", "refused"),
    [
        ("o1_roster.xlsx", set()), ("o2_names_of_people.xlsx", set()),
        ("o3_numbers_and_dates.xlsx", set()), ("o4_duplicates.xlsx", {"A3", "A5", "A6"}),
        ("o5_posts.xlsx", {"C3", "C4", "C5", "C6", "C7"}), ("o6_kinds.xlsx", set()),
        ("o7_levels.xlsx", set()), ("o8_only_what_is_needed.xlsx", set()),
        ("o9_title_row.xlsx", set()), ("o10_people.csv", set()),
    ],
)  # fmt: skip
def test_a_handed_file_is_right_or_refused_by_its_cells(file: str, refused: set[str]) -> None:
    draft = read(HANDED / file, OFFICE_BOOK)
    assert {one.cell for one in draft.faults} == refused, [one.reason.zh for one in draft.faults]


def test_the_handed_roster_comes_in_with_levels_and_posts_in_units_above() -> None:
    draft = read(HANDED / "o1_roster.xlsx", OFFICE_BOOK)
    held = {(name, posts) for name, _, _, posts in people_of(draft, OFFICE_BOOK)}
    posts = {("养护党总支", "general_branch_secretary"), (OFFICE, "committee_member")}
    assert ("何国栋", frozenset(posts)) in held
    assert [row[1] for row in draft.book["people"]].count("李娜") == 2


def test_the_names_of_the_handed_book_come_out_as_one_writes_them() -> None:
    names = [row[1] for row in read(HANDED / "o2_names_of_people.xlsx", OFFICE_BOOK).book["people"]]
    assert names.count("李娜") == 3
    assert names.count("王强") == 2
    assert names.count("才让·多杰") == 3
    assert "司马相如" in names


def test_numbers_and_dates_of_the_handed_book_are_what_they_show() -> None:
    book = read(HANDED / "o3_numbers_and_dates.xlsx", OFFICE_BOOK).book
    assert [(row[0], row[5]) for row in book["people"]] == [
        ("0012", ""),
        ("0013", "2026-05-31"),
        ("0014", "2026-06-30"),
        ("0015", "2026-06-30"),
        ("0016", ""),
    ]
    assert {row[3] for row in book["posts"]} == {"2024-03-01"}
