"""The minutes of a decision: votes, recusals and the result.

Made of the item's events alone, so that the minutes tell the state at the time of each vote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from workflow.declaration import REFER, ListType, RectificationProcess, counted, typed
from workflow.engine import event_fold
from workflow.words import Words

_ENDS = ("close", "refuse", "return", "continue", "reopen")
_RESULTS = {
    "open": Words("表决进行中", "The vote is open"),
    "carried": Words("表决通过", "Carried"),
    "lost": Words("表决未通过", "Lost"),
    "too_few": Words("能表决的委员太少，由上一级审定", "Too few can vote; the level above decides"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A vote, or a recusal with its reason; evidence seen by the voter is named by its hashes."""

    at: datetime
    name: str
    behind: Words | None  # whom a delegate acted for
    vote: Words | None  # nothing for a recusal
    text: str
    version: int
    evidence: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Minutes:
    """The minutes of one round of deciding."""

    opinions: list[Opinion] = field(default_factory=list)
    members: list[Words] = field(default_factory=list)  # those entitled to vote
    counted: Words | None = None
    result: Words | None = None
    decision: Words | None = None  # what the decider made of it
    decided_by: str = ""
    decided_at: datetime | None = None


def minutes(
    list_type: ListType, events: Sequence[Any], names: Mapping[int, Words]
) -> list[Minutes]:
    """Return the minutes of every round with a vote or a recusal."""
    found: list[Minutes] = []
    running: Minutes | None = None
    for event in events:
        if event.trigger in ("vote", "recuse"):
            if running is None:
                found.append(running := Minutes())
            running.opinions.append(_opinion(list_type, event, names))
        if running is None:
            continue
        if event.trigger in ("vote", "recuse", REFER, "close"):
            _count(running, _process(event), names)
        if event.trigger in _ENDS:
            _end(running, list_type, event)
            running = None
    return found


def _opinion(list_type: ListType, event: Any, names: Mapping[int, Words]) -> Opinion:
    behind = names.get(event.behind_id) if event.behind_id is not None else None
    told = Opinion(
        at=event.at,
        name=event.actor_name,
        behind=behind,
        vote=None,
        text=event.comment,
        version=event.seq - 1,
    )
    if event.trigger == "recuse":
        return told
    cast = _process(event)["votes"][-1]
    move = list_type.named("vote")
    choices = {
        choice.key: choice.words for f in (move.fields if move else ()) for choice in f.choices
    }
    vote = choices.get(cast["vote"], Words(cast["vote"], cast["vote"]))
    seen = tuple(cast["evidence"])
    return replace(told, vote=vote, version=cast["version"], evidence=seen)


def _process(event: Any) -> RectificationProcess:
    """Return the notes changed by an event, possibly none."""
    return typed(event_fold.columns(event.list_key, event.changes).get("process", {}))


def _count(running: Minutes, process: RectificationProcess, names: Mapping[int, Words]) -> None:
    told = process.get("tally")
    if told:
        running.members = [names[id_] for id_ in told["members"] if id_ in names]
        running.counted, running.result = counted(told), _RESULTS[told["outcome"]]
    if "vote" in process.get("referred", {}):
        running.result = _RESULTS["too_few"]


def _end(running: Minutes, list_type: ListType, event: Any) -> None:
    move = list_type.find(event.trigger, event.source)
    running.decision = move.words if move else None
    running.decided_by, running.decided_at = event.actor_name, event.at


def entitled(events: Sequence[Any]) -> set[int]:
    """Return the ids of the people named in the minutes."""
    tallies = (_process(event).get("tally") for event in events)
    return {id_ for told in tallies if told for id_ in told["members"]}
