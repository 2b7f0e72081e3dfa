"""With the sign-ins that the demonstration shows, each kind of decision can be made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rectify.demo import organisation
from tests.cast import LOOKS
from tests.servers import Database
from workflow.accounts.commands import DEMO
from workflow.declaration import Actor
from workflow.engine import commands
from workflow.evidence import Piece
from workflow.platform import db

REASON = "看过现场和材料，情况属实，同意按程序办理。"
PHOTO = Piece("a" * 64, "photo.jpg", "image/jpeg", 1000, "photo", shows="result")
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def people(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> dict[str, Actor]:
    """The people behind the sign-ins that are shown, once the organisation is loaded."""
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    monkeypatch.setattr(organisation, "hashed", lambda _: "")
    db.close()
    organisation.load_organisation()
    cast = organisation.read_cast(NOW.date())
    names = {row["login"]: row["name"] for row in organisation.rows("people.csv")}
    return {login: cast.by_name[names[login]] for login in DEMO}


class Walk:
    """One item walked on by the people of the demonstration."""

    def __init__(self, people: dict[str, Actor], list_key: str, by: str, **more: Any) -> None:
        self.people, self.now = people, NOW
        parent = more.pop("parent", None)
        made = commands.raise_item(
            list_key, people[by], fields={"title": "制度执行不严"} | more, parent=parent, now=NOW
        )
        self.number, self.state = made.number, made.state

    def go(self, login: str, trigger: str, days: int = 0, **fields: Any) -> Walk:
        self.now += timedelta(days=days, minutes=1)
        pieces = (PHOTO,) if trigger in ("rectify", "decide") else ()
        self.state = commands.fire(
            self.number, trigger, self.people[login], fields=fields, comment=REASON,
            evidence=pieces, now=self.now,
        ).state  # fmt: skip
        return self


def raised(people: dict[str, Actor], severity: str) -> Walk:
    unit = people["branch-head"].posts[0].unit_id
    return Walk(people, "problems", "inspector", unit=unit, severity=severity, aspect="A1")


def assign(matter: Walk, severity: str) -> Walk:
    assigner = {"major": "director", "key": "leader"}.get(severity, "coordinator")
    given = {"holder": matter.people["branch-head"].person_id, "due_on": "2026-12-30"}
    return matter.go(assigner, "assign", **given)


def problem(people: dict[str, Actor], severity: str) -> Walk:
    return assign(raised(people, severity), severity)


def part(people: dict[str, Actor], matter: Walk, list_key: str) -> Walk:
    """What the class of the matter demands beside it: a task, and somebody who answers for it."""
    head = people["branch-head"]
    about = {"unit": head.posts[0].unit_id, "severity": "minor"}
    made = Walk(people, list_key, "coordinator", parent=matter.number, **about)
    made.go("director", "assign", holder=head.person_id, due_on="2026-12-30")
    return made.go("branch-head", "sign_for")


@pytest.mark.parametrize("severity", ["minor", "general", "major", "key"])
def test_a_matter_of_each_severity_is_worked_off_to_its_closing(
    people: dict[str, Actor], severity: str
) -> None:
    walk = raised(people, severity)
    parts = [part(people, walk, key) for key in ("tasks", "responsibilities")]
    assign(walk, severity)
    if severity != "minor":
        walk.go("branch-head", "sign_for").go("branch-head", "submit_plan", cause="a", plan="b")
        walk.go("leader" if severity == "key" else "committee", "approve_plan")
    for each in parts:
        each.go("branch-head", "rectify", statement="done")
    walk.go("branch-head", "rectify", statement="done", pledge=True)
    if severity in ("major", "key"):
        walk.go("coordinator", "pass_review").go("verifier-2", "record_check")
    walk.go("verifier", "verify", **LOOKS)
    if severity in ("major", "key"):
        walk.go("coordinator", "publish")
        walk.now += timedelta(days=30)
    if severity == "key":
        for member in ("committee-member", "committee-member-2"):
            walk.go(member, "vote", vote="for")
    closer = {"minor": "director", "general": "committee"}.get(severity, "leader")
    assert walk.go(closer, "close").state == "closed"


def test_a_circular_is_signed_and_an_accountability_proposal_submitted_and_decided(
    people: dict[str, Actor],
) -> None:
    matter = problem(people, "minor").number
    circular = Walk(people, "criticisms", "director", parent=matter)
    said = dict.fromkeys(("facts", "basis", "criticism", "demand"), "said")
    circular.go("coordinator", "draft", **said, rectify_by="2026-12-30", circle="unit")
    assert circular.go("secretary", "sign").state == "signed"
    proposal = Walk(people, "accountabilities", "director", parent=matter)
    drafted = {"facts": "a", "basis": "b", "target": "cadre", "responsibility": "main"}
    proposal.go("director", "draft", **drafted, proposed="circular").go("discipline", "review")
    proposal.go("secretary", "submit", competent="party_organisation", body="局党组")
    proposal.go("leader", "accept_case")
    decided = {"method": "circular", "decision_no": "1", "decided_on": "2026-11-25"}
    assert proposal.go("leader", "decide", **decided).state == "decided"


def test_whoever_holds_a_post_of_the_demonstration_can_sign_in(people: dict[str, Actor]) -> None:
    logins = {row["name"]: row["login"] for row in organisation.rows("people.csv")}
    assert all(logins[row["name"]] for row in organisation.rows("posts.csv"))
