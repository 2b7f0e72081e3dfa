"""The count of a vote: members entitled, votes needed, and the result.

Half of the members entitled is not enough: a vote is valid once more than half of them have voted,
and carried by majority once more than half of them are in favour. A member barred by earlier acts,
or recused, is not entitled; so a recusal lowers the number needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow.declaration import (
    Actor,
    Condition,
    Facts,
    Item,
    Rule,
    VoteCount,
    VoteRecord,
    counted,
    eligible,
    own_unit,
    process_of,
)
from workflow.profession.duties import BEFORE_CLOSING, apart_from
from workflow.profession.moves.judges import has_signed
from workflow.profession.roles import committee
from workflow.profession.severity_classes import calls_for_vote, handling
from workflow.words import Words

VoteOutcome = Literal["open", "carried", "lost", "too_few"]
voted = Rule(
    Words("已经投过票的人", "somebody who has voted already"),
    lambda a, f: has_signed(a, process_of(f.item).get("votes", ())),
)
member = committee & ~own_unit
entitled = apart_from(BEFORE_CLOSING, member)
may_vote = entitled & ~voted


@dataclass(frozen=True, slots=True)
class VoteTally:
    """The present count of a vote."""

    members: tuple[int, ...]  # those entitled, and those who have voted
    able: int  # how many of them may still vote
    quorum: int  # who have to vote at least, however few are entitled
    carried_by: str
    votes: tuple[str, ...]

    @property
    def needed(self) -> int:
        """How many have to vote: more than half, and no fewer than the class demands."""
        return max(self.quorum, len(self.members) // 2 + 1)

    @property
    def required(self) -> int:
        """How many have to be in favour."""
        everybody = len(self.members)
        return {"any": 1, "majority": everybody // 2 + 1, "all": everybody}[self.carried_by]

    @property
    def outcome(self) -> VoteOutcome:
        """The result so far; decided only where no further vote can change the result."""
        cast, in_favour = len(self.votes), self.votes.count("for")
        if cast + self.able < self.needed:
            return "too_few"
        if cast >= self.needed and in_favour >= self.required:
            return "carried"
        if cast >= self.needed and in_favour + self.able < self.required:
            return "lost"
        return "open"

    def told(self) -> VoteCount:
        """Return the count as stored with the item, and so in the event."""
        return {
            "members": list(self.members),
            "needed": self.needed,
            "required": self.required,
            "outcome": self.outcome,
            "for": self.votes.count("for"),
            "against": self.votes.count("against"),
            "abstain": self.votes.count("abstain"),
        }


def voter(vote: VoteRecord) -> int | None:
    """Return the id of the voting member: the absent member, where a delegate voted."""
    return vote.get("for", vote["by"])


def tally(facts: Facts) -> VoteTally:
    """Count the votes of the round among the members entitled now."""
    votes = process_of(facts.item).get("votes", [])
    members = {actor.person_id for actor in eligible(entitled, facts)} | {*map(voter, votes)}
    demands = handling(facts.item)
    return VoteTally(
        tuple(sorted(id_ for id_ in members if id_ is not None)),
        sum(1 for _ in eligible(may_vote, facts)),
        demands.quorum,
        demands.carried_by,
        tuple(vote["vote"] for vote in votes),
    )


def count(item: Item, facts: Facts, _: Actor) -> None:
    """Store the count with the item, where there is a vote; the minutes are made of the count."""
    if calls_for_vote(item):
        process_of(item)["tally"] = tally(facts).told()


_SAID: dict[str, Words] = {
    "open": Words("表决还没有结果：{counted}", "the vote is still open: {counted}"),
    "lost": Words(
        "表决没有通过，请不予销号：{counted}", "the vote was lost, refuse to close: {counted}"
    ),
    "too_few": Words(
        "能表决的委员太少，须由上一级审定：{counted}",
        "too few can vote, so the level above decides: {counted}",
    ),
}


def _says(facts: Facts) -> Words:
    told = tally(facts).told()
    return _SAID[told["outcome"]].format(counted=counted(told))


CARRIED = Condition(
    Words("表决没有通过", "the vote is not carried"),
    lambda facts: not calls_for_vote(facts.item) or tally(facts).outcome == "carried",
    says=_says,
)
ENOUGH_MEMBERS = Condition(
    Words("能表决的委员太少", "too few can vote"),
    lambda facts: tally(facts).outcome != "too_few",
    says=_says,
)
