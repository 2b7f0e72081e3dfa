"""What a decision on many items is foreseen to do, is what it does; foreseeing writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from tests.cast import BRANCH, Persona, actor
from tests.engine.stage import HOLDER, REASON, Stage
from tests.engine.test_statements import Count, statements  # noqa: F401 -- a fixture
from tests.servers import Database
from tests.web.stories import in_days
from workflow.engine import commands
from workflow.engine.beginning import facts_at
from workflow.engine.commands import Done
from workflow.engine.foreseeing import ForeseenDecision, foresee
from workflow.engine.results import Results
from workflow.engine.together import SharedForm
from workflow.errors import NotFound, NotPermitted, NotPossible, StaleItem
from workflow.platform import connect

_NEW = (
    "JOIN events e ON e.item_id = n.item_id AND e.seq = n.seq AND e.trigger IN ('close', 'child')"
)


def _foreseen(form: SharedForm, numbers: Sequence[str], who: str) -> ForeseenDecision:
    with connect() as connection:
        facts, _ = facts_at(connection, numbers)
        requests = [form.request(number, facts.get(number)) for number in numbers]
        return foresee(connection, facts, requests, actor(who), frozenset(form.faults(numbers)))


def _decided(form: SharedForm, numbers: Sequence[str], who: str) -> Results:
    with connect() as connection:
        facts, _ = facts_at(connection, numbers)
    requests = [form.request(number, facts.get(number)) for number in numbers]
    return commands.decide(requests, actor(who))


def _count(database: Database, query: str) -> int:
    with psycopg.connect(database.app_url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {query}").fetchone()
    assert row
    return int(row[0])


def test_a_foreseen_decision_is_the_decision(cast: dict[str, Persona], database: Database) -> None:
    stage = Stage()
    parents = stage.many("problems", "verified", 3)
    stage.many("tasks", "verified", 3, parents=parents)
    stage.many("responsibilities", "closed", 3, parents=parents)
    open_task = stage.one("tasks", "assigned", parents=[parents[2]])
    early = stage.one("problems", "assigned")
    numbers = [*parents, early, "P2026-9999"]
    form = SharedForm(list_key="problems", trigger="close", comment=REASON, versions={early: 1})
    before = _count(database, "events")
    foreseen = _foreseen(form, numbers, "committee")
    assert _count(database, "events") == before
    decided = _decided(form, numbers, "committee")
    assert [*map(type, foreseen.outcomes)] == [*map(type, decided)]
    assert [type(o) for o in decided[3:]] == [StaleItem, NotFound]
    for told, done in zip(foreseen.outcomes, decided, strict=True):
        if isinstance(told, Done) and isinstance(done, Done):
            assert (told.number, told.state, told.along) == (done.number, done.state, done.along)
        else:
            assert str(told) == str(done)
    moved = [d.along for d in decided if isinstance(d, Done)]
    assert sum(child.stays is None for along in moved for child in along) >= 2
    assert open_task not in {c.number for along in moved for c in along if c.stays is None}
    assert foreseen.told == _count(database, f"(SELECT DISTINCT person_id FROM inbox n {_NEW}) p")
    assert foreseen.mailed == _count(
        database, f"(SELECT DISTINCT person_id FROM outbox n {_NEW}) p"
    )


def test_an_empty_field_leaves_each_item_its_own_proposal(
    cast: dict[str, Persona], database: Database
) -> None:
    numbers = Stage().many("problems", "raised", 3)
    form = SharedForm(list_key="problems", trigger="assign")
    assert not form.faults(numbers)
    assert all(isinstance(told, Done) for told in _decided(form, numbers, "coordinator"))
    assert _count(database, f"items WHERE holder_id = {HOLDER} AND state = 'assigned'") == 3


def test_a_shared_value_wins_over_the_proposal_and_an_own_choice_over_both(
    cast: dict[str, Persona], database: Database
) -> None:
    one, other = Stage().many("problems", "raised", 2)
    form = SharedForm(
        list_key="problems",
        trigger="assign",
        values={"holder": str(HOLDER), "due_on": in_days(20)},
        own={other: {"holder": "5"}},
    )
    assert all(isinstance(told, Done) for told in _decided(form, [one, other], "coordinator"))
    assert _count(database, f"items WHERE number = '{one}' AND holder_id = {HOLDER}") == 1
    assert _count(database, f"items WHERE number = '{other}' AND holder_id = 5") == 1


def test_before_the_form_is_filled_in_the_rest_is_foreseen(cast: dict[str, Persona]) -> None:
    ready, early = Stage().one("problems", "rectified"), Stage().one("problems", "assigned")
    form = SharedForm(list_key="problems", trigger="verify")
    assert form.faults([ready]).keys() == {"hearts", "looks", "actions", "comment"}
    foreseen = _foreseen(form, [ready, early], "verifier")
    assert [type(told) for told in foreseen.outcomes] == [Done, NotPossible]
    barred = _foreseen(form, [ready], "branch-head")
    assert [type(told) for told in barred.outcomes] == [NotPermitted]


def test_foreseeing_a_document_takes_no_number(
    cast: dict[str, Persona], database: Database
) -> None:
    numbers = Stage().many("supervisions", "drafted", 2)
    before = _count(database, "document_counters")
    form = SharedForm(list_key="supervisions", trigger="sign")
    foreseen = _foreseen(form, numbers, "leader")
    assert all(isinstance(told, Done) for told in foreseen.outcomes)
    assert _count(database, "document_counters") == before
    assert all(isinstance(told, Done) for told in _decided(form, numbers, "leader"))
    assert _count(database, "document_counters") > before


def test_foreseeing_fifty_takes_as_many_statements_as_foreseeing_two(
    statements: Count,  # noqa: F811
) -> None:
    numbers = Stage().many("problems", "verified", 50, unit=BRANCH)
    form = SharedForm(list_key="problems", trigger="close", comment=REASON)
    few = statements(lambda: _foreseen(form, numbers[:2], "committee"))
    assert statements(lambda: _foreseen(form, numbers, "committee")) == few
    assert few <= 5
