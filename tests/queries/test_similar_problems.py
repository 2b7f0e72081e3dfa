"""Relapses are hinted at: closed problems of the unit that read alike, to those who oversee."""

from __future__ import annotations

import pytest

from tests.cast import BRANCH, OTHER_BRANCH, Persona, actor
from tests.engine.stage import Stage
from workflow import queries
from workflow.queries.item_access import facts_of
from workflow.queries.similar_problems import alike

PAIRS = (  # the same matter, told anew
    ("三会一课记录不规范，会议记录缺少签名", "支部三会一课会议记录仍不规范，部分记录缺签名"),
    ("党费收缴不及时，未按月公示", "党费没有按月收缴，公示不及时"),
    ("活动室灭火器过期未更换", "党员活动室的灭火器已过期"),
    ("发展党员档案缺少思想汇报", "两名发展对象的档案中缺少思想汇报"),
    ("The fire extinguisher has expired", "Fire extinguisher in the hall expired again"),
)


def closed(title: str, **fields: object) -> str:
    return Stage().one("problems", "closed", title=title, **fields)


def hints(title: str, login: str = "coordinator", **fields: object) -> list[str]:
    number = Stage().one("problems", "raised", title=title, **fields)
    return [one.number for one in alike(facts_of(number, actor(login)).item, actor(login))]


@pytest.fixture(autouse=True)
def _cast(cast: dict[str, Persona]) -> None:
    """The organisation is there."""


def test_what_was_closed_is_found_again_in_other_words() -> None:
    numbers = [closed(title) for title, _ in PAIRS]
    assert [hints(again)[:1] for _, again in PAIRS] == [[number] for number in numbers]


def test_what_is_about_something_else_is_not_shown() -> None:
    closed("活动室灭火器过期未更换")
    assert hints("主题党日活动次数不足") == []


def test_the_same_aspect_makes_it_likelier_and_the_reason_says_so() -> None:
    number = closed("台账更新不及时", aspect="A5")
    again = Stage().one("problems", "raised", title="制度台账长期没有更新完善", aspect="A5")
    (one,) = alike(facts_of(again, actor("director")).item, actor("director"))
    assert one.number == number
    assert one.reason.zh.startswith("同一单位、同一方面，文字相似")


def test_another_units_problems_and_open_ones_are_no_hints() -> None:
    title = "活动室灭火器过期未更换"
    Stage().one("problems", "assigned", title=title)
    assert hints(title, unit=OTHER_BRANCH) == []
    closed(title)
    assert hints(title, unit=OTHER_BRANCH) == []
    assert len(hints(title, unit=BRANCH)) == 1


def test_only_those_who_assign_and_oversee_are_hinted_at_and_nothing_moves() -> None:
    title = "活动室灭火器过期未更换"
    number = closed(title)
    assert hints(title, "branch-head") == []
    assert hints(title, "inspector") == [number]
    assert queries.item(number, actor("coordinator")).item.state == "closed"
