"""People and units are found by pinyin: in full, by initials, in whichever reading is known."""

from __future__ import annotations

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.servers import Database
from workflow import queries
from workflow.queries import spellings, unit_choices
from workflow.queries.list_filters import Filters
from workflow.queries.people_sought import person_sought
from workflow.queries.search_everywhere import search
from workflow.queries.spellings import spelled


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单小红", "shanxiaohong"), ("单小红", "sxh"), ("曾国强", "zengguoqiang"),
        ("曾国强", "zgq"),
        ("查良", "zhaliang"), ("查良", "zl"), ("仇英", "qiuying"), ("仇英", "qy"),
        ("解缙", "xiejin"), ("解缙", "xj"), ("翟志刚", "zhaizhigang"), ("翟志刚", "zzg"),
        ("万俟雅言", "moqiyayan"), ("尉迟恭", "yuchigong"), ("吕布", "lvbu"), ("吕布", "lyubu"),
        ("阿卜杜拉·买买提", "abudulamaimaiti"), ("阿卜杜拉·买买提", "abdlmmt"),
        ("阿卜杜拉•买买提", "abdlmmt"), ("欧阳娜娜", "oynn"),
    ],
)  # fmt: skip
def test_a_name_is_spelled_in_full_and_by_initials(name: str, typed: str) -> None:
    each = spelled(name).split()
    assert any(one.startswith(typed) for one in each), each


def test_units_are_read_as_words_are_and_names_in_letters_need_no_spelling() -> None:
    assert spelled("重庆第三党支部", "unit").split() == ["chongqingdisandangzhibu", "cqdsdzb"]
    assert spelled("John Smith") == ""


def test_people_and_units_are_found_by_letters_and_a_new_name_by_its_own(
    cast: dict[str, Persona], database: Database
) -> None:
    def renamed(name: str) -> None:
        with psycopg.connect(database.owner_url) as owner:
            owner.execute(
                "UPDATE people SET name = %s WHERE name = '陈建国' OR name LIKE '单%%'", [name]
            )

    def found(typed: str) -> list[str]:
        return [person.words.zh for person in search(typed, actor("coordinator")).people]

    assert spellings.take_in() > 1
    assert spellings.take_in() == 0
    assert found("chenjianguo") == found("cjg") == ["陈建国"]
    assert person_sought(actor("coordinator"), "cjg") == cast["branch-head"].id
    renamed("单建国")
    assert found("cjg") == []  # the spelling of the old name counts no more
    assert spellings.take_in() == 1
    assert found("sjg") == found("SHANJIANGUO") == ["单建国"]

    units = search("dangzhibu", actor("coordinator")).units
    assert units
    assert all("党支部" in unit.words.zh for unit in units)
    [unit] = [one for one in units if one.id == cast["branch-head"].unit_id]
    letters = spelled(unit.words.zh, "unit").split()[0]
    assert unit_choices.unit_of(actor("coordinator"), letters) == unit.id
    assert queries.items("problems", actor("coordinator"), Filters(q=letters)).rows == []
