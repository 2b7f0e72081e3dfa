"""Separation of duties: the judged work of each move, and the demands on a list about it.

``Transition.judges`` names the duties of the judged work. The bar in the permission with its
sentence (``Transition.may``), the bar in the database, the printed table and the proof of the model
checker follow from these duties. A move on the work of other people has to name the duties, or
nobody aloud: ``judges=()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.declaration.list_type import RAISE, ListType, Transition
from workflow.declaration.rules import system
from workflow.errors import BadDeclaration


@dataclass(frozen=True, slots=True)
class Gap:
    """A move with work left open: judged or not."""

    transition: Transition
    duties: frozenset[str]  # whose work; empty: anybody's
    sentence: str


def is_asked(list_type: ListType, t: Transition) -> bool:
    """Say whether a move has to name its judged duties.

    True for a needed judgement, and for a move out of a state, unless only the author of the item
    in the state is awaited and may move. False for the machine, without any work of its own.
    """
    if t.permission is system or t.trigger == RAISE:
        return False
    left = [state for state in t.source if t.dest not in ("", state)]
    return t.judgement is not None or not all(_is_authors_own(list_type, t, s) for s in left)


def _is_authors_own(list_type: ListType, t: Transition, state: str) -> bool:
    """Say whether the author of the state, the person of the move into it, moves alone."""
    awaited = list_type.state(state).awaits
    into = [m for m in list_type.transitions if m.dest == state and {*m.sources} != {state}]
    return (
        isinstance(awaited, str)
        and awaited in _makers(t)
        and all(awaited in {m.duty, *_makers(m)} for m in into)
    )


def _makers(t: Transition) -> set[str]:
    """Return the relations between the item and the people with permission for the move."""
    return {part.relation for part in t.permission.parts or (t.permission,)} - {""}


def gaps(list_type: ListType) -> list[Gap]:
    """Return the silent moves, and the moves with only a part of the judged duties."""
    silent = [t for t in list_type.transitions if t.judges is None and is_asked(list_type, t)]
    found = [Gap(t, frozenset(), _silence(list_type, t)) for t in silent]
    for t in list_type.transitions:
        if t.judges and (left_out := _handed_in(list_type, t) - {*t.judges, *t.spares}):
            found.append(Gap(t, frozenset(left_out), _left_out(list_type, t, min(left_out))))
    return found


def _handed_in(list_type: ListType, t: Transition) -> set[str]:
    """Return the duties with a form filled in on the way into the states before the move."""
    left = {state for state in t.source if t.dest not in ("", state)}
    forms = (m for m in list_type.transitions if m.dest in left and (m.fields or m.takes_evidence))
    return {m.duty for m in forms} - {""}


def _silence(list_type: ListType, t: Transition) -> str:
    done = next((m.duty for m in list_type.transitions if m.duty and m is not t), "raiser")
    return (
        f"{list_type.key}.{t.trigger}: say whose work it judges, such as judges=({done!r},),"
        " or judges=() if it judges nobody"
    )


def _left_out(list_type: ListType, t: Transition, duty: str) -> str:
    return (
        f"{list_type.key}.{t.trigger}: it does not judge the {duty!r}, who filled in what it"
        f" decides on; add that to judges, or say spares=({duty!r},)"
    )


def faults(list_type: ListType) -> Iterator[str]:
    """Yield the mistakes in the named duties of a list, as sentences; gaps are not among them."""
    given = {t.duty for t in list_type.transitions}
    known = {*given, *list_type.duties, "raiser"}
    for t in list_type.transitions:
        where = f"{list_type.key}.{t.trigger}"
        missing = [duty for duty in t.judges or () if duty not in given]
        if unknown := [duty for duty in missing if duty not in known]:
            yield f"{where}: judges {unknown[0]!r}, and there is no such duty"
        elif missing and ("raiser" in missing or missing == [*(t.judges or ())]):
            yield f"{where}: judges {missing[0]!r}, and no move of this list has that duty"
        for part in t.permission.parts:
            if part.barred and part.barred.relation not in ("", "holder", t.duty):
                yield (
                    f"{where}: say judges=({part.barred.relation!r},) instead of leaving them out"
                    " of the permission, so that the database bars them too"
                )


def demand(list_type: ListType) -> None:
    """Raise ``BadDeclaration`` for the first mistake or gap of a list."""
    for sentence in (*faults(list_type), *(gap.sentence for gap in gaps(list_type))):
        raise BadDeclaration(sentence, list_type)
