"""A jump on the ladder (docs/domain/escalation-ladder.md#rule-a).

Levels go one by one unless the level above signs. The next rung of the item is left out; the rungs
after it keep their days.
"""

from __future__ import annotations

from workflow.deadlines import ladder_position
from workflow.declaration import SKIP, Email, Facts, Transition
from workflow.profession.default_ladder import LADDER
from workflow.profession.moves.basic import REASON, met
from workflow.profession.roles import group_secretary, own_case
from workflow.words import Words


def _leads_on(facts: Facts) -> bool:
    """Say whether the next rung is more than a message, and is not the last."""
    ahead = ladder_position.planned(facts.item, LADDER, facts)[facts.item.rung :]
    return len(ahead) > 1 and not ahead[0].rung.is_message


SKIP_RUNG = Transition(
    SKIP,
    Words("越级：跳过下一级", "Skip the next rung"),
    source=("assigned",),
    dest="",
    permission=group_secretary & ~own_case,
    conditions=(
        met(
            "下一级不是督办、约谈等可以跳过的一级，或者它之后已经没有更高的一级",
            "the next rung is a mere message, or there is none above it to go on to",
            _leads_on,
        ),
        REASON,
    ),
    comment_required=True,
    step_up=True,
    effects=(Email(to=("holder", "party_work_director")),),
    note=Words("下一级不再执行，直接进入再上一级", "the rung after it follows on its day"),
)
