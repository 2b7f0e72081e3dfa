"""What is decided on many: every move that its form lets be shared, votes, and extensions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Persona
from tests.engine.stage import Stage
from tests.profession.test_votes import owner, verified
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.test_sittings import _address as address
from tests.web.test_sittings import _count as count
from tests.web.test_sittings import _states as states
from tests.web.visitor import words
from tests.web.walker import Walker
from workflow.engine.together import is_shared
from workflow.profession.lists import LIST_TYPES

__all__ = ["owner"]


@pytest.fixture(autouse=True)
def _cast(cast: dict[str, Persona]) -> None:
    return None


def test_every_move_for_many_has_a_page(enter: Entering) -> None:
    """What the declarations let be done for many, the page offers; in both languages."""
    number = stories.assigned()
    for language in ("zh", "en"):
        visitor = enter("coordinator", language)
        for key, list_type in LIST_TYPES.items():
            for move in list_type.transitions:
                if is_shared(move):
                    answer = visitor.get(address(number, act=f"{key}.{move.trigger}"))
                    assert answer.status_code == 200, (key, move.trigger)


def test_each_line_can_have_a_vote_of_its_own(
    enter: Entering, database: Database, owner: Any
) -> None:
    numbers = [verified() for _ in range(3)]
    walker = Walker(enter("committee-member"), address(*numbers, act="problems.vote"))
    votes = ("for", "against", "abstain")
    walker.tick("投票", *((f"own-{n}-vote", vote) for n, vote in zip(numbers, votes, strict=True)))
    walker.press("投票")
    assert walker.answer.status_code == 200, words(walker.answer)
    for vote in votes:
        cast = f"items WHERE process #>> '{{votes,0,vote}}' = '{vote}'"
        assert count(database, cast) == 1
    assert words(walker.answer).count("表决记录") == 3


def test_five_extensions_are_granted_each_until_the_day_it_asks_for(
    enter: Entering, database: Database
) -> None:
    stage = Stage()
    parents = stage.many("problems", "assigned", 5)
    asked = stage.many("extensions", "raised", 5, parents=parents)
    walker = Walker(enter("leader"), address(*asked, act="extensions.approve"))
    walker.press("同意延期")
    assert "已办理5项" in words(walker.answer)
    assert states(database, "extensions") == [("approved", 5)]
    moved = "items p JOIN items e ON e.parent_id = p.id WHERE p.due_version > 1"
    assert count(database, moved) == 5


def test_the_heads_of_a_list_order_it(enter: Entering) -> None:
    numbers = Stage().many("problems", "assigned", 3)
    walker = Walker(enter("coordinator"), "/lists/problems?state=open")

    def stand() -> list[str]:
        places = [(walker.answer.text.index(f">{number}<"), number) for number in numbers]
        return [number for _, number in sorted(places)]

    assert stand() == numbers[::-1]
    walker.follow("事项")
    assert stand() == numbers
    assert "state=open" in walker._at
    assert 'aria-sort="ascending"' in walker.answer.text
    walker.follow("时限")
    assert walker.answer.status_code == 200
    assert "sort=due" in walker._at
