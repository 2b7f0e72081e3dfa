"""A list that nobody has told the engine, the checker or a test of: one file, as a newcomer's.

Suggestions are raised by somebody of a branch, answered by the party-work department and closed.
"""

from __future__ import annotations

from typing import Any

from workflow.declaration import ListType

SUGGESTIONS = '''"""Suggestions: raised by anybody who works in a branch, answered, and closed."""

from workflow.declaration.effects import Notice
from workflow.declaration.list_type import Field, ListType, State, Transition
from workflow.declaration.rules import raiser
from workflow.profession.default_ladder import ladder_to
from workflow.profession.limits import VERIFICATION
from workflow.profession.moves.basic import comment, escalate
from workflow.profession.roles import branch_secretary, director
from workflow.words import Words

LIST_TYPE = ListType(
    key="suggestions",
    prefix="G",
    words=Words("意见建议", "Suggestions"),
    states=(
        State(
            "raised",
            Words("待答复", "To be answered"),
            awaits="party_work_director",
            ladder=ladder_to("party_work_director", "leader_in_charge"),
        ),
        State("answered", Words("已答复", "Answered"), awaits="raiser"),
        State("closed", Words("已办结", "Closed"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("提出建议", "Make a suggestion"),
            source=(),
            dest="raised",
            permission=branch_secretary | director,
            fields=(
                Field("title", Words("建议内容", "Suggestion"), kind="long"),
                Field("unit", Words("所在单位", "Unit"), kind="unit"),
            ),
            duty="raiser",
            due=lambda f: f.within(VERIFICATION),
            effects=(Notice(to=("party_work_director",)),),
        ),
        Transition(
            "answer",
            Words("答复建议", "Answer"),
            source=("raised",),
            dest="answered",
            permission=director,{judges}
            fields=(Field("answer", Words("答复内容", "Answer"), kind="long"),),
            duty="answerer",
            clears_due=True,
            effects=(Notice(to=("raiser",)),),
        ),
        Transition(
            "close",
            Words("认可答复", "Accept the answer"),
            source=("answered",),
            dest="closed",
            permission=raiser,
            judges=("answerer",),
        ),
        comment("raised", "answered"),
        escalate("raised"),
    ),
)
'''
FORGOTTEN = SUGGESTIONS.replace("{judges}", "")  # nobody says whose work an answer judges
DECLARED = SUGGESTIONS.replace("{judges}", '\n            judges=("raiser",),')


def declared(text: str = DECLARED) -> ListType:
    """Return the list that the text of such a file declares."""
    names: dict[str, Any] = {}
    exec(compile(text, "suggestions.py", "exec"), names)
    list_type = names["LIST_TYPE"]
    assert isinstance(list_type, ListType)
    return list_type
