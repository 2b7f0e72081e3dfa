"""Recusal (回避): a judge steps back, for a reason, and judges the item no more.

Recusal binds the judge's delegate as well, and lowers the number of votes needed.
"""

from __future__ import annotations

from workflow.declaration import Notice, Records, Rule, Transition
from workflow.profession.duties import recused
from workflow.profession.moves.basic import REASON
from workflow.profession.moves.verification import checked
from workflow.profession.moves.vote_count import voted
from workflow.profession.roles import committee, verifier
from workflow.profession.severity_classes import decider
from workflow.words import Words


def _recuse(state: str, who: Rule, records: Records | None) -> Transition:
    return Transition(
        "recuse",
        Words("回避", "Recuse myself"),
        source=(state,),
        dest="",
        permission=who & ~recused,
        conditions=(REASON,),
        comment_required=True,
        duty="recused",
        records=records,
        effects=(Notice(to=("party_work_clerk",)),),
        note=Words("以后不再参与本事项的审核和表决", "no more part in judging this item"),
        beside=True,
    )


def recusal(records: Records | None = None) -> tuple[Transition, ...]:
    """Declare the recusal of verifiers and of deciders, before their judgement."""
    return (
        _recuse("rectified", verifier & ~checked, None),
        _recuse("verified", (committee | decider) & ~voted, records),
    )
