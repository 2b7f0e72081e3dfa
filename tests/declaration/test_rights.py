"""Rights beside the items: one value gives the check, the sentence, the matrix and the API."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from tests.cast import BRANCH, BUREAU, OFFICE, PATHS, PERSONAS, actor
from tests.servers import ROOT
from tests.sources import trees
from workflow.checks.rights_matrix import rights as written
from workflow.declaration import SYSTEM, Actor, Post, Right, named_rights
from workflow.declaration.named_rights import NamedRight
from workflow.errors import BadDeclaration, NotFound, NotPermitted
from workflow.profession.rights import KEEP_UNITS, RIGHTS, right
from workflow.words import LANGUAGES, Words

WORKING = {p.login for p in PERSONAS.values() if p.role and not p.login.endswith("-admin")}
# Who holds what where in the cast: written by hand, so that a slip of a declaration is seen.
HOLDERS: dict[str, set[str]] = {
    "units.keep": {"system-admin"},
    "posts.appoint": {"security-admin"},
    "posts.end": {"security-admin"},
    "items.hand_over": {"coordinator", "director"},
    "people.read": {"system-admin", "security-admin"},
    "people.keep": {"system-admin"},
    "people.secure": {"security-admin"},
    "delegations.make": WORKING,
    "delegations.read": {*PERSONAS},
    "calendar.keep": {"system-admin"},
    "calendar.apply": {"system-admin"},
    "ladders.keep": {"security-admin"},
    "ladders.publish": {"security-admin"},
    "logs.read": {"audit-admin"},
    "condition.read": {"system-admin", "audit-admin"},
    "breaker.release": {"system-admin", "audit-admin"},
    "mails.read": {"system-admin"},
    "channels.keep": {"system-admin"},
    "channels.run": {"system-admin"},
    "look_backs.draw": {"director", "discipline"},
    "look_backs.read": WORKING,
    "approvals.decide": {"system-admin", "security-admin"},
    "forecast.read": WORKING | {"nobody"},
    "ledgers.take_over": {"coordinator", "director"},
    "ledgers.import": {"coordinator", "branch-head", "outsider"},
    "sheets.keep": {"coordinator", "director"},
    "sheets.read": WORKING,
    "templates.keep": {"coordinator", "director"},
    "figures.read": WORKING,
    "reports.read": WORKING,
    "reports.keep": WORKING,
    "reports.oversee": {"coordinator", "director"},
    "rounds.plan": {"coordinator", "director", "inspector", "discipline"},
    "codes.keep": {"coordinator", "director"},
    "codes.read": WORKING,
    "candidates.decide": {"coordinator", "inspector", "discipline"},
    "rounds.self_check": {"coordinator", "director", "branch-head", "outsider"},
    "returns.open": {"coordinator", "director"},
    "complaints.enter": {"coordinator", "discipline"},
}
OF_THE_MACHINE = {
    "units.keep", "posts.appoint", "posts.end", "calendar.keep", "calendar.apply", "mails.read",
    "ledgers.take_over", "ledgers.import",
}  # fmt: skip
# Functions that ask about items or units, where a rule or sight decides and not a right.
ABOUT_ITEMS = {
    "may_see", "may_read", "may_see_unit", "may_raise", "_may_know", "_may_be_told",
    "_may_see",
}  # fmt: skip


def _at(role: str, unit: int) -> Actor:
    return Actor(99, "某人", (Post(role, unit, PATHS[unit]),))


def test_each_right_is_held_by_those_it_names_and_by_nobody_else() -> None:
    assert HOLDERS.keys() == RIGHTS.keys()
    for key, found in RIGHTS.items():
        holders = {login for login in PERSONAS if found.held_by(actor(login))}
        assert holders == HOLDERS[key], key
        assert found.held_by(SYSTEM) == (key in OF_THE_MACHINE), key


@pytest.mark.parametrize("found", RIGHTS.values(), ids=str)
def test_a_right_reaches_as_far_as_it_says(found: Right) -> None:
    below = _at(found.roles[0], OFFICE)
    assert found.held_by(below) == (found.reach != "top")
    assert found.held_by(below, PATHS[BRANCH]) == (found.reach != "top")
    assert found.held_by(below, PATHS[BUREAU]) == (found.reach == "anywhere")
    assert found.held_by(_at(found.roles[0], BUREAU), PATHS[BRANCH])
    assert (
        found.paths(below) == {"top": [], "below": [PATHS[OFFICE]], "anywhere": ["/"]}[found.reach]
    )


@pytest.mark.parametrize("found", RIGHTS.values(), ids=str)
def test_whoever_lacks_a_right_is_told_whose_it_is_or_that_there_is_nothing(found: Right) -> None:
    stranger = Actor(99, "某人", (Post("nonsense", BUREAU, PATHS[BUREAU]),))
    with pytest.raises(NotFound if found.hidden else NotPermitted) as refused:
        found.demand(stranger, PATHS[BRANCH])
    if not found.hidden:
        for language in LANGUAGES:
            said = refused.value.words.of(language)
            assert found.words.of(language) in said
            assert found.who.of(language) in said


def test_a_refusal_names_the_act_where_a_right_allows_several() -> None:
    with pytest.raises(NotPermitted) as refused:
        KEEP_UNITS.demand(actor("security-admin"), "/1/", Words("合并", "merge a unit"))
    assert refused.value.words == Words(
        "只有系统管理员可以“合并”。", "Only a system administrator may do this: merge a unit."
    )


def test_a_right_of_a_role_that_nobody_knows_stops_the_import() -> None:
    with pytest.raises(BadDeclaration, match="no role 'boss'"):
        right("things.keep", Words("管", "keep things"), "boss")
    with pytest.raises(BadDeclaration):
        replace(KEEP_UNITS, roles=())


def test_every_right_that_a_room_names_is_declared_and_every_declared_one_is_named() -> None:
    named = {right.key for right in vars(named_rights).values() if isinstance(right, NamedRight)}
    assert named == RIGHTS.keys()


def test_a_right_that_no_pack_declares_is_nobodys() -> None:
    unknown = NamedRight("moon.keep")
    assert not any(unknown.held_by(actor(login)) for login in PERSONAS)
    assert not unknown.held_by(SYSTEM)
    assert unknown.paths(actor("system-admin")) == []
    with pytest.raises(NotFound):
        unknown.demand(actor("system-admin"))


def test_every_right_is_in_the_matrix_and_the_document_is_fresh() -> None:
    document = written()
    for found in RIGHTS.values():
        assert f"| `{found.key}` | {found.words.en} {found.words.zh} |" in document
    assert (ROOT / "docs/rights.md").read_text(encoding="utf-8") == document


def test_no_module_asks_for_a_role_by_itself() -> None:
    """A function that asks who may is a right that nobody finds in the matrix."""
    asking = {
        f"{name}: {node.name}"
        for name, tree in trees("workflow", "web", "worker", "rectify")
        if name not in ("workflow/declaration/rights.py", "workflow/declaration/named_rights.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name.lstrip("_").startswith(("may_", "keeps_", "demand"))
        and any(arg.arg == "actor" for arg in node.args.args)
        and node.name not in ABOUT_ITEMS
    }
    assert asking == {
        "workflow/delivery/channels/queries.py: demand_unit",
        "workflow/queries/listing.py: demand_list",
    }
