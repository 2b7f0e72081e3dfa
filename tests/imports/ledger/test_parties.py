"""Units and people are taken apart as ledgers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.imports.ledger.parties import read_people, read_units, split_list


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("第一党支部", [("第一党支部", "responsible")]),
        ("党工委、管委会", [("党工委", "responsible"), ("管委会", "responsible")]),
        ("区委组织部（牵头单位）", [("区委组织部", "lead")]),
        (
            "区河长办（牵头单位）；各镇乡街道（责任单位）",
            [("区河长办", "lead"), ("各镇乡街道", "responsible")],
        ),
        ("牵头单位：组织科；责任单位：一支部、二支部",
         [("组织科", "lead"), ("一支部", "responsible"), ("二支部", "responsible")]),
        ("组织科(牵头)，后勤中心(配合)", [("组织科", "lead"), ("后勤中心", "assisting")]),
        ("李家村党支部（党小组4个，党员21名）",
         [("李家村党支部（党小组4个，党员21名）", "responsible")]),
        ("一支部\n二支部", [("一支部", "responsible"), ("二支部", "responsible")]),
        ("一支部、一支部", [("一支部", "responsible")]),
        ("各镇（街道", [("各镇（街道", "responsible")]),
        ("", []),
        ("、；", []),
    ],
)  # fmt: skip
def test_units_are_taken_apart_with_their_part(text: str, units: list[tuple[str, str]]) -> None:
    assert [(unit.text, unit.role) for unit in read_units(text)] == units


@pytest.mark.parametrize(
    ("text", "name", "post"),
    [
        ("张三", "张三", ""),
        ("张三（支部书记）", "张三", "支部书记"),
        ("支部书记（张三）", "张三", "支部书记"),
        ("支部书记张三", "张三", "支部书记"),
        ("支部书记：张三", "张三", "支部书记"),
        ("支部书记", "", "支部书记"),
        ("各支部负责人", "", "各支部负责人"),
        ("Zhang San", "Zhang San", ""),
        ("养护一队全体人员", "", "养护一队全体人员"),
    ],
)
def test_a_person_is_a_name_a_post_or_both(text: str, name: str, post: str) -> None:
    (person,) = read_people(text, "specific")
    assert (person.name, person.post, person.text) == (name, post, text)


def test_a_post_column_completes_the_names() -> None:
    people = read_people("张三、李四", "specific", "支部委员")
    assert [(one.name, one.post) for one in people] == [("张三", "支部委员"), ("李四", "支部委员")]


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    read_units(text)
    read_people(text, "first")


@given(st.lists(st.text("甲乙丙丁（）", min_size=1, max_size=6), max_size=6))
def test_no_character_of_a_list_is_lost(parts: list[str]) -> None:
    text = "、".join(parts)
    assert "".join(split_list(text)).replace("、", "") == text.replace("、", "")
