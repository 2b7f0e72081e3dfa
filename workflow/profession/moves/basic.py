"""Everyday moves: remarks, hand-over and withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflow.declaration import (
    REASON_NEEDED,
    REMARK,
    Actor,
    Cascade,
    Condition,
    Email,
    Facts,
    Field,
    Item,
    Notice,
    PostHolder,
    Reckoned,
    Rule,
    Transition,
    by_hand,
    is_reason,
    process_of,
    system,
)
from workflow.declaration.machine_moves import escalate as escalate
from workflow.platform import cleaned
from workflow.profession.limits import ASSIGNMENT, ASSIGNMENT_OF_LEDGER
from workflow.profession.roles import (
    ADMINISTRATORS,
    branch_secretary,
    clerk,
    director,
    involved,
    told_above,
)
from workflow.profession.severity_classes import SEVERITIES, handling
from workflow.words import Words


def met(zh: str, en: str, check: Callable[[Facts], bool]) -> Condition:
    """Declare a condition with the sentence for when it is not met."""
    return Condition(Words(zh, en), check)


def filled(zh: str, en: str, check: Callable[[Facts], bool], *about: str) -> Condition:
    """Declare a condition about the form; the first input of ``about`` bears the fault."""
    return Condition(Words(zh, en), check, of_form=True, about=about)


# An opinion has to say something (docs/domain/lists-and-states.md, T03, T09, T20).
REASON = filled(*REASON_NEEDED, lambda facts: is_reason(cleaned(facts.comment)), REMARK)
DUE_NOT_PAST = filled(
    "时限不能早于今天",
    "the due date cannot lie before today",
    lambda facts: facts.fields["due_on"] >= facts.today,
    "due_on",
)


def _posts_here(facts: Facts, person: int | None) -> list[PostHolder]:
    """Return the posts of a person in the item's unit and above, without an administrator's."""
    return [
        post
        for post in facts.standing
        if post.person_id == person and post.role not in ADMINISTRATORS
    ]


def in_post_here(facts: Facts, person: int | None) -> bool:
    """Say whether a person holds a post in the item's unit or above today."""
    return bool(_posts_here(facts, person))


IN_POST = filled(
    "承办人今天不在该单位或其上级任职，请另选一人",
    "the person chosen holds no post in this unit today; choose somebody else",
    lambda facts: in_post_here(facts, facts.fields["holder"]),
    "holder",
)
SIGNS_IN = filled(
    "承办人没有可以登录的账号，请先开通账号，或者另选一人",
    "the person chosen has no account to sign in with; have one opened, or choose somebody else",
    lambda facts: any(post.signs_in for post in _posts_here(facts, facts.fields["holder"])),
    "holder",
)
PARENT_OPEN = met(
    "所属问题已经销号，请先重新整改该问题",
    "the problem it belongs to is closed; reopen the problem first",
    lambda f: f.parent is None or f.parent.state not in ("closed", "withdrawn"),
)

RUNNING = met(
    "已暂缓，请先恢复",
    "it is suspended; resume it first",
    lambda f: "suspended" not in f.item.process,
)
# What may not leave the state in which it was asked for, while the answer is out.
NOTHING_ASKED = met(
    "还有延期申请没有答复",
    "an extension request is still unanswered",
    lambda f: (
        "held" not in f.item.process and all(e.state != "returned" for e in f.of("extensions"))
    ),
)


def nearest_head(facts: Facts) -> str:
    """Suggest the head of the unit, or the nearest head above."""
    heads = [s for s in facts.standing if s.role == "branch_secretary"]
    return str(max(heads, key=lambda s: len(s.path)).person_id) if heads else ""


def _usual_due(facts: Facts) -> str:
    """Suggest the date proposed by the ledger, or the severity's date from today."""
    proposed = facts.item.process.get("due_on", "")
    usual = facts.add_working_days(facts.today, handling(facts.item).days).isoformat()
    return proposed if proposed >= facts.today.isoformat() else usual


HOLDER = Field(
    "holder",
    Words("承办人", "Assigned to"),
    kind="person",
    role="branch_secretary",
    suggests=nearest_head,
)
NEW_DUE = Field(
    "due_on", Words("整改时限", "Due date"), kind="date", suggests=_usual_due, use="due"
)


def due_as_given(facts: Facts) -> Reckoned:
    """Return the due date of the form: by the rule where equal to the rule's date, else by hand.

    A person who leaves the suggestion unchanged has chosen the rule, and follows its calendar.
    """
    usual = facts.within(handling(facts.item).total)
    given: date = facts.fields["due_on"]
    return usual if given == usual.on else by_hand(given)


def due_to_assign(facts: Facts) -> Reckoned:
    """Return the due date of the assignment; a ledger's items come in heaps, so with more days."""
    family = (facts.item, facts.parent) if facts.parent else (facts.item,)
    of_ledger = any(item.source_key for item in family)
    return facts.within(ASSIGNMENT_OF_LEDGER if of_ledger else ASSIGNMENT)


def raise_part(words: Words, title: Words, detail: Field) -> Transition:
    """Declare the raising of a task or a responsibility under a problem that is open."""
    return Transition(
        "raise",
        words,
        source=(),
        dest="raised",
        permission=clerk | director | branch_secretary | system,
        fields=(
            Field("title", title, kind="long", limit=2000),
            Field("unit", Words("责任单位", "Responsible unit"), kind="unit"),
            Field("severity", Words("严重程度", "Severity"), kind="choice", choices=SEVERITIES),
            detail,
        ),
        conditions=(PARENT_OPEN,),
        duty="raiser",
        due=due_to_assign,
        effects=(Notice(to=("party_work_clerk",)),),
    )


_ELSEWHERE = Words("它有自己的责任单位", "it has a unit of its own")


def comment(*states: str) -> Transition:
    """Declare a remark by anybody concerned; nothing else changes."""
    return Transition(
        "comment",
        Words("留言", "Comment"),
        source=states,
        dest="",
        permission=involved,
        comment_required=True,
        effects=(Email(to=("mentioned",), kind="mentioned"), Notice(to=("holder", "raiser"))),
        beside=True,
    )


def _unsign(item: Item, facts: Facts, _: Actor) -> None:
    # Whoever takes it on signs for it again, unless the work is done; and on a closed problem
    # nothing may become unsigned.
    if item.state == "assigned" and PARENT_OPEN.met(facts):
        process_of(item).pop("signed_on", None)


def hand_over(*states: str) -> Transition:
    """Declare the hand-over of the item to another person; the clock goes on unchanged."""
    return Transition(
        "hand_over",
        Words("移交", "Hand over"),
        source=states,
        dest="",
        permission=clerk | director | told_above,
        conditions=(IN_POST, SIGNS_IN),
        fields=(replace(HOLDER, suggests=None),),
        comment_required=True,
        records=_unsign,
        effects=(Email(to=("holder",)),),
        beside=True,
    )


def _nothing_runs(lists: tuple[str, ...]) -> tuple[Condition, ...]:
    """Refuse where a child is under way, or was not withdrawn in the same move."""
    zh, en = "所属的任务或责任正在办理", "a task or responsibility of it is under way"
    return (
        met(zh, en, lambda f: all(c.state in ("raised", "closed") for c in f.of(*lists))),
        filled(zh, en, lambda f: all(c.state == "closed" for c in f.of(*lists))),
    )


def withdraw(*states: str, who: Rule = director, also: tuple[str, ...] = ()) -> Transition:
    """Declare the withdrawal of an item, with a reason; its number stays used.

    Children in the lists of ``also`` are withdrawn together, and must not be under way.
    """
    return Transition(
        "withdraw",
        Words("不予立项", "Withdraw"),
        source=states,
        dest="withdrawn",
        permission=who,
        judges=(),  # of what is withdrawn nothing has been worked off yet
        conditions=(REASON, *(_nothing_runs(also) if also else ())),
        comment_required=True,
        clears_due=True,
        duty="withdrawer",
        cascades=tuple(Cascade(list_key, "withdraw") for list_key in also),
        effects=(Notice(to=("raiser", "holder")),),
        beside=True,
    )


def _lies_there(facts: Facts, form: Mapping[str, Any]) -> Mapping[str, object] | Words:
    """Let a child move with the parent where both lie in the same unit."""
    if facts.parent and facts.item.unit_id != facts.parent.unit_id:
        return _ELSEWHERE
    return form


def place(*states: str) -> Transition:
    """Declare the move of an item to another unit, as after an import without a known unit."""
    return Transition(
        "place",
        Words("确定责任单位", "Set the unit"),
        source=states,
        dest="",
        permission=clerk | director | told_above,
        fields=(Field("unit", Words("责任单位", "Responsible unit"), kind="unit"),),
        cascades=(
            Cascade("tasks", "place", _lies_there),
            Cascade("responsibilities", "place", _lies_there),
        ),
        beside=True,
    )
