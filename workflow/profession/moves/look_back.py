"""Looking back at closed items: the machine calls, people without a part in the item judge."""

from __future__ import annotations

from workflow.declaration import (
    CALL_LOOK_BACK,
    DRAW,
    EVIDENCE,
    Actor,
    Email,
    Facts,
    Field,
    Item,
    Notice,
    Transition,
    own_unit,
    process_of,
    system,
)
from workflow.profession.moves.basic import DUE_NOT_PAST, NEW_DUE, REASON, due_as_given, filled, met
from workflow.profession.moves.closing import begin_again
from workflow.profession.roles import verifier
from workflow.words import Words

_LOOKS_BACK = verifier & ~own_unit
_JUDGED = ("rectifier", "verifier", "recused")


def is_called(item: Item) -> bool:
    """Say whether an item is being looked back at."""
    told = process_of(item).get("look_back")
    return told is not None and told["state"] == "called"


def _call(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["look_back"] = {
        "state": "called",
        "on": facts.today.isoformat(),
        "by": facts.fields[DRAW],
        "pieces": len(item.evidence),
    }


def _pass(item: Item, _: Facts, __: Actor) -> None:
    process_of(item)["look_back"]["state"] = "passed"


def _pieces_before(item: Item) -> int:
    told = process_of(item).get("look_back")
    return told["pieces"] if told else 0


_CALLED = met("没有被抽中回头看", "it was not drawn for a look-back", lambda f: is_called(f.item))
_SEEN = filled(
    "请上传回头看的佐证材料（照片或文件）",
    "add evidence of what was seen: a photo or a document",
    lambda f: len(f.item.evidence) > _pieces_before(f.item),
    EVIDENCE,
)
LOOK_BACK = (
    Transition(
        CALL_LOOK_BACK,
        Words("列入回头看", "Call for a look-back"),
        source=("closed",),
        dest="",
        permission=system,
        fields=(Field(DRAW, Words("抽查方案", "Drawn by"), use="move"),),
        conditions=(
            met(
                "已在回头看之中",
                "it is being looked back at already",
                lambda f: not is_called(f.item),
            ),
        ),
        records=_call,
        effects=(Email(to=("verifier",), kind="asked"), Notice(to=("holder",))),
    ),
    Transition(
        "pass_look_back",
        Words("回头看通过", "Pass the look-back"),
        source=("closed",),
        dest="",
        permission=_LOOKS_BACK,
        judges=_JUDGED,
        conditions=(_CALLED, _SEEN),
        comment_required=True,
        takes_evidence=True,
        duty="look_back",
        records=_pass,
        effects=(Notice(to=("holder",)),),
    ),
    Transition(
        "fail_look_back",
        Words("回头看不合格", "Fail the look-back"),
        source=("closed",),
        dest="assigned",
        permission=_LOOKS_BACK,
        judges=_JUDGED,
        fields=(NEW_DUE,),
        conditions=(_CALLED, _SEEN, DUE_NOT_PAST, REASON),
        comment_required=True,
        takes_evidence=True,
        duty="look_back",
        records=begin_again,
        due=due_as_given,
        effects=(Email(to=("holder", "party_work_director")), Notice(to=("discipline_officer",))),
        note=Words("计为反弹，轮次加一", "counted as a relapse; a new round begins"),
    ),
)
