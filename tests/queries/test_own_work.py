"""A person's own work: what they have raised and done, page by page, and nothing of others."""

from __future__ import annotations

import pytest

from tests.cast import BRANCH, Persona, actor
from tests.engine.stage import REASON, START, Stage
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.errors import BadInput
from workflow.queries import own_work


def test_what_somebody_raised_follows_page_by_page_and_is_nobody_elses(
    cast: dict[str, Persona],
) -> None:
    numbers = Stage().many("problems", "raised", 60, unit=BRANCH)
    first = own_work.raised_by(actor("inspector"))
    second = own_work.raised_by(actor("inspector"), first.next)
    assert [row.number for row in (*first.lines, *second.lines)] == numbers[::-1]
    assert second.next is None
    assert not own_work.raised_by(actor("coordinator")).lines


def test_many_moves_of_one_moment_follow_page_by_page_each_once(cast: dict[str, Persona]) -> None:
    numbers = Stage().many("problems", "raised", 120)
    asked = [Request(number, "comment", comment=REASON) for number in numbers]
    commands.decide(asked, actor("coordinator"), START)
    found, after = list[str](), None
    for _ in range(3):
        page = own_work.done_by(actor("coordinator"), after)
        found += [line.number for line in page.lines]
        after = page.next
    assert after is None
    assert sorted(found) == numbers


@pytest.mark.parametrize(
    "after", ["x", "W10=", "WzFd", "WyJ4IiwgMSwgMV0=", "W251bGwsIDEsIDFd", "é"]
)
def test_a_cursor_of_nowhere_is_refused(cast: dict[str, Persona], after: str) -> None:
    with pytest.raises(BadInput):
        own_work.done_by(actor("coordinator"), after)
    if after != "WzFd":  # [1] is a place in the list of the raised
        with pytest.raises(BadInput):
            own_work.raised_by(actor("coordinator"), after)
