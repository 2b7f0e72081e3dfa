"""Mails of one matter are shown together; a confidential item tells nobody what it belongs to."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import psycopg
import pytest

from tests.engine.stage import Stage
from worker.letters import BadAddress, compose
from workflow.queries.letter import letter_of

pytestmark = pytest.mark.usefixtures("cast")


def written(owner: psycopg.Connection[Any]) -> dict[str, list[EmailMessage]]:
    """Return every mail about an item, by the number of the item."""
    mails: dict[str, list[EmailMessage]] = {}
    rows = owner.execute(
        "SELECT o.id, i.number FROM outbox o JOIN items i ON i.id = o.item_id"
        " WHERE o.person_id IS NOT NULL ORDER BY o.id"
    )
    for outbox_id, number in rows.fetchall():
        letter = letter_of(outbox_id)
        assert letter
        try:
            mails.setdefault(number, []).append(compose(letter))
        except BadAddress:
            continue
    return mails


def threads(mails: list[EmailMessage]) -> set[str]:
    """Return what the mails answer; each names the same in both headers."""
    assert all(mail["In-Reply-To"] == mail["References"] for mail in mails)
    return {str(mail["In-Reply-To"]) for mail in mails}


def test_mails_of_a_matter_and_of_what_hangs_on_it_are_one_thread(
    owner: psycopg.Connection[Any],
) -> None:
    problem = Stage().one("problems", "assigned")
    task = Stage().one("tasks", "assigned", parents=[problem], title="换灭火器")
    other = Stage().one("problems", "assigned", title="另一件")
    mails = written(owner)
    assert mails[problem]
    assert mails[task]
    [thread] = threads(mails[problem])
    assert threads(mails[task]) == {thread}
    assert threads(mails[other]) != {thread}
    every = [mail["Message-ID"] for each in mails.values() for mail in each]
    assert len(every) == len({*every})
    assert thread not in every


def test_a_confidential_item_is_a_thread_of_its_own(owner: psycopg.Connection[Any]) -> None:
    problem = Stage().one("problems", "assigned")
    interview = Stage().one("interviews", "noticed", parents=[problem], title="谈话")
    mails = written(owner)
    assert mails[interview]
    assert threads(mails[interview]).isdisjoint(threads(mails[problem]))
