"""A problem that has come back: people mark the closed problem it repeats, or deny a relapse."""

from __future__ import annotations

from workflow.declaration import (
    MARK_RELAPSE,
    Actor,
    Facts,
    Field,
    Item,
    Notice,
    Transition,
    process_of,
)
from workflow.profession.moves.basic import REASON, filled
from workflow.profession.roles import clerk, director, discipline, inspector
from workflow.words import Words

OVERSEES = clerk | director | inspector | discipline
_OPEN = ("raised", "assigned", "rectified", "verified")
_EARLIER = Field(
    "earlier", Words("以前的问题编号", "Number of the earlier problem"), limit=40, use="reference"
)
_CLOSED_HERE = filled(
    "该编号不是本单位已经销号的另一个问题",
    "that is not the number of another problem of this unit that is closed",
    lambda f: f.earlier is not None and _may_have_come_back(f.earlier, f.item),
    "earlier",
)


def _may_have_come_back(earlier: Item, item: Item) -> bool:
    same = (earlier.list_key, earlier.unit_id) == (item.list_key, item.unit_id)
    return same and earlier.state == "closed" and earlier.number != item.number


def _named(facts: Facts) -> str:
    assert facts.earlier  # noqa: S101 -- a condition has asked for it
    return facts.earlier.number


def _mark(item: Item, facts: Facts, _: Actor) -> None:
    process = process_of(item)
    number = process["relapse_of"] = _named(facts)
    if process.get("unlike", {}).pop(number, None) and not process["unlike"]:
        del process["unlike"]


def _dismiss(item: Item, facts: Facts, _: Actor) -> None:
    process, number = process_of(item), _named(facts)
    process.setdefault("unlike", {})[number] = facts.comment
    if process.get("relapse_of") == number:
        del process["relapse_of"]


RELAPSE = (
    Transition(
        MARK_RELAPSE,
        Words("认定为反弹", "Confirm a relapse"),
        source=_OPEN,
        dest="",
        permission=OVERSEES,
        fields=(_EARLIER,),
        conditions=(_CLOSED_HERE,),
        records=_mark,
        effects=(Notice(to=("holder", "party_work_director")),),
        note=Words("计入该单位的反弹", "it counts among the unit's relapses"),
        beside=True,
    ),
    Transition(
        "dismiss_hint",
        Words("不是反弹", "Rule out a relapse"),
        source=_OPEN,
        dest="",
        permission=OVERSEES,
        fields=(_EARLIER,),
        conditions=(_CLOSED_HERE, REASON),
        comment_required=True,
        records=_dismiss,
        note=Words("不再提示这一对问题", "these two are not put side by side again"),
        beside=True,
    ),
)
