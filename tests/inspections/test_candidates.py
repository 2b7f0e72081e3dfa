"""Candidates: noted once for each kind, subject and period; a person decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from psycopg.types.json import Jsonb

from tests.cast import BRANCH, BUREAU, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.inspections.checking import answered, self_check
from workflow import organisation
from workflow import queries as items
from workflow.declaration import pack, process_of
from workflow.declaration.shared_keys import BROKEN_NORM, COMPLAINT, FAILING_LINE, IMPORT_DOUBT
from workflow.engine import commands
from workflow.errors import BadDeclaration, BadInput, NotFound, NotPermitted, NotPossible
from workflow.inspections import findings
from workflow.inspections.candidates import deciding, queries
from workflow.inspections.candidates.gathering import gather
from workflow.inspections.candidates.notes import Suspicion, suspect
from workflow.platform import connect

DRAFT = "5f1c2a6e-4a52-4a6f-9a39-0f4c7d1f2b11"
pytestmark = pytest.mark.usefixtures("cast")


def noted(kind: str = COMPLAINT, unit: int = BRANCH, **more: str) -> int:
    """Note a candidate; return the id."""
    seen = {"subject": "1", "title": "会议记录补写", **more}
    with connect() as connection:
        made = suspect(
            connection, Suspicion(kind=kind, unit_id=unit, found_on=date(2026, 3, 2), **seen)
        )
    assert made is not None
    return made


def handed_in() -> str:
    """Return a self-check with two failing lines that the unit has not raised."""
    number = self_check()
    answered(number, "branch-head", failing="1.3,1.4")
    commands.fire(number, "submit", actor("branch-head"))
    return number


def open_now(kind: str, login: str = "inspector") -> list[queries.Candidate]:
    """Return the open candidates of a kind."""
    return queries.candidates(actor(login), kind=kind)


def test_a_failing_line_of_a_handed_in_self_check_is_a_candidate_once() -> None:
    number = self_check()
    answered(number, "branch-head", failing="1.3,1.4")
    gather()
    assert not open_now(FAILING_LINE)  # the unit is still at it
    commands.fire(number, "submit", actor("branch-head"))
    gather()
    assert [one.line for one in open_now(FAILING_LINE)] == ["1.4", "1.3"]
    assert gather() == 0
    assert open_now(FAILING_LINE)[0].about == number


def test_what_the_unit_raises_itself_is_none() -> None:
    number = handed_in()
    findings.raise_finding(actor("branch-head"), number, "1.3")
    gather()
    [left] = open_now(FAILING_LINE)
    assert left.line == "1.4"
    done = findings.raise_finding(actor("branch-head"), number, "1.4")
    assert not open_now(FAILING_LINE)
    [found] = queries.candidates(actor("inspector"), "decided", FAILING_LINE)
    assert (found.number, found.decided_by) == (done[0].number, PERSONAS["branch-head"].name)


def test_taken_up_it_makes_the_three_lists_that_cite_the_line_and_bar_the_checkers() -> None:
    number = handed_in()
    gather()
    found = open_now(FAILING_LINE)[0]
    done = deciding.take_up(actor("inspector"), found.id, {"severity": "general"})
    assert [one.list_key for one in done] == ["problems", "tasks", *["responsibilities"] * 3]
    view = items.item(done[0].number, actor("inspector"))
    assert process_of(view.item)["finding"]["check"] == number
    assert (view.item.severity, view.item.data["source_kind"]) == ("general", "self_check")
    assert PERSONAS["branch-head"].id in view.item.duties["raiser"]
    with pytest.raises(NotPossible, match=done[0].number):
        deciding.take_up(actor("inspector"), found.id)
    with pytest.raises(NotPossible):
        deciding.dismiss(actor("inspector"), found.id, {"reason": "已经另行处理完毕，不再立项"})


def test_dismissed_with_a_reason_it_does_not_come_again() -> None:
    made = noted()
    with pytest.raises(BadInput):
        deciding.dismiss(actor("coordinator"), made, {"reason": "无"})
    deciding.dismiss(actor("coordinator"), made, {"reason": "核实后认为反映的情况不属实"})
    [found] = queries.candidates(actor("coordinator"), "decided")
    assert (found.reason, found.decided_by) == (
        "核实后认为反映的情况不属实",
        PERSONAS["coordinator"].name,
    )
    with connect() as connection:
        again = Suspicion(
            kind=COMPLAINT, subject="1", unit_id=BRANCH, title="又一次", found_on=date(2026, 3, 3)
        )
        assert suspect(connection, again) is None


def test_about_the_topmost_unit_it_is_taken_up_by_its_own_people_and_never_dismissed() -> None:
    made, below = noted(unit=BUREAU), noted(unit=OFFICE, subject="2")
    reason = {"reason": "核实后认为反映的情况不属实"}
    with pytest.raises(NotPermitted):
        deciding.dismiss(actor("discipline"), made, reason)
    with pytest.raises(NotPermitted):  # the inspector above may decide about the office
        deciding.take_up(actor("coordinator"), below)
    assert deciding.take_up(actor("inspector"), made)[0].list_key == "problems"


def test_any_kind_is_taken_up_as_a_problem_of_its_source() -> None:
    made = noted(source="信访2026-3")
    done = deciding.take_up(actor("coordinator"), made)
    view = items.item(done[0].number, actor("coordinator"))
    assert view.item.data["source_kind"] == "complaint"
    assert (view.item.title, view.item.data["source"]) == ("会议记录补写", "信访2026-3")


def test_a_wrong_value_leaves_the_candidate_open() -> None:
    made = noted()
    with pytest.raises(BadInput):
        deciding.take_up(actor("coordinator"), made, {"title": ""})
    assert queries.waiting(actor("coordinator")) == 1


def test_it_is_for_those_who_may_and_never_about_the_own_unit() -> None:
    made, own = noted(), noted(unit=OFFICE, subject="2")
    for login in ("branch-head", "director", "member", "system-admin", "nobody"):
        with pytest.raises(NotFound):
            deciding.take_up(actor(login), made)
        assert queries.waiting(actor(login)) == 0
    with pytest.raises(NotPermitted):
        deciding.dismiss(actor("coordinator"), own, {"reason": "本单位的情况不必另行立项"})
    assert deciding.take_up(actor("inspector"), own)


def test_a_unit_against_a_regulation_is_a_candidate_once_in_a_quarter() -> None:
    organisation.describe(actor("system-admin"), BRANCH, "agency", 58, 2)
    gather()
    [found] = [one for one in open_now(BROKEN_NORM) if "60" in one.title]
    assert found.unit_id == BRANCH
    assert not [one for one in open_now(BROKEN_NORM) if "登记党员人数" in one.title]
    assert gather() == 0


def left_out(*lines: tuple[str, str]) -> None:
    """Have an import of the coordinator leave out rows, each of a unit's name and a text."""
    with connect() as connection:
        connection.execute(
            "INSERT INTO import_drafts (id, person_id, importer, created_at, touched_at, name,"
            " size, choices, stage) VALUES (%s, 2, '{}', now(), now(), '台账.xlsx', 1, '{}',"
            " 'written')",
            [DRAFT],
        )
        for row, (unit, text) in enumerate(lines, 7):
            line = {
                "sheet": "问题台账", "row": row, "kind": "problem", "action": "refused", "tasks": 0,
                "text": text, "units": [unit], "people": [], "due": "",
                "severity": "", "state": "", "doubts": [],
            }  # fmt: skip
            connection.execute(
                "INSERT INTO import_lines (draft_id, place, asks, line) VALUES (%s, %s, true, %s)",
                [DRAFT, row, Jsonb(line)],
            )


def test_a_row_that_an_import_left_out_is_a_candidate_once() -> None:
    left_out(("第一党支部", "党费台账缺少签字"))
    gather()
    assert gather() == 0
    [found] = open_now(IMPORT_DOUBT)
    assert (found.unit_id, found.title) == (BRANCH, "党费台账缺少签字")
    assert "第7行" in found.source


def test_what_is_noted_already_does_not_keep_later_rows_out() -> None:
    left_out(("第一党支部", "党费台账缺少签字"), ("第一党支部", "三会一课没有记录"))
    gather(most=1)
    assert len(open_now(IMPORT_DOUBT)) == 1
    gather(most=1)
    assert len(open_now(IMPORT_DOUBT)) == 2


def test_a_name_that_two_units_bear_places_a_row_in_neither() -> None:
    with connect() as connection:
        connection.execute("UPDATE units SET name = '第一党支部' WHERE id = %s", [OTHER_BRANCH])
    left_out(("第一党支部", "党费台账缺少签字"))
    gather()
    [found] = open_now(IMPORT_DOUBT)
    assert found.unit_id == OFFICE  # the importer's


def test_nobody_decides_about_the_own_unit_for_somebody_else() -> None:
    made, own = noted(), actor("branch-head").posts
    stand_in = replace(
        actor("inspector"), person_id=PERSONAS["branch-head"].id,
        behind=PERSONAS["inspector"].id, own=own,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        deciding.dismiss(stand_in, made, {"reason": "本单位的情况不必另行立项"})


def test_a_kind_has_to_be_declared() -> None:
    assert COMPLAINT in pack().candidates
    with pytest.raises(BadDeclaration), connect() as connection:
        suspect(
            connection,
            Suspicion(kind="rumour", subject="1", unit_id=1, title="x", found_on=date(2026, 1, 1)),
        )


def test_every_candidate_counted_is_on_one_of_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [noted(subject=str(n)) for n in range(5)]
    monkeypatch.setattr(queries, "MOST", 2)
    walked: list[int] = []
    before: int | None = None
    while page := queries.candidates(actor("coordinator"), before=before):
        walked += [one.id for one in page]
        before = page[-1].id
    assert walked == made[::-1]
    assert sum(queries.counts(actor("coordinator")).values()) == len(walked)
