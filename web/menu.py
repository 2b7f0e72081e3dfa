"""The lists in the order of the menu, the same on every page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from workflow.declaration import ListType, pack


@dataclass(frozen=True, slots=True)
class Menu:
    """The lists on their own, and the lists of consequences and for named readers."""

    main: tuple[ListType, ...]
    more: tuple[ListType, ...]

    def place(self, list_key: str) -> int:
        """Return the place of a list among all."""
        return [list_type.key for list_type in self.main + self.more].index(list_key)


def _depth(list_type: ListType) -> int:
    """Return the depth of a list in the family, from 1; children come after their parents."""
    return 1 + max((_depth(pack().lists[parent]) for parent in list_type.parents), default=0)


def _root(list_type: ListType) -> ListType:
    """Return the list at the top of the family that a list belongs to, by its first parent."""
    return _root(pack().lists[list_type.parents[0]]) if list_type.parents else list_type


def menu() -> Menu:
    """Return the menu of the registered pack: families together, the largest first."""
    every = sorted(pack().lists.values(), key=lambda t: (_depth(t), -len(t.transitions)))
    alone = [t for t in every if not (t.needs_parent or t.readers)]
    sizes = Counter(_root(t).key for t in alone)
    main = tuple(sorted(alone, key=lambda t: (-sizes[(root := _root(t).key)], root)))
    return Menu(main, tuple(t for t in every if t not in main))
