"""Corrections (更正) of filled-in fields, and the withdrawal of untouched items.

Rules (docs/domain/lists-and-states.md#corrections): the person who works on a matter corrects
nothing of it; nothing is corrected once it is decided on; a lower class is for whoever decides on
closing, and never for whoever did the work; no correction moves a due date.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration import (
    CHANGED,
    Actor,
    Condition,
    Email,
    Facts,
    Field,
    Item,
    Notice,
    PostHolder,
    Rule,
    Transition,
    forget,
    holder,
    own_unit,
    process_of,
    raiser,
)
from workflow.profession.moves.basic import (
    HOLDER,
    NOTHING_ASKED,
    PARENT_OPEN,
    REASON,
    RUNNING,
    SIGNS_IN,
    filled,
    met,
)
from workflow.profession.moves.three_lists import CORRECT
from workflow.profession.roles import ADMINISTRATORS, clerk, director
from workflow.profession.severity_classes import HANDLING, SEVERITIES, decider
from workflow.words import Words

_MOVED_APART = ("severity", "unit")  # each has a move of its own, for its consequences
_RANKS = [*HANDLING]
_CLASS = Field("severity", Words("严重程度", "Severity"), kind="choice", choices=SEVERITIES)
_UNVOTED = met(
    "已经有人表决，请先不予销号，再更正",
    "votes are cast already; refuse to close first, then correct it",
    lambda f: "votes" not in process_of(f.item),
)
_UNTOUCHED = met(
    "已经有人办理，不能撤回",
    "somebody has dealt with it already, so it cannot be taken back",
    lambda f: is_untouched(f),
)


def is_untouched(facts: Facts) -> bool:
    """Say whether nobody but the raiser has done anything to an item."""
    item = facts.item
    by_others = {
        person
        for people in item.duties.values()
        for person in people
        if person not in item.duties.get("raiser", ())
    }
    fresh = process_of(item).keys().isdisjoint({"sent_back", "merged"})
    return fresh and not by_others and not facts.children


def correct(raising: Transition, first: str, *under_way: str) -> tuple[Transition, ...]:
    """Declare the correction of the fields of the move ``raising``, in its state and later ones.

    In the first state the raiser may do so as well; afterwards whoever works on it may not.
    """
    fields = tuple(
        replace(field, suggests=None) for field in raising.fields if field.key not in _MOVED_APART
    )
    declared = Transition(
        "correct",
        CORRECT,
        source=(first,),
        dest="",
        permission=raiser | clerk | director,
        fields=fields,
        conditions=(CHANGED, REASON, *raising.conditions),
        comment_required=True,
        duty="corrector",
        corrects=True,
        effects=(Notice(to=("holder", "raiser", "awaited")),),
        note=Words(
            "原来的内容留在历史中；时限、步骤不变",
            "the old values stay in the history; no date and no step changes",
        ),
    )
    if not under_way:
        return (declared,)
    later = replace(
        declared,
        source=under_way,
        permission=(clerk | director) & ~holder,
        judges=("rectifier", "planner"),
        conditions=(CHANGED, REASON, _UNVOTED, *raising.conditions),
    )
    return (declared, later)


def _rank_asked(facts: Facts) -> int:
    return _RANKS.index(facts.fields.get("severity", facts.item.severity))


def _rank(facts: Facts) -> int:
    return _RANKS.index(facts.item.severity)


def _plan_anew(item: Item, _: Facts, __: Actor) -> None:
    forget(item.process, "plan_state", "referred")  # a higher class has its plan approved higher up


def _refer_anew(item: Item, _: Facts, __: Actor) -> None:
    forget(item.process, "referred")


def reclassify(*states: str) -> tuple[Transition, ...]:
    """Declare the change to a higher class, and, by the decider on closing, to a lower class."""
    up = Transition(
        "raise_severity",
        Words("提高严重程度", "Raise the severity"),
        source=states,
        dest="",
        permission=clerk | director | decider,
        fields=(_CLASS,),
        conditions=(
            filled(
                "请选择更高的类别",
                "choose a higher class",
                lambda f: _rank_asked(f) > _rank(f),
                "severity",
            ),
            REASON,
            PARENT_OPEN,
        ),
        comment_required=True,
        duty="corrector",
        corrects=True,
        records=_plan_anew,
        effects=(Notice(to=("holder", "raiser", "awaited")),),
        note=Words(
            "按新的类别审批方案、核查和审定，方案须重新报批；时限不变",
            "plan, checks and decision follow the new class, the plan is approved anew; the due"
            " date stays",
        ),
    )
    down = replace(
        up,
        trigger="lower_severity",
        words=Words("降低严重程度", "Lower the severity"),
        permission=decider & ~own_unit & ~holder,
        judges=("raiser", "rectifier", "planner", "recused"),
        conditions=(
            filled(
                "请选择更低的类别",
                "choose a lower class",
                lambda f: _rank_asked(f) < _rank(f),
                "severity",
            ),
            REASON,
            PARENT_OPEN,
        ),
        records=_refer_anew,
        note=Words(
            "按新的类别办理，要求减少；时限不变",
            "it follows the new class, which demands less; the due date stays",
        ),
    )
    return (up, down)


def _posts_there(facts: Facts) -> list[PostHolder]:
    """Return the posts in the unit chosen of the person chosen; none where nobody is chosen."""
    if "holder" not in facts.fields:
        return []
    place = facts.place or facts.item.scope
    return [
        post
        for post in facts.posts(facts.fields["holder"])
        if place.startswith(post.path) and post.role not in ADMINISTRATORS
    ]


def _sign_anew(item: Item, _: Facts, __: Actor) -> None:
    forget(item.process, "signed_on", "referred")


def move_unit(*states: str) -> Transition:
    """Declare the move of assigned work to the right unit, with a person there who takes it on."""
    return Transition(
        "move_unit",
        Words("更正责任单位", "Correct the unit"),
        source=states,
        dest="",
        permission=(clerk | director) & ~holder,
        judges=("rectifier", "planner"),
        fields=(
            Field("unit", Words("责任单位", "Responsible unit"), kind="unit"),
            replace(HOLDER, suggests=None),
        ),
        conditions=(
            CHANGED,
            filled(
                "承办人今天不在新的责任单位或其上级任职，请另选一人",
                "the person chosen holds no post in the new unit or above today",
                lambda f: bool(_posts_there(f)),
                "holder",
                "unit",
            ),
            replace(SIGNS_IN, met=lambda f: any(post.signs_in for post in _posts_there(f))),
            REASON,
            NOTHING_ASKED,
            RUNNING,
            PARENT_OPEN,
        ),
        comment_required=True,
        duty="corrector",
        corrects=True,
        records=_sign_anew,
        effects=(Email(to=("holder",)), Notice(to=("raiser", "party_work_clerk"))),
        note=Words(
            "时限不变；原承办人不得参与核查和审定；所属任务和责任另行调整",
            "the due date stays; the former holder may not judge it; tasks and responsibilities of"
            " it are moved by themselves",
        ),
    )


def retract(state: str, who: Rule = raiser) -> Transition:
    """Declare the withdrawal of an otherwise untouched item by the raiser."""
    return Transition(
        "retract",
        Words("撤回", "Retract"),
        source=(state,),
        dest="withdrawn",
        permission=who,
        judges=(),
        conditions=(_UNTOUCHED, REASON),
        comment_required=True,
        clears_due=True,
        duty="withdrawer",
        effects=(Notice(to=("party_work_clerk",)),),
        note=Words("编号不再使用", "its number stays used"),
        beside=True,
    )


__all__ = ["Condition", "correct", "is_untouched", "move_unit", "reclassify", "retract"]
