"""Sheets of checks: what the pack brings, drafts, editions that never change, and files."""

from __future__ import annotations

from itertools import product

import psycopg
import pytest

from tests.cast import actor
from tests.inspections.checking import published
from tests.servers import Database
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.inspections import editions, files, lines
from workflow.platform.sheets.table import SheetFormat
from workflow.words import Words

HEAD = {"sheet": "spring", "zh": "春季检查", "reason": "第一次编制这张检查表"}
ROWS = [
    {"number": "1", "kind": "章", "zh": "安全"},
    {"number": "1.1", "above": "1", "kind": "check", "zh": "灭火器在有效期内", "severity": "重大"},
]


def _lines(sheet: str) -> list[lines.SheetLine]:
    return editions.edition(actor("branch-head"), published(sheet))[1]


@pytest.mark.usefixtures("cast")
def test_the_pack_brings_the_handbook_and_its_checklists_published() -> None:
    handbook = _lines("handbook")
    assert [line.zh for line in handbook if line.kind == "chapter"] == [
        "组织队伍建设", "党的组织生活", "制度机制建设", "党建阵地建设", "党务档案管理",
    ]  # fmt: skip
    procedures = [line for line in handbook if line.kind == "procedure"]
    assert len(procedures) == 36
    assert all(line.citation and line.papers and len(line.path) > 1 for line in procedures)
    assert sum(line.is_asked for line in _lines("six_haves")) == 6
    assert sum(line.is_asked for line in _lines("ten_on_the_wall")) == 10
    points = [line for line in _lines("hundred_points") if line.is_asked]
    assert sum(float(line.points) for line in points) == 100
    assert len({line.aspect for line in points}) == 8
    assert sum(line.is_asked for line in _lines("political_birthday")) == 3
    duties = _lines("post_duties")
    posts = {line.number for line in duties if line.kind == "chapter"}
    assert posts == {line.above for line in duties if line.is_asked}
    for variant in ("four_parts", "four_parts_variant"):
        assert [float(line.points) for line in _lines(variant)] == [40, 20, 20, 20]


@pytest.mark.usefixtures("cast")
def test_a_published_edition_never_changes_whoever_asks(database: Database) -> None:
    edition = published("six_haves")
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        for sql in (
            "UPDATE sheet_lines SET zh = 'x' WHERE edition_id = %s",
            "DELETE FROM sheet_lines WHERE edition_id = %s",
            "INSERT INTO sheet_lines SELECT edition_id, number || 'x', place, optional, above,"
            " kind, zh, en, points, evidence, citation, aspect, severity, task, level, steps,"
            " papers, cadence FROM sheet_lines WHERE edition_id = %s",
            "UPDATE sheet_editions SET zh = 'x' WHERE id = %s",
            "UPDATE sheet_editions SET published_at = NULL WHERE id = %s",
        ):
            with pytest.raises(psycopg.DatabaseError, match="never changes"):
                owner.execute(sql.encode(), [edition])
    with pytest.raises(NotFound):
        editions.discard(actor("director"), edition)


@pytest.mark.usefixtures("cast")
def test_a_new_sheet_is_drafted_published_and_drafted_again() -> None:
    made = editions.draft(actor("coordinator"), HEAD, ROWS)
    with pytest.raises(NotFound):  # a draft is its keepers' alone
        editions.edition(actor("branch-head"), made)
    editions.publish(actor("coordinator"), made)
    found, asked = editions.edition(actor("branch-head"), made)
    assert (found.number, asked[1].severity, asked[1].kind) == (1, "major", "check")
    again = editions.draft(actor("director"), HEAD, ROWS)
    newer = editions.draft(actor("director"), HEAD, ROWS)  # in place of the draft before
    with pytest.raises(NotFound):
        editions.publish(actor("director"), again)
    assert editions.publish(actor("director"), newer).number == 2


@pytest.mark.usefixtures("cast")
def test_only_keepers_draft_and_only_what_is_finished_is_published() -> None:
    with pytest.raises(NotPermitted):
        editions.draft(actor("inspector"), HEAD, ROWS)
    with pytest.raises(NotFound):
        editions.editions(actor("system-admin"))
    scored = [{"number": "1", "kind": "score", "zh": "台账", "points": "60"}]
    made = editions.draft(actor("director"), HEAD, scored)
    with pytest.raises(NotPossible, match="60"):
        editions.publish(actor("director"), made)
    empty = editions.draft(actor("director"), HEAD, ROWS[:1])
    with pytest.raises(NotPossible):
        editions.publish(actor("director"), empty)


WRONG: tuple[tuple[dict[str, str], str], ...] = (
    ({"number": "1 1"}, "number"),
    ({"number": "1"}, "number"),
    ({"kind": "verse"}, "kind"),
    ({"kind": "chapter"}, "kind"),
    ({"above": "7"}, "above"),
    ({"zh": ""}, "zh"),
    ({"zh": "x" * 2001}, "zh"),
    ({"points": "5"}, "points"),
    ({"kind": "score"}, "points"),
    ({"aspect": "色彩"}, "aspect"),
    ({"severity": "huge"}, "severity"),
    ({"level": "nobody"}, "level"),
    ({"optional": "perhaps"}, "optional"),
    ({"task": "a\x00b"}, "task"),
)


@pytest.mark.usefixtures("cast")
def test_a_procedure_without_one_of_its_parts_is_not_published() -> None:
    whole = {"number": "2", "kind": "procedure", "zh": "值班", "citation": "章程",
             "steps": "排班→值班", "papers": "值班表"}  # fmt: skip
    for part in ("citation", "steps", "papers"):
        made = editions.draft(actor("director"), HEAD, [*ROWS, whole | {part: ""}])
        with pytest.raises(NotPossible, match="2"):
            editions.publish(actor("director"), made)
    made = editions.draft(actor("director"), HEAD, [*ROWS, whole])
    assert editions.publish(actor("director"), made).number == 1


@pytest.mark.usefixtures("cast")
def test_each_wrong_cell_is_named_by_row_and_column() -> None:
    for row, column in WRONG:
        with pytest.raises(BadInput) as refused:
            editions.draft(actor("director"), HEAD, [ROWS[0], ROWS[1] | row], first=4)
        assert "5" in refused.value.fields[f"lines_1_{column}"].zh, (row, column)
    known = {one.sheet for one in editions.editions(actor("director"))}
    assert HEAD["sheet"] not in known  # nothing was kept


@pytest.mark.usefixtures("cast")
def test_a_sheet_taken_out_comes_in_as_it_was() -> None:
    forms: tuple[tuple[SheetFormat, str], ...] = (("xlsx", "zh"), ("xlsx", "en"), ("csv", "en"))
    for sheet, (form, language) in product(("handbook", "hundred_points"), forms):
        found, before = editions.edition(actor("director"), published(sheet))
        data = b"".join(files.written(found, before, form, language))
        rows, first = files.rows_of(data, f"sheet.{form}")
        assert first > 1
        assert lines.read_lines(rows, first) == before
    with pytest.raises(BadInput):
        files.rows_of("甲,乙\n1,2\n".encode(), "other.csv")


def test_sentences_about_a_sheet_exist_in_both_languages() -> None:
    told = [*lines.unfinished([])]
    assert told
    assert all(isinstance(words, Words) and words.zh != words.en for words in told)
