"""Answering for the children of a problem: as named by the ledger, or by the level in the chain.

A responsibility is its level's: the first, the directly or the specifically responsible person of
its unit, or whom the ledger names. It goes to the problem's holder only where neither names one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workflow.declaration import Facts, Transition, in_post, process_of
from workflow.declaration.responsibility_levels import vacancy
from workflow.profession.moves.basic import HOLDER, in_post_here, nearest_head
from workflow.profession.responsibility_levels import LEVELS
from workflow.profession.roles import ROLES
from workflow.words import Words

_NO_LEVEL = Words(
    "请选择责任层级，或者写明责任内容", "choose the level, or write the responsibility"
)


def answering(facts: Facts) -> int | None:
    """Return the person answering for a responsibility, or ``None`` without a name."""
    return _named(facts) or _of_level(facts)


def to_the_level(facts: Facts, form: Mapping[str, Any]) -> Mapping[str, object]:
    """Assign a responsibility as the ledger or the level says, else as the problem."""
    named = answering(facts)
    return {**form, "holder": named} if named else form


def to_the_holder(facts: Facts, form: Mapping[str, Any]) -> Mapping[str, object]:
    """Assign a task as its problem; without a post there, to the head of the unit instead."""
    head = nearest_head(facts)
    if not form or in_post_here(facts, form.get("holder")) or not head:
        return form
    return {**form, "holder": int(head)}


def proposed_text(facts: Facts, row: Mapping[str, object]) -> str | Words:
    """Return the text of a responsibility as the chain of its unit has it, or the vacancy."""
    level = next((level for level in LEVELS if level.key == row.get("level")), None)
    if level is None:
        return _NO_LEVEL
    post = in_post(level, facts.kind, facts.standing)
    if post is None:
        return vacancy(level, facts.kind, facts.unit)
    return f"{level.words.zh}：{post.name}（{ROLES[post.role].zh}）"


def by_level(assign: Transition) -> Transition:
    """Return the assignment of a responsibility, with the answering person suggested."""
    asked = replace(HOLDER, suggests=lambda facts: str(answering(facts) or nearest_head(facts)))
    others = tuple(field for field in assign.fields if field is not HOLDER)
    return replace(assign, fields=(asked, *others))


def _named(facts: Facts) -> int | None:
    people = (person["person"] for person in process_of(facts.item).get("people", ()))
    return next((person for person in people if person and in_post_here(facts, person)), None)


def _of_level(facts: Facts) -> int | None:
    """Return the holder of the level, of several a holder able to sign in."""
    level = next((level for level in LEVELS if level.key == facts.item.data.get("level")), None)
    if level is None:
        return None
    able = [post for post in facts.standing if post.signs_in]
    post = in_post(level, facts.kind, able) or in_post(level, facts.kind, facts.standing)
    return post.person_id if post else None
