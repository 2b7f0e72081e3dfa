"""Voting: for key matters a quorum of the committee, each vote bound to the version seen.

The vote names the version of the item and the hashes of its evidence; nobody votes twice in a round
or takes a vote back. During a vote no evidence is taken: late evidence is uploaded after the item
was refused, and then everybody votes anew.
"""

from __future__ import annotations

from workflow.declaration import (
    Actor,
    Choice,
    Facts,
    Field,
    Item,
    Judgement,
    Transition,
    VoteRecord,
    process_of,
)
from workflow.profession.duties import BEFORE_CLOSING
from workflow.profession.moves.basic import met
from workflow.profession.moves.judges import signed
from workflow.profession.moves.vote_count import ENOUGH_MEMBERS, count, member, voted
from workflow.profession.severity_classes import calls_for_vote, deciders, handling, levels_above
from workflow.words import Words


def _vote(item: Item, facts: Facts, actor: Actor) -> None:
    vote: VoteRecord = {
        **signed(actor),
        "vote": facts.fields["vote"],
        "version": item.version,
        "evidence": [piece["sha256"] for piece in item.evidence],
    }
    process_of(item).setdefault("votes", []).append(vote)
    count(item, facts, actor)


def _levels(item: Item) -> tuple[str, ...]:
    """Return the levels above the decider, who decide with too few voters; at the top, the top."""
    return levels_above(item, deciders(item)) or handling(item).levels[-1:]


VOTE = Transition(
    "vote",
    Words("投票", "Vote"),
    source=("verified",),
    dest="",
    permission=member & ~voted,
    judges=BEFORE_CLOSING,
    fields=(
        Field(
            "vote",
            Words("表决", "Vote"),
            kind="choice",
            choices=(
                Choice("for", Words("同意销号", "For closing")),
                Choice("against", Words("不同意", "Against")),
                Choice("abstain", Words("弃权", "Abstain")),
            ),
            use="move",
        ),
    ),
    conditions=(
        met("这一类不需要表决", "no vote is called for", lambda f: calls_for_vote(f.item)),
    ),
    duty="voter",
    records=_vote,
    judgement=Judgement(_levels, lambda f: calls_for_vote(f.item), lacking=ENOUGH_MEMBERS),
)
