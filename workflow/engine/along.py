"""A child that moves together with its parent, or stays behind, as told to people."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.declaration import pack
from workflow.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """A child that moves with its parent, or stays behind for the reason in ``stays``."""

    number: str
    list_key: str
    title: str
    trigger: str
    state: str
    stays: Words | None = None
    holder_id: int | None = None  # who it is assigned to by the move, where that is known

    @property
    def words(self) -> Words:
        """The name of the child's move."""
        move = pack().lists[self.list_key].named(self.trigger)
        return move.words if move else Words(self.trigger, self.trigger)
