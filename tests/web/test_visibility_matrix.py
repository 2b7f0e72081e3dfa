"""Every route, for every role, on another unit's object: the answer is that for no object.

Each route stands in one of the tables below; a new one without an entry fails the first test.
Compared are status, headers and body, but for the number. Who may read is written down by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import BRANCH, BUREAU, OTHER_BRANCH, PASSWORD, PERSONAS, actor
from tests.engine.stage import Stage
from tests.servers import Database
from tests.web.importing import IMPORTS, PAST, ROSTERS
from tests.web.printed import printed
from tests.web.routes import (
    ADMINISTRATORS,
    API,
    ITEMS,
    LISTS,
    LOOK_BACKS,
    NAMED,
    OWN,
    PLAIN,
    POSTS,
    READERS,
    REGISTERS,
    TITLE,
    UNITS,
    Somebody,
)
from tests.web.routes_of_administrators import EVERY, JOURNAL, LADDERS, PEOPLE
from tests.web.routes_of_inspections import INSPECTIONS
from tests.web.routes_of_templates import TEMPLATES
from tests.web.stories import in_days, stored
from workflow import accounts
from workflow.engine import commands

pytestmark = pytest.mark.dayless


def test_every_route_has_its_place_in_the_matrix(app: Flask) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    known = {
        *ITEMS, *UNITS, *POSTS, *OWN, *LISTS, *NAMED, *PLAIN,
        *LOOK_BACKS, *REGISTERS, *EVERY, *IMPORTS, *PAST, *ROSTERS, *INSPECTIONS, *TEMPLATES,
    }  # fmt: skip
    assert routes == known, routes ^ known


@dataclass(frozen=True)
class Secrets:
    """One item of each kind in the other branch, and the digest of the problem's evidence."""

    problems: str
    interviews: str
    criticisms: str
    accountabilities: str
    complaints: str
    appeals: str
    digest: str

    def hidden_from(self, somebody: Somebody) -> Iterator[str]:
        """Yield the numbers that are none of somebody's business."""
        for key in ("problems", *READERS):
            outside = somebody.unit == BRANCH or somebody.role in ADMINISTRATORS
            if outside or somebody.role not in READERS.get(key, {somebody.role}):
                yield getattr(self, key)


@pytest.fixture
def secrets(cast: dict[str, Any]) -> Secrets:
    outsider, piece = actor("outsider"), stored()
    fields = {"title": TITLE, "unit": OTHER_BRANCH, "severity": "minor"}
    number = commands.raise_item("problems", actor("inspector"), fields=fields).number
    given = {"holder": PERSONAS["outsider"].id, "due_on": in_days(30)}
    commands.fire(number, "assign", actor("coordinator"), fields=given)
    commands.fire(number, "attach", outsider, evidence=[piece])
    about = {"parents": [number], "title": TITLE}
    papers = [Stage().one(kind, "raised", **about) for kind in [*READERS][:3]]
    complaint = Stage().one("complaints", "received", title=TITLE, unit=OTHER_BRANCH)
    decided = Stage().one("accountabilities", "announced", **about)
    by_outsider = Stage(who=lambda who: outsider if who == "branch-head" else actor(who))
    appeal = by_outsider.one("appeals", "raised", parents=[decided], title=TITLE)
    return Secrets(number, *papers, complaint, appeal, piece.sha256)


# What is asked for many answers for each: with whom it may not show, and with no more.
MANY = {
    "api.decisions": {200}, "api.foresee_decisions": {200}, "sittings.show": {200, 404},
    "sittings.decide": {404, 409, 422},
}  # fmt: skip
_OF_EACH = ("Set-Cookie", "Date", "X-Request-Id")  # of an answer, whatever was asked for


def told(answer: TestResponse, *names: object) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body without what was asked for and without tokens."""
    text = re.sub(r'(name="(?:csrf_token|key)" value=")[^"]+', r"\1", answer.text)
    headers = {k: v for k, v in answer.headers.items() if k not in _OF_EACH}
    headers.pop("Content-Length", None)
    if "ETag" in headers:  # begins with the mark of what was asked for, ends with that of the body
        headers["ETag"] = headers["ETag"].rpartition("-")[2]
    for name in names:
        alone = re.compile(rf"(?<![\w-]){re.escape(str(name))}(?!\w)")
        text = alone.sub("∗", text)
        headers = {key: alone.sub("∗", value) for key, value in headers.items()}
    return answer.status_code, headers, text


@pytest.mark.parametrize("unit", [BRANCH, BUREAU])
def test_no_route_tells_an_item_of_others_from_none(
    unit: int, everybody: list[Somebody], secrets: Secrets
) -> None:
    none, asked = "P2026-9998", 0
    for somebody in (one for one in everybody if one.unit == unit):
        ways = [(route, ask) for route in ITEMS for ask in ITEMS[route]]
        nowhere = [told(ask(somebody, none, secrets.digest), none) for _, ask in ways]
        for number in secrets.hidden_from(somebody):
            for (route, ask), expected in zip(ways, nowhere, strict=True):
                there = told(ask(somebody, number, secrets.digest), number)
                case = (somebody.role, route, number)
                assert there == expected, case
                assert there[0] in MANY.get(route[0], {404}), case
                asked += 1
    assert asked > 800


def test_whoever_may_see_an_item_sees_it(everybody: list[Somebody], secrets: Secrets) -> None:
    everything = {secrets.problems, *(getattr(secrets, key) for key in READERS)}
    seen = 0
    for somebody in everybody:
        for number in everything - {*secrets.hidden_from(somebody)}:
            for place in (f"/items/{number}", f"{API}/items/{number}"):
                assert somebody.get(place).status_code == 200, (somebody.role, number)
            seen += 1
    assert seen == 15 + sum(len(roles) for roles in READERS.values())


def test_whom_it_concerns_sees_it_and_nobody_else_of_the_unit(app: Flask, secrets: Secrets) -> None:
    token = accounts.create_token(PERSONAS["outsider"].id, "tests")
    headers = {"Authorization": f"Bearer {token}"}
    for key in ("problems", *READERS):
        answer = app.test_client().get(f"{API}/items/{getattr(secrets, key)}", headers=headers)
        assert answer.status_code == (404 if key == "complaints" else 200), key  # shut out of it


def test_no_list_count_inbox_or_search_shows_what_is_hidden(
    everybody: list[Somebody], secrets: Secrets
) -> None:
    for somebody in everybody:
        hidden = {*secrets.hidden_from(somebody)}
        if secrets.problems in hidden:
            hidden |= {TITLE}
        if somebody.unit == BRANCH:
            hidden |= {"第二党支部"}
        for route, paths in LISTS.items():
            for path in paths:
                text = printed(somebody.get(path))
                if route in JOURNAL:  # the auditor reads numbers there, and no more
                    text = re.sub("[A-Z][0-9]{4}-[0-9]{4}", "", text)
                assert not [s for s in hidden if s in text], (somebody.role, route, path)
        page = somebody.get(f"/items/{secrets.problems}")
        assert not [s for s in hidden if s in page.text.replace(secrets.problems, "")]


def test_no_route_tells_a_unit_of_others_from_none(everybody: list[Somebody]) -> None:
    for somebody in (one for one in everybody if one.unit == BRANCH):
        for route, ways in UNITS.items():
            for ask in ways:
                there = told(ask(somebody, OTHER_BRANCH), OTHER_BRANCH)
                nowhere = told(ask(somebody, 9998), 9998)
                assert there == nowhere, (somebody.role, route)


def test_no_route_tells_a_post_of_others_from_none(
    everybody: list[Somebody], database: Database
) -> None:
    with psycopg.connect(database.owner_url) as owner:
        [(post,)] = owner.execute(
            "SELECT id FROM appointments WHERE unit_id = %s", [OTHER_BRANCH]
        ).fetchall()
        for somebody in (one for one in everybody if one.unit == BRANCH):
            for ask in (
                lambda n, s=somebody: s.post(f"/organisation/posts/{n}/end", unit=BRANCH),
                lambda n, s=somebody: s.call(f"/posts/{n}/end", {}),
            ):
                answers = [told(ask(n), n) for n in (post, 999_998)]
                assert answers[0] == answers[1], somebody.role
                assert answers[0][0] == 404
        row = owner.execute("SELECT valid_to FROM appointments WHERE id = %s", [post]).fetchone()
    assert row == (None,)


def test_nobody_ends_a_session_or_a_token_of_another(everybody: list[Somebody]) -> None:
    account = PERSONAS["outsider"].id
    accounts.sign_in("outsider", PASSWORD)
    accounts.create_token(account, "mine")
    [session], [token] = accounts.sessions_of(account), accounts.tokens_of(account)
    for somebody in everybody:
        for kind, key, none in (
            ("sessions/{}/end", session.key, "0" * 64),
            ("tokens/{}/revoke", token.id, 999_998),
        ):
            path = f"/account/{kind}"
            there = told(somebody.post(path.format(key)), key)
            assert there == told(somebody.post(path.format(none)), none), somebody.role
    assert len(accounts.sessions_of(account)) == len(accounts.tokens_of(account)) == 1


def test_a_hand_over_names_no_item_that_one_may_not_see(
    everybody: list[Somebody], secrets: Secrets
) -> None:
    for somebody in everybody:
        answer = somebody.post(
            "/organisation/hand-over", giver="高翔", taker="孙丽", comment="移交", version="1"
        )
        hidden = {*secrets.hidden_from(somebody)}
        assert not [number for number in hidden if number in answer.text], somebody.role


def test_the_logs_are_for_the_audit_administrator_of_the_whole_only(
    everybody: list[Somebody],
) -> None:
    for somebody in everybody:
        allowed = somebody.role == "audit_admin" and somebody.unit == BUREAU
        answers = [
            somebody.get("/journal"), somebody.get("/journal/items"),
            somebody.post("/journal/export", form="csv"), somebody.get(f"{API}/journal"),
            somebody.get(f"{API}/journal/items"), somebody.get(f"{API}/exports/journal"),
        ]  # fmt: skip
        assert {a.status_code for a in answers} == {200 if allowed else 404}, somebody.role


def test_the_condition_of_the_service_is_for_those_who_look_after_the_whole_only(
    everybody: list[Somebody],
) -> None:
    for somebody in everybody:
        allowed = somebody.role in ("audit_admin", "system_admin") and somebody.unit == BUREAU
        for path in ("/condition", f"{API}/condition"):
            assert somebody.get(path).status_code == (200 if allowed else 404), somebody.role
        keeps = somebody.role == "system_admin" and somebody.unit == BUREAU
        assert somebody.get(f"{API}/mails").status_code == (200 if keeps else 404), somebody.role


def test_people_and_accounts_are_for_two_administrators_of_the_whole_only(
    everybody: list[Somebody],
) -> None:
    for somebody in everybody:
        keeps = somebody.unit == BUREAU and somebody.role in ("system_admin", "security_admin")
        for (_, method), paths in PEOPLE.items():
            for path in paths:
                ask = somebody.get if method == "GET" else somebody.post
                answers = [
                    told(ask(path.replace("%d", str(n))), n)
                    for n in (PERSONAS["outsider"].id, 9998)
                ]
                if not keeps:
                    assert answers[0] == answers[1], (somebody.role, path)
                    assert answers[0][0] == 404, (somebody.role, path)
                else:
                    assert answers[0][0] in (200, 303, 403, 404, 422), (somebody.role, path)
                    assert answers[0][0] != 404 or "nonsense" in path or path.endswith("/x")


def test_ladders_are_read_by_everybody_and_changed_by_one_administrator_of_the_whole(
    everybody: list[Somebody],
) -> None:
    read_by_all = ("ladders.show", "ladders.ladder", "api.ladders", "api.ladder")
    for somebody in everybody:
        keeps = somebody.role == "security_admin" and somebody.unit == BUREAU
        for (endpoint, method), paths in LADDERS.items():
            ask = somebody.get if method == "GET" else somebody.post
            for path in paths:
                answer, is_open = ask(path), endpoint in read_by_all
                expected = {200} if is_open else {404, 422} if keeps else {403}
                assert answer.status_code in expected, (somebody.role, path)
                assert TITLE not in answer.text


_LISTS = ("lists.items", "lists.export", "lists.paper", "api.items", "api.export_items",
          "api.export_ledger")  # fmt: skip


def test_administrators_get_no_list_and_everybody_else_does(everybody: list[Somebody]) -> None:
    paths = [p for route in _LISTS for p in LISTS[route, "GET"]]
    for somebody in everybody:
        expected = {404} if somebody.role in ADMINISTRATORS else {200}
        assert {somebody.get(path).status_code for path in paths} == expected, somebody
