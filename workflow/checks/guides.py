"""The guide of a role, and the rules, out of the declarations of the pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.declaration import ListType, Right, Transition, pack
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class ListPart:
    """The part of a guide about a list: states that wait for the role, and its moves."""

    list_type: ListType
    waiting: tuple[Words, ...]
    moves: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class RoleGuide:
    """The states waiting for a role, the moves open to the role, and the registers in its care."""

    role: str
    words: Words
    purpose: Words | None
    parts: tuple[ListPart, ...]
    rights: tuple[Right, ...]


def guide(role: str) -> RoleGuide:
    """Return the guide of a role of the pack."""
    parts = (_part(list_type, role) for list_type in pack().lists.values())
    return RoleGuide(
        role,
        pack().roles[role],
        pack().purposes.get(role),
        tuple(part for part in parts if part.waiting or part.moves),
        tuple(right for right in pack().every_right().values() if role in right.roles),
    )


def _part(list_type: ListType, role: str) -> ListPart:
    waiting = tuple(state.words for state in list_type.states if state.awaits == role)
    return ListPart(list_type, waiting, _distinct(list_type.transitions, role))


def _distinct(moves: tuple[Transition, ...], role: str) -> tuple[Words, ...]:
    """Return each move of the role once, in the order of the list."""
    return tuple(dict.fromkeys(t.words for t in moves if role in t.permission.roles))


def moves_of(list_type: ListType) -> Iterator[tuple[Words, Words]]:
    """Yield each move of a list made by people, with the words for the people allowed to move."""
    people = (t for t in list_type.transitions if t.permission.roles or t.may.words.zh)
    yield from dict.fromkeys((t.words, t.may.words) for t in people)
