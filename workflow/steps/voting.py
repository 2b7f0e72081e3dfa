"""Voting: for key matters a quorum of the committee, each vote bound to what was seen."""

from __future__ import annotations

from workflow.definition import Choice, Field, Transition
from workflow.facts import Facts, Item
from workflow.handling import handling
from workflow.rules import Actor, Rule, own_unit, raiser
from workflow.steps.everyday import met
from workflow.steps.signing import has_signed, signed
from workflow.vocabulary import checker, committee, planner, rectifier
from workflow.words import Words

voted = Rule(
    Words("已经投过票的人", "somebody who has voted already"),
    lambda a, f: has_signed(a, f.item.data.get("votes", ())),
)


def _vote(item: Item, facts: Facts, actor: Actor) -> None:
    vote = signed(actor) | {"vote": item.data.pop("vote"), "version": facts.item.version}
    vote["evidence"] = [piece["sha256"] for piece in facts.item.evidence]
    item.data.setdefault("votes", []).append(vote)


def _carried(facts: Facts) -> bool:
    needed = handling(facts.item).quorum
    votes = facts.item.data.get("votes", [])
    in_favour = sum(vote["vote"] == "for" for vote in votes)
    return not needed or (in_favour >= needed and in_favour * 2 > len(votes))


CARRIED = met("同意票未达到法定人数", "the votes in favour are not a quorum", _carried)
VOTE = Transition(
    "vote",
    Words("投票", "Vote"),
    source=("verified",),
    dest="",
    permission=committee & ~raiser & ~rectifier & ~planner & ~checker & ~voted & ~own_unit,
    forbidden=("raiser", "rectifier", "planner", "verifier"),
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
        ),
    ),
    conditions=(
        met("这一类不需要表决", "no vote is called for", lambda f: handling(f.item).quorum > 0),
    ),
    duty="voter",
    records=_vote,
)
