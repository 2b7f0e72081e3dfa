"""Taking over the rows of a ledger that are finished or under way, and taking an import back.

Only the machine does so, for whoever imports the ledger. What was finished before, nobody has
verified here: it has no verifier and no clock, and nobody is told.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration import (
    TAKE_BACK,
    TAKE_OVER,
    Actor,
    Condition,
    DueRule,
    Facts,
    Item,
    LedgerState,
    Notice,
    Records,
    Transition,
    process_of,
    system,
)
from workflow.profession.moves.basic import (
    DUE_NOT_PAST,
    HOLDER,
    IN_POST,
    NEW_DUE,
    PARENT_OPEN,
    SIGNS_IN,
    due_as_given,
    met,
)
from workflow.words import Words

_NAMED = replace(HOLDER, suggests=None)
_DAY = replace(NEW_DUE, suggests=None)
# What people do to an item; of what they did nothing may get lost with an import.
_UNTOUCHED = {"raiser", "rectifier"}


def _taken_over(state: LedgerState) -> Records:
    """Return the records of an opening: who imported counts as raiser, the holder as rectifier."""

    def note(item: Item, facts: Facts, actor: Actor) -> None:
        process = process_of(item)
        taken = process.setdefault("taken_over", {"file": "", "sheet": "", "row": 0})
        taken["state"], taken["on"] = state, facts.today.isoformat()
        item.duties["raiser"] = [*actor.people]
        if state == "rectified":
            item.duties["rectifier"] = [facts.fields["holder"]]
            process["signed_on"] = facts.today.isoformat()

    return note


def _is_imported(facts: Facts) -> bool:
    family = (facts.item, facts.parent) if facts.parent else (facts.item,)
    return any(of.source_key or "taken_over" in of.process for of in family)


def _free(item: Item, _: Facts, __: Actor) -> None:
    item.source_key = None  # so that the same row can come in again


def take_over(raising: Transition, due: DueRule) -> tuple[Transition, ...]:
    """Declare the openings of an item for a row that is finished, or under way.

    ``due`` gives the due date of what waits for verification.
    """
    conditions = tuple(c for c in raising.conditions if c is not PARENT_OPEN)
    return (
        Transition(
            TAKE_OVER["closed"],
            Words("按台账接收为已销号", "Take over as closed before"),
            source=(),
            dest="closed",
            permission=system,
            fields=raising.fields,
            conditions=conditions,
            records=_taken_over("closed"),
            clears_due=True,
            note=Words(
                "台账写明已完成；本系统没有核查过",
                "the ledger says that it is finished; nobody has verified it here",
            ),
        ),
        _held(raising, "rectified", conditions, due),
        _held(raising, "assigned", conditions, due_as_given),
    )


def _held(
    raising: Transition, dest: str, conditions: tuple[Condition, ...], due: DueRule
) -> Transition:
    """Declare the opening with a holder: under way, or rectified and waiting for verification."""
    is_done = dest == "rectified"
    done = Words("按台账接收为待核查", "Take over as waiting for verification")
    going_on = Words("按台账接收为整改中", "Take over as under way")
    return Transition(
        TAKE_OVER[dest],
        done if is_done else going_on,
        source=(),
        dest=dest,
        permission=system,
        fields=(*raising.fields, _NAMED, *(() if is_done else (_DAY,))),
        conditions=(*conditions, IN_POST, SIGNS_IN, *(() if is_done else (DUE_NOT_PAST,))),
        due=due,
        records=_taken_over("rectified" if is_done else "assigned"),
        effects=() if is_done else (Notice(to=("holder",)),),
    )


def take_back(*states: str) -> Transition:
    """Declare the machine's withdrawal of an item with the import, before any work on the item."""
    return Transition(
        TAKE_BACK,
        Words("随导入一并撤回", "Take back with its import"),
        source=states,
        dest="withdrawn",
        permission=system,
        conditions=(
            met("它不是导入的", "it came by no import", _is_imported),
            met(
                "已经有人办理",
                "somebody has dealt with it already",
                lambda f: f.item.duties.keys() <= _UNTOUCHED and not f.item.evidence,
            ),
        ),
        comment_required=True,
        clears_due=True,
        records=_free,
        note=Words("编号不再使用", "its number stays used"),
    )
