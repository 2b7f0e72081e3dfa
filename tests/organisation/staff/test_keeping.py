"""People and accounts are kept by the administrators of the whole, each what is theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tests import clock
from tests.approving import FIRST, agreed
from tests.cast import BRANCH, PASSWORD, PERSONAS, actor
from tests.servers import Database
from worker import account_letters
from workflow import accounts
from workflow.accounts import Details, second_factor
from workflow.declaration import Actor, Post
from workflow.delivery import outbox
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.organisation import staff
from workflow.organisation.staff import accounts as staff_accounts
from workflow.organisation.staff import commands
from workflow.platform import connect

SYSTEM, SECURITY, AUDIT = (actor(f"{kind}-admin") for kind in ("system", "security", "audit"))
HEAD = PERSONAS["branch-head"].id
NEW = Details("王芳", "Wang Fang", "wang.fang@example.org", "A-17")
pytestmark = pytest.mark.usefixtures("cast")


def noted() -> list[tuple[str, str, str]]:
    with connect() as connection:
        return connection.execute(
            "SELECT kind, details ->> 'what', actor_name FROM journal ORDER BY seq"
        ).fetchall()


def test_somebody_added_is_invited_and_signs_in_with_the_password_they_set() -> None:
    person = commands.add(SYSTEM, NEW, "wang.fang")
    assert staff.person(SYSTEM, person).row.accounts == ()
    agreed(FIRST)
    [account] = staff.person(SYSTEM, person).row.accounts
    assert (account.login, account.state) == ("wang.fang", "invited")
    _, letter = outbox.lease()  # before it the person was told that somebody asked
    token = account_letters.compose(letter).get_content().split("/link/")[1].split()[0]
    accounts.redeem(token, "a sentence that is quite new")
    assert accounts.sign_in("wang.fang", "a sentence that is quite new")
    assert staff.person(SYSTEM, person).row.accounts[0].state == "open"
    assert ("person", "added", "冯涛") in noted()


@pytest.mark.parametrize(
    ("details", "login", "field", "said"),
    [
        (Details("  "), "", "name", "give the person's name"),
        (Details("王芳", email="nowhere"), "", "email", '"nowhere" is no mail address'),
        (Details("王芳", email="a b@c"), "", "email", "is no mail address"),
        (Details("王芳"), "wang.fang", "email", "invitation goes there"),
        (Details("王芳", email="w@example.org"), "Wang Fang", "login", "2 to 50"),
        (Details("王芳", email="w@example.org"), "leader", "login", '"leader" is taken'),
        (Details("王芳", language="fr"), "", "language", "no such language"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field_and_nothing_is_added(
    details: Details, login: str, field: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        commands.add(SYSTEM, details, login)
    assert said in refused.value.fields[field].en
    assert staff.people(SYSTEM, staff.StaffFilter("王芳")) == ([], None)


def test_a_staff_number_that_is_taken_names_whose_it_is() -> None:
    commands.add(SYSTEM, NEW)
    for again in (
        lambda: commands.add(SYSTEM, Details("李雷", code="A-17")),
        lambda: commands.correct(SYSTEM, HEAD, Details("陈建国", code="A-17")),
    ):
        with pytest.raises(BadInput) as refused:
            again()
        assert refused.value.fields["code"].zh == "工号“A-17”已是王芳的"


def test_another_address_waits_for_the_other_administrator_and_a_name_does_not() -> None:
    details = Details("陈建国", "Chen J.", "other@example.org")
    request = commands.correct(SYSTEM, HEAD, details)
    row = staff.person(SYSTEM, HEAD).row
    assert (row.name_en, row.email) == ("Chen J.", "branch-head@example.org")
    with pytest.raises(NotPossible, match="asked for already"):
        commands.correct(SYSTEM, HEAD, details)
    agreed(request)
    assert staff.person(SYSTEM, HEAD).row.email == "other@example.org"
    assert accounts.sign_in("branch-head", PASSWORD)
    assert "other@example.org" not in str(noted())


def test_a_request_lapses_after_a_week(database: Database) -> None:
    request = commands.correct(SYSTEM, HEAD, Details("陈建国", email="other@example.org"))
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(
            "UPDATE approvals SET asked_at = asked_at - interval '8 days' WHERE agreed IS NULL"
        )
    with pytest.raises(NotPossible, match="7 days ago"):
        agreed(request)
    assert commands.correct(SYSTEM, HEAD, Details("陈建国", email="other@example.org"))


def test_whoever_leaves_cannot_be_made_to_leave_later() -> None:
    commands.leave(SECURITY, HEAD, clock.today())
    with pytest.raises(NotPossible, match="enter first that they are back"):
        commands.leave(SECURITY, HEAD, clock.today() + timedelta(days=30))


def test_a_corrected_name_closes_nothing() -> None:
    details = Details("陈建国", "Chen J.", "branch-head@example.org")
    assert commands.correct(SYSTEM, HEAD, details) is None
    assert accounts.sign_in("branch-head", PASSWORD)


SYSTEMS: list[Callable[[Actor], object]] = [
    lambda a: commands.add(a, NEW),
    lambda a: commands.correct(a, HEAD, NEW),
    lambda a: commands.open_one(a, HEAD, "second.account"),
    lambda a: staff_accounts.send_one(a, HEAD),
    lambda a: staff_accounts.close(a, HEAD),
    lambda a: staff_accounts.end_sessions(a, HEAD),
    lambda a: staff_accounts.revoke_tokens(a, HEAD),
]
SECURITIES: list[Callable[[Actor], object]] = [
    lambda a: commands.leave(a, HEAD),
    lambda a: commands.come_back(a, HEAD),
    lambda a: staff_accounts.reopen(a, HEAD),
    lambda a: staff_accounts.reset_factor(a, HEAD),
]


@pytest.mark.parametrize("act", [*SYSTEMS, *SECURITIES])
def test_for_everybody_else_there_is_nothing_to_do_here(act: Callable[[Actor], object]) -> None:
    local = Actor(900, "local", tuple(
        Post(role, BRANCH, "/1/2/3/") for role in ("system_admin", "security_admin")
    ))  # fmt: skip
    for somebody in (AUDIT, actor("leader"), actor("nobody"), local):
        with pytest.raises(NotFound):
            act(somebody)


def test_neither_administrator_does_what_is_the_others() -> None:
    for acts, wrong in ((SYSTEMS, SECURITY), (SECURITIES, SYSTEM)):
        for act in acts:
            with pytest.raises(NotPermitted):
                act(wrong)


def test_a_closed_account_opens_nothing_and_its_tokens_neither() -> None:
    token = accounts.create_token(HEAD, "program")
    session = accounts.sign_in("branch-head", PASSWORD) or ""
    staff_accounts.close(SYSTEM, HEAD)
    assert accounts.sign_in("branch-head", PASSWORD) is None
    assert accounts.identity_of_session(session) is None
    assert accounts.identity_of_token(token) is None
    for again in (staff_accounts.close, staff_accounts.send_one):
        with pytest.raises(NotPossible, match="is closed"):
            again(SYSTEM, HEAD)
    agreed(staff_accounts.reopen(SECURITY, HEAD))
    with pytest.raises(NotPossible, match="not closed"):
        staff_accounts.reopen(SECURITY, HEAD)
    assert [what for kind, what, _ in noted() if kind == "account"] == ["closed", "reopened"]


@pytest.mark.parametrize("login", ["security-admin", "audit-admin"])
def test_the_last_administrator_of_a_kind_is_not_shut_out(login: str) -> None:
    with pytest.raises(NotPossible, match="last open account"):
        staff_accounts.close(SYSTEM, PERSONAS[login].id)


def test_nobody_does_it_to_themselves() -> None:
    with pytest.raises(NotPermitted):
        staff_accounts.close(SYSTEM, PERSONAS["system-admin"].id)
    for act in (staff_accounts.reopen, staff_accounts.reset_factor):
        with pytest.raises(NotPermitted):
            act(SECURITY, PERSONAS["security-admin"].id)


def test_a_second_factor_that_is_lost_goes_with_every_session(database: Database) -> None:
    with pytest.raises(NotPossible, match="no second factor"):
        staff_accounts.reset_factor(SECURITY, HEAD)
    second_factor.begin(HEAD)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE accounts SET totp_since = now() WHERE id = %s", [HEAD])
    second_factor.draw_codes(HEAD)
    accounts.enter("branch-head", PASSWORD)
    agreed(staff_accounts.reset_factor(SECURITY, HEAD))
    assert second_factor.codes_left(HEAD) == 0
    assert accounts.sign_in("branch-head", PASSWORD)
    assert ("second_factor", "removed", "Rectify") in noted()


def test_sessions_end_and_tokens_are_revoked_apart_from_each_other() -> None:
    session, token = accounts.sign_in("branch-head", PASSWORD), accounts.create_token(HEAD, "x")
    staff_accounts.end_sessions(SYSTEM, HEAD)
    assert accounts.identity_of_session(session or "") is None
    assert accounts.identity_of_token(token)
    staff_accounts.revoke_tokens(SYSTEM, HEAD)
    assert accounts.identity_of_token(token) is None


def test_whoever_left_may_come_back_without_the_posts() -> None:
    last = clock.today() - timedelta(days=1)
    assert commands.leave(SECURITY, HEAD, last) == [BRANCH]
    assert staff.people(SYSTEM, staff.StaffFilter(state="left"))[0][0].words.zh == "陈建国"
    with pytest.raises(NotPossible, match="has left"):
        commands.open_one(SYSTEM, HEAD, "another.one")
    agreed(commands.come_back(SECURITY, HEAD))
    page = staff.person(SECURITY, HEAD)
    assert (page.row.left_on, page.row.posts) == (None, ())
    assert [post.valid_to for post in page.history] == [last]
    with pytest.raises(NotPossible):
        commands.come_back(SECURITY, HEAD)


def test_people_are_found_by_whatever_is_known_of_them_and_followed_page_by_page() -> None:
    commands.add(SYSTEM, NEW)
    for text in ("王", "wang f", "A-17", "wang.fang@"):
        assert [row.name for row in staff.people(SYSTEM, staff.StaffFilter(text))[0]] == [
            "王芳"
        ] or (text == "王"), text
    assert staff.people(SYSTEM, staff.StaffFilter("branch-head"))[0][0].id == HEAD
    assert staff.people(SYSTEM, staff.StaffFilter("%"))[0] == []
    seen, after = [], None
    while True:
        rows, after = staff.people(SECURITY, staff.StaffFilter(), after, 5)
        seen += [row.id for row in rows]
        if after is None:
            break
    assert seen == sorted({persona.id for persona in PERSONAS.values()} | {max(seen)}, reverse=True)


def test_a_filter_shows_those_it_names(database: Database) -> None:
    commands.add(SYSTEM, NEW)
    commands.add(SYSTEM, Details("李雷", email="l@example.org"), "li.lei")
    agreed(FIRST)
    staff_accounts.close(SYSTEM, HEAD)
    found = {
        state: [row.name for row in staff.people(SYSTEM, staff.StaffFilter(state=state))[0]]
        for state in ("none", "invited", "closed", "left")
    }
    assert found == {"none": ["王芳"], "invited": ["李雷"], "closed": ["陈建国"], "left": []}
    with pytest.raises(BadInput):
        staff.people(SYSTEM, staff.StaffFilter(state="nonsense"))


def test_somebody_enrolled_at_the_command_line_keeps_to_the_rules_of_posts() -> None:
    mail = "li.lei@example.org"
    new = staff.Newcomer("second.head", "李雷", "", mail, "branch_secretary", "第一党支部")
    with pytest.raises(BadInput) as refused:
        staff.enrol(new, None)
    assert "陈建国" in refused.value.fields["role"].zh
    assert staff.people(SYSTEM, staff.StaffFilter("李雷"))[0] == []
