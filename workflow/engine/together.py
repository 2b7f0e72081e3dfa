"""Moves for many items by one form: shared values, and proposals and choices of single items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from workflow.declaration import Facts, ListType, Transition, faults_of, pack, system
from workflow.declaration.for_many import for_many
from workflow.engine.raising import Request
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedForm:
    """A form filled in once for many items of a list.

    An empty field leaves each item its own proposal. ``own`` holds what was chosen for an item
    alone, by number; ``versions`` holds the versions of the items as shown.
    """

    list_key: str
    trigger: str
    values: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)

    @property
    def move(self) -> Transition | None:
        """The declared move, if open to a form for many items."""
        return shared_move(pack().lists.get(self.list_key), self.trigger)

    def at_present(self) -> SharedForm:
        """Return the form for the items as they are by now."""
        return replace(self, versions={})

    def request(self, number: str, facts: Facts | None) -> Request:
        """Return the request for an item: own choice, else shared value, else own proposal."""
        return Request(
            number,
            self.trigger,
            self._filled(number, facts),
            comment=self.comment,
            version=self.versions.get(number),
        )

    def _filled(self, number: str, facts: Facts | None) -> dict[str, str]:
        asked = {f.key: f for f in self.move.fields} if self.move else {}
        filled = {key: value for key, value in self.values.items() if value or key not in asked}
        for key, declared in asked.items():
            if key not in filled and declared.suggests and facts:
                filled[key] = declared.suggests(facts)
        return filled | dict(self.own.get(number, {}))

    def faults(self, numbers: Iterable[str]) -> dict[str, Words]:
        """Return the faults of the form, the same for every item."""
        if self.move is None:
            return {}
        found = faults_of(self.move, self.values, self.comment)
        chosen = [self.own.get(number, {}) for number in numbers]
        for declared in self.move.fields:
            given = self.values.get(declared.key, "")
            everywhere = bool(chosen) and all(declared.key in own for own in chosen)
            if not given and (declared.suggests or everywhere):
                found.pop(declared.key, None)
        return found


def shared_move(list_type: ListType | None, trigger: str) -> Transition | None:
    """Return the first move of a list with the trigger, if open to a form for many items."""
    moves = list_type.transitions if list_type else ()
    return next((t for t in moves if t.trigger == trigger and is_shared(t)), None)


def is_shared(transition: Transition) -> bool:
    """Say whether people can make a move for many items by one form."""
    return transition.permission is not system and for_many(transition)
