"""One administrator never becomes anybody: every way into an account waits for another kind."""

from __future__ import annotations

import re

import psycopg
import pytest

from tests.approving import FIRST
from tests.cast import BRANCH, BUREAU, PASSWORD, PERSONAS, actor
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.routes import Somebody
from tests.web.routes_of_administrators import APPROVALS
from tests.web.test_visibility_matrix import told
from tests.web.visitor import Visitor, words
from worker import jobs
from workflow import accounts
from workflow.accounts import Details
from workflow.delivery import outbox
from workflow.organisation.staff import commands as staff_commands

LEADER, NOBODY = PERSONAS["leader"], PERSONAS["nobody"]
ADDRESS, EVIL = "leader@example.org", "evil@example.org"
CORRECTED = {"name": LEADER.name, "name_en": LEADER.name_en, "email": EVIL, "language": "zh"}
ATTACKER = "a sentence of the attacker"
REQUEST = f"/approvals/{FIRST}"
AGREE, REFUSE = f"{REQUEST}/agree", f"{REQUEST}/refuse"
PERSON = f"/people/{LEADER.id}"
ACCOUNT = f"{PERSON}/accounts/{LEADER.id}"


def mails() -> list[tuple[str, str]]:
    """Return address and text of every mail that leaves now."""
    return [
        (str(mail["To"].addresses[0].addr_spec), mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        for mail in (jobs._written(id_) for id_ in outbox.lease())
    ]


def redeemed() -> list[str]:
    """Redeem every link that leaves for the attacker's address; return whose accounts they open."""
    links = [link for to, text in mails() if to == EVIL for link in re.findall("/link/(.+)", text)]
    found = [accounts.link_of(link).login for link in links]
    for link in links:
        accounts.redeem(link, ATTACKER)
    return found


def test_an_administrator_alone_does_not_become_the_leader_in_charge(enter: Entering) -> None:
    system = enter("system-admin")
    system.post(f"{PERSON}/correct", CORRECTED)
    system.post(f"{PERSON}/open-account", {"login": "second.leader"})
    system.post(f"{ACCOUNT}/link", page=f"{PERSON}/correct")
    accounts.ask_reset(EVIL)
    assert redeemed() == []
    assert accounts.sign_in("second.leader", ATTACKER) is None
    assert accounts.sign_in("leader", PASSWORD), "the leader still enters as before"


def test_the_person_is_told_at_the_old_address_and_on_the_first_page(enter: Entering) -> None:
    enter("system-admin").post(f"{PERSON}/correct", CORRECTED)
    [(to, text)] = mails()
    assert to == ADDRESS
    assert "冯涛申请" in text
    assert EVIL in text
    assert "冯涛申请（涉及您的账号）" in enter("leader").text("/")
    security = enter("security-admin")
    security.post(AGREE, page=REQUEST)
    [(to, text)] = mails()
    assert (to, "蒋平同意" in text) == (ADDRESS, True)
    assert "蒋平同意" in enter("leader").text("/")


def test_two_administrators_change_an_address_and_the_link_then_goes_there(enter: Entering) -> None:
    enter("system-admin").post(f"{PERSON}/correct", CORRECTED)
    security = enter("security-admin")
    assert "有1项申请等您同意" in security.text("/")
    assert security.post(AGREE, page=REQUEST).status_code == 303
    accounts.ask_reset(EVIL)
    assert redeemed() == ["leader"]


ASKING: dict[str, tuple[str, str, dict[str, str], str]] = {
    "address": ("system-admin", f"{PERSON}/correct", CORRECTED, "security-admin"),
    "account": (
        "system-admin", "/people/add",
        {"name": "王芳", "email": EVIL, "language": "zh", "login": "w.f"}, "security-admin",
    ),
    "post": (
        "security-admin", f"/organisation/{BUREAU}/appoint",
        {"person": "韩雪", "role": "leader_in_charge"}, "system-admin",
    ),
    "reopen": ("security-admin", f"{ACCOUNT}/reopen", {}, "system-admin"),
    "factor": ("security-admin", f"{ACCOUNT}/reset-factor", {}, "system-admin"),
    "return": ("security-admin", f"{PERSON}/return", {}, "system-admin"),
}  # fmt: skip
READY = {
    "reopen": "UPDATE accounts SET active = false WHERE login = 'leader'",
    "factor": "UPDATE accounts SET totp_since = now() WHERE login = 'leader'",
    "return": "UPDATE people SET left_on = current_date - 1 WHERE name = '张宏'",
}
_WAYS_IN = """
    SELECT (SELECT array_agg((id, email, left_on) ORDER BY id) FROM people WHERE name <> '王芳'),
           (SELECT array_agg((id, login, active, totp_since) ORDER BY id) FROM accounts),
           (SELECT array_agg((person_id, unit_id, role, valid_to) ORDER BY id) FROM appointments),
           (SELECT count(*) FROM account_links)"""


def ways_in(database: Database) -> str:
    """Return everything by which anybody signs in or may do something."""
    with psycopg.connect(database.owner_url) as owner:
        return str(owner.execute(_WAYS_IN).fetchone())


def asked_for(kind: str, enter: Entering, database: Database) -> Visitor:
    """Ask for an act as the administrator whose it is; return who may agree."""
    login, path, data, other = ASKING[kind]
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(READY.get(kind, "SELECT"))
    before = ways_in(database)
    answer = enter(login).post(path, data)
    assert answer.status_code == 303, words(answer)
    assert ways_in(database) == before, "nothing happens before another one agrees"
    return enter(other)


@pytest.mark.parametrize("kind", ASKING)
def test_every_way_in_waits_for_an_administrator_of_another_kind(
    kind: str, enter: Entering, database: Database
) -> None:
    asked_for(kind, enter, database)
    before = ways_in(database)
    same = enter(ASKING[kind][0])
    assert same.post(AGREE, page=REQUEST).status_code == 403
    for login in ("audit-admin", "inspector", "nobody"):
        visitor = enter(login)
        assert visitor.post(AGREE, page="/account").status_code == 404
    assert ways_in(database) == before


@pytest.mark.parametrize("kind", ASKING)
def test_agreed_to_it_is_carried_out_once(kind: str, enter: Entering, database: Database) -> None:
    other = asked_for(kind, enter, database)
    before = ways_in(database)
    assert other.post(AGREE, page=REQUEST).status_code == 303
    after = ways_in(database)
    assert after != before
    assert other.post(AGREE, page="/account").status_code == 404
    assert ways_in(database) == after


@pytest.mark.parametrize("kind", ASKING)
def test_refused_it_never_happens(kind: str, enter: Entering, database: Database) -> None:
    other = asked_for(kind, enter, database)
    before = ways_in(database)
    assert other.post(REFUSE, page=REQUEST).status_code == 303
    assert other.post(AGREE, page="/account").status_code == 404
    assert ways_in(database) == before


def test_an_agreement_asks_for_a_proof_that_is_minutes_old(
    enter: Entering, database: Database
) -> None:
    other = asked_for("address", enter, database)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE sign_ins SET proved_at = now() - interval '6 minutes'")
    before = ways_in(database)
    assert other.post(AGREE, page=REQUEST).status_code == 403
    assert ways_in(database) == before
    proof = {"proof": PASSWORD}
    assert other.post(AGREE, proof, page=REQUEST).status_code == 303


def test_an_address_that_changes_meanwhile_opens_no_account(
    enter: Entering, database: Database
) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE people SET email = %s WHERE name = '王芳'", [EVIL])
    other = asked_for("account", enter, database)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE people SET email = 'another@example.org' WHERE name = '王芳'")
    answer = other.post(AGREE, page=REQUEST)
    assert answer.status_code == 409
    assert "邮箱又变了" in words(answer)


STATEMENTS: dict[str, str] = {
    "another address": "UPDATE people SET email = 'evil@example.org' WHERE id = 14",
    "an account": "INSERT INTO accounts (person_id, login, password_hash) VALUES (22, 'x', 'y')",
    "another's account": "UPDATE accounts SET person_id = 14 WHERE id = 21",
    "an account open again": "UPDATE accounts SET active = true WHERE id = 21",
    "somebody back": "UPDATE people SET left_on = NULL WHERE id = 21",
    "a post": "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
    " VALUES (7, 1, 'leader_in_charge', '2026-01-01')",
    "a higher post": "UPDATE appointments SET role = 'leader_in_charge' WHERE person_id = 7",
    "a longer post": "UPDATE appointments SET valid_to = NULL WHERE person_id = 6",
}


@pytest.mark.parametrize("what", STATEMENTS)
@pytest.mark.usefixtures("cast")
def test_the_database_refuses_whatever_was_not_agreed_to(what: str, database: Database) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("INSERT INTO people (id, name) VALUES (22, 'without an account')")
        owner.execute("UPDATE accounts SET active = false WHERE id IN (14, 21)")
        owner.execute("UPDATE people SET left_on = '2026-01-01' WHERE id = 21")
        owner.execute("UPDATE appointments SET valid_to = '2026-01-01' WHERE person_id = 6")
    with (
        psycopg.connect(database.app_url, autocommit=True) as serving,
        pytest.raises(psycopg.Error) as refused,
    ):
        serving.execute(STATEMENTS[what].encode())
    assert refused.value.sqlstate == "RX008"


_FORGED = """
    INSERT INTO approvals (kind, person_id, details, address, asked_at, asked_as, asked_by,
                           asked_name, agreed, decided_at, decided_as, decided_by, decided_name)
    VALUES (%s, 14, '{"row": {}}', '', now(), %s, %s, '', true, now(), %s, %s, '')"""
_SYSTEM, _SECURITY = PERSONAS["system-admin"].id, PERSONAS["security-admin"].id
FORGED: dict[str, tuple[object, ...]] = {
    "one person": ("post", "security_admin", [_SECURITY], "system_admin", [_SECURITY]),
    "one kind": ("post", "security_admin", [_SECURITY], "security_admin", [_SYSTEM]),
    "nobody": ("post", "security_admin", [_SECURITY], "system_admin", []),
    "one without the post": ("post", "security_admin", [_SECURITY], "system_admin", [7]),
    "an asker without the post": ("post", "security_admin", [7], "system_admin", [_SYSTEM]),
    "the auditor": ("post", "security_admin", [_SECURITY], "audit_admin", [20]),
    "the machine again": ("founding", "machine", [], "founding", []),
    "the person concerned": ("post", "system_admin", [_SYSTEM], "security_admin", [14]),
}


@pytest.mark.parametrize("who", FORGED)
@pytest.mark.usefixtures("cast")
def test_the_database_takes_no_approval_of(who: str, database: Database) -> None:
    with (
        psycopg.connect(database.app_url, autocommit=True) as serving,
        pytest.raises(psycopg.Error) as refused,
    ):
        serving.execute(_FORGED, FORGED[who])
    assert refused.value.sqlstate in ("RX007", "23514")


def test_one_person_has_one_account(enter: Entering) -> None:
    answer = enter("system-admin").post(f"{PERSON}/open-account", {"login": "second.leader"})
    assert answer.status_code == 409
    assert "一个人只有一个账号" in words(answer)


def test_a_post_of_ones_unit_is_agreed_to_by_the_system_administrator_there(
    enter: Entering, everybody: object
) -> None:
    del everybody
    local = enter("security-admin.3")
    data = {"person": "韩雪", "role": "member"}
    assert local.post(f"/organisation/{BRANCH}/appoint", data).status_code == 303
    assert enter("system-admin.3").post(AGREE, page=REQUEST).status_code == 303


def test_requests_about_accounts_are_for_two_administrators_of_the_whole_only(
    everybody: list[Somebody],
) -> None:
    staff_commands.add(actor("system-admin"), Details("王芳", email="w@example.org"), "second.one")
    for somebody in everybody:
        keeps = somebody.unit == BUREAU and somebody.role in ("system_admin", "security_admin")
        for (endpoint, method), paths in APPROVALS.items():
            if keeps or endpoint in ("approvals.show", "api.approvals"):
                continue
            ask = somebody.get if method == "GET" else somebody.post
            there, nowhere = (
                told(ask(path.replace("%d", str(n))), n) for path in paths for n in (FIRST, 9998)
            )
            assert there == nowhere, (somebody.role, endpoint)
            assert there[0] == 404, (somebody.role, endpoint)
        local = somebody.role in ("system_admin", "security_admin")
        page = somebody.get("/approvals")
        assert page.status_code == (200 if local else 404), somebody.role
        assert ("second.one" in page.text) is keeps, somebody.role
