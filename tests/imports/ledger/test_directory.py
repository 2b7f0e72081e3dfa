"""Units and people are found by what people call them, and never guessed."""

from __future__ import annotations

import pytest

from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.directory import Directory, DirectoryPerson, DirectoryUnit
from workflow.imports.ledger.parties import PersonText

BUREAU = DirectoryUnit(1, "市交通局", "Transport Bureau", "/1/")
OFFICE = DirectoryUnit(2, "机关党委", "Office Party Committee", "/1/2/")
FIRST = DirectoryUnit(3, "第一党支部", "First Branch", "/1/2/3/")
SECOND = DirectoryUnit(4, "第二党支部", "", "/1/2/4/")
DIRECTORY = Directory(
    [BUREAU, OFFICE, FIRST, SECOND],
    [
        DirectoryPerson(1, "陈建国", "Chen Jianguo", True, (("branch_secretary", 3),)),
        DirectoryPerson(2, "高翔", "", True, (("branch_secretary", 4),)),
        DirectoryPerson(3, "李娜", "", True, (("member", 3),)),
        DirectoryPerson(4, "李娜", "", True, (("member", 4),)),
        DirectoryPerson(5, "段永福", "", False, ()),
        DirectoryPerson(6, "王芳", "", True, ()),
    ],
)


def person(name: str = "", post: str = "") -> PersonText:
    return PersonText(name or post, name, post, "specific")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("第一党支部", FIRST),
        (" 第一 党支部 ", FIRST),
        ("机关党委第一党支部", FIRST),
        ("市交通局第一党支部", FIRST),
        ("first branch", FIRST),
        ("市交通局", BUREAU),
        ("第三党支部", None),
        ("各党支部", None),
        ("", None),
    ],
)
def test_a_unit_is_found_by_its_name_alone_or_behind_units_above(
    text: str, unit: DirectoryUnit | None
) -> None:
    assert DIRECTORY.unit(text) == unit


def test_a_name_that_two_units_share_finds_none() -> None:
    twin = DirectoryUnit(5, "第一党支部", "", "/1/5/")
    assert Directory([*DIRECTORY.units, twin], []).unit("第一党支部") is None
    assert Directory([*DIRECTORY.units, twin], []).unit("机关党委第一党支部") == FIRST


def test_a_person_is_found_by_name() -> None:
    assert DIRECTORY.person(person("陈建国"), None).person_id == 1
    assert DIRECTORY.person(person("CHEN jianguo"), None).person_id == 1


def test_a_post_finds_who_holds_it_in_the_unit() -> None:
    assert DIRECTORY.person(person(post="支部书记"), FIRST).person_id == 1
    assert DIRECTORY.person(person(post="党支部书记"), SECOND).person_id == 2
    assert DIRECTORY.person(person(post="支部书记"), OFFICE).person_id is None


def test_namesakes_are_told_apart_by_the_unit_or_not_at_all() -> None:
    assert DIRECTORY.person(person("李娜"), SECOND).person_id == 4
    nobody = DIRECTORY.person(person("李娜"), OFFICE)
    assert nobody.person_id is None
    assert nobody.why_not == cell_refusals.NAMESAKES.format(count=2, name="李娜")


@pytest.mark.parametrize("name", ["段永福", "王芳"])
def test_who_has_left_or_holds_no_post_is_not_taken(name: str) -> None:
    found = DIRECTORY.person(person(name), FIRST)
    assert (found.person_id, found.why_not) == (None, cell_refusals.LEFT.format(name=name))


def test_an_unknown_name_says_so() -> None:
    assert DIRECTORY.person(person("赵六"), FIRST).why_not == cell_refusals.UNKNOWN_PERSON
