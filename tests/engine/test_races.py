"""Many people press at the same moment: real threads, real connections, one PostgreSQL."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, LOOKS, Persona, actor
from tests.engine.stage import HOLDER, REASON, START, Stage, Step, today
from tests.inspections.checking import planned
from tests.patience import eventually
from tests.servers import Database
from workflow import queries
from workflow.declaration import Actor, Post
from workflow.engine import commands
from workflow.engine.commands import Done
from workflow.errors import (
    BadInput,
    NotPermitted,
    NotPossible,
    StaleItem,
    Unavailable,
    WorkflowError,
)
from workflow.inspections import findings

pytestmark = pytest.mark.real_time

Act = Callable[[], Done]
CONFLICTS = (NotPossible, StaleItem)
PROBLEM = {"title": "a matter", "unit": BRANCH, "severity": "minor"}


def _together(acts: Sequence[Act]) -> list[Done | WorkflowError]:
    """Start every act at the same moment and return what each was told at last.

    Who waits too long for a lock on a busy machine is told to try again, and does.
    """
    start = threading.Barrier(len(acts))

    def run(act: Act) -> Done | WorkflowError:
        start.wait()
        return eventually(lambda: _answer(act))

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _answer(act: Act) -> Done | WorkflowError | None:
    try:
        return act()
    except Unavailable:
        return None
    except WorkflowError as refusal:
        return refusal


def _fire(number: str, trigger: str, who: Actor, **more: Any) -> Act:
    return lambda: commands.fire(number, trigger, who, now=START, comment=REASON, **more)


def _verifier(person: int) -> Actor:
    return Actor(person, f"verifier {person}", (Post("verifier", 2, "/1/2/"),))


def _rows(database: Database, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.app_url) as connection:
        return connection.execute(query, parameters).fetchall()


def test_of_fifty_who_verify_at_once_one_succeeds_and_the_others_are_told_why(
    cast: dict[str, Persona], database: Database
) -> None:
    number = Stage().one("problems", "rectified")
    told = _together(
        [
            _fire(
                number,
                "verify",
                _verifier(n),
                fields=LOOKS,
            )
            for n in range(100, 150)
        ]
    )
    refused = [answer for answer in told if isinstance(answer, WorkflowError)]
    assert len(refused) == 49
    assert all(isinstance(refusal, CONFLICTS) for refusal in refused)
    clear = {refusal.words.en for refusal in refused if isinstance(refusal, NotPossible)}
    assert clear <= {
        f"{number} is Verified now, so “Verify” is not possible. Possible now: Correct the "
        "details, Hand over, Vote, Publish, Object, Answer the objection, Close, Recuse myself, "
        "Refuse to close, Comment, Confirm a relapse, Rule out a relapse."
    }
    events = _rows(database, "SELECT actor_id FROM events WHERE trigger = 'verify'")
    assert len(events) == 1


def test_of_fifty_who_press_on_the_same_stale_page_one_succeeds(
    cast: dict[str, Persona], database: Database
) -> None:
    number = Stage().one("problems", "rectified")
    told = _together(
        [
            _fire(
                number,
                "verify",
                _verifier(n),
                fields=LOOKS,
                version=3,
            )
            for n in range(100, 150)
        ]
    )
    kinds = Counter(type(answer) for answer in told)
    assert kinds == {Done: 1, StaleItem: 49}
    assert {a.words.en for a in told if isinstance(a, StaleItem)} == {
        "It has changed meanwhile; look again first."
    }


def test_two_votes_of_one_person_at_the_same_moment_count_once(
    cast: dict[str, Persona], database: Database
) -> None:
    number = _verified_key_problem()
    for voter in ("committee-member", "committee-member-2"):
        told = _together([_fire(number, "vote", actor(voter), fields={"vote": "for"})] * 2)
        assert sum(isinstance(answer, Done) for answer in told) == 1
        [refused] = [answer for answer in told if isinstance(answer, WorkflowError)]
        assert isinstance(refused, (NotPermitted, StaleItem))
    [(votes,)] = _rows(database, "SELECT process -> 'votes' FROM items WHERE number = %s", number)
    assert len(votes) == len({vote["by"] for vote in votes}) == 2


def _verified_key_problem() -> str:
    stage = Stage()
    number = stage.one("problems", "raised", severity="key", aspect="A1")
    stage.complete(number)
    due = (today() + 20 * (today().resolution)).isoformat()
    for step in (
        Step("leader", "assign", {"holder": HOLDER, "due_on": due}),
        Step("branch-head", "sign_for"),
        Step("branch-head", "submit_plan", {"cause": "this", "plan": "that"}),
        Step("leader", "approve_plan"),
        Step("branch-head", "rectify", {"statement": "done", "pledge": True}, evidence=True),
        Step("coordinator", "pass_review"),
        Step("verifier", "record_check"),
        Step("verifier-2", "verify", LOOKS),
        Step("coordinator", "publish"),
    ):
        stage.bulk([number], step)
    return number


RACES = 500  # of each of the two kinds


@pytest.mark.parametrize("other", ["reopening a task", "adding a task"])
def test_closing_a_problem_never_leaves_an_open_task_behind(
    cast: dict[str, Persona], database: Database, other: str
) -> None:
    stage = Stage()
    problems = stage.many("problems", "verified", RACES)
    tasks = [""] * RACES
    if other == "reopening a task":
        tasks = stage.many("tasks", "closed", RACES, parents=problems)
    outcomes: Counter[str] = Counter()
    lead = 0.0  # seconds; whichever side wins is held back a little more, so that both stay close
    for problem, task in zip(problems, tasks, strict=True):
        outcome = _race(problem, task, lead)
        outcomes[outcome] += 1
        lead += _MORE if outcome == "the problem is closed" else -_MORE
    assert sum(outcomes.values()) == RACES
    assert set(outcomes) == {"the problem is closed", "the task is open"}, outcomes
    assert min(outcomes.values()) > RACES / 50, "one side always wins: that is no race"
    assert not _rows(
        database,
        "SELECT p.number FROM items p JOIN items t ON t.parent_id = p.id"
        " WHERE p.list_key = 'problems' AND p.state = 'closed'"
        " AND t.list_key = 'tasks' AND t.state NOT IN ('closed', 'withdrawn')",
    )


_MORE = 0.0002  # seconds
_START = threading.Barrier(2)
_POOL = ThreadPoolExecutor(2)


def _race(problem: str, task: str, lead: float) -> str:
    closing = _fire(problem, "close", actor("committee"))
    if task:
        due = today().isoformat()
        opening = _fire(task, "reopen", actor("director"), fields={"due_on": due})
    else:
        opening = lambda: commands.raise_item(  # noqa: E731
            "tasks", actor("director"), fields=PROBLEM, parent=problem, now=START
        )
    closed, opened = _POOL.map(_told, (closing, opening), (lead, -lead))
    won = [answer for answer in (closed, opened) if isinstance(answer, Done)]
    [lost] = [answer for answer in (closed, opened) if isinstance(answer, WorkflowError)]
    assert len(won) == 1
    assert isinstance(lost, NotPossible), lost
    if lost is closed:
        assert "a task of this problem is still open" in lost.words.en
        return "the task is open"
    assert "the problem it belongs to is closed; reopen the problem first" in lost.words.en
    return "the problem is closed"


def _told(act: Act, held_back: float) -> Done | WorkflowError:
    _START.wait()
    time.sleep(max(held_back, 0))
    try:
        return act()
    except WorkflowError as refusal:
        return refusal


def test_a_hundred_who_raise_at_once_get_a_hundred_consecutive_numbers(
    cast: dict[str, Persona], database: Database
) -> None:
    def bad() -> Done:
        return commands.raise_item("problems", actor("inspector"), fields={**PROBLEM, "title": ""})

    def good() -> Done:
        return commands.raise_item("problems", actor("inspector"), fields=PROBLEM, now=START)

    first = good()
    told = _together([bad if n % 5 == 4 else good for n in range(125)])
    assert Counter(type(answer) for answer in told) == {Done: 100, BadInput: 25}
    numbers = sorted(answer.number for answer in told if isinstance(answer, Done))
    assert first.number == "P2026-0001"
    assert numbers == [f"P2026-{n:04d}" for n in range(2, 102)]
    [(last,)] = _rows(database, "SELECT value FROM counters WHERE list_key = 'problems'")
    assert last == 101


def test_a_number_once_used_stays_used(cast: dict[str, Persona]) -> None:
    stage = Stage()
    withdrawn = stage.one("problems", "withdrawn")
    assert withdrawn == "P2026-0001"
    assert stage.one("problems", "raised") == "P2026-0002"


def test_a_hundred_requests_with_one_key_are_one_decision(
    cast: dict[str, Persona], database: Database
) -> None:
    number = Stage().one("problems", "verified")
    key = commands.Key(1, "one key", "the same request")
    told = _together([_fire(number, "close", actor("committee"), key=key)] * 100)
    done = [answer for answer in told if isinstance(answer, Done)]
    assert sum(not answer.replayed for answer in done) == 1
    assert all(isinstance(a, (Done, StaleItem)) for a in told)
    assert len({(a.number, a.state, a.version) for a in done}) == 1
    assert len(_rows(database, "SELECT 1 FROM events WHERE trigger = 'close'")) == 1


def test_twenty_raisings_with_one_key_are_one_item(
    cast: dict[str, Persona], database: Database
) -> None:
    key = commands.Key(1, "one key", "the same request")
    act = lambda: commands.raise_item(  # noqa: E731
        "problems", actor("inspector"), fields=PROBLEM, key=key, now=START
    )
    told = _together([act] * 20)
    assert [answer for answer in told if not isinstance(answer, Done)] == []
    assert len(_rows(database, "SELECT 1 FROM items")) == 1
    assert _rows(database, "SELECT value FROM counters") == [(1,)]


def test_who_answers_a_line_while_it_is_raised_is_not_missed(cast: dict[str, Persona]) -> None:
    number, _ = planned(head=cast["verifier"].id)
    lines = [f"1.{n}" for n in range(1, 5)]
    fails = {"verdict": "fail", "remark": "门牌缺失"}
    _fire(number, "answer", actor("inspector"), fields={"lines": ",".join(lines), **fails})()
    for n, line in enumerate(lines):
        again = _fire(number, "answer", actor("verifier"), fields={"lines": line, **fails})
        acts = [partial(_raised, number, line), again]
        told = _together(acts[:: 1 if n % 2 else -1])
        numbers = {done.number for done in told if isinstance(done, Done)}
        assert len(numbers) == 2
        [problem] = numbers - {number}
        children = queries.item(problem, actor("director")).children
        for found in (problem, *(child.number for child in children)):
            duties = queries.item(found, actor("director")).item.duties
            assert cast["verifier"].id in duties["raiser"]


def _raised(check: str, line: str) -> Done:
    return findings.raise_finding(actor("inspector"), check, line)[0]
