"""Merging (并案): a double goes into another problem of its unit, and nothing gets lost or easier.

Evidence and history stay with the merged problem, whose number leads on; its clock stops. Whoever
raised, held or worked on it counts as such on the survivor, too, and its open tasks and
responsibilities hang on the survivor, each with its own date (docs/domain/lists-and-states.md#t04).
"""

from __future__ import annotations

from collections.abc import Callable

from workflow.declaration import (
    ABSORB,
    REHANG,
    Actor,
    Condition,
    Facts,
    Field,
    Item,
    Merge,
    Notice,
    Transition,
    holder,
    process_of,
    system,
)
from workflow.profession.moves.basic import NOTHING_ASKED, REASON, RUNNING, filled, met
from workflow.profession.roles import clerk, director
from workflow.profession.severity_classes import HANDLING
from workflow.words import Words

_RANKS = [*HANDLING]
# Whoever did one of these on the merged problem counts as such on the survivor.
_CARRIED = ("raiser", "rectifier", "planner", "held", "recused")


def _survives(zh: str, en: str, check: Callable[[Item, Item], bool]) -> Condition:
    """Declare what has to hold of the survivor and the merged item."""
    return filled(zh, en, lambda f: f.earlier is not None and check(f.earlier, f.item), "into")


def _is_open_beside(into: Item, item: Item) -> bool:
    same = (into.list_key, into.unit_id) == (item.list_key, item.unit_id)
    return same and into.number != item.number and into.state in ("raised", "assigned")


def _is_due_no_later(into: Item, item: Item) -> bool:
    if item.state == "raised" or item.due_at is None:
        return True
    return into.state == "assigned" and into.due_at is not None and into.due_at <= item.due_at


def _merge(item: Item, facts: Facts, _: Actor) -> None:
    assert facts.earlier  # noqa: S101 -- a condition has asked for it
    process_of(item)["merged_into"] = facts.earlier.number


def _absorb(item: Item, facts: Facts, _: Actor) -> None:
    merged = facts.earlier
    assert merged  # noqa: S101 -- the merging move gives it
    process_of(item).setdefault("merged", []).append(merged.number)
    former = [merged.holder_id] if merged.holder_id else []
    carried = {duty: merged.duties.get(duty, []) for duty in _CARRIED}
    carried["held"] = [*carried["held"], *former]
    for duty, people in carried.items():
        if people:
            done = item.duties.setdefault(duty, [])
            done.extend(person for person in dict.fromkeys(people) if person not in done)


# The merging move gives the merged item; without one there is nothing to take in or to follow.
_WITH_A_MERGE = met(
    "只随并案进行", "it goes with a merge only", lambda facts: facts.earlier is not None
)
MERGING = (
    Transition(
        "merge",
        Words("并案", "Merge into another"),
        source=("raised", "assigned"),
        dest="withdrawn",
        permission=(clerk | director) & ~holder,
        judges=("rectifier", "planner", "held"),
        # They may see that it is a double; what they did goes along.
        spares=("raiser", "assigner", "verifier", "look_back", "reopener"),
        fields=(
            Field(
                "into",
                Words("并入的问题编号", "Number of the problem that stays"),
                limit=40,
                use="reference",
            ),
        ),
        conditions=(
            _survives(
                "该编号不是本单位另一个已提出或整改中的问题",
                "that is not the number of another problem of this unit, raised or assigned",
                _is_open_beside,
            ),
            _survives(
                "并入的问题类别较低，请先提高其严重程度",
                "the problem that stays is in a lower class; put it in a higher class first",
                lambda into, item: _RANKS.index(into.severity) >= _RANKS.index(item.severity),
            ),
            _survives(
                "并入的问题时限较晚，并案不能推迟时限",
                "the problem that stays is due later, and merging puts no date off",
                _is_due_no_later,
            ),
            REASON,
            NOTHING_ASKED,
            RUNNING,
        ),
        comment_required=True,
        clears_due=True,
        duty="withdrawer",
        records=_merge,
        effects=(Merge(), Notice(to=("holder", "raiser", "party_work_director"))),
        note=Words(
            "本问题停止计时，佐证和历史保留；未完的任务和责任转到并入的问题",
            "its clock stops, evidence and history stay; open tasks and responsibilities go to the"
            " problem that stays",
        ),
        beside=True,
    ),
    Transition(
        ABSORB,
        Words("并入另一问题", "Absorb a merged problem"),
        source=("raised", "assigned"),
        dest="",
        permission=system,
        conditions=(_WITH_A_MERGE,),
        records=_absorb,
        effects=(Notice(to=("holder", "raiser")),),
    ),
)


def rehang(*states: str) -> Transition:
    """Declare the machine's move of a child to the problem that its parent was merged into."""
    return Transition(
        REHANG,
        Words("随并案转到并入的问题", "Follow the merged problem"),
        source=states,
        dest="",
        permission=system,
        conditions=(_WITH_A_MERGE,),
        effects=(Notice(to=("holder",)),),
    )
