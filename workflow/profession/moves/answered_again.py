"""A line answered once more after a problem came of it: whoever answered counts as its raiser.

So nobody judges what came of an own answer, whichever was first: the answer or the problem.
"""

from __future__ import annotations

from workflow.declaration import NOTE_ANSWER, Transition, system
from workflow.profession.moves.basic import met
from workflow.words import Words

_WITH_AN_ANSWER = met(
    "只随检查条目的填写进行",
    "it goes with the answer on a line only",
    lambda f: f.earlier is not None,
)


def answered_again(*states: str) -> Transition:
    """Declare the machine's move of a finding, in the name of whoever answered its line."""
    return Transition(
        NOTE_ANSWER,
        Words("所依据的检查条目又有人填写", "Its line was answered once more"),
        source=states,
        dest="",
        permission=system,
        conditions=(_WITH_AN_ANSWER,),
        duty="raiser",
        note=Words(
            "填写人视同提出人，不参与核查和审定",
            "who answered counts as a raiser, and judges nothing of it",
        ),
        beside=True,
    )
