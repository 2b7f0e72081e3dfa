"""People hold posts from day to day; a head's items go over to the successor, signed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from tests import clock
from tests.approving import appointed
from tests.cast import BRANCH, OFFICE, OTHER_BRANCH, PERSONAS, Persona, actor
from tests.servers import Database
from tests.web import stories
from workflow import accounts, organisation
from workflow.audit.verifying import verify
from workflow.deadlines.overdue_days import Lateness, count
from workflow.declaration import Actor, Post
from workflow.declaration.responsibility_levels import resolve
from workflow.engine import commands
from workflow.engine.loading import read, read_now
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.platform import connect

SECURITY = actor("security-admin")
HEAD, MEMBER, NOBODY = (PERSONAS[k].id for k in ("branch-head", "branch-member", "nobody"))
pytestmark = pytest.mark.usefixtures("cast")


def _post(person: int) -> int:
    with connect() as connection:
        row = connection.execute(
            "SELECT id FROM appointments WHERE person_id = %s ORDER BY id DESC", [person]
        ).fetchone()
    assert row
    return int(row[0])


def _roles(login: str, password: str = "a sentence that nobody guesses") -> set[str]:
    token = accounts.sign_in(login, password)
    found = accounts.identity_of_session(token or "")
    assert found
    return set(found.actor.roles)


def test_a_role_comes_from_a_post_and_goes_with_it() -> None:
    assert _roles("nobody") == set()
    post = appointed(OFFICE, NOBODY, "verifier", date(2026, 1, 1))
    assert _roles("nobody") == {"verifier"}
    organisation.end_post(SECURITY, post, clock.today() - timedelta(days=1))
    assert _roles("nobody") == set()


def test_a_post_that_begins_tomorrow_opens_nothing_today_and_can_be_taken_back() -> None:
    begin = clock.today() + timedelta(days=2)
    post = appointed(OFFICE, NOBODY, "verifier", begin)
    assert _roles("nobody") == set()
    organisation.end_post(SECURITY, post)
    appointed(OFFICE, NOBODY, "verifier", begin)


@pytest.mark.parametrize("login", ["system-admin", "audit-admin", "leader", "coordinator"])
def test_nobody_but_the_security_administrator_appoints(login: str) -> None:
    with pytest.raises(NotPermitted, match="security administrator"):
        organisation.appoint(actor(login), BRANCH, NOBODY, "member")
    with pytest.raises(NotPermitted):
        organisation.end_post(actor(login), _post(HEAD))


def test_nobody_appoints_or_removes_themselves() -> None:
    with pytest.raises(NotPermitted, match="themselves"):
        organisation.appoint(SECURITY, BRANCH, PERSONAS["security-admin"].id, "member")
    with pytest.raises(NotPermitted, match="themselves"):
        organisation.end_post(SECURITY, _post(PERSONAS["security-admin"].id))


@pytest.mark.parametrize(
    ("login", "role"),
    [("system-admin", "audit_admin"), ("audit-admin", "verifier"), ("verifier", "system_admin")],
)
def test_administrators_are_kept_apart_from_each_other_and_from_the_work(
    login: str, role: str
) -> None:
    with pytest.raises(BadInput) as refused:
        organisation.appoint(SECURITY, OFFICE, PERSONAS[login].id, role)
    assert "三员分立" in refused.value.fields["person"].zh


def test_two_heads_at_once_are_refused_and_one_after_the_other_is_not() -> None:
    with pytest.raises(BadInput) as refused:
        organisation.appoint(SECURITY, BRANCH, MEMBER, "branch_secretary")
    assert "陈建国" in refused.value.fields["role"].zh
    organisation.end_post(SECURITY, _post(HEAD), clock.today() - timedelta(days=1))
    appointed(BRANCH, MEMBER, "branch_secretary")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("role", {"role": "emperor"}),
        ("until", {"begin": date(2026, 2, 1), "until": date(2026, 1, 1)}),
        ("begin", {"begin": date(2019, 1, 1)}),
        ("person", {"person_id": 12345}),
    ],
)
def test_a_bad_appointment_is_refused_at_its_field(field: str, values: dict[str, object]) -> None:
    asked: dict[str, object] = {"person_id": NOBODY, "role": "member", **values}
    with pytest.raises(BadInput) as refused:
        organisation.appoint(SECURITY, BRANCH, **asked)  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]


def test_a_post_elsewhere_is_not_there_for_a_local_administrator() -> None:
    local = Actor(900, "local", (Post("security_admin", BRANCH, "/1/2/3/"),))
    with pytest.raises(NotFound):
        organisation.end_post(local, _post(PERSONAS["outsider"].id))
    with pytest.raises(NotFound):
        organisation.appoint(local, OTHER_BRANCH, NOBODY, "member")


def test_the_chain_of_a_branch_is_who_is_in_post_that_day() -> None:
    number = stories.raised()
    with connect() as connection:
        facts = read(connection, [number])[number]
    names = {
        key: post.name if post else "" for key, post in resolve(facts.kind, facts.standing).items()
    }
    assert names == {"first": "李志远", "direct": "王立新", "specific": "陈建国"}
    moved = {
        key: post.name if post else ""
        for key, post in resolve("office_committee", facts.standing).items()
    }
    assert moved == {"first": "李志远", "direct": "张宏", "specific": "王立新"}


def _clock(number: str) -> tuple[object, ...]:
    with connect() as connection:
        row = connection.execute(
            "SELECT due_at, due_version, rung, rung_at, state FROM items WHERE number = %s",
            [number],
        ).fetchone()
    assert row
    return row


def test_all_open_items_go_over_by_one_signed_hand_over_and_the_clock_goes_on() -> None:
    numbers = [stories.assigned(f"item {n}") for n in range(3)] + [stories.rectified()]
    before = [_clock(number) for number in numbers]
    done = organisation.hand_over(actor("coordinator"), HEAD, MEMBER, "书记调任")
    assert ([result.number for result in done.done], done.refused) == (numbers, ())
    assert [_clock(number) for number in numbers] == before
    with connect() as connection:
        told = connection.execute(
            "SELECT DISTINCT comment FROM events WHERE trigger = 'hand_over'"
        ).fetchall()
        rows = connection.execute("SELECT id, from_id, to_id, comment FROM handovers").fetchall()
        holders = connection.execute("SELECT DISTINCT holder_id FROM items").fetchall()
        assert list(verify(connection)) == []
    assert told == [(f"交接单{done.id}：陈建国移交，孙丽接收。书记调任",)]
    assert rows == [(done.id, HEAD, MEMBER, "书记调任")]
    assert holders == [(MEMBER,)]


def test_the_successor_signs_anew() -> None:
    number = stories.assigned()
    commands.fire(number, "sign_for", actor("branch-head"))
    organisation.hand_over(actor("coordinator"), HEAD, MEMBER, "书记调任")
    assert commands.fire(number, "sign_for", actor("branch-member")).version
    with pytest.raises(NotPermitted):
        commands.fire(number, "rectify", actor("branch-head"))


def test_what_went_over_to_somebody_not_in_post_is_refused_item_by_item() -> None:
    number = stories.assigned()
    done = organisation.hand_over(actor("coordinator"), HEAD, NOBODY, "书记调任")
    assert [n for n, _ in done.refused] == [number]
    assert isinstance(done.refused[0][1], NotPossible)
    with connect() as connection:
        assert connection.execute("SELECT count(*) FROM handovers").fetchone() == (0,)


@pytest.mark.parametrize("login", ["member", "branch-head", "system-admin", "security-admin"])
def test_nobody_hands_over_who_may_not_hand_over_an_item(login: str) -> None:
    number = stories.assigned()
    done = organisation.hand_over(actor(login), HEAD, MEMBER, "x")
    seen = [] if login.endswith("-admin") else [number]  # what one may not see is not named
    assert (done.done, [n for n, _ in done.refused]) == ((), seen)


def test_whoever_left_with_open_items_is_listed_until_they_are_handed_over() -> None:
    stories.assigned()
    assert organisation.needing_hand_over(actor("coordinator")) == []
    organisation.end_post(SECURITY, _post(HEAD), clock.today() - timedelta(days=1))
    [leaver] = organisation.needing_hand_over(actor("coordinator"))
    assert (leaver.person_id, leaver.items, leaver.overdue) == (HEAD, 1, 0)
    assert organisation.needing_hand_over(actor("outsider")) == []
    organisation.hand_over(actor("coordinator"), HEAD, MEMBER, "书记调任")
    assert organisation.needing_hand_over(actor("coordinator")) == []


def test_whoever_leaves_loses_every_post_and_the_sign_in() -> None:
    assert organisation.leave(SECURITY, HEAD, clock.today() - timedelta(days=1)) == [BRANCH]
    token = accounts.sign_in("branch-head", "a sentence that nobody guesses")
    assert accounts.identity_of_session(token or "") is None


def _event(day: str, **changes: object) -> tuple[datetime, dict[str, object]]:
    return datetime.fromisoformat(f"{day}T02:00:00+00:00"), changes


def test_overdue_days_before_and_after_a_hand_over_are_counted_apart() -> None:
    history = [
        _event("2026-03-02", awaits="party_work_clerk", holder_id=None),
        _event("2026-03-03", awaits="holder", holder_id=1, due_at="2026-03-09T16:00:00+00:00"),
        _event("2026-03-16", holder_id=2),
        _event("2026-03-20", awaits="verifier", due_at="2026-03-30T16:00:00+00:00"),
    ]
    # Due until midnight of the 9th where the organisation works (16:00 UTC): late from the 10th.
    told = count(history, datetime(2026, 5, 1, tzinfo=UTC))
    assert told == [Lateness(1, 4), Lateness(2, 4)]


def test_another_due_date_takes_no_lateness_back() -> None:
    history = [
        _event("2026-03-03", awaits="holder", holder_id=1, due_at="2026-03-05T16:00:00+00:00"),
        _event("2026-03-10", due_at="2026-04-30T16:00:00+00:00"),
    ]
    assert count(history, datetime(2026, 4, 1, tzinfo=UTC)) == [Lateness(1, 2)]


def test_overdue_days_are_read_from_the_events_of_a_real_item(database: Database) -> None:
    number = stories.assigned(days=1)
    with connect() as connection:
        now = read_now(connection) + timedelta(days=21)
        events = connection.execute(
            "SELECT e.at, e.changes FROM events e JOIN items i ON i.id = e.item_id"
            " WHERE i.number = %s ORDER BY e.seq",
            [number],
        ).fetchall()
    late = count(events, now)
    assert [found.holder_id for found in late] == [HEAD]
    assert 10 <= late[0].days <= 15


def test_every_appointment_is_noted_with_who_made_it(database: Database) -> None:
    appointed(OFFICE, NOBODY, "verifier")
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute("SELECT what, actor_name, details FROM unit_changes").fetchall()
    assert [(what, who, told["role"]) for what, who, told in rows] == [
        ("appoint", "蒋平", "verifier")
    ]


def test_the_cast_keeps_administrators_apart(cast: dict[str, Persona]) -> None:
    assert {p.role for p in cast.values() if p.role.endswith("_admin")} == {
        "system_admin", "security_admin", "audit_admin",
    }  # fmt: skip
