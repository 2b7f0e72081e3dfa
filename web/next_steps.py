"""What to do next on an empty first page, by right: declared sentences, each with its link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from workflow.declaration import (
    APPOINT,
    APPROVE,
    IMPORT_LEDGERS,
    KEEP_CALENDAR,
    KEEP_LADDERS,
    KEEP_PEOPLE,
    KEEP_UNITS,
    READ_LOGS,
    READ_MAILS,
    Actor,
    Entitlement,
    pack,
)
from workflow.queries.emptiness import Emptiness, emptiness
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step for those who hold a right, as long as the installation lacks something."""

    endpoint: str
    words: Words
    right: Entitlement
    lacks: Callable[[Emptiness], bool] = lambda found: not found.has_items


_GUIDE = Words("看一看{role}的指南", "Read the guide for the {role}")
STEPS = (
    NextStep(
        "organisation.show",
        Words("在最上级单位之下设立单位", "Enter the units below the topmost one"),
        KEEP_UNITS,
        lambda found: not found.has_units,
    ),
    NextStep(
        "people.add_form",
        Words("登记人员并申请开通账号", "Add people, and ask for their accounts"),
        KEEP_PEOPLE,
        lambda found: not found.has_people,
    ),
    NextStep("first_steps.mail", Words("试发一封邮件", "Try the mail server"), READ_MAILS),
    NextStep(
        "first_steps.calendar",
        Words("核对日历，补上本单位自定的日子", "Look at the calendar, and add your own days"),
        KEEP_CALENDAR,
    ),
    NextStep(
        "approvals.show",
        Words("同意或退回另一名管理员提出的申请", "Agree to what the other administrator asks for"),
        APPROVE,
    ),
    NextStep(
        "organisation.show",
        Words("在单位页面提出任命，让人员各就其位", "Ask for appointments on the page of a unit"),
        APPOINT,
    ),
    NextStep(
        "ladders.show",
        Words("核对逾期以后逐级提醒的规则", "Look at what lateness leads to"),
        KEEP_LADDERS,
    ),
    NextStep(
        "journal.entries",
        Words("查看日志：设置时的每一步都有记录", "Read the logs: each step so far is in them"),
        READ_LOGS,
    ),
    NextStep(
        "imports.show",
        Words("导入现有的整改台账", "Bring in the ledger that you have kept so far"),
        IMPORT_LEDGERS,
    ),
)


def next_steps(actor: Actor) -> list[tuple[str, Words]]:
    """Return the next steps of a person without waiting work, as (address, words)."""
    found = emptiness()
    guides = [
        (url_for("help.role", role=role), _GUIDE.format(role=pack().roles[role]))
        for role in pack().roles
        if not found.has_items and role in actor.roles
    ]
    return guides + [
        (url_for(step.endpoint), step.words)
        for step in STEPS
        if step.lacks(found) and step.right.held_by(actor)
    ]
